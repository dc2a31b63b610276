"""The tools that tests need, and what a test may know of this terminal.

A test that needs a tool says so by ``need_tool("chromium")``. Where the tool is
missing, the test is skipped on a person's machine and fails in CI: there a missing
tool is a mistake in the set-up.
"""

import os
import shutil
import sys
from dataclasses import dataclass
from typing import NoReturn

import pytest

from support.groups import NO_POSTGRES, POSTGRES

# Variables that a project obeys: those of this terminal are not meant for tests, and a
# test must not reach the database of a person.
for _name in (
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DEBUG",
    "DJANGO_SETTINGS_MODULE",
    "JWT_SIGNING_KEY",
    "LEARN_HOME",
    "LEARN_WORK",
    "SECRET_KEY",
):
    os.environ.pop(_name, None)

# Commands are shown as this machine takes them; here there is a plain ``python``.
os.environ["PATH"] = os.pathsep.join(
    [os.path.dirname(sys.executable), os.environ.get("PATH", os.defpath)]
)


@dataclass(frozen=True)
class Answer:
    """What a command said: its exit code, and what it wrote on both streams."""

    code: int
    out: str
    err: str


def find_tool(*names: str) -> str | None:
    """Return the path of the first of these programs that is installed, if one is."""
    return next((found for name in names if (found := shutil.which(name))), None)


def need_tool(*names: str) -> str:
    """Return the path of the first of these programs that is installed."""
    if found := find_tool(*names):
        return found
    missing(f"{' or '.join(names)} is not installed")


def missing(reason: str) -> NoReturn:
    """Skip this test, or fail it where ``CI`` is set, because of a missing tool."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; with CI set, every tool has to be there", pytrace=False)
    pytest.skip(reason)


def postgres_url() -> str:
    """Return the DATABASE_URL of the PostgreSQL that tests may use, or skip."""
    url = os.environ.get(POSTGRES)
    if not url:
        pytest.skip(NO_POSTGRES)
    return url
