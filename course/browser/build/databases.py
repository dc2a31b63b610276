"""The database of a step's project as ``migrate`` leaves it, for a tab to begin with.

Twenty migrations take a browser's tab as long as starting Python. The tables of the
same files come out the same on any machine: they are made here, once for each project.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from course.browser.build.base import key
from course.checking.runner import clean_environment
from course.curriculum.project_files import copy_project, project_files

FOLDER = "databases"


def digest(project: Path) -> str:
    """Return what stands for the project's Python files, without its tests.

    The page of a tab computes the same of the files that it has: see migratedDatabase
    in docs/assets/python/runtime.js.
    """
    files = [
        [name, (project / name).read_bytes().decode("utf-8")]
        for name in project_files(project)
        if name.endswith(".py") and not name.startswith("tests/")
    ]
    text = json.dumps(files, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def migrated(project: Path, learn: Path) -> bytes | None:
    """Return the database that ``migrate`` makes of an empty one, as a SQLite file.

    None where the project has no migrations of its own, and where they do not run. Kept
    below ``learn`` for the next time.
    """
    if not any(
        "/migrations/0" in name and name.endswith(".py")
        for name in project_files(project)
    ):
        return None
    kept = learn / FOLDER / f"{key()}-{digest(project)}.sqlite3"
    if not kept.is_file():
        made = _migrate(project)
        if made is None:
            return None
        kept.parent.mkdir(parents=True, exist_ok=True)
        half = kept.with_suffix(f".{os.getpid()}")
        half.write_bytes(made)
        half.replace(kept)
    return kept.read_bytes()


def forget_others(learn: Path, digests: set[str]) -> None:
    """Delete the kept databases of other projects, and what killed runs have left.

    Another run may be writing one now.
    """
    wanted = {f"{key()}-{each}.sqlite3" for each in digests}
    long_ago = time.time() - 3600
    for path in (learn / FOLDER).glob("*"):
        done = path.suffix == ".sqlite3"
        if path.name not in wanted and (done or path.stat().st_mtime < long_ago):
            path.unlink(missing_ok=True)


def _migrate(project: Path) -> bytes | None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        copy_project(project, copy)
        ran = subprocess.run(
            [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity=0"],
            cwd=copy,
            env=clean_environment(),
            capture_output=True,
            check=False,
        )
        file = copy / "db.sqlite3"
        return file.read_bytes() if ran.returncode == 0 and file.is_file() else None
