"""Where the key comes from that a signature is checked with."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.paths import Places, command_line, display_path
from course.servers.project_server import Project, has_tables, project_environment
from course.setup.programs import run_python

SCRIPT = Path(__file__).resolve().parent / "project_key.py"
# Seconds in which a slow machine has loaded a project.
LOADING = 60
# Bytes. The longest key of RSA in use has 3,300 in PEM.
LONGEST = 100_000


@dataclass(frozen=True)
class Key:
    """A key, where it comes from, and what its project demands of a token."""

    text: str
    source: str
    algorithm: str | None = None
    issuer: str | None = None
    audience: str | None = None


def key_from(name: str, where: Places) -> Key:
    """Return the key that ``--key-from`` names: "work", "-" or a file.

    Raises CourseError where there is no key to be had there.
    """
    if name == "work":
        return _of_project(where)
    if name == "-":
        return Key(sys.stdin.buffer.read(LONGEST).decode("utf-8", "replace"), "stdin")
    try:
        with Path(name).open("rb") as file:
            return Key(file.read(LONGEST).decode("utf-8-sig", "replace"), name)
    except (OSError, ValueError) as error:
        raise CourseError(
            f"No key could be read from “{name}”: {getattr(error, 'strerror', error)}.",
            "Name a file with the key, `work` for the key of your project, or `-`.",
        ) from None


def _of_project(where: Places) -> Key:
    project = Project(where.work, "your project", "work")
    if not (where.work / "manage.py").is_file():
        raise CourseError(
            f"There is no project of yours: {display_path(where.work, where)} has no "
            "manage.py.",
            f"Type: {command_line('start')}, "
            "or give the key in a file: --key-from FILE",
        )
    environment = project_environment(where, project)
    data = _ask(project, environment)
    if data is None:
        # Says what is wrong with it, and where.
        has_tables(project, environment)
        raise CourseError("The settings of your project could not be read.")
    if not data.get("key"):
        raise CourseError(
            "The settings of your project name no key for tokens.",
            "Step 05 brings it: SIMPLE_JWT with SIGNING_KEY in config/settings.py.",
        )
    return Key(
        str(data["key"]),
        "your project",
        _text(data.get("algorithm")),
        _text(data.get("iss")),
        _text(data.get("aud")),
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _ask(project: Project, environment: dict[str, str]) -> dict[str, Any] | None:
    try:
        done = run_python(
            "-B",
            str(SCRIPT),
            folder=project.folder,
            environment=environment,
            timeout=LOADING,
        )
        data = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return data if isinstance(data, dict) else None
