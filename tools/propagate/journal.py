"""The run of ``author propagate`` that waits, on disk: every file it replaced.

``.learn/propagate.json`` is there from the first write to the end of a run.
"""

import base64
import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.workspace.merge_files import KNOWS_MODES, Entry, Tree, may_execute
from tools.propagate.carry import Hop

NAME = "propagate.json"


@dataclass
class Run:
    """One edit on its way: from ``origin`` (a step's folder name) to the last hop.

    ``laid_down`` counts the hops whose files are written (the first needs none): it
    is behind while an interrupted run waits to be finished by the next command.
    """

    origin: str
    hops: list[Hop]
    laid_down: int = 1


def load_run(learn: Path) -> Run | None:
    """Read the run that waits; None where there is none.

    Raises CourseError where the record cannot be read.
    """
    file = learn / NAME
    if not file.is_file():
        return None
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        if "done" in data and data["stopped"] is None:
            # Version 0.1.0 remembered finished runs too.
            return None
        hops = [_hop_from(hop) for hop in data["hops"]]
        return Run(data["origin"], hops, data["laid_down"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CourseError(
            f"The record of the last propagation, {file}, cannot be read: {error}.",
            f"Look at `git diff steps/`, then delete {file.name} and type it again.",
        ) from error


def save_run(learn: Path, run: Run) -> None:
    """Write the run, with the contents of all files that it found and left."""

    def encode(content: bytes) -> str:
        return base64.b64encode(content).decode()

    _replace(learn / NAME, json.dumps(asdict(run), default=encode).encode())


def forget_run(learn: Path) -> None:
    """Leave nothing behind of a run that is done."""
    (learn / NAME).unlink(missing_ok=True)
    # Where version 0.1.0 kept the contents of files.
    shutil.rmtree(learn / "propagate", ignore_errors=True)


def _hop_from(data: dict[str, Any]) -> Hop:
    def tree(entries: dict[str, dict[str, Any]]) -> Tree:
        return {
            path: Entry(base64.b64decode(entry["data"]), entry["executable"])
            for path, entry in entries.items()
        }

    base, before, after = (tree(data[name]) for name in ("base", "before", "after"))
    return Hop(data["step"], base, before, after, data["conflicts"])


def lay_down(
    folder: Path, old: Tree, new: Tree, rescue: Path, *, keep_all: bool = False
) -> list[str]:
    """Turn ``old`` into ``new`` in a folder; return the paths written or removed.

    A file that is neither the old nor the new one was changed by a person meanwhile:
    it is copied into ``rescue`` first; with ``keep_all`` so is every other file.
    """
    touched = []
    changed = [path for path in {**old, **new} if old.get(path) != new.get(path)]
    # Removals first: a file may make room for a folder of that name.
    for path in sorted(changed, key=lambda path: (path in new, path)):
        file, now = folder / path, None
        if file.is_file():
            now = Entry(file.read_bytes(), may_execute(file))
        if now == new.get(path):
            continue
        if now and (keep_all or now != old.get(path)):
            _replace(rescue / path, now.data)
        if path in new:
            _replace(file, new[path].data, executable=new[path].executable)
        else:
            _remove(file, folder)
        touched.append(path)
    return touched


def _replace(file: Path, data: bytes, *, executable: bool = False) -> None:
    """Write a file whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_name(f".{file.name}.half")
    half.write_bytes(data)
    if executable and KNOWS_MODES:
        half.chmod(half.stat().st_mode | 0o111)
    os.replace(half, file)


def _remove(file: Path, folder: Path) -> None:
    file.unlink(missing_ok=True)
    place = file.parent
    while place != folder and place.is_dir() and not any(place.iterdir()):
        place.rmdir()
        place = place.parent
