"""How ``http`` tells a request and its answer."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from course.client.advice import Advice, body_of, meaning
from course.client.compose import Message
from course.client.error_page import failure, gist
from course.client.send import Reply
from course.terminal import as_json, print_wrapped, symbol

# Lines of a body that are shown; --json has all.
LINES = 200
MATTERS = (
    "Content-Type",
    "Location",
    "WWW-Authenticate",
    "Allow",
    "Cache-Control",
    "Retry-After",
    "Set-Cookie",
)
GOOD, BAD = "bold green", "bold red"


@dataclass(frozen=True)
class Telling:
    """Prints one request and its answer; ``verbose`` leaves nothing out."""

    out: Console
    verbose: bool = False

    def request(self, message: Message, port: int) -> None:
        """Print what was sent."""
        self._print(f"{message.method} {url(message, port)}")
        if self.verbose:
            for name, value in message.headers.items():
                self._print(f"{name}: {value}")
            if message.body:
                self._print("")
                self._print(message.body.decode("utf-8", "replace"))
        self._print("")

    def reply(self, reply: Reply, project: Path) -> None:
        """Print the status with its meaning, the headers that matter, and the body."""
        kind = "pass" if 200 <= reply.status < 300 else "fail"
        kind = "next" if 300 <= reply.status < 400 else kind
        style = {"pass": GOOD, "fail": BAD, "next": "bold"}[kind]
        status = f"{symbol(kind)} {reply.status} {reply.reason}"
        print_wrapped(
            self.out,
            f"{status}: {meaning(reply.status)} ({reply.seconds * 1000:.0f} ms)",
            style=style,
            styled=len(status),
        )
        matters = [name.lower() for name in MATTERS]
        for name, value in reply.headers:
            if self.verbose or name.lower() in matters:
                self._print(f"  {name}: {value}")
        self._print("")
        self._body(reply, project)
        if reply.ending:
            self._print(f"({reply.ending})")

    def advice(self, found: list[Advice]) -> None:
        """Print what to do next, set off from the body."""
        if found:
            self._print("")
        for each in found:
            print_wrapped(self.out, f"{symbol('next')} {each.said}")
            if each.command:
                # In one piece, to be copied.
                self._print(f"  {each.command}")

    def _body(self, reply: Reply, project: Path) -> None:
        text = reply.body.decode("utf-8", "replace")
        if not text.strip():
            self._print("(no body)")
            return
        claims_json = "json" in reply.header("Content-Type").lower()
        data = body_of(reply)
        if claims_json and data is None and text.strip() != "null":
            self._print("It calls itself JSON, and is none:", "bold")
        elif claims_json:
            self._lines(as_json(data, indent=2))
            return
        found = failure(text, project)
        if found:
            print_wrapped(self.out, found.said, style="bold")
            if found.file:
                self._print(f"In your file: {found.file}, line {found.line}")
            self._print("The whole traceback stands in the terminal of the server.")
        elif "html" in reply.header("Content-Type").lower():
            self._print("A page of HTML, for a browser. It says:")
            for line in gist(text):
                print_wrapped(self.out, f"  {line}")
        else:
            self._lines(text)

    def _lines(self, text: str) -> None:
        lines = text.splitlines()
        for line in lines[:LINES]:
            self._print(line)
        if len(lines) > LINES:
            self._print(f"({len(lines) - LINES:,} more lines; --json has them)")

    def _print(self, text: str, style: str = "") -> None:
        self.out.print(text, style=style)


def url(message: Message, port: int) -> str:
    """Return the address in full."""
    return f"http://{message.host or '127.0.0.1'}:{port}{message.path}"


def report(message: Message, port: int, reply: Reply) -> dict[str, Any]:
    """Return what ``--json`` prints; the token that was sent is not in it."""
    data = body_of(reply)
    is_json = data is not None or reply.body.strip() == b"null"
    return {
        "request": {"method": message.method, "url": url(message, port)},
        "status": reply.status,
        "reason": reply.reason,
        "meaning": meaning(reply.status),
        "headers": [list(each) for each in reply.headers],
        "body": data if is_json else reply.body.decode("utf-8", "replace"),
        "milliseconds": round(reply.seconds * 1000, 1),
    }
