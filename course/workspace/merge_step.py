"""Bring what changes between two steps into a learner's own project."""

import os
import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from course.curriculum.steps import Step
from course.errors import CourseError
from course.workspace.conflict_markers import marked_lines
from course.workspace.copy_tree import LeftOut
from course.workspace.merge_files import (
    KNOWS_MODES,
    Entry,
    Labels,
    Tree,
    may_execute,
    merge,
    read_tree,
)

MIGRATION = re.compile(r"(?P<app>[^/]+)/migrations/\d\w*\.py")
# How the step's file is named where the learner's own cannot hold both.
BESIDE = ".the-step"


@dataclass
class Brought:
    """What was done: the paths that changed, and what is left for the learner.

    ``places`` are conflicts, as ``file:line``; ``others`` need a look for another
    reason; ``migrations`` are those of the steps that stayed out.
    """

    changed: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    migrations: list[str] = field(default_factory=list)


def bring(
    base: Path, end: Step, project: Path, missing: Sequence[LeftOut] = ()
) -> Brought:
    """Merge the changes from ``base`` to the end of a step into ``project``.

    ``project`` is a copy of the learner's; ``missing`` is what it could not hold.
    Files of the learner's own stay, and so does every migration that is there. Raises
    CourseError where a file still holds the markers of an earlier merge.
    """
    before, after = read_tree(base), read_tree(end.path)
    changed = [
        path
        for path in sorted({*before, *after})
        if before.get(path) != after.get(path)
    ]
    _refuse_markers(project, changed)
    labels = Labels("yours", f"end of step {end.number_text}")
    own = _apps_with_own_migrations(before, project)
    brought = Brought()
    for path in changed:
        migration = MIGRATION.fullmatch(path)
        if migration and (migration["app"] in own or (project / path).exists()):
            if path in after and not (project / path).exists():
                brought.migrations.append(path)
        elif obstacle := _missing(path, missing) or _obstacle(project, path):
            brought.others.append(f"{path}: {obstacle}")
        else:
            _bring_file(path, before, after, project, labels, brought)
    return brought


def _bring_file(
    path: str, before: Tree, after: Tree, project: Path, labels: Labels, told: Brought
) -> None:
    file, ours = project / path, None
    if file.is_file():
        ours = Entry(file.read_bytes(), may_execute(file))
    merged = merge(before.get(path), ours, after.get(path), labels)
    if merged.entry != ours:
        told.changed.append(path)
    _write(file, merged.entry, ours, project)
    if not merged.conflict:
        return
    _write(project / (path + BESIDE), merged.beside, None, project)
    if merged.beside:
        told.others.append(f"{path}: {merged.conflict}; see {path}{BESIDE}")
        return
    assert merged.entry is not None
    begins = merged.entry.data.splitlines()
    told.places += [
        f"{path}:{line}"
        for line in marked_lines(merged.entry.data)
        if begins[line - 1].startswith(b"<<<<<<<")
    ]


def _write(file: Path, entry: Entry | None, ours: Entry | None, project: Path) -> None:
    if entry == ours:
        return
    if entry is None:
        file.unlink()
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    if ours:
        # A read-only file is written in this copy all the same, and stays read-only.
        mode = stat.S_IMODE(file.stat().st_mode)
        file.chmod(mode | stat.S_IWUSR)
        file.write_bytes(entry.data)
        file.chmod(mode)
    else:
        file.write_bytes(entry.data)
    if KNOWS_MODES and entry.executable and not may_execute(file):
        file.chmod(file.stat().st_mode | 0o111)


def _missing(path: str, missing: Sequence[LeftOut]) -> str:
    return next(
        (
            f"{left.path} is {left.why}"
            for left in missing
            if f"{path}/".startswith(f"{left.path}/")
        ),
        "",
    )


def _obstacle(project: Path, path: str) -> str:
    """Say why nothing can be written at this path, or return ``""``."""
    place = project
    *folders, name = path.split("/")
    for folder in folders:
        place /= folder
        if place.is_symlink():
            return f"{folder}{os.sep} is a link, and links are not followed"
        if place.exists() and not place.is_dir():
            return f"{folder} is a file here, and a folder in the step"
        if not place.exists():
            return ""
    file = place / name
    if file.is_symlink():
        return "is a link, and links are not followed"
    if file.exists() and not file.is_file():
        return "is a folder here, and a file in the step"
    return ""


def _apps_with_own_migrations(before: Tree, project: Path) -> set[str]:
    """Return the apps whose migrations are not, name by name, those of the step."""

    def by_app(paths: list[str]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for path in paths:
            if match := MIGRATION.fullmatch(path):
                found.setdefault(match["app"], set()).add(path)
        return found

    files = project.glob("*/migrations/[0-9]*.py")
    ours = by_app([file.relative_to(project).as_posix() for file in files])
    theirs = by_app(list(before))
    return {app for app in ours if ours[app] != theirs.get(app, set())}


def _refuse_markers(project: Path, paths: list[str]) -> None:
    marked = [
        f"{path}:{lines[0]}"
        for path in paths
        if not _obstacle(project, path)
        and (project / path).is_file()
        and (lines := marked_lines((project / path).read_bytes()))
    ]
    if marked:
        raise CourseError(
            "Conflict markers of an earlier merge are still in your project:\n"
            + "\n".join(f"  {place}" for place in marked),
            "Decide at each place, take out the markers, and type it again.",
        )
