"""Copy and move folders that may hold anything: links, pipes, read-only files.

A link is copied as a link. Nothing is read, written or deleted through one.
"""

import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFBLK: "a device",
    stat.S_IFCHR: "a device",
}


@dataclass(frozen=True)
class LeftOut:
    """A file that a copy does not have, and why."""

    path: str
    why: str


def copy_all(source: Path, target: Path) -> list[LeftOut]:
    """Copy ``source``, whatever it is, to ``target``; return what could not be copied.

    Raises OSError where the copy cannot be written, as on a full disk.
    """
    left = copy_writable(source, target)
    copy_folder_modes(source, target)
    return left


def copy_writable(source: Path, target: Path) -> list[LeftOut]:
    """Do the same, with folders that can be written to: see ``copy_folder_modes``."""
    left: list[LeftOut] = []
    _copy(source, target, source, left)
    return left


def copy_folder_modes(source: Path, target: Path) -> None:
    """Make the folders of a copy as read-only as they are in the source."""
    if source.is_symlink() or not source.is_dir():
        return
    for here, _, _ in os.walk(target, topdown=False):
        original = source / Path(here).relative_to(target)
        if original.is_dir() and not original.is_symlink():
            shutil.copystat(original, here)


def _copy(source: Path, target: Path, top: Path, left: list[LeftOut]) -> None:
    mode = source.lstat().st_mode
    if not (stat.S_ISDIR(mode) or stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
        why = KINDS.get(stat.S_IFMT(mode), "no file")
        left.append(LeftOut(_name(source, top), why))
    elif not stat.S_ISDIR(mode):
        try:
            shutil.copy2(source, target, follow_symlinks=False)
        except PermissionError:
            # A folder of our own can be written: it is the source that cannot be read.
            target.unlink(missing_ok=True)
            left.append(LeftOut(_name(source, top), "not readable"))
    else:
        target.mkdir()
        try:
            names = sorted(os.listdir(source))
        except PermissionError:
            names = []
            left.append(LeftOut(_name(source, top), "not readable"))
        for name in names:
            _copy(source / name, target / name, top, left)


def _name(path: Path, top: Path) -> str:
    return path.name if path == top else path.relative_to(top).as_posix()


def move(source: Path, target: Path) -> None:
    """Rename a file or folder; one that is read-only stays so.

    Raises OSError where the system refuses; nothing has changed then.
    """
    try:
        os.rename(source, target)
    except PermissionError:
        mode = source.lstat().st_mode
        # A folder that changes its parent is written to: its entry ".." changes.
        if not stat.S_ISDIR(mode) or mode & stat.S_IWUSR:
            raise
    else:
        return
    source.chmod(stat.S_IMODE(mode) | stat.S_IRWXU)
    try:
        os.rename(source, target)
    except BaseException:
        source.chmod(stat.S_IMODE(mode))
        raise
    target.chmod(stat.S_IMODE(mode))


def discard(folder: Path) -> None:
    """Delete a folder of copies, read-only ones too; what resists is left there."""
    if folder.is_symlink() or not folder.is_dir():
        return
    for here, folders, files in os.walk(folder):
        # On Windows a read-only file cannot be deleted; elsewhere its folder decides.
        for name in [*folders, *(files if os.name == "nt" else ())]:
            path = Path(here) / name
            if not path.is_symlink():
                path.chmod(stat.S_IRWXU)
    shutil.rmtree(folder, ignore_errors=True)
