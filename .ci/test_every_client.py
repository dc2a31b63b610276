"""Every request of every step by every client, HTTPie too: status and body as noted."""

import subprocess
import sys
from pathlib import Path

import pytest
from support.http_clients import PROGRAMS, Program, by_httpie, differences
from support.live_server import exchanges

from course.curriculum.steps import load_steps

STEPS = [step for step in load_steps() if exchanges(step)]
steps = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)


@pytest.fixture(scope="module")
def http(tmp_path_factory) -> Program:
    """HTTPie, in an environment of its own: nobody needs it for the tutorial."""
    folder = tmp_path_factory.mktemp("httpie") / "venv"
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "-q", folder], check=True)
    python = folder / "bin" / "python"
    subprocess.run(
        [*uv, "pip", "install", "-q", "--python", python, "httpie"], check=True
    )
    return Program("HTTPie", by_httpie(str(folder / "bin" / "http")))


@steps
@pytest.mark.parametrize("program", PROGRAMS, ids=str)
def test_a_client_gets_the_recorded_answers(step, program: Program, tmp_path: Path):
    assert differences(step, program, tmp_path) == []


@steps
def test_httpie_gets_the_recorded_answers(step, http: Program, tmp_path: Path):
    assert differences(step, http, tmp_path) == []
