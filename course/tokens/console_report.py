"""How ``decode`` prints a token: some 20 lines, so that all of it is seen at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from course.paths import command_line
from course.terminal import as_json, print_wrapped, printable, symbol
from course.tokens.explain import Explanation

# Characters of a value that are shown; --json has all.
SHOWN = 300
# Columns of a terminal, of a name, and of the values of most claims.
TERMINAL, NAME, VALUE = 80, 14, 10
STYLES = {"pass": "bold green", "fail": "bold red"}
UNVERIFIED = (
    "Decoded, not verified: anyone can write a token that reads like this. The "
    "signature tells who made it. To check it with the key of your project:"
)
MORE = "The site's Token decoder, its page decoder/, says more. To serve the site:"


@dataclass(frozen=True)
class TokenReport:
    """Prints an explanation: what decides first, then each part."""

    out: Console

    def tell(self, found: Explanation, source: str, name: str) -> None:
        """Print all of it; ``source`` is where the key is from, "" without one.

        ``name`` is what ``decode`` calls the token: "last" or "-".
        """
        token = found.token
        for note in token.notes:
            self._mark("skip", note)
        for problem in token.problems:
            self._mark("fail", problem)
        if found.times:
            kinds = {"valid": "pass", "endless": "skip"}
            self._mark(kinds.get(found.times.state, "fail"), found.times.said)
        self._part("Header", token.header, found.header)
        self._part("Payload", token.payload, found.payload)
        if token.signature:
            self.out.print(f"Signature: {len(token.signature)} bytes")
        self._verified(found, source)
        if token.problems:
            self._next(MORE, "serve")
        elif token.kind == "JWT" and not source:
            self._next(UNVERIFIED, f"decode {name} --key-from work")

    def _part(
        self, title: str, part: Mapping[str, Any] | None, meanings: Mapping[str, str]
    ) -> None:
        if part is None:
            return
        self.out.print(title if part else f"{title} (empty)", style="bold")
        width = min(max(map(len, part), default=0), NAME)
        for name, value in part.items():
            text = as_json(value)
            if len(text) > SHOWN:
                text = f"{text[:SHOWN]} and {len(text) - SHOWN:,} characters more"
            line = f"  {printable(name):<{width}}  {text:<{VALUE}}"
            if len(line) + 2 + len(meanings[name]) <= TERMINAL:
                self._line(f"{line}  {meanings[name]}", width + 4)
            else:
                self._line(line, width + 4)
                self._line(" " * (width + 4) + meanings[name], width + 4)

    def _verified(self, found: Explanation, source: str) -> None:
        kinds = {True: "pass", False: "fail", None: "skip"}
        if found.checked:
            said = f"{found.checked.said} (Key: {source}.)"
            self._mark(kinds[found.checked.fits], said)
            if found.checked.fix:
                self._mark("next", found.checked.fix)
        for said in found.demands:
            self._mark("fail", said)

    def _next(self, said: str, command: str) -> None:
        self._mark("next", said)
        # In one piece, to be copied.
        self.out.print(f"  {command_line(command)}")

    def _mark(self, kind: str, text: str) -> None:
        line = f"{symbol(kind)} {text}"
        print_wrapped(self.out, line, style=STYLES.get(kind, "bold"), styled=2)

    def _line(self, text: str, indent: int) -> None:
        print_wrapped(self.out, text, indent, break_long=True)
