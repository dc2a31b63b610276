"""What our own servers leave in .learn/running/ while they run."""

import contextlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from course.paths import Places

# A clock may be set while a server runs: by so much a process may seem younger.
CLOCK_SECONDS = 60.0


@dataclass(frozen=True)
class Record:
    """What one of our own servers says about itself while it runs."""

    pid: int
    what: str
    # Seconds since 1970; 0 in the records of versions that did not note it.
    noted: float = 0.0


@contextlib.contextmanager
def recorded(where: Places, port: int | str, what: str) -> Iterator[None]:
    """Leave a record of a server that runs in this process while the block runs."""
    file = _record_file(where, port)
    file.parent.mkdir(parents=True, exist_ok=True)
    record = Record(os.getpid(), what, time.time())
    file.write_text(json.dumps(asdict(record)), encoding="utf-8")
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def read_record(where: Places, port: int | str) -> Record | None:
    """Return the record of the server on this port, if its process is alive."""
    file = _record_file(where, port)
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        noted = float(data.get("noted", 0))
        record = Record(pid=int(data["pid"]), what=str(data["what"]), noted=noted)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return record if is_alive(record.pid, record.noted) else None


def is_alive(pid: int, noted: float = 0.0) -> bool:
    """Tell whether a process of that number runs.

    With ``noted``, in seconds since 1970, one that began long after that is another
    program: systems give the numbers of processes that have ended to new ones.
    """
    try:
        # Here, because every command imports this module, and the doctor answers
        # where no package is installed.
        import psutil

        process = psutil.Process(pid)
        # In a container nobody may collect a process that was killed.
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return not noted or process.create_time() < noted + CLOCK_SECONDS
    except ImportError:
        return False
    except psutil.AccessDenied:
        return True
    except (psutil.NoSuchProcess, ValueError, OverflowError):
        return False


def _record_file(where: Places, port: int | str) -> Path:
    return where.learn / "running" / f"{port}.json"
