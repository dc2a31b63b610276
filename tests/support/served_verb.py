"""Start a verb that serves as a process of its own, and see it go."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from course.paths import ROOT, Places

# Seconds to wait for what comes within two on a quiet machine.
PATIENCE = 180


@dataclass
class Started:
    """A verb that runs, the port that it serves, and what it has printed so far."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path

    def said(self) -> str:
        """Return all that it has printed."""
        return self.log.read_text("utf-8", "replace")

    def family(self) -> list[psutil.Process]:
        """Return the process with all those that it has started."""
        process = psutil.Process(self.process.pid)
        return [process, *process.children(recursive=True)]

    def answer(self, method: str, path: str, body: object = None) -> "Answer":
        """Send one request and return its response."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=PATIENCE
        )
        try:
            data = None if body is None else json.dumps(body)
            headers = {"Content-Type": "application/json"} if data else {}
            connection.request(method, path, data, headers)
            response = connection.getresponse()
            return Answer(response.status, response.read())
        finally:
            connection.close()


@dataclass(frozen=True)
class Answer:
    """A response."""

    status: int
    body: bytes

    def json(self) -> Any:
        """Return the body as data."""
        return json.loads(self.body)


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def until(happened: Callable[[], object], what: str) -> None:
    """Wait until something is the case, and fail with ``what`` if it never is."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


@contextmanager
def started(verb: Sequence[str], where: Places, log: Path) -> Iterator[Started]:
    """Run ``learn.py VERB --port …`` until the block ends; it answers already."""
    port = free_port()
    environment = {
        **os.environ,
        "LEARN_WORK": str(where.work),
        "LEARN_HOME": str(where.learn),
        "PYTHONIOENCODING": "utf-8",
    }
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "course", *verb, "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            # A shell that runs the tests in the background has SIGINT ignored.
            preexec_fn=_listen_to_ctrl_c if os.name == "posix" else None,
        )
    running = Started(process, port, log)
    try:
        until(lambda: process.poll() is not None or _answers(port), "no answer")
        assert process.poll() is None, running.said()
        yield running
    finally:
        process.kill()
        process.wait()


def _listen_to_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def all_gone(processes: Sequence[psutil.Process]) -> bool:
    """Tell whether none of these processes is left."""
    return not any(_lives(process) for process in processes)


def _lives(process: psutil.Process) -> bool:
    # In a container nobody may collect what was killed: it stays as a zombie.
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
