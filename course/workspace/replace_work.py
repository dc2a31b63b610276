"""Put another project into work/, so that nothing of the old one is ever lost.

The new project is complete in .learn/building/ before anything changes; then work/ is
renamed into .learn/saved/, and the new one into its place. A note in
.learn/switch.json tells the next command what was interrupted between the two.
"""

import contextlib
import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.paths import Places, command_line, display_path
from course.terminal import console
from course.workspace.copy_tree import discard, move
from course.workspace.json_files import read_object, write_object
from course.workspace.pid_files import read_record
from course.workspace.progress import read_progress, write_progress

# What ``run`` calls the learner's project in its record.
MINE = "your project"


def replace_work(
    where: Places, build: Callable[[Path], None], progress: dict[str, Any], verb: str
) -> Path | None:
    """Let ``build`` make a new project, and exchange ``work/`` for it.

    ``build`` gets a path that does not exist yet. ``progress`` is what progress.json
    says from then on, and ``verb`` what was typed, as in "start 5". Returns where the
    old project is now, or None where there was none. Raises CourseError where that
    cannot be done; the old project is then where it was.
    """
    try:
        with _alone(where, verb):
            _refuse_what_cannot_move(where, verb)
            building = where.learn / "building"
            discard(building)
            building.mkdir(parents=True)
            new = Path(tempfile.mkdtemp(dir=building)) / "work"
            try:
                build(new)
                with _outside(where):
                    return _exchange(where, new, progress, verb)
            finally:
                discard(building)
    except OSError as error:
        raise _explain(error, where, verb) from error


def repair(where: Places) -> str:
    """End an interrupted exchange; return what was done about it, or ``""``.

    Nothing happens where another command is at it.
    """
    if not _exists(_note(where)):
        return ""
    try:
        with _lock(where) as mine:
            return _repair(where) if mine else ""
    except OSError as error:
        work = f"{display_path(where.work, where)}{os.sep}"
        return f"An interrupted exchange of {work} could not be ended: {error}."


def record_of(where: Places, copy: Path) -> dict[str, Any]:
    """Return what was noted with a saved copy: ``verb`` and ``progress``."""
    record = read_object(where.learn / "saved.json").get(copy.name)
    return record if isinstance(record, dict) else {}


def _exchange(
    where: Places, new: Path, progress: dict[str, Any], verb: str
) -> Path | None:
    saved = _place_for(where)
    if saved:
        saved.parent.mkdir(parents=True, exist_ok=True)
        records = read_object(where.learn / "saved.json")
        records[saved.name] = {"verb": verb, "progress": read_progress(where)}
        write_object(where.learn / "saved.json", records)
    note = {
        "verb": verb,
        "new": new.relative_to(where.learn).as_posix(),
        "saved": saved.name if saved else None,
        "progress": progress,
    }
    write_object(_note(where), note)
    try:
        if saved:
            move(where.work, saved)
        elif where.work.is_dir():
            where.work.rmdir()
        move(new, where.work)
        write_progress(where, progress)
    except BaseException:
        _take_back(where, new, saved)
        raise
    _note(where).unlink()
    return saved


def _take_back(where: Places, new: Path, saved: Path | None) -> None:
    if saved and _exists(saved):
        if _exists(where.work):
            move(where.work, new)
        move(saved, where.work)
    elif saved is None and not _exists(new):
        move(where.work, new)
    _note(where).unlink(missing_ok=True)


def _repair(where: Places) -> str:
    note = read_object(_note(where))
    if not note:
        return _forget(where, "")
    new = where.learn / note["new"]
    saved = where.saved / note["saved"] if note["saved"] else None
    work, kept = f"{display_path(where.work, where)}{os.sep}", saved and _exists(saved)
    said = f"The last command was interrupted: {note['verb']}. "
    if _exists(where.work) and _exists(new):
        # Nothing was moved, unless somebody has made work/ anew.
        said += f"{work} is as it was."
        if saved and kept:
            said += f" What was in it before is in {display_path(saved, where)}"
    elif _exists(where.work) or _exists(new):
        if _exists(new):
            move(new, where.work)
        write_progress(where, note["progress"])
        said += "It is complete now."
        if saved and kept:
            said += f" What was in {work} before is in {display_path(saved, where)}"
    elif saved and kept:
        move(saved, where.work)
        said += f"{work} is as it was before."
    return _forget(where, said)


def _forget(where: Places, said: str) -> str:
    _note(where).unlink(missing_ok=True)
    discard(where.learn / "building")
    return said


def _note(where: Places) -> Path:
    return where.learn / "switch.json"


def _place_for(where: Places) -> Path | None:
    """Return a new name in .learn/saved/, or None where there is nothing to save."""
    if not _exists(where.work):
        return None
    with contextlib.suppress(PermissionError):
        if where.work.is_dir() and not any(where.work.iterdir()):
            return None
    time = f"{datetime.now():%Y-%m-%d_%H%M%S}"
    target, number = where.saved / time, 2
    while _exists(target):
        target, number = where.saved / f"{time}-{number}", number + 1
    return target


def _refuse_what_cannot_move(where: Places, verb: str) -> None:
    work = display_path(where.work, where)
    if where.work.is_symlink():
        raise CourseError(
            f"{work} is a link to {os.readlink(where.work)}; links are not followed.",
            "Put the folder itself in the place of the link, then: "
            f"{command_line(verb)}",
        )
    for file in (where.learn / "running").glob("*.json"):
        record = read_record(where, file.stem)
        if record and record.what == MINE:
            raise CourseError(
                f"Your project is being served at this moment (process {record.pid}): "
                "its server would go on with the saved copy.",
                f"Stop it with Ctrl-C in its terminal, then: {command_line(verb)}",
            )


@contextmanager
def _alone(where: Places, verb: str) -> Iterator[None]:
    """Keep other commands from changing work/, and end what was interrupted."""
    where.learn.mkdir(parents=True, exist_ok=True)
    with _lock(where) as mine:
        if not mine:
            raise CourseError(
                "Another command changes your project at this moment.",
                f"Wait until it is done, then: {command_line(verb)}",
            )
        if _exists(_note(where)):
            console(stderr=True).print(_repair(where))
        yield


@contextmanager
def _lock(where: Places) -> Iterator[bool]:
    # Here, because every command imports this module, and few need a lock.
    from course.setup.venv import try_lock

    with (where.learn / "switch.lock").open("a", encoding="utf-8") as file:
        yield try_lock(file)


def _explain(error: OSError, where: Places, verb: str) -> CourseError:
    work = f"{display_path(where.work, where)}{os.sep}"
    if error.errno == errno.EXDEV:
        return CourseError(
            f"{work} and {display_path(where.learn, where)}{os.sep} are on two disks, "
            "so that one cannot be moved into the other. Nothing has changed.",
            "Put both on one disk.",
        )
    advice = "Close what uses it (a server, an editor, a terminal in that folder)"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        advice = "Make room on the disk"
    return CourseError(
        f"{work} could not be replaced, and is as it was: {error}.",
        f"{advice}, then type again: {command_line(verb)}",
    )


@contextmanager
def _outside(where: Places) -> Iterator[None]:
    """Stand elsewhere meanwhile: Windows moves no folder in which a program stands."""
    try:
        before = Path.cwd()
    except OSError:
        before = where.root
    inside = before.is_relative_to(where.work)
    if inside:
        os.chdir(where.root)
    try:
        yield
    finally:
        if inside:
            os.chdir(before if before.is_dir() else where.work)


def _exists(path: Path) -> bool:
    # A link that leads nowhere is there too.
    return os.path.lexists(path)
