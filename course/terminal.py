"""What the command line prints: words and a symbol, never color alone."""

import functools
import json
import re
import shutil
import sys
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from course.errors import CourseError

if TYPE_CHECKING:
    from rich.console import Console

SYMBOLS = {
    "pass": ("✓", "+"),
    "fail": ("✗", "x"),
    "skip": ("○", "o"),
    "next": ("→", "->"),
}
# Longer lines are hard to read, however wide the terminal is.
WIDEST = 100
# What can steer a terminal, or change the order of what it shows: control characters,
# marks of direction, ends of lines that are none in a file, halves of a letter.
STEERING = re.compile(
    "\r\n|[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff]"
)
SPANS = ((86_400, "day"), (3_600, "h"), (60, "min"), (1, "s"))


def console(*, stderr: bool = False) -> "Console":
    """Return a console that honours NO_COLOR and never wraps words of a file.

    Whatever is printed to it is made harmless first.
    """
    return _harmless_console()(
        stderr=stderr, highlight=False, soft_wrap=True, markup=False, emoji=False
    )


@functools.cache
def _harmless_console() -> "type[Console]":
    # Here, because doctor has to answer where Rich is not installed.
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment
    from rich.text import Text

    class HarmlessConsole(Console):
        def render_str(self, text: str, **options: Any) -> Text:
            # Before it is measured, and before Rich takes some characters out.
            return super().render_str(harmless(text), **options)

        def render(
            self, renderable: RenderableType, options: ConsoleOptions | None = None
        ) -> Iterator[Segment]:
            # All that is printed comes by, and only Rich's own steering is marked so.
            for text, style, control in super().render(renderable, options):
                yield Segment(text if control else harmless(text), style, control)

    return HarmlessConsole


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


def harmless(text: str) -> str:
    """Return text that cannot steer the terminal: ``\\x1b`` for what could.

    Line breaks and tabs stay.
    """
    return STEERING.sub(
        lambda found: "\n" if found[0] == "\r\n" else _written(found[0]), text
    )


def printable(text: str) -> str:
    """Return text with everything written out that is not seen, a no-break space too.

    For what is looked at letter by letter; line breaks and tabs stay.
    """
    return "".join(
        letter if letter.isprintable() or letter in "\n\t" else _written(letter)
        for letter in text
    )


def _written(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii")


def as_json(value: object, *, indent: int | None = None) -> str:
    """Return the value as JSON that can be shown in a terminal."""
    return printable(json.dumps(value, indent=indent, ensure_ascii=False))


def span(seconds: float) -> str:
    """Return a length of time in words: "45 s", "2 h 5 min", "3 days"."""
    rest, words = int(abs(seconds)), []
    for size, unit in SPANS:
        count, rest = divmod(rest, size)
        if unit == "day" and count:
            # Hours no longer matter then.
            return f"{count:,} day{'s' * (count > 1)}"
        if count:
            words.append(f"{count} {unit}")
    return " ".join(words[:2]) or "0 s"


def from_now(seconds: float) -> str:
    """Return "in 12 min" for a time ahead, "3 min ago" for one that has gone."""
    if abs(seconds) < 1:
        return "now"
    return f"in {span(seconds)}" if seconds > 0 else f"{span(seconds)} ago"


def print_wrapped(
    out: "Console",
    text: str,
    indent: int = 2,
    *,
    style: str = "",
    styled: int | None = None,
    break_long: bool = False,
) -> None:
    """Break the text where the terminal ends, with further lines indented.

    ``style`` is for the first ``styled`` characters, without it for all: green letters
    are hard to read on a white ground, while a green mark is enough. ``break_long``
    breaks words that are longer than a line.
    """
    from rich.text import Text

    lines = textwrap.wrap(
        # Before it is measured, and before a carriage return becomes a blank.
        harmless(text),
        min(shutil.get_terminal_size().columns, WIDEST),
        subsequent_indent=" " * indent,
        break_long_words=break_long,
        break_on_hyphens=False,
    )
    for number, line in enumerate(lines):
        shown = Text(line)
        if styled is None:
            shown.stylize(style)
        elif number == 0:
            shown.stylize(style, 0, styled)
        out.print(shown)
