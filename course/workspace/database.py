"""The learner's database: carried along to another project and migrated forward."""

import json
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from course.paths import ROOT
from course.setup.programs import run_python

FILE = "db.sqlite3"
# What SQLite keeps beside a database that is in use, or was when its program ended.
BESIDE = ("-journal", "-wal")
FORWARD = Path(__file__).resolve().parent / "migrate_forward.py"
# Seconds in which a slow machine has loaded a project and made its tables.
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Carried:
    """Whether the database is in the new project, and if not why.

    ``drift`` is true where the models have changes that no migration makes.
    """

    done: bool
    why: str = ""
    drift: bool = False


def carry_database(old: Path, new: Path, *, keep: bool = False) -> Carried | None:
    """Copy the database of ``old`` into ``new`` and migrate it there.

    ``old`` is left as it is. Where the copy does not fit, ``new`` has none, or with
    ``keep`` the database as it is in ``old``. Returns None where there is no
    database. Raises OSError where the copy cannot be written.
    """
    source = old / FILE
    if source.is_symlink():
        return Carried(False, "it is a link, and links are not followed")
    if not source.is_file() or source.stat().st_size == 0:
        return None
    try:
        _copy(old, new)
        wrong = damage(new / FILE)
        carried = Carried(False, wrong) if wrong else _migrate(new)
        if not carried.done:
            _remove(new)
            if keep:
                _copy(old, new)
    except PermissionError:
        _remove(new)
        return Carried(False, "it cannot be read")
    return carried


def damage(database: Path) -> str:
    """Let SQLite end what was under way in a copy; return what is wrong, or ``""``."""
    try:
        with closing(sqlite3.connect(database)) as connection:
            (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            # One file again: the rest is for programs that use it.
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        return f"SQLite cannot read it ({error})"
    return "" if answer == "ok" else f"SQLite finds it damaged ({answer})"


def _copy(old: Path, new: Path) -> None:
    _remove(new)
    for ending in ("", *BESIDE):
        if (old / (FILE + ending)).is_file():
            shutil.copyfile(old / (FILE + ending), new / (FILE + ending))


def _remove(folder: Path) -> None:
    for ending in ("", *BESIDE, "-shm"):
        (folder / (FILE + ending)).unlink(missing_ok=True)


def _migrate(project: Path) -> Carried:
    apps = {path.parent.parent.name for path in ROOT.glob("steps/*/*/migrations/0*.py")}
    environment = {
        name: value
        for name, value in os.environ.items()
        # A database of the learner's own is none of our business here.
        if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTHONPATH")
    }
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    environment.setdefault("DEBUG", "1")
    try:
        done = run_python(
            str(FORWARD),
            *sorted(apps),
            folder=project,
            environment=environment,
            timeout=PATIENCE_SECONDS,
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return Carried(False, "its migrations do not come to an end")
    except ValueError:
        last = (done.stderr.strip().splitlines() or ["no word"])[-1]
        return Carried(False, f"its migrations ended with: {last}")
    return Carried(answer["fits"], answer["why"], answer["drift"])
