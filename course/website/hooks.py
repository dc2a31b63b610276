"""The hooks that MkDocs calls: pages from the steps, and the navigation."""

import sys
from itertools import pairwise
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

# MkDocs loads this file by its path, from wherever it was started.
ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))

from course.browser.build.site import runtime_files  # noqa: E402
from course.curriculum.steps import Step, load_steps  # noqa: E402
from course.errors import CourseError  # noqa: E402
from course.paths import places  # noqa: E402
from course.website.generated import GENERATED  # noqa: E402
from course.website.glossary import GLOSSARY, abbreviations  # noqa: E402
from course.website.highlight import finish  # noqa: E402
from course.website.lab_pages import INDEX, lab_pages  # noqa: E402
from course.website.links import ABOUT, page_of, rewrite_links  # noqa: E402
from course.website.live_cells import finish_cells  # noqa: E402
from course.website.markdown import for_readers, plain_fences  # noqa: E402
from course.website.navigation import navigation  # noqa: E402
from course.website.notebook_page import notebook_file  # noqa: E402
from course.website.offline import LIST, offline_list  # noqa: E402
from course.website.policy import put_policy  # noqa: E402
from course.website.step_pages import SIDE_PAGES, StepPages, table_of_steps  # noqa: E402
from course.website.troubleshooting import questions  # noqa: E402

# Where docs/index.md wants the table.
TABLE = "<!-- the table of steps -->"
# Who searches wants the tutorial first, and then what stands about the repository.
SEARCHED_LAST = "---\nsearch:\n  boost: 0.1\n---\n\n"

# Whether an author's `mkdocs serve` asks, and not `mkdocs build`.
_served = False


def on_startup(*, command: str, dirty: bool) -> None:
    """Remember what the pages are made for, and where our modules are."""
    global _served
    _served = command == "serve"
    # MkDocs takes back what a hook does to the path while it is loaded.
    if str(ROOT) not in sys.path:
        sys.path.append(str(ROOT))


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Make the navigation of what is there."""
    docs = Path(config.docs_dir)
    pages = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")}
    pages |= {page for source, page in ABOUT.items() if (ROOT / source).is_file()}
    config.nav = navigation(_written_steps(), pages | set(GENERATED) | {INDEX})
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the pages of each step, its notebook, and the pages about the repository."""
    steps, asked = _written_steps(), questions(Path(config.docs_dir))
    for step in steps:
        made = StepPages(step, steps, ROOT, places().learn, asked.get(step.number, ()))
        for page, content in made.pages().items():
            _add(files, config, page, content, in_nav=page == page_of(step))
        if postman := made.postman():
            _add(files, config, f"steps/{step.name}/postman.json", postman)
        if made.has_notebook:
            file = notebook_file(step)
            path = str(ROOT / file)
            files.append(File.generated(config, file, abs_src_path=path))
    for page, content in lab_pages(steps, places().learn).items():
        _add(files, config, page, content, in_nav=page == INDEX)
    for page, make in GENERATED.items():
        _add(files, config, page, make(ROOT))
    for source, page in ABOUT.items():
        if (ROOT / source).is_file():
            text = (ROOT / source).read_text(encoding="utf-8")
            text = for_readers(rewrite_links(text, source, page, ROOT))
            _add(files, config, page, SEARCHED_LAST + text)
    _add_runtime(files, config, steps)
    return files


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
    """Lead from a side page of a step to the same page of its neighbors."""
    for kind in SIDE_PAGES:
        found = [
            file.page
            for step in _written_steps()
            if (file := files.get_file_from_path(f"steps/{step.name}/{kind}.md"))
        ]
        for page, after in pairwise(page for page in found if page):
            page.next_page, after.previous_page = after, page
    return nav


def on_page_markdown(
    markdown: str, *, page: Page, config: MkDocsConfig, files: Files
) -> str:
    """Put the table of steps where a page asks for it; explain short forms."""
    if TABLE in markdown:
        markdown = markdown.replace(TABLE, table_of_steps(_written_steps()))
    if page.file.generated_by is None:
        markdown = plain_fences(markdown)
    if page.file.src_uri == GLOSSARY:
        return markdown
    return f"{markdown}\n\n{abbreviations(Path(config.docs_dir))}\n"


def on_page_content(
    html: str, *, page: Page, config: MkDocsConfig, files: Files
) -> str:
    """Put the code of files and diffs into its place, and make its ids known."""
    content, ids = finish(finish_cells(html))
    if ids and page.present_anchor_ids is not None:
        page.present_anchor_ids |= ids
    return content


def on_post_build(*, config: MkDocsConfig) -> None:
    """Give every page its policy; list the files, for the browsers that keep them."""
    # `mkdocs serve` writes a script into each page that it sends: the policy would not
    # let it run, and no page would be what the list says.
    if _served:
        return
    site = Path(config.site_dir)
    put_policy(site)
    (site / LIST).write_text(offline_list(site), encoding="utf-8")


def _add_runtime(files: Files, config: MkDocsConfig, steps: list[Step]) -> None:
    for name, content in runtime_files(ROOT, places().learn, steps).items():
        if isinstance(content, Path):
            files.append(File.generated(config, name, abs_src_path=str(content)))
        else:
            files.append(File.generated(config, name, content=content))


def _written_steps() -> list[Step]:
    """Return the steps that have notes: a step begins without them."""
    try:
        steps = load_steps(ROOT)
    except CourseError as error:
        raise PluginError(f"{error.message} {error.next_action}") from error
    return [step for step in steps if (step.path / "README.md").is_file()]


def _add(
    files: Files, config: MkDocsConfig, page: str, content: str, *, in_nav: bool = True
) -> None:
    inclusion = InclusionLevel.UNDEFINED if in_nav else InclusionLevel.NOT_IN_NAV
    file = File.generated(config, page, content=content, inclusion=inclusion)
    files.append(file)
