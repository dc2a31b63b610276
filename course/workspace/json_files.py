"""The files in .learn/ that hold an object of JSON: read whatever is there."""

import json
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.paths import Places, display_path
from course.setup.whole_files import write_whole


def read_object(file: Path) -> dict[str, Any]:
    """Return what the file holds; {} where it is missing, broken or no object."""
    return find_object(file) or {}


def find_object(file: Path) -> dict[str, Any] | None:
    """Return what the file holds; None where it is missing, broken or no object."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def not_kept(what: str, file: Path, where: Places, error: OSError) -> CourseError:
    """Return the error that says why something could not be written to a file."""
    return CourseError(
        f"{what} could not be kept in {display_path(file, where)}: "
        f"{error.strerror or error}.",
        "Make room on the disk, or make that place writable; then type it again.",
    )


def write_object(file: Path, data: dict[str, Any], *, private: bool = False) -> None:
    """Write the file whole or not at all, ``private`` for its owner alone.

    Raises OSError where it cannot be written.
    """
    write_whole(file, json.dumps(data, indent=1), private=private)
