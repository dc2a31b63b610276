"""The verb ``decode``: explain a token, offline."""

import json
import sys
import time
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from course.errors import CourseError
from course.paths import Places, command_line, places
from course.terminal import console
from course.tokens.claims import Verdict, about_claim, about_header, verdict
from course.tokens.console_report import Telling
from course.tokens.dissect import LONGEST, Anatomy, dissect
from course.tokens.keys import Key, key_from
from course.tokens.last_token import recall
from course.tokens.signature import Checked, check

LAST = {"last": "access", "last-refresh": "refresh"}


@dataclass(frozen=True)
class Reading:
    """A token as it is told: its parts, its times, its signature."""

    found: Anatomy
    times: Verdict | None
    key: Key | None
    checked: Checked | None
    demands: tuple[tuple[bool, str], ...]

    @property
    def code(self) -> int:
        """0: readable, and what was checked is right; 1: not; 2: not checked."""
        if self.checked is not None and self.checked.fits is None:
            return 2
        bad = self.found.problems or (self.times and self.times.state == "broken")
        wrong = self.checked is not None and not self.checked.fits
        return int(bool(bad or wrong or not all(fits for fits, _ in self.demands)))


def decode(
    text: str, where: Places, *, key: Key | None = None, as_json: bool = False
) -> int:
    """Explain a token; return 0, 1 where it is broken, 2 where no check was possible.

    ``text`` may be anything: nothing is raised for it.
    """
    now = time.time()
    reading = read(text, key, now)
    if as_json:
        print(json.dumps(report(reading, now), indent=2))
        return reading.code
    tell = Telling(console(), now)
    tell.parts(reading.found)
    tell.findings(reading.found, reading.times)
    if reading.checked is not None and key is not None:
        tell.signature(reading.checked, key.source)
        for fits, said in reading.demands:
            tell.demand(fits, said)
    elif reading.found.kind == "JWT" and not reading.found.problems:
        kept = recall(where)
        tell.not_verified(kept is not None and kept.token == reading.found.token)
    return reading.code


def read(text: str, key: Key | None, now: float) -> Reading:
    """Take a token apart, look at its times, and check it if there is a key."""
    found = dissect(text)
    times = verdict(found.payload, now) if found.payload is not None else None
    checked = check(found, key.text) if key else None
    return Reading(found, times, key, checked, _demands(found, key) if key else ())


def _demands(found: Anatomy, key: Key) -> tuple[tuple[bool, str], ...]:
    demands = []
    if key.algorithm and found.algorithm != key.algorithm:
        said = f"The project takes {key.algorithm} and no other algorithm."
        demands.append((False, said))
    payload = found.payload or {}
    for name, wanted in (("iss", key.issuer), ("aud", key.audience)):
        value = payload.get(name)
        values = value if isinstance(value, list) else [value]
        if wanted and wanted not in values:
            said = f"The project takes tokens with `{name}` {json.dumps(wanted)} alone."
            demands.append((False, said))
    return tuple(demands)


def report(reading: Reading, now: float) -> dict[str, Any]:
    """Return what ``--json`` prints; the token and the key are not in it."""
    found, times, checked = reading.found, reading.times, reading.checked
    header, payload = found.header, found.payload
    return {
        "kind": found.kind,
        "header": header,
        "payload": payload,
        "meaning": {
            "header": {n: about_header(n, v) for n, v in (header or {}).items()},
            "payload": {n: about_claim(n, v, now) for n, v in (payload or {}).items()},
        },
        "times": {"state": times.state, "said": times.said} if times else None,
        "signature": {"fits": checked.fits, "said": checked.said} if checked else None,
        "demands": [{"fits": fits, "said": said} for fits, said in reading.demands],
        "problems": found.problems,
        "notes": found.notes,
    }


def token_text(token: str, where: Places) -> str:
    """Return the text that an argument stands for: "last", "-" for stdin, a token.

    Raises CourseError where no token is remembered.
    """
    if token == "-":
        return _from_stdin()
    if token not in LAST:
        return token
    kept = recall(where, LAST[token])
    if kept is None:
        raise CourseError(
            f"No {LAST[token]} token is remembered: `http` keeps those that a server "
            "answers.",
            f"Log in: {command_line('http POST /user/login/ email=… password=…')}\n"
            f"  or paste a token: {command_line('decode -')}",
        )
    return kept.token


def _from_stdin() -> str:
    if sys.stdin.isatty():
        print("Paste the token, then press Enter:", file=sys.stderr)
        return sys.stdin.readline(LONGEST)
    data = sys.stdin.buffer.read(4 * LONGEST)
    # PowerShell writes files in UTF-16.
    coding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return data.decode(coding, "replace")


def register(app: typer.Typer, author: typer.Typer) -> None:
    """Add the verb to the command line."""

    @app.command("decode")
    def command(
        token: Annotated[
            str,
            typer.Argument(
                help="A token; `-` reads it from stdin; `last` and `last-refresh` are "
                "those that `http` was given last."
            ),
        ] = "last",
        key: Annotated[
            str | None,
            typer.Option(help="Check the signature with this key (others may see it)."),
        ] = None,
        key_from_: Annotated[
            str | None,
            typer.Option(
                "--key-from",
                help="Check with the key of my project (`work`), in a FILE, or in `-`.",
            ),
        ] = None,
        as_json: Annotated[
            bool, typer.Option("--json", help="Print one JSON document, for programs.")
        ] = False,
    ) -> None:
        """Explain a token: header, claims, times; check its signature.

        Nothing leaves this machine. Of a broken token it says what is wrong with which
        of its parts.
        """
        where = places()
        if key is not None and key_from_ is not None:
            raise CourseError("One key is enough.", "Give --key or --key-from.")
        if token == key_from_ == "-":
            raise CourseError(
                "The token and the key cannot both come from stdin.",
                "Give the key in a file: --key-from FILE",
            )
        text = token_text(token, where)
        chosen = Key(key, "--key") if key is not None else None
        if key_from_ is not None:
            chosen = key_from(key_from_, where)
        raise typer.Exit(decode(text, where, key=chosen, as_json=as_json))
