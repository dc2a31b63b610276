"""Lay out the sentences of a check on the terminal."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course.checking.report_parts import Line, Section
from course.paths import Places, command_line, display_path
from course.terminal import print_wrapped, symbol

if TYPE_CHECKING:
    from rich.console import Console

STYLES = {"pass": "bold green", "fail": "bold red", "skip": ""}
# Characters that the labels take, such as "  What happened: ".
LABEL = 17


@dataclass(frozen=True)
class ConsoleReport:
    """Prints sections and lines; paths and commands are as they are typed here."""

    out: "Console"
    where: Places

    def print(self, sections: Iterable[Section]) -> None:
        """Print the sections, with an empty line between two of them."""
        for number, section in enumerate(sections):
            if number:
                self.out.print()
            for line in section.lines:
                self.line(line)

    def line(self, line: Line) -> None:
        """Print one line."""
        text = self._text(line)
        if line.role == "task":
            mark = f"  {symbol(line.state)} {line.label:<9} "
            self._marked(mark, text, STYLES[line.state])
        elif line.label:
            self._labeled(line.label, text)
        elif line.state:
            self._marked(f"{symbol(line.state)} ", text, STYLES[line.state])
        elif line.notes or line.command or line.role == "action":
            self._next(line)
        else:
            style = "bold" if line.role in ("head", "title") else ""
            print_wrapped(self.out, text, 2, style=style)

    def _next(self, line: Line) -> None:
        arrow, text, command = symbol("next"), line.text, line.command
        # What is to be copied stays in one piece.
        if line.notes:
            notes = self.where.root / "steps" / line.notes / "README.md"
            self.out.print(f"{arrow} {text}: {display_path(notes, self.where)}")
        elif line.role == "action":
            self._marked(f"{arrow} ", text)
            if command:
                self.out.print(f"    {command}")
        elif line.role == "go_on":
            self.out.print(f"{arrow} {command_line(command)}\n  {text}")
        else:
            self.out.print(f"{arrow} {text}, type: {command_line(command)}")

    def _text(self, line: Line) -> str:
        """Return the text, in which the project and its files are where they are here.

        What Python or Django say of a file stays as they say it.
        """
        place, where = line.place, self.where
        if line.role == "broken":
            return f"{line.text} in {display_path(where.work, where)}{os.sep}"
        if place is None or line.role == "reason":
            return line.text
        folder = where.root / place.folder if place.folder else where.work
        path = display_path(folder / place.file, where)
        return f"{path}{line.text.removeprefix(place.file)}"

    def _labeled(self, label: str, text: str) -> None:
        start = f"  {label + ':':<{LABEL - 2}}"
        for line in filter(None, text.splitlines()):
            print_wrapped(self.out, f"{start}{line}", LABEL)
            start = " " * LABEL

    def _marked(self, mark: str, text: str, style: str = "") -> None:
        width = len(mark)
        print_wrapped(self.out, f"{mark}{text}", width, style=style, styled=width)
