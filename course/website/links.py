"""Links between files of the repository, made into links between pages."""

import posixpath
import re
from collections.abc import Callable
from pathlib import Path

from course.curriculum.steps import Step
from course.notes.fences import pieces

# Files at the root that are pages.
ABOUT = {"CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
LINK = re.compile(
    r"(?<!!)\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]"
    r"\((?P<target>[^)\s]+)(?P<title>\s+\"[^\"]*\")?\)"
)
OUTSIDE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#|/")


def page_of(step: Step) -> str:
    """Return the page of a step's notes, as a path below docs/."""
    return f"steps/{step.name}.md"


def lab_page_of(step: Step) -> str:
    """Return the page of a step's lab, as a path below docs/."""
    return f"lab/{step.number_text}.md"


def anchor_of(path: str) -> str:
    """Return the anchor of a file on the page of its step's files."""
    return re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-")


def rewrite_links(text: str, source: str, page: str, root: Path) -> str:
    """Return Markdown whose relative links lead from page to page.

    ``source`` is the file that the text comes from, relative to ``root``; ``page`` is
    its page below docs/. A link to a file that the site does not show becomes plain
    text; one to nothing is left alone, for the strict build to report.
    """

    def link(match: re.Match[str]) -> str:
        target, _, fragment = match["target"].partition("#")
        if OUTSIDE.match(match["target"]):
            return match[0]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
        found = _page_for(path, root)
        if found is None:
            return match["text"] if (root / path).exists() else match[0]
        to_page, _, to_anchor = found.partition("#")
        relative = posixpath.relpath(to_page, posixpath.dirname(page) or ".")
        anchor = fragment or to_anchor
        where = f"{relative}#{anchor}" if anchor else relative
        return f"[{match['text']}]({where}{match['title'] or ''})"

    return outside_fences(text, lambda line: LINK.sub(link, line))


def outside_fences(text: str, change: Callable[[str], str]) -> str:
    """Apply ``change`` to each line that is not part of a code block."""
    return "".join(
        part if fence else "".join(map(change, part.splitlines(keepends=True)))
        for part, fence in pieces(text)
    )


def _page_for(path: str, root: Path) -> str | None:
    """Return the page, and anchor, that shows a file of the repository."""
    if path == "README.md":
        return "index.md"
    if path in ABOUT:
        return ABOUT[path] if (root / path).is_file() else None
    if path.startswith("docs/") and path.endswith(".md"):
        return path.removeprefix("docs/")
    if (match := re.fullmatch(r"notebooks/(\d\d_\w+)\.ipynb", path)) and (
        root / path
    ).is_file():
        return f"steps/{match[1]}/notebook.md"
    match = re.fullmatch(r"steps/(\d\d_\w+)(?:/(.+))?", path)
    if not match or not (root / path).exists():
        return None
    name, file = match[1], match[2]
    if file in (None, "README.md"):
        return f"steps/{name}.md"
    if (root / path).is_dir():
        return f"steps/{name}/files.md"
    return f"steps/{name}/files.md#{anchor_of(file)}"
