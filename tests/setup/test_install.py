"""uv or pip, and what is said where both fail."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from support.setup_doubles import OFFLINE, PIP_TOO, Steps

from course.errors import CourseError
from course.setup import install, setup_step, stamp, venv


@pytest.mark.parametrize("broken", ["Fetching uv", "Installing the packages"])
def test_pip_takes_over_where_uv_fails(broken: str, root: Path, steps: Steps) -> None:
    steps.failures[broken] = "Illegal instruction"

    venv.set_up(root)

    assert steps.titles[-2:] == [broken, PIP_TOO]
    assert stamp.is_ready(root)


def test_where_pip_fails_too_nothing_half_made_stays(root: Path, steps: Steps) -> None:
    steps.failures = {"Fetching uv": "no", PIP_TOO: "ERROR: cannot build x"}

    with pytest.raises(CourseError, match="cannot build x") as caught:
        venv.set_up(root)

    assert "type the same command again" in caught.value.next_action
    assert not (root / ".venv").exists()
    assert [path.name for path in (root / ".learn").iterdir()] == ["setup.lock"]


def test_uv_is_told_what_pip_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    listing = """:env:.index-url='https://user:pw@two.example/simple'
global.cert='/etc/my certificates/ca.pem'
global.extra-index-url='https://a.example https://b.example'
global.find-links='/wheels\\n/more'
global.index-url='https://one.example/simple'
install.no-index='true'
install.timeout='5'
"""
    answer = SimpleNamespace(stdout=listing)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: answer)
    monkeypatch.setenv("UV_INDEX", "mine")
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)

    told = install.uv_environment(Path("python"))

    assert told["UV_DEFAULT_INDEX"] == "https://user:pw@two.example/simple"
    assert told["UV_FIND_LINKS"] == "/wheels,/more"
    assert told["UV_OFFLINE"] == "true"
    assert told["SSL_CERT_FILE"] == "/etc/my certificates/ca.pem"
    assert told["UV_INDEX"] == "mine"
    assert told["PATH"] == os.environ["PATH"]


@pytest.mark.parametrize(
    ("output", "cause", "action"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full", "600 MB"),
        ("failed to copy (os error 28)", "disk is full", "600 MB"),
        ("[WinError 112] Es steht nicht genug", "disk is full", "600 MB"),
        ("[Errno 30] Read-only file system", "not writable", "place of your own"),
        ("[Errno 13] Permission denied: 'x'", "not writable", "place of your own"),
        ("[WinError 5] Zugriff verweigert: 'x'", "not writable", "Stop what runs"),
        ("python: No module named ensurepip", "comes without", "-venv (elsewhere"),
        ("SSLError: CERTIFICATE_VERIFY_FAILED", "not trusted", "PIP_CERT"),
        (OFFLINE, "cannot be reached", "Check the connection"),
        ("ReadTimeoutError: Read timed out.", "cannot be reached", "HTTPS_PROXY"),
        ("Cannot connect to proxy, ProxyError(", "cannot be reached", "index-url"),
        ("error: metadata-generation-failed", "Its last words", "delete the folder"),
    ],
)
def test_a_failure_is_explained(output: str, cause: str, action: str) -> None:
    error = setup_step.explain("The step", f"Collecting x\n{output}\nhint: y\n")

    assert error.code == 2
    assert error.message.startswith("The step failed.")
    assert cause in error.message
    assert output in error.message
    assert action in error.next_action
    assert error.next_action.endswith("then type the same command again.")


def test_the_package_for_debian_has_the_version_of_this_python() -> None:
    error = setup_step.explain("Making it", "No module named venv")

    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert f"sudo apt install python{version}-venv " in error.next_action
