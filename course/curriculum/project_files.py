"""Which files make up a Django project, and how two projects differ.

A project is a step's folder or the learner's own; caches, databases, virtual
environments and the files that are about a step are not part of it.
"""

import difflib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from course.curriculum.file_names import is_database, is_left_out, is_left_out_folder
from course.curriculum.steps import ABOUT_A_STEP


def project_files(folder: Path) -> list[str]:
    """Return the project's files as sorted relative paths with forward slashes.

    A folder that does not exist has no files. A virtual environment is left out
    whatever its name is, and linked folders are not followed.
    """
    found = []
    for here, folders, files in os.walk(folder):
        place = Path(here)
        at_top = place == folder
        folders[:] = [
            name
            for name in folders
            if not is_left_out_folder(name)
            and not (at_top and name in ABOUT_A_STEP)
            # Path.is_file() raises where the folder cannot be read.
            and not os.path.isfile(place / name / "pyvenv.cfg")
        ]
        found += [
            (place / name).relative_to(folder).as_posix()
            for name in files
            if not is_left_out(name)
            and not is_database(name)
            and not (at_top and name in ABOUT_A_STEP)
            and os.path.isfile(place / name)
        ]
    return sorted(found)


def copy_project(source: Path, target: Path) -> None:
    """Copy the project's files, and no others, from ``source`` into ``target``."""
    target.mkdir(parents=True, exist_ok=True)
    for path in project_files(source):
        copy = target / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source / path, copy)


def changed_paths(old: Path | None, new: Path) -> list[str]:
    """Return the sorted paths that were added, changed or removed.

    ``old`` is None where there is nothing before: then every file of ``new`` is
    added. Two texts that differ in their line endings alone are the same.
    """
    before = set(project_files(old)) if old else set()
    after = set(project_files(new))
    changed = before ^ after
    if old:
        changed |= {
            path for path in before & after if not _same(old / path, new / path)
        }
    return sorted(changed)


def code_diff(
    old: Path | None,
    new: Path,
    *,
    paths: Iterable[str] | None = None,
    labels: tuple[str, str] = ("a/", "b/"),
) -> str:
    """Return the unified diff from one project to the other, or ``""``.

    ``paths`` narrows it to some of the changed paths; ``labels`` stand before each
    path of the old and the new side. A file that is no text is named and not shown.
    """
    return "".join(
        _file_diff(old / path if old else None, new / path, path, labels)
        for path in (changed_paths(old, new) if paths is None else paths)
    )


def _same(one: Path, other: Path) -> bool:
    first, second = one.read_bytes(), other.read_bytes()
    return first == second or (
        first.replace(b"\r\n", b"\n") == second.replace(b"\r\n", b"\n")
    )


def _file_diff(old: Path | None, new: Path, path: str, labels: tuple[str, str]) -> str:
    was, is_there = old is not None and old.is_file(), new.is_file()
    before = f"{labels[0]}{path}" if was else "/dev/null"
    after = f"{labels[1]}{path}" if is_there else "/dev/null"
    try:
        one, other = _lines(old), _lines(new)
    except UnicodeDecodeError:
        return f"Binary files {before} and {after} differ\n"
    lines = list(difflib.unified_diff(one, other, before, after))
    if not lines and was != is_there:
        # An empty file came or went: there is no hunk to show.
        lines = [f"--- {before}\n", f"+++ {after}\n"]
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in lines
    )


def _lines(file: Path | None) -> list[str]:
    if file is None or not file.is_file():
        return []
    with file.open(encoding="utf-8") as text:
        return list(text)


def is_code(path: str) -> bool:
    """Tell whether a path counts for the size of a step: what a learner types."""
    parts = path.split("/")
    return parts[0] not in {"tests", "requirements.txt", "pytest.ini"} and (
        "migrations" not in parts
    )
