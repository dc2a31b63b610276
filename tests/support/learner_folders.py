"""Folders as learners have them, and what is in them to the last byte."""

import hashlib
import os
import socket
import stat
import sys
from pathlib import Path

BIG = 50_000_000
Contents = dict[str, tuple[str, str]]
# A file that was moved is not read again: by its number and its last change.
_sums: dict[tuple[int, int, int], str] = {}


def make_strange(work: Path, outside: Path) -> None:
    """Fill ``work`` with what tools stumble over; links lead to ``outside``."""
    outside.mkdir(exist_ok=True)
    (outside / "precious.txt").write_text("not yours to touch\n", encoding="utf-8")
    (work / "users" / "ünï côde 🐍").mkdir(parents=True)
    (work / "users" / "ünï côde 🐍" / "views.py").write_text("mine\n", encoding="utf-8")
    (work / "README").write_text("capitals\n", encoding="utf-8")
    (work / "readme").write_text("small\n", encoding="utf-8")
    (work / ".env").write_text("KEY=1\n", encoding="utf-8")
    (work / "empty").mkdir()
    (work / "db.sqlite3").write_bytes(b"no database\0")
    # Big, with a hole in it, so that it is made at once.
    with (work / "big.bin").open("wb") as file:
        file.write(b"begin")
        file.seek(BIG - 3)
        file.write(b"end")
    locked = work / "locked"
    locked.mkdir()
    (locked / "notes.txt").write_text("read-only\n", encoding="utf-8")
    (locked / "notes.txt").chmod(0o444)
    if os.name == "nt":
        return
    beside = os.path.relpath(outside, work)
    (work / "precious.txt").symlink_to(f"{beside}/precious.txt")
    (work / "nowhere").symlink_to(f"{beside}/nothing here")
    (work / "outside").symlink_to(beside, target_is_directory=True)
    (work / "ring").symlink_to(".", target_is_directory=True)
    os.mkfifo(work / "pipe")
    locked.chmod(0o555)
    if sys.platform != "linux":
        return
    # A name that is no text.
    (work / os.fsdecode(b"caf\xe9.py")).write_text("latin\n", encoding="utf-8")


def make_socket(work: Path) -> None:
    """Leave a socket behind, as a server does that was killed."""
    before = Path.cwd()
    # A socket's path is short by law.
    os.chdir(work)
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("server.sock")
    finally:
        os.chdir(before)


def contents(folder: Path) -> Contents:
    """Return each path below ``folder`` with its kind and what is in it."""
    found: Contents = {}
    for here, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            path = Path(here) / name
            found[path.relative_to(folder).as_posix()] = _look(path)
    return found


def _look(path: Path) -> tuple[str, str]:
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return "link", os.readlink(path)
    if stat.S_ISREG(mode):
        return "file", _sum(path)
    return ("folder" if stat.S_ISDIR(mode) else "other"), ""


def _sum(path: Path) -> str:
    now = path.stat()
    key = now.st_ino, now.st_ctime_ns, now.st_size
    if key not in _sums:
        with path.open("rb") as file:
            _sums[key] = hashlib.file_digest(file, "sha256").hexdigest()
    return _sums[key]
