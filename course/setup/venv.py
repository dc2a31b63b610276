"""The virtual environment behind ``learn.py``: made, renewed and repaired.

Imported before anything is installed: the standard library and ``course`` only.
An environment that still serves another Python is moved aside until the new one is
complete, and comes back where that fails: offline, it goes on working.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn, TextIO

from course.errors import CourseError
from course.setup.install import install
from course.setup.setup_step import Progress, Unreachable, explain, run_step, tell
from course.setup.stamp import (
    UNFINISHED,
    is_ready,
    read_stamp,
    this_python,
    venv_python,
    wanted_stamp,
    write_stamp,
)
from course.terminal import harmless

ASK_PYTHON = (
    "import sys; sys.path.insert(0, sys.argv[1])\n"
    "from course.setup.stamp import this_python; print(this_python())"
)


def try_lock(file: TextIO) -> bool:
    """Lock the file without waiting; the system lets go when its holders have ended."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        # Some network drives have no locks: better two set-ups than none.
        return True
    return True


@contextmanager
def only_one(root: Path) -> Iterator[TextIO]:
    """Wait until no other set-up of this folder runs, and keep others waiting."""
    (root / ".learn").mkdir(exist_ok=True)
    with (root / ".learn" / "setup.lock").open("a") as file:
        if not try_lock(file):
            progress = Progress("Another set-up runs here, waiting for it")
            while not try_lock(file):
                time.sleep(0.2)
                progress.tick()
            progress.done("over")
        yield file


def discard(root: Path, path: Path) -> None:
    """Delete a folder; it is moved away first, so that no half of it stays in place."""
    if os.path.lexists(path):
        away = root / ".learn" / f"trash-{time.time_ns()}"
        path.replace(away)
        shutil.rmtree(away, ignore_errors=True)


def put_back(root: Path) -> None:
    """Undo an unfinished replacement: the environment moved aside returns."""
    aside = root / ".learn" / "venv-aside"
    if aside.exists():
        discard(root, root / ".venv")
        aside.replace(root / ".venv")


def python_inside(root: Path) -> str:
    """Return what ``this_python()`` says in ``.venv``, or "" where it does not run."""
    command = [str(venv_python(root)), "-I", "-B", "-c", ASK_PYTHON, str(root)]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return answer.stdout.strip()


def make(root: Path, lock: TextIO) -> None:
    """Make an empty ``.venv``; CourseError where this Python cannot do it."""
    (root / ".venv").mkdir()
    write_stamp(root, UNFINISHED)
    # The Python that runs may be the one of the environment that was moved away.
    python = getattr(sys, "_base_executable", None) or sys.executable
    command = [python, "-I", "-m", "venv", "--without-pip", str(root / ".venv")]
    made, output = run_step("[1/4] Making .venv", command, root, lock)
    if not made:
        raise explain("Making the virtual environment .venv", output)


def add_pip(root: Path, lock: TextIO) -> None:
    """Put pip into ``.venv`` from what this Python brings along, without a network.

    Not left to the module venv, which hides the reason where that fails.
    """
    python = str(venv_python(root))
    command = [python, "-I", "-m", "ensurepip", "--default-pip"]
    added, output = run_step("[2/4] Adding pip", command, root, lock)
    if not added:
        raise explain("Adding pip to .venv", output)


def renew(root: Path, lock: TextIO) -> None:
    """Install into the environment as it is, made by an earlier set-up or by hand."""
    before = read_stamp(root)
    write_stamp(root, UNFINISHED)
    try:
        if not before:
            # Made by hand, perhaps by uv and so without pip; if not, this may fail.
            with suppress(CourseError):
                add_pip(root, lock)
        install(root, lock)
    except Unreachable:
        write_stamp(root, before)
        raise


def replace(root: Path, lock: TextIO, *, keep: bool) -> None:
    """Make the environment anew; with ``keep``, the old one returns on failure."""
    if keep:
        (root / ".venv").replace(root / ".learn" / "venv-aside")
    else:
        discard(root, root / ".venv")
    try:
        make(root, lock)
        add_pip(root, lock)
        install(root, lock)
    except BaseException:
        discard(root, root / ".venv")
        put_back(root)
        raise
    discard(root, root / ".learn" / "venv-aside")


def set_up(root: Path) -> None:
    """Bring ``.venv`` to what ``requirements.txt`` and this Python ask for.

    Raises CourseError or OSError; ``.venv`` is then unfinished or what it was before.
    """
    with only_one(root) as lock:
        for leftover in (root / ".learn").glob("trash-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        put_back(root)
        unfinished = read_stamp(root) == UNFINISHED
        inside = "" if unfinished else python_inside(root)
        if inside and is_ready(root):
            return
        wanted = wanted_stamp(root)
        if inside == this_python():
            tell("Bringing .venv up to date with requirements.txt.")
            renew(root, lock)
        else:
            if unfinished:
                why = "again: the last time did not finish"
            elif inside:
                why = "for another Python than before"
            else:
                broken = os.path.lexists(root / ".venv")
                why = "again: its Python does not run" if broken else "once"
            tell(f"Setting up .venv ({why}). This takes a minute or two.")
            replace(root, lock, keep=bool(inside))
        write_stamp(root, wanted)


def stop(number: int, frame: FrameType | None) -> NoReturn:
    """Turn SIGTERM into an exit that cleans up."""
    sys.exit(128 + number)


def prepare(root: Path) -> int:
    """Set up, and tell the person at the keyboard where that fails; 0 or 2."""
    before = signal.signal(signal.SIGTERM, stop)
    try:
        set_up(root)
    except (CourseError, OSError) as error:
        if isinstance(error, OSError):
            error = explain("The set-up", str(error))
        tell(harmless(f"{error.message}\n-> {error.next_action}"))
        return error.code
    finally:
        signal.signal(signal.SIGTERM, before)
    return 0
