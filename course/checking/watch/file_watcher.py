"""Notice when a file of a project is saved, by looking at the times of its files."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from course.curriculum.project_files import project_files

# What a running server writes, and what an editor writes beside the file.
NOT_SAVES = (".log", "-wal", "-shm", ".tmp", ".bak")
BETWEEN_LOOKS_SECONDS = 0.05
# A change is complete when nothing differs after the first of them; it may take as
# long as the second.
SETTLING_SECONDS, LONGEST_CHANGE_SECONDS = 0.02, 0.4
# Looking takes at most this share of the time, however large the project is.
SHARE_OF_TIME = 0.1

Seen = dict[str, tuple[int, int, int]]


class FileWatcher:
    """Compares the project with what it was at the last look."""

    def __init__(
        self, project: Path, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._project = project
        self._sleep = sleep
        self._seen = look_at(project)
        self._next = 0.0

    def look(self) -> list[str]:
        """Return the paths that were saved, made or removed since; often nothing."""
        if time.monotonic() < self._next:
            return []
        began = time.monotonic()
        now = look_at(self._project)
        took = time.monotonic() - began
        self._next = time.monotonic() + max(BETWEEN_LOOKS_SECONDS, took / SHARE_OF_TIME)
        if now == self._seen:
            return []
        now = self._settled(now)
        changed = sorted(
            name
            for name in self._seen.keys() | now.keys()
            if self._seen.get(name) != now.get(name)
        )
        # An editor's test file may have come and gone.
        self._seen = now
        return changed

    def _settled(self, now: Seen) -> Seen:
        """Wait until nothing changes any more: a save may be in the middle."""
        deadline = time.monotonic() + LONGEST_CHANGE_SECONDS
        while time.monotonic() < deadline:
            self._sleep(SETTLING_SECONDS)
            later = look_at(self._project)
            if later == now and not self._is_half(now):
                break
            now = later
        return now

    def _is_half(self, now: Seen) -> bool:
        """A file that was not empty and now is, or is gone, is being written."""
        return any(
            size and not now.get(name, (0, 0, 0))[1]
            for name, (_, size, _) in self._seen.items()
        )


def look_at(project: Path) -> Seen:
    """Return time, size and number of each file of the project."""
    seen: Seen = {}
    for name in project_files(project):
        last = name.rpartition("/")[2]
        # 4913 is how Vim asks whether it may write.
        if last.startswith(".") or last.endswith(NOT_SAVES) or last.isdigit():
            continue
        try:
            stat = os.stat(project / name)
        except OSError:
            continue
        seen[name] = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
    return seen
