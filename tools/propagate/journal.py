"""Runs of ``author propagate`` on disk: what they did, and every file they replaced.

``.learn/propagate.json`` holds the runs, ``.learn/propagate/`` the contents of files
under their SHA-256.
"""

import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.workspace.merge_files import KNOWS_MODES, Entry, Tree, may_execute
from tools.propagate.carry import Hop


@dataclass
class Run:
    """One edit on its way: from ``origin`` (a step's folder name) to the last hop.

    ``laid_down`` counts the hops whose files are written (the first needs none): it
    is behind while an interrupted run waits to be finished by the next command.
    """

    origin: str
    hops: list[Hop]
    laid_down: int = 1


@dataclass
class Runs:
    """The run that waits for a person, and the last finished run of each step."""

    stopped: Run | None = None
    done: dict[str, Run] = field(default_factory=dict)


def load_runs(learn: Path) -> Runs:
    """Read the runs; none where nothing was ever propagated.

    Raises CourseError where the record cannot be read.
    """
    file = learn / "propagate.json"
    if not file.is_file():
        return Runs()
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        store = learn / "propagate"
        return Runs(
            _run_from(data["stopped"], store) if data["stopped"] else None,
            {name: _run_from(run, store) for name, run in data["done"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CourseError(
            f"The record of the last propagation, {file}, cannot be read: {error}.",
            f"Look at `git diff steps/`, then delete {file.name} and type it again.",
        ) from error


def save_runs(learn: Path, runs: Runs) -> None:
    """Write the runs and the contents they name; drop contents no longer named."""
    store = learn / "propagate"
    store.mkdir(parents=True, exist_ok=True)
    named: set[str] = set()
    data = {
        "stopped": _run_to(runs.stopped, store, named) if runs.stopped else None,
        "done": {name: _run_to(run, store, named) for name, run in runs.done.items()},
    }
    _replace(learn / "propagate.json", json.dumps(data, indent=1).encode())
    for content in store.iterdir():
        if content.name not in named:
            content.unlink()


def _run_to(run: Run, store: Path, named: set[str]) -> dict[str, Any]:
    def tree_to(tree: Tree) -> dict[str, list[Any]]:
        return {
            path: [keep(entry.data), entry.executable] for path, entry in tree.items()
        }

    def keep(content: bytes) -> str:
        name = hashlib.sha256(content).hexdigest()
        if name not in named and not (store / name).is_file():
            _replace(store / name, content)
        named.add(name)
        return name

    return {
        "origin": run.origin,
        "laid_down": run.laid_down,
        "hops": [
            {
                "step": hop.step,
                "base": tree_to(hop.base),
                "before": tree_to(hop.before),
                "after": tree_to(hop.after),
                "seen": hop.seen,
                "conflicts": hop.conflicts,
            }
            for hop in run.hops
        ],
    }


def _run_from(data: dict[str, Any], store: Path) -> Run:
    def tree(entries: dict[str, list[Any]]) -> Tree:
        return {
            path: Entry((store / name).read_bytes(), executable)
            for path, (name, executable) in entries.items()
        }

    hops = [
        Hop(
            hop["step"],
            tree(hop["base"]),
            tree(hop["before"]),
            tree(hop["after"]),
            hop["seen"],
            hop["conflicts"],
        )
        for hop in data["hops"]
    ]
    return Run(data["origin"], hops, data["laid_down"])


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
