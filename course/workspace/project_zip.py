"""Read a project out of a zip: one that the lab has exported, or any other."""

import json
import os
import shlex
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

from course.curriculum.file_names import RULES, is_left_out, is_left_out_folder
from course.errors import CourseError
from course.paths import command_line
from course.workspace.zip_safety import insist_on_harmless, opened

# What the lab says about a project that it exports, and the form that it has today.
STATE, FORMAT = ".learn-lab.json", 1
MOST_FILES, MOST_BYTES = RULES["from_a_zip"]["files"], RULES["from_a_zip"]["bytes"]
AGAIN = (
    "Export the project in the lab once more and take that file as it is, or zip the "
    "project anew: manage.py and what is beside it."
)


@dataclass(frozen=True)
class Project:
    """What is in a zip: the files by their paths, and what the lab says of them."""

    file: Path
    files: dict[str, bytes]
    left_out: tuple[str, ...]
    step: str = ""
    passed: frozenset[int] = frozenset()
    saved: datetime | None = None


def read_project(file: Path, *, named: bool = False) -> Project:
    """Read a zip whole; ``named`` where its step is known without it.

    Raises CourseError where it holds no project, or what could do harm.
    """
    with opened(file, AGAIN) as archive:
        entries, left_out = _sorted_out(archive)
        if sum(not entry.is_dir() for entry in entries) > MOST_FILES:
            raise CourseError(
                f"{file.name} has more than {MOST_FILES} files: that is more than a "
                "project.",
                "Zip the project alone, without what tools have put beside it.",
            )
        insist_on_harmless(entries, file, AGAIN, most_bytes=MOST_BYTES)
        files = {
            entry.filename: archive.read(entry)
            for entry in entries
            if not entry.is_dir()
        }
    state = files.pop(STATE, None)
    if state is None and "manage.py" not in files:
        raise _no_project(file, files)
    project = Project(file, files, tuple(sorted(left_out)))
    again = f"start 5 --from {_quoted(file)}"
    if state is None and not named:
        raise CourseError(
            f"{file.name} does not say which step it belongs to.",
            f"Name the step: {command_line(again)}",
        )
    try:
        return project if state is None else _with_state(project, json.loads(state))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        if named:
            return project
        raise CourseError(
            f"What the lab says about this project ({STATE} in {file.name}) cannot be "
            f"read: {error}.",
            f"Take site and repository of one version; or name the step: "
            f"{command_line(again)}",
        ) from error


def _with_state(project: Project, state: dict[str, Any]) -> Project:
    if state["format"] != FORMAT:
        raise ValueError(f"its format is {state['format']!r}, and {FORMAT} is known")
    numbers = state.get("passed", [])
    if not all(type(number) is int for number in numbers):
        raise ValueError(f"passed is {numbers!r}")
    return replace(
        project,
        step=str(state["step"]),
        passed=frozenset(numbers),
        saved=_time(state.get("saved")),
    )


def _time(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text)).astimezone()
    except (ValueError, OverflowError):
        return None


def _sorted_out(archive: ZipFile) -> tuple[list[ZipInfo], set[str]]:
    """Return what belongs to the project, and the names of what was left out."""
    entries = archive.infolist()
    environments = {
        entry.filename.rpartition("/")[0]
        for entry in entries
        if entry.filename.endswith("/pyvenv.cfg")
    }
    kept, left_out = [], set[str]()
    for entry in entries:
        if name := _no_part_of_a_project(entry.filename, environments):
            left_out.add(name)
        else:
            kept.append(entry)
    return kept, left_out


def _no_part_of_a_project(name: str, environments: set[str]) -> str:
    """Return the part of a path for which it is left out, or ``""``.

    Databases are not: the one of the project comes along.
    """
    parts = name.split("/")
    for depth, part in enumerate(parts, start=1):
        if is_left_out_folder(part) or "/".join(parts[:depth]) in environments:
            return f"{part}/"
    return parts[-1] if is_left_out(parts[-1]) else ""


def _no_project(file: Path, files: dict[str, bytes]) -> CourseError:
    deeper = sorted(
        f"{folder}/"
        for folder, _, last in (name.rpartition("/") for name in files)
        if last in ("manage.py", STATE)
    )
    if not deeper:
        return CourseError(
            f"{file.name} holds no Django project: there is no manage.py in it.", AGAIN
        )
    named = ", ".join(deeper[:3]) + (" and others" if len(deeper) > 3 else "")
    return CourseError(
        f"In {file.name} the project is not at the top, but in {named}.",
        "Unpack it, go into that folder, zip what is in it (manage.py and the rest, "
        "not the folder itself), and take that zip.",
    )


def _quoted(file: Path) -> str:
    return shlex.quote(str(file)) if os.sep == "/" else f'"{file}"'
