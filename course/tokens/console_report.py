"""How ``decode`` tells what is in a token."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from course.paths import command_line
from course.terminal import as_json, print_wrapped, printable, symbol
from course.tokens.claims import Verdict, about_claim, about_header
from course.tokens.dissect import Anatomy
from course.tokens.signature import Checked

# Characters of a value that are shown; --json has all.
SHOWN = 300
GOOD, BAD = "bold green", "bold red"


@dataclass(frozen=True)
class Telling:
    """Prints what was found, in the columns that the terminal has."""

    out: Console
    now: float

    def parts(self, found: Anatomy) -> None:
        """List the header, then the claims, each with its meaning."""
        if found.header is not None:
            self._entries("Header", found.header, about_header)
        if found.payload is not None:
            self._entries(
                "Payload",
                found.payload,
                lambda name, value: about_claim(name, value, self.now),
            )
        if found.signature:
            self.out.print("Signature", style="bold")
            self._lines(f"  {len(found.signature)} bytes", 2)
            self.out.print()

    def findings(self, found: Anatomy, verdict: Verdict | None) -> None:
        """Say what is wrong or odd, then whether its time has come."""
        for note in found.notes:
            self._mark("skip", note)
        for problem in found.problems:
            self._mark("fail", problem, BAD)
        if verdict is not None:
            good = verdict.state == "valid"
            kind = "pass" if good else "skip" if verdict.state == "endless" else "fail"
            self._mark(kind, verdict.said, GOOD if good else BAD)

    def signature(self, checked: Checked, source: str) -> None:
        """Say what came of checking the signature."""
        kinds = {True: ("pass", GOOD), False: ("fail", BAD), None: ("skip", "bold")}
        kind, style = kinds[checked.fits]
        self._mark(kind, f"{checked.said} (Key: {source}.)", style)
        if checked.fix:
            self._mark("next", checked.fix)

    def demand(self, fits: bool, said: str) -> None:
        """Say whether the token is what the project demands."""
        self._mark("pass" if fits else "fail", said, GOOD if fits else BAD)

    def not_verified(self, last: bool) -> None:
        """Say that reading is not checking, and how to check."""
        self._mark(
            "skip",
            "Decoded, not verified: anybody can write a token that reads like this. "
            "The signature tells who made it.",
        )
        token = "last" if last else "-"
        self._mark("next", "To check it with the key of your project:")
        # In one piece, to be copied.
        self.out.print(f"  {command_line(f'decode {token} --key-from work')}")

    def _entries(self, title: str, entries: Mapping[str, Any], about: Any) -> None:
        self.out.print(title, style="bold")
        width = min(max((len(name) for name in entries), default=0), 14)
        for name, value in entries.items():
            text = as_json(value)
            if len(text) > SHOWN:
                text = f"{text[:SHOWN]} and {len(text) - SHOWN:,} characters more"
            self._lines(f"  {printable(name):<{width}}  {text}", width + 4)
            self._lines(f"{'':<{width + 4}}{about(name, value)}", width + 4)
        if not entries:
            self._lines("  (empty)", 2)
        self.out.print()

    def _mark(self, kind: str, text: str, style: str = "") -> None:
        mark = f"{symbol(kind)} "
        line = f"{mark}{printable(text)}"
        print_wrapped(self.out, line, len(mark), style=style, styled=len(mark))

    def _lines(self, text: str, indent: int) -> None:
        print_wrapped(self.out, text, indent, break_long=True)
