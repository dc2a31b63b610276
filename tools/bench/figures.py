"""Figures of several runs: their median, and the table that they stand in."""

import re
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from course.terminal import console

MARKS = ("<!-- figures -->", "<!-- end of figures -->")

Rows = Iterable[Sequence[str]]


@dataclass(frozen=True)
class Timing:
    """Seconds of some runs of the same thing."""

    seconds: tuple[float, ...]

    @classmethod
    def of(cls, measure: Callable[[], float], runs: int) -> "Timing":
        """Measure that often."""
        return cls(tuple(measure() for _ in range(runs)))

    @property
    def median(self) -> float:
        """The time in the middle."""
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        low, high = min(self.seconds), max(self.seconds)
        return f"{self.median:.2f} ({low:.2f}-{high:.2f})"


def print_table(headings: Sequence[str], rows: Rows) -> None:
    """Print the figures on the terminal."""
    table = Table(*headings)
    for row in rows:
        table.add_row(*row)
    console().print(table)


def write_table(page: Path, headings: Sequence[str], rows: Rows) -> None:
    """Put the figures between the marks of a Markdown page."""
    lines = [f"| {' | '.join(row)} |" for row in (headings, *rows)]
    lines.insert(1, "|---" * len(headings) + "|")
    table = "\n".join([MARKS[0], "", *lines, "", MARKS[1]])
    old = "{}.*{}".format(*map(re.escape, MARKS))
    text = page.read_text(encoding="utf-8")
    text = re.sub(old, lambda _: table, text, flags=re.DOTALL)
    page.write_text(text, encoding="utf-8")
