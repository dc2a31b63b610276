"""What the command line prints: words and a symbol, never colour alone."""

import sys
from typing import TYPE_CHECKING

from course.errors import CourseError

if TYPE_CHECKING:
    from rich.console import Console

SYMBOLS = {
    "pass": ("✓", "+"),
    "fail": ("✗", "x"),
    "skip": ("○", "o"),
    "next": ("→", "->"),
}


def console(*, stderr: bool = False) -> "Console":
    """Return a console that honours NO_COLOR and never wraps words of a file."""
    # Here, because doctor has to answer where Rich is not installed.
    from rich.console import Console

    return Console(
        stderr=stderr, highlight=False, soft_wrap=True, markup=False, emoji=False
    )


def symbol(name: str) -> str:
    """Return the symbol, or its ASCII form where the terminal cannot show it."""
    fancy, plain = SYMBOLS[name]
    try:
        fancy.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return plain
    return fancy


def complain(error: CourseError) -> None:
    """Print an error to the person at the keyboard: what happened, what to do next."""
    out = console(stderr=True)
    out.print(error.message, style="bold")
    if error.next_action:
        out.print(f"{symbol('next')} {error.next_action}")
