"""Send the requests of some notes to a live server of the step in this folder.

Run by path in a copy of a step. The clock, the keys and the random numbers of tokens
are fixed, so that the same notes get the same tokens each time. Reads a JSON list of
requests from standard input, and writes the responses to the file that it is given.

With ``--serve FOLDER`` it serves whoever asks, until standard input ends: FOLDER/port
says where, and FOLDER/clock may say what time of day it is.
"""

import http.client
import json
import os
import random
import sys
import threading
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import time_machine

# When the notes are read: a Monday morning, in UTC.
DAY = "2026-01-05"
MORNING = "09:00:00"


class Silent(WSGIRequestHandler):
    """Nobody reads the log of this server."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def main(arguments: list[str]) -> None:
    """Serve the project in the current folder and send it what is asked."""
    sys.path[0] = os.getcwd()
    application = load()
    if arguments[0] == "--serve":
        serve(application, Path(arguments[1]))
        return
    with make_server("127.0.0.1", 0, application, handler_class=Silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        answers = send(json.load(sys.stdin), server.server_port)
        server.shutdown()
    with open(arguments[0], "w", encoding="utf-8") as file:
        json.dump(answers, file)


def load() -> Callable[..., Iterable[bytes]]:
    """Return the project's application, its tables made, its tokens foreseeable."""
    numbers = random.Random(7519)
    uuid.uuid4 = lambda: uuid.UUID(int=numbers.getrandbits(128), version=4)

    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    if settings.AUTH_USER_MODEL != "auth.User":
        call_command("migrate", verbosity=0)
    from config import wsgi

    application: Callable[..., Iterable[bytes]] = wsgi.application
    return application


def serve(application: Callable[..., Iterable[bytes]], folder: Path) -> None:
    """Serve others until standard input ends, each request at the time of the clock."""

    def at_its_time(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        clock = folder / "clock"
        at = clock.read_text("utf-8") if clock.exists() else None
        with time_machine.travel(moment(at), tick=False):
            return list(application(environ, start))

    with make_server("127.0.0.1", 0, at_its_time, handler_class=Silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        # Whoever waits for the port never reads half of it.
        (folder / "port.new").write_text(str(server.server_port), encoding="utf-8")
        os.replace(folder / "port.new", folder / "port")
        sys.stdin.read()
        server.shutdown()


def moment(at: str | None) -> str:
    """Return a time of day on the day of the notes, in the morning by default."""
    return f"{DAY}T{at or MORNING}+00:00"


def send(requests: list[dict[str, Any]], port: int) -> list[dict[str, Any]]:
    """Send each request at its time, with the tokens of the answers before it."""
    known: dict[str, str] = {}
    answers = []
    for request in requests:
        headers = {
            name: fill(value, known) for name, value in request["headers"].items()
        }
        with time_machine.travel(moment(request.get("at")), tick=False):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request(
                request["method"],
                request["path"],
                fill(request["body"], known).encode() or None,
                headers,
            )
            response = connection.getresponse()
            body = response.read().decode("utf-8", "replace")
            connection.close()
        if response.getheader("Content-Type", "").startswith("application/json"):
            known.update(tokens(body))
        answers.append(
            {
                "status": f"{response.status} {response.reason}",
                "headers": dict(response.getheaders()),
                "body": body,
            }
        )
    return answers


def fill(text: str, known: dict[str, str]) -> str:
    """Put the values of earlier answers where the notes write ``{{access}}``."""
    for name, value in known.items():
        text = text.replace("{{" + name + "}}", value)
    return text


def tokens(body: str) -> dict[str, str]:
    """Return the texts that an answer gives by name: the tokens among them."""
    data = json.loads(body or "null")
    items = data.items() if isinstance(data, dict) else ()
    return {name: value for name, value in items if isinstance(value, str)}


if __name__ == "__main__":
    main(sys.argv[1:])
