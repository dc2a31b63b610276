"""A folder on a disk that is full: nothing new can be written there."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest


def fill_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each file that is opened for writing below ``folder`` find no room."""
    before = os.open

    def open_file(path: Any, flags: int, *more: Any, **options: Any) -> int:
        writes = flags & (os.O_WRONLY | os.O_RDWR)
        if writes and Path(os.fsdecode(path)).is_relative_to(folder):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
        return before(path, flags, *more, **options)

    monkeypatch.setattr(os, "open", open_file)
