"""Packages too large for everybody: loaded into ``.venv`` when somebody asks."""

import importlib
import importlib.util
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from course.errors import CourseError
from course.setup.install import uv_environment
from course.setup.programs import run_program
from course.setup.setup_step import explain
from course.terminal import console


def load(
    what: str,
    arguments: Sequence[str],
    arrived: Callable[[], bool],
    *,
    size: str,
    otherwise: str,
) -> None:
    """Install what ``arguments`` name, as pip takes them, with uv or else with pip.

    ``arrived`` tells whether it is there. Raises CourseError, with ``otherwise`` as
    the next action, where it cannot be had.
    """
    console().print(f"Loading {what} ({size}), once …")
    output = ""
    for command, environment in installers():
        done = run_program([*command, *arguments], environment=environment)
        importlib.invalidate_caches()
        if done.returncode == 0 and arrived():
            return
        output = done.stdout
    raise CourseError(explain(f"Loading {what}", output).message, otherwise)


def installers() -> list[tuple[list[str], dict[str, str]]]:
    """Return the commands that install packages, each with its environment."""
    python = sys.executable
    pip = [python, "-I", "-m", "pip", "install", "--no-input", "--progress-bar", "off"]
    found = [(pip, dict(os.environ))]
    if importlib.util.find_spec("uv"):
        uv = [python, "-I", "-m", "uv", "pip", "install", "--python", python]
        found.insert(0, (uv, uv_environment(Path(python))))
    return found
