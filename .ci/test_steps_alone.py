"""Each step alone: its own requirements, its own pytest, its server and real curl.

Only CI runs this: it makes a virtual environment a step and needs a network.
"""

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from course.curriculum.project_files import copy_project
from course.curriculum.steps import Step, load_steps

STEPS = load_steps()
FENCE = re.compile(r"^```http([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Alone:
    """A copy of a step, and a Python that has what this step asks for."""

    step: Step
    project: Path
    python: Path

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess:
        clean = {
            k: v for k, v in os.environ.items() if k not in {"DEBUG", "PYTHONPATH"}
        }
        return subprocess.run(
            [str(self.python), *command],
            cwd=self.project,
            env={**clean, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module", params=STEPS, ids=lambda step: step.name)
def alone(request, tmp_path_factory) -> Alone:
    step = request.param
    folder = tmp_path_factory.mktemp(step.name)
    copy_project(step.path, folder / step.name)
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "-q", folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    requirements = folder / step.name / "requirements.txt"
    subprocess.run(
        [*uv, "pip", "install", "-q", "--python", python, "-r", requirements],
        check=True,
    )
    return Alone(step, folder / step.name, python)


@pytest.fixture
def server(alone) -> Iterator[str]:
    """The address of this step's development server."""
    if (alone.project / "users").is_dir():
        done = alone.run("manage.py", "migrate", "--verbosity", "0")
        assert done.returncode == 0, done.stderr
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    process = subprocess.Popen(
        [alone.python, "manage.py", "runserver", "--noreload", address],
        cwd=alone.project,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 180
        while True:
            try:
                urllib.request.urlopen(f"http://{address}/health/", timeout=5).close()
                break
            except urllib.error.URLError:
                assert time.monotonic() < deadline, "the server does not answer"
                time.sleep(0.1)
        yield f"http://{address}"
    finally:
        process.kill()
        process.wait()


def test_its_own_tests_pass(alone):
    done = alone.run("-m", "pytest", "-q", "-p", "no:cacheprovider")

    assert done.returncode == 0, done.stdout[-4000:]


def test_it_is_ready_to_be_deployed(alone):
    done = alone.run(
        *("manage.py", "check", "--deploy", "--fail-level", "INFO"),
        DEBUG="0",
        SECRET_KEY=secrets.token_urlsafe(48),
        JWT_SIGNING_KEY=secrets.token_urlsafe(48),
        ALLOWED_HOSTS="auth.example.com",
    )

    assert done.returncode == 0, done.stderr


def curl(server: str, request: str, access: str) -> tuple[str, str]:
    """Send a request of the notes with curl; the status line and the body."""
    head, _, body = request.replace("{{access}}", access).partition("\n\n")
    first, *headers = head.strip().splitlines()
    method, path, _ = first.split()
    command = [shutil.which("curl") or "curl", "-s", "-i", "-X", method]
    for header in headers:
        command += ["-H", header]
    if body.strip():
        command += ["-d", body.strip()]
    answer = subprocess.run(
        [*command, server + path], capture_output=True, text=True, check=True
    ).stdout
    head, _, body = answer.replace("\r\n", "\n").partition("\n\n")
    return head.splitlines()[0], body


def test_its_server_answers_what_the_notes_say(alone, server):
    fences = FENCE.findall((alone.step.path / "README.md").read_text(encoding="utf-8"))
    pairs = list(zip(fences[::2], fences[1::2], strict=True))
    if not pairs:
        pytest.skip("these notes send no request")
    access, sent = "", 0
    for (info, request), (_, response) in pairs:
        # Of another step, or at another time: the clock of a server cannot be set.
        if "(step " in info or "at=" in info:
            continue
        status, body = curl(server, request, access)

        assert status == response.splitlines()[0], request
        if '"access"' in body:
            access = json.loads(body)["access"]
        sent += 1

    assert sent
