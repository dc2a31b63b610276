"""What every built page carries: its policy; and what the site lists for keeping."""

import html
import json
import re

import pytest
from mkdocs.config.defaults import MkDocsConfig
from support.built_site import Site

from course.website import hooks
from course.website.offline import LIST, offline_list
from course.website.policy import HEAD, hash_of, inline, policy, put_policy

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


@pytest.mark.parametrize(("command", "as_it_was"), [("build", False), ("serve", True)])
def test_an_authors_server_may_write_a_script_into_each_page(
    tmp_path, command, as_it_was
) -> None:
    page = f"<head>{HEAD}</head><body>Hello</body>"
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    (tmp_path / "assets").mkdir()
    config = MkDocsConfig()
    config.site_dir = str(tmp_path)
    try:
        hooks.on_startup(command=command, dirty=False)
        hooks.on_post_build(config=config)
    finally:
        hooks.on_startup(command="build", dirty=False)

    built = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert (built == page, (tmp_path / LIST).exists()) == (as_it_was, not as_it_was)
