"""Pages of the site that are made and not written: their paths below docs/."""

from collections.abc import Callable
from pathlib import Path

from course.website.commandline import command_line_page
from course.website.proved import proved_page
from course.website.security import security_page
from course.website.teaching import teaching_pages

# Each function takes the root of the repository and returns the page's Markdown.
GENERATED: dict[str, Callable[[Path], str]] = {
    "command-line.md": command_line_page,
    "proved.md": proved_page,
    "security.md": security_page,
    **teaching_pages(),
}
