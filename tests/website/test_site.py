"""The site builds without a warning, and asks nobody else for anything."""

import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from support.built_site import Site

from course.curriculum.project_files import project_files
from course.curriculum.steps import Step, load_steps
from course.website.links import rewrite_links
from course.website.markdown import for_readers

# They share one build.
pytestmark = pytest.mark.xdist_group("site")
STEPS = load_steps()
steps = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)


def test_the_strict_build_says_nothing(site: Site) -> None:
    assert site.said == ""


@steps
def test_every_step_has_a_page_with_its_title(site: Site, step: Step) -> None:
    html = site.html(f"steps/{step.name}")

    assert f"<title>{step.title} - " in html
    assert f'<meta name="description" content="{step.goal}">' in html


@steps
def test_every_file_of_a_step_is_shown(site: Site, step: Step) -> None:
    html = site.html(f"steps/{step.name}/files")

    for path in project_files(step.path):
        assert f"<code>{path}</code>" in html


def test_the_home_page_has_the_table_of_steps(site: Site) -> None:
    html = site.html("")

    assert "<!-- the table of steps -->" not in html
    for step in STEPS:
        assert (
            f'<a href="steps/{step.name}/">{step.number_text} {step.title}</a>' in html
        )


def test_no_page_asks_another_host_for_anything(site: Site) -> None:
    for address, seen in site.pages():
        outside = [url for url in seen.loaded if urlsplit(url).netloc]
        assert not outside, address
    for file in site.folder.rglob("*.css"):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"(url\(|@import)\s*[\"']?(https?:)?//", text), file


def test_every_link_inside_the_site_leads_somewhere(site: Site) -> None:
    pages = dict(site.pages())
    for address, seen in pages.items():
        if address.endswith("404.html"):
            continue
        for link in seen.links + seen.loaded:
            target = urlsplit(urljoin(address, link))
            if target.netloc or target.scheme:
                continue
            path = unquote(target.path)
            file = site.folder / path.lstrip("/")
            assert (file / "index.html").is_file() or file.is_file(), (address, link)
            if target.fragment and path in pages:
                assert unquote(target.fragment) in pages[path].anchors, (address, link)


@steps
def test_no_fence_or_fold_is_left_as_it_was_typed(site: Site, step: Step) -> None:
    html = site.html(f"steps/{step.name}")

    assert "```" not in html
    assert "skip=" not in html
    assert "??? question" not in html


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A tree with one step, a tool, and the files about it."""
    for path in (
        "CONTRIBUTING.md",
        "README.md",
        "docs/more.md",
        "course/tool.py",
        "steps/05_login/README.md",
        "steps/05_login/users/views.py",
        "steps/06_update/README.md",
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("")
    return tmp_path


@pytest.mark.parametrize(
    ("link", "made"),
    [
        ("[a](../06_update/README.md)", "[a](06_update.md)"),
        ("[a](../06_update/README.md#do-it)", "[a](06_update.md#do-it)"),
        ("[a](../06_update/)", "[a](06_update.md)"),
        ("[`v`](users/views.py)", "[`v`](05_login/files.md#users-views-py)"),
        ("[a](users/)", "[a](05_login/files.md)"),
        ("[a](../../README.md)", "[a](../index.md)"),
        ("[a](../../CONTRIBUTING.md)", "[a](../contributing.md)"),
        ("[a](../../docs/more.md)", "[a](../more.md)"),
        ('[a](users/ "t")', '[a](05_login/files.md "t")'),
        # No page shows it, so the words stay without the link.
        ("[`a`](../../course/tool.py)", "`a`"),
        # To nothing: left for the strict build to report.
        ("[a](../07_x/README.md)", "[a](../07_x/README.md)"),
        ("[a](https://example.org/x.md)", "[a](https://example.org/x.md)"),
        ("[a](#here)", "[a](#here)"),
        ("```\n[a](users/)\n```", "```\n[a](users/)\n```"),
        ("[a][b] and (c)", "[a][b] and (c)"),
    ],
)
def test_a_link_of_the_repository_becomes_one_of_the_site(
    repository: Path, link: str, made: str
) -> None:
    source, page = "steps/05_login/README.md", "steps/05_login.md"

    assert rewrite_links(link, source, page, repository) == made


def test_folded_text_in_a_list_stays_in_the_list() -> None:
    notes = """\
1. A question?

   <details markdown="1"><summary>Answer</summary>

   One line,
   and another.

   </details>
"""

    assert (
        for_readers(notes)
        == """\
1. A question?

    ??? question "Answer"

        One line,
        and another.

"""
    )


def test_what_belongs_to_an_item_is_indented_by_four() -> None:
    notes = """\
1. First:

   ```console
   - not an item
     either
   ```

   More,
   in two lines.
2. Second
   - one
     - deep

- Last

After it.

    code of its own
"""

    assert (
        for_readers(notes)
        == """\
1. First:

    ```console
    - not an item
      either
    ```

    More,
    in two lines.

2. Second
    - one
        - deep

- Last

After it.

    code of its own
"""
    )


@pytest.mark.parametrize(
    ("fence", "made"),
    [
        ('```console skip="why"', "```console"),
        ('```http at="09:16:00"', "```http"),
        ('```python title="a.py"', '```python title="a.py"'),
        ('```console skip="x" title="output"', '```console title="output"'),
        ("```", "```"),
    ],
)
def test_of_a_fence_readers_see_language_and_title(fence: str, made: str) -> None:
    assert for_readers(f"{fence}\ncode\n```\n") == f"{made}\ncode\n```\n"
