"""A project behind a server with several processes, and requests at the same moment."""

import contextlib
import http.client
import importlib.util
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier

from course.checking.runner import clean_environment
from support.served_verb import free_port

HOST = "127.0.0.1"
# Seconds, for a server to start and for one answer.
PATIENCE = 180.0
# The time that the real hasher needs, without its work: long enough that requests
# overlap between their look for the address and their insert.
LIKE_THE_REAL_HASHER = """\
import time

from config.settings import *
from django.contrib.auth.hashers import MD5PasswordHasher


class PatientHasher(MD5PasswordHasher):
    def encode(self, password, salt):
        time.sleep(0.1)
        return super().encode(password, salt)


PASSWORD_HASHERS = ["patient.PatientHasher"]
"""


@dataclass(frozen=True)
class Project:
    """A copy of a step with a migrated database, and the environment it runs in."""

    path: Path
    environment: Mapping[str, str]

    def manage(self, *arguments: str) -> None:
        """Run manage.py; CalledProcessError where it fails."""
        subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=self.path,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=True,
        )


def copy_of(step: Path, folder: Path, **environment: str) -> Project:
    """Return a migrated copy of the step; without a DATABASE_URL it is SQLite."""
    path = folder / "project"
    ignored = shutil.ignore_patterns(".*", "__pycache__", "*.sqlite3", "tests")
    shutil.copytree(step, path, ignore=ignored)
    (path / "patient.py").write_text(LIKE_THE_REAL_HASHER, encoding="utf-8")
    project = Project(path, {**clean_environment(), **environment})
    project.manage("migrate", "--verbosity", "0")
    return project


@contextlib.contextmanager
def serving(project: Project, *options: str) -> Iterator[int]:
    """Serve the project while the block runs, and give the port.

    ``options`` go to gunicorn. Where there is none, as on Windows, Django's own server
    with its threads does.
    """
    port = free_port()
    command = ["-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}", *options]
    if importlib.util.find_spec("gunicorn") is None:
        command = ["manage.py", "runserver", "--noreload", f"{HOST}:{port}"]
    server = subprocess.Popen(
        [sys.executable, *command],
        cwd=project.path,
        env=project.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, server)
        yield port
    finally:
        # gunicorn takes its workers with it.
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    """Return once /health/ answers; AssertionError if it does not."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert server.poll() is None, f"the server ended with {server.returncode}"
        with contextlib.suppress(OSError, http.client.HTTPException):
            if ask(port, "GET", "/health/").status == 200:
                return
        time.sleep(0.05)
    raise AssertionError(f"no answer within {PATIENCE:.0f} s")


@dataclass(frozen=True)
class Answer:
    """What came back: the status and the body as text."""

    status: int
    body: str


def ask(port: int, method: str, path: str, body: object = None) -> Answer:
    """Send one request on a connection of its own, and return the answer."""
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        # In plain text, a debug page begins with the exception.
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        connection.request(method, path, json.dumps(body) if body else None, headers)
        response = connection.getresponse()
        return Answer(response.status, response.read().decode("utf-8", "replace"))
    finally:
        connection.close()


def race(port: int, rounds: int, runners: int) -> list[list[Answer]]:
    """Register one address a round, ``runners`` times at the same moment."""
    with ThreadPoolExecutor(runners) as pool:
        return [_one_round(pool, port, number, runners) for number in range(rounds)]


def _one_round(
    pool: ThreadPoolExecutor, port: int, number: int, runners: int
) -> list[Answer]:
    start = Barrier(runners)
    body = {
        "email": f"round-{number}@example.com",
        "password": "correct horse battery staple",
        "first_name": "Ada",
    }

    def run() -> Answer:
        start.wait(PATIENCE)
        return ask(port, "POST", "/user/create/", body)

    return [each.result() for each in [pool.submit(run) for _ in range(runners)]]
