"""The verb ``decode``: explain a token, offline."""

import json
import sys
import time
from typing import Annotated

import typer

from course.errors import CourseError
from course.paths import Places, command_line, places
from course.terminal import console
from course.tokens.console_report import TokenReport
from course.tokens.dissect import LONGEST
from course.tokens.explain import as_data, explain
from course.tokens.keys import Key, key_from
from course.tokens.last_token import recall

LAST = {"last": "access", "last-refresh": "refresh"}


def decode(
    text: str, where: Places, *, key: Key | None = None, as_json: bool = False
) -> int:
    """Explain a token; return 0, 1 where it is broken, 2 where no check was possible.

    ``text`` may be anything: nothing is raised for it.
    """
    found = explain(text, key, time.time())
    if as_json:
        print(json.dumps(as_data(found), indent=2))
        return found.code
    kept = recall(where)
    name = "last" if kept and kept.token == found.token.text else "-"
    TokenReport(console()).tell(found, key.source if key else "", name)
    return found.code


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

        Nothing leaves this machine. Of a broken token it says what is wrong; the site's
        Token decoder says where.
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
