"""The hooks that MkDocs calls: pages from the steps, and the navigation."""

import sys
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

# MkDocs loads this file by its path, from wherever it was started.
ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))

from course.errors import CourseError  # noqa: E402
from course.steps import Step, load_steps  # noqa: E402
from course.website.generated import GENERATED  # noqa: E402
from course.website.glossary import GLOSSARY, abbreviations  # noqa: E402
from course.website.links import ABOUT, page_of, rewrite_links  # noqa: E402
from course.website.markdown import for_readers  # noqa: E402
from course.website.navigation import navigation  # noqa: E402
from course.website.pages import files_page, step_page, table_of_steps  # noqa: E402

# Where docs/index.md wants the table.
TABLE = "<!-- the table of steps -->"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Make the navigation of what is there."""
    docs = Path(config.docs_dir)
    pages = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")}
    pages |= {page for source, page in ABOUT.items() if (ROOT / source).is_file()}
    config.nav = navigation(_written_steps(), pages | set(GENERATED))
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add a page a step, a page of its files, and the pages about the repository."""
    for step in _written_steps():
        _add(files, config, page_of(step), step_page(step, ROOT))
        page = File.generated(
            config,
            f"steps/{step.name}/files.md",
            content=files_page(step),
            inclusion=InclusionLevel.NOT_IN_NAV,
        )
        files.append(page)
    for page, make in GENERATED.items():
        _add(files, config, page, make(ROOT))
    for source, page in ABOUT.items():
        if (ROOT / source).is_file():
            text = (ROOT / source).read_text(encoding="utf-8")
            text = for_readers(rewrite_links(text, source, page, ROOT))
            _add(files, config, page, text)
    return files


def on_page_markdown(
    markdown: str, *, page: Page, config: MkDocsConfig, files: Files
) -> str:
    """Put the table of steps where a page asks for it; explain short forms."""
    if TABLE in markdown:
        markdown = markdown.replace(TABLE, table_of_steps(_written_steps()))
    if page.file.src_uri == GLOSSARY:
        return markdown
    return f"{markdown}\n\n{abbreviations(Path(config.docs_dir))}\n"


def _written_steps() -> list[Step]:
    """Return the steps that have notes: a step begins without them."""
    try:
        steps = load_steps(ROOT)
    except CourseError as error:
        raise PluginError(f"{error.message} {error.next_action}") from error
    return [step for step in steps if (step.path / "README.md").is_file()]


def _add(files: Files, config: MkDocsConfig, page: str, content: str) -> None:
    files.append(File.generated(config, page, content=content))
