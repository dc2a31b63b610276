"""The programs that send a request of the notes as its tab says, and what came back."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.curriculum.steps import Step
from course.notes.blocks import Block
from course.notes.clients import curl, httpie, learn, requests
from course.notes.requests import Asked
from course.paths import ROOT
from support.live_server import Live, exchanges, live
from support.needed_tools import need_tool

Send = Callable[[Live, Asked, dict[str, str]], tuple[int, str]]


@dataclass(frozen=True)
class Program:
    """A program that sends a request as its tab says."""

    name: str
    send: Send

    def __str__(self) -> str:
        return self.name


def run(command: list[str], **variables: str) -> str:
    """Run a command to its good end, and return what it printed."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def by_curl(server: Live, request: Asked, known: dict[str, str]) -> tuple[int, str]:
    need_tool("curl")
    line = curl(request, server.base).replace("curl ", "curl -sS ", 1)
    said = run([need_tool("bash"), "-c", line], **known)
    head, _, body = said.replace("\r\n", "\n").partition("\n\n")
    return int(head.split()[1]), body


def by_python(server: Live, request: Asked, known: dict[str, str]) -> tuple[int, str]:
    before = "".join(f"{name} = {value!r}\n" for name, value in known.items())
    said = run([sys.executable, "-c", before + requests(request, server.base)])
    status, _, body = said.removesuffix("\n").partition(" ")
    return int(status), body


def by_learn(server: Live, request: Asked, known: dict[str, str]) -> tuple[int, str]:
    line = f"{learn(request, 'learn')} --json --port {server.port}"
    # As a shell in which a function stands for the program.
    python = shlex.quote(sys.executable)
    script = f'learn() {{ {python} -m course "$@"; }}\n{line}'
    home = str(server.folder / "learn")
    bash = need_tool("bash")
    said = json.loads(run([bash, "-c", script], **known, LEARN_HOME=home))
    return said["status"], json.dumps(said["body"])


def by_httpie(program: str) -> Send:
    """Return the sender for an installed HTTPie."""

    def send(server: Live, request: Asked, known: dict[str, str]) -> tuple[int, str]:
        settings = server.folder / "httpie"
        settings.mkdir(exist_ok=True)
        # No terminal: HTTPie would wait for a body from standard input.
        options = ["--ignore-stdin", "--print=hb", "--pretty=none"]
        (settings / "config.json").write_text(json.dumps({"default_options": options}))
        line = httpie(request, server.base).replace("http", shlex.quote(program), 1)
        bash = need_tool("bash")
        said = run([bash, "-c", line], **known, HTTPIE_CONFIG_DIR=str(settings))
        head, _, body = said.replace("\r\n", "\n").partition("\n\n")
        return int(head.split()[1]), body.rstrip("\n")

    return send


PROGRAMS = [
    Program("curl", by_curl),
    Program("Python", by_python),
    Program("learn.py", by_learn),
]


def differences(step: Step, program: Program, folder: Path) -> list[str]:
    """Send a step's requests in their order; return where an answer is another one."""
    wrong: list[str] = []
    known: dict[str, str] = {}
    with live(step.path, folder) as server:
        for request, response in exchanges(step):
            server.set_clock(request.at)
            status, body = program.send(server, request, known)
            data = json.loads(body)
            if (status, data) != recorded(response):
                wrong.append(f"{request.method} {request.path}: {status} {body}")
            if isinstance(data, dict):
                known.update({k: v for k, v in data.items() if isinstance(v, str)})
    return wrong


def recorded(response: Block) -> tuple[int, Any]:
    """Return the status and the data of a response as the notes have it."""
    head, _, body = response.body.partition("\n\n")
    return int(head.split()[1]), json.loads(body)
