"""What every built page carries: its policy; and what the site lists for keeping."""

import html
import json
import re

import pytest
from support.built_site import Site

from course.website.livereload import SOURCE, put_script, without_its_script
from course.website.offline import LIST, offline_list
from course.website.policy import hash_of, inline, policy, put_policy

# They share one build.
pytestmark = pytest.mark.xdist_group("site")
META = re.compile(
    r'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
    r'content="([^"]*)">'
)


def test_every_page_has_the_same_policy_before_all_else(site: Site) -> None:
    pages = [file.read_text(encoding="utf-8") for file in site.folder.rglob("*.html")]
    policies = {html.unescape(META.findall(page)[0]) for page in pages}

    (said,) = policies
    for page in pages:
        assert not re.search(r"<(script|link|style)\b", page[: META.search(page).end()])  # type: ignore[union-attr]
        assert inline(page)
        for script in inline(page):
            assert hash_of(script) in said


def test_a_policy_lets_nothing_out_and_runs_no_text(site: Site) -> None:
    said = policy(["<script>1</script>"])
    found = dict(part.split(" ", 1) for part in said.split("; "))

    assert found["default-src"] == "'none'"
    assert found["script-src"] == f"'self' 'wasm-unsafe-eval' {hash_of('1')}"
    assert found["connect-src"] == found["form-action"] == "'self'"
    assert "http" not in said
    assert "*" not in said


def test_only_what_is_run_needs_a_hash() -> None:
    page = (
        '<script type="application/json">{}</script><script src="x.js"></script>'
        '<script type="module">one()</script>\n<script>\ntwo()\n</script>'
    )

    assert inline(page) == ["one()", "\ntwo()\n"]


def test_a_page_that_has_no_place_for_a_policy_is_an_error(tmp_path) -> None:
    (tmp_path / "page.html").write_text("<p>Nothing", encoding="utf-8")

    with pytest.raises(ValueError, match=r"page\.html"):
        put_policy(tmp_path)


def test_the_list_has_every_page_by_its_address_and_every_asset(site: Site) -> None:
    made = json.loads((site.folder / LIST).read_text(encoding="utf-8"))
    files = made["files"]

    assert {"", "glossary/", "steps/05_jwt_login/", "404.html"} <= set(files)
    assert {"assets/site.css", "assets/python/worker.js"} <= set(files)
    assert not {name for name in files if name.endswith((".map", "sw.js"))}
    assert all(re.fullmatch("[0-9a-f]{16}", value) for value in files.values())
    assert made == json.loads(offline_list(site.folder))
    assert (site.folder / "sw.js").is_file()


def test_the_version_changes_with_any_file(tmp_path) -> None:
    (tmp_path / "index.html").write_text("one", encoding="utf-8")
    one = json.loads(offline_list(tmp_path))
    (tmp_path / "index.html").write_text("two", encoding="utf-8")
    two = json.loads(offline_list(tmp_path))

    assert list(one["files"]) == [""]
    assert one["version"] != two["version"]


def test_a_served_page_loads_a_file_and_nothing_else_is_put_into_it(tmp_path) -> None:
    from mkdocs.livereload import LiveReloadServer

    (tmp_path / "assets").mkdir()
    page = tmp_path / "index.html"
    page.write_text("<body>Hello</body>", encoding="utf-8")

    put_script(tmp_path, "http://127.0.0.1:8000/docs/")
    with LiveReloadServer(lambda: None, "127.0.0.1", 0, str(tmp_path)) as server:
        without_its_script(server)
        content = server._inject_js_into_html(page.read_bytes(), 7)

    assert content == page.read_bytes()
    tag = '<script src="/docs/assets/live-reload.js" type="module"></script>'
    assert content.decode() == f"<body>Hello{tag}</body>"
    assert (tmp_path / "assets/live-reload.js").read_bytes() == SOURCE.read_bytes()
