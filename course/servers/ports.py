"""Which program answers on a port, and which port is free.

A port is busy where somebody accepts a connection: that holds on every system, while
what an error of ``bind`` means does not.
"""

import contextlib
import errno
import http.client
import json
import os
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass

from course.curriculum.steps import Step
from course.errors import CourseError
from course.paths import Places
from course.workspace.pid_files import read_record

# Where a project answers; the site has 8000.
PROJECT_PORT = 8001
HOSTS = ("127.0.0.1", "::1")
# Seconds. Loopback answers at once; a program that takes longer is not one of ours.
TIMEOUT = 1.5


def is_busy(port: int) -> bool:
    """Tell whether a program accepts connections on this port of this machine."""
    for host in HOSTS:
        with (
            contextlib.suppress(OSError),
            socket.create_connection((host, port), timeout=TIMEOUT),
        ):
            return True
    return False


def next_free(port: int) -> int:
    """Return the first free port after ``port``, or one that the system picks."""
    for candidate in range(port + 1, min(port + 50, 65536)):
        if not is_busy(candidate) and _bind_problem(candidate) is None:
            return candidate
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def insist_on(port: int, command: str, where: Places, steps: Sequence[Step]) -> None:
    """Raise CourseError where the port cannot be had.

    The error says who answers there and gives the line to type: ``command``, which is
    what was typed without its port, with a free port.
    """
    if is_busy(port):
        sentence = f"Port {port} is busy: {who_answers(port, where, steps)}."
    elif problem := _bind_problem(port):
        sentence = f"Port {port} cannot be used: {problem}."
    else:
        return
    # Ports under 1024 belong to the system: look where anybody may serve.
    free = next_free(max(port, 1024))
    raise CourseError(sentence, f"Take a free port: {command} --port {free}")


def who_answers(port: int, where: Places, steps: Sequence[Step]) -> str:
    """Say which program answers on a busy port: ours by its record, else by asking."""
    if record := read_record(where, port):
        return f"{record.what} answers there (process {record.pid})"
    health = _ask(port, "/health/")
    if health is None:
        return "another program answers there, one that does not speak HTTP"
    if health.status == 200 and _is_health(health.body):
        return f"{_which_step(port, steps)} answers there"
    if b'content="mkdocs' in _ask_body(port, "/").lower():
        return "a site made with MkDocs answers there"
    if health.server:
        return f"another program answers there (its Server header: {health.server})"
    return "another program answers there"


def _bind_problem(port: int) -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            # A server that has ended leaves its port waiting for a minute.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            return "this system does not let you use it"
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return "another program holds it and does not answer"
            return str(error.strerror or error)
    return None


@dataclass(frozen=True)
class Answer:
    """The part of an HTTP response that tells who sent it."""

    status: int
    server: str
    body: bytes


def _ask(port: int, path: str) -> Answer | None:
    for host in HOSTS:
        connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
        try:
            connection.request("GET", path, headers={"Accept": "application/json"})
            response = connection.getresponse()
            return Answer(
                status=response.status,
                server=_printable(response.headers.get("Server", "")),
                body=response.read(100_000),
            )
        except (OSError, http.client.HTTPException):
            continue
        finally:
            connection.close()
    return None


def _ask_body(port: int, path: str) -> bytes:
    answer = _ask(port, path)
    return answer.body if answer else b""


def _printable(text: str) -> str:
    return re.sub(r"[^ -~]", "", text)[:60].strip()


def _is_health(body: bytes) -> bool:
    try:
        return bool(json.loads(body) == {"status": "ok"})
    except ValueError:
        return False


def _which_step(port: int, steps: Sequence[Step]) -> str:
    """Name the last step whose endpoints all exist, with those that add none."""
    for index in range(len(steps) - 1, -1, -1):
        paths = _paths(steps[index])
        if paths and all(_exists(port, path) for path in paths):
            same = [steps[index]]
            for later in steps[index + 1 :]:
                if _paths(later):
                    break
                same.append(later)
            names = " or ".join(step.number_text for step in same)
            return f"a project of this tutorial, step {names},"
    return "a project of this tutorial"


def _paths(step: Step) -> list[str]:
    # A path with a placeholder cannot be asked for.
    paths = [text.split()[-1] for text in step.endpoints if text.split()]
    return [path for path in paths if not re.search(r"[<{…]", path)]


def _exists(port: int, path: str) -> bool:
    # A view answers GET with what it likes; only a path without a view is 404.
    answer = _ask(port, path)
    return answer is not None and answer.status != 404
