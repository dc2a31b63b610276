"""Pages of the site that are made and not written: their paths below docs/."""

from collections.abc import Callable
from pathlib import Path

from course.website.proof_page import proved_page
from course.website.security_page import security_page
from course.website.teaching_pages import teaching_pages
from course.website.verbs_page import command_line_page

# Each function takes the root of the repository and returns the page's Markdown.
GENERATED: dict[str, Callable[[Path], str]] = {
    "command-line.md": command_line_page,
    "proved.md": proved_page,
    "security.md": security_page,
    **teaching_pages(),
}
