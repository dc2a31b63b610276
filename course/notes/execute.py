"""Run what the notes ask for: requests against a live server, commands in a copy."""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from course.checking.runner import clean_environment
from course.curriculum.project_files import copy_project
from course.errors import CourseError
from course.notes.requests import Asked
from course.paths import ROOT
from course.setup.programs import run_program, run_python

# Seconds for one server, and for one command.
TIMEOUT = 120.0
INSIDE = Path(__file__).resolve().parent / "request_process.py"
# What a copy of the repository does not need.
NOT_COPIED = shutil.ignore_patterns(
    ".git", ".learn", ".venv", "__pycache__", "node_modules", "site", "work"
)


def send(project: Path, requests: Sequence[Asked]) -> list[dict[str, Any]]:
    """Return the answers of a project's server to requests in their order.

    Raises CourseError where the project cannot be served.
    """
    with tempfile.TemporaryDirectory(prefix="learn-notes-") as folder:
        copy, target = Path(folder) / "work", Path(folder) / "answers.json"
        copy_project(project, copy)
        done = run_python(
            str(INSIDE),
            str(target),
            folder=copy,
            environment=environment(),
            read=json.dumps([vars(request) for request in requests]),
            timeout=TIMEOUT,
        )
        if not target.is_file():
            raise CourseError(
                f"{project.name} could not be served:\n{done.stderr[-2000:]}",
                "Run the step's own tests first: author verify",
            )
        answers: list[dict[str, Any]] = json.loads(target.read_text(encoding="utf-8"))
        return answers


def outputs(project: Path, commands: Sequence[str]) -> list[str]:
    """Return what commands print, run in one copy of a project in their order.

    Raises CourseError where there is no bash.
    """
    shell = shutil.which("bash")
    if shell is None:
        raise CourseError(
            "The commands of the notes need bash, which is not installed.",
            "Install bash, or leave the proof of the notes to CI.",
        )
    found = []
    with tempfile.TemporaryDirectory(prefix="learn-notes-") as folder:
        copy = Path(folder) / "work"
        if project == ROOT:
            shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
        else:
            copy_project(project, copy)
        for command in commands:
            done = run_program(
                [shell, "-c", command], copy, _terminal(), timeout=TIMEOUT
            )
            found.append(done.stdout.replace(str(copy), "work"))
    return found


def environment() -> dict[str, str]:
    """Return the variables in which a copy of a step is run, the same everywhere."""
    here = str(Path(sys.executable).parent)
    return {
        **clean_environment(),
        "PATH": os.pathsep.join([here, os.environ.get("PATH", os.defpath)]),
        "COLUMNS": "80",
        "NO_COLOR": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _terminal() -> dict[str, str]:
    """Return the environment of a new terminal: nothing is set for the project."""
    set_for_tests = {"DEBUG", "DJANGO_SETTINGS_MODULE"}
    return {k: v for k, v in environment().items() if k not in set_for_tests}
