"""What our own servers leave in .learn/running/ while they run."""

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from course.paths import Places


@dataclass(frozen=True)
class Record:
    """What one of our own servers says about itself while it runs."""

    pid: int
    what: str


@contextlib.contextmanager
def recorded(where: Places, port: int | str, what: str) -> Iterator[None]:
    """Leave a record of a server that runs in this process while the block runs."""
    file = _record_file(where, port)
    file.parent.mkdir(parents=True, exist_ok=True)
    record = {"pid": os.getpid(), "what": what}
    file.write_text(json.dumps(record), encoding="utf-8")
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def read_record(where: Places, port: int | str) -> Record | None:
    """Return the record of the server on this port, if its process is alive."""
    file = _record_file(where, port)
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        record = Record(pid=int(data["pid"]), what=str(data["what"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return record if is_alive(record.pid) else None


def is_alive(pid: int) -> bool:
    """Tell whether a process of that number runs."""
    if os.name == "nt":
        return _is_alive_on_windows(pid)
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except (ProcessLookupError, OverflowError):
        return False
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    # In a container nobody may collect a process that was killed.
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[:1] == ["Z"]


def _is_alive_on_windows(pid: int) -> bool:
    # os.kill(pid, 0) would end the process there.
    import ctypes

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined]
    query_limited_information, still_active = 0x1000, 259
    handle = kernel.OpenProcess(query_limited_information, False, pid)
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == still_active


def _record_file(where: Places, port: int | str) -> Path:
    return where.learn / "running" / f"{port}.json"
