"""A save is noticed, whatever way an editor saves; other files are none."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support.small_project import SmallProject

from course.checking.watch.file_watcher import FileWatcher

# Seconds that a save may take to be noticed on a busy machine.
LONGEST = 60


@pytest.fixture
def small(tmp_path: Path) -> SmallProject:
    """A small project and its tests."""
    project = SmallProject(tmp_path)
    project.write({})
    return project


@pytest.fixture
def saved(small) -> Callable[[], list[str]]:
    """Look for saves until there is one or it is plain that there is none."""
    saves = FileWatcher(small.work)

    def look(seconds: float = 0.3) -> list[str]:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if changed := saves.look():
                return changed
            time.sleep(0.01)
        return []

    return look


def test_a_save_is_noticed_once(small, saved):
    assert saved() == []
    (small.work / "users" / "views.py").write_text("pass\n", "utf-8")

    assert saved(LONGEST) == ["users/views.py"]
    assert saved() == []


def test_a_file_that_is_written_beside_and_renamed_is_noticed(small, saved):
    """As most editors save."""
    file = small.work / "users" / "views.py"
    beside = file.with_name("views.py~")
    beside.write_bytes(file.read_bytes())
    os.replace(beside, file)

    assert saved(LONGEST) == ["users/views.py"]


def test_new_and_removed_files_are_noticed(small, saved):
    (small.work / "users" / "admin.py").write_text("", "utf-8")
    (small.work / "users" / "views.py").unlink()

    assert saved(LONGEST) == ["users/admin.py", "users/views.py"]


def test_many_files_are_one_save(small, saved):
    for number in range(200):
        (small.work / f"module_{number}.py").write_text("", "utf-8")

    assert len(saved(LONGEST)) == 200
    assert saved() == []


@pytest.mark.parametrize(
    "name",
    ["db.sqlite3", "debug.log", "users/.views.py.swp", "4913", "__pycache__/a.pyc"],
)
def test_what_is_no_save_is_no_reason_to_run(small, saved, name):
    path = small.work / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("x", "utf-8")

    assert saved() == []


def test_a_file_that_is_half_written_is_waited_for(small):
    """Python's own write empties the file first, and so do some editors."""
    file, writes = small.work / "users" / "views.py", iter(["", "", "pass\n"])

    def sleep(seconds: float) -> None:
        if (text := next(writes, None)) is not None:
            file.write_text(text, "utf-8")

    saves = FileWatcher(small.work, sleep)
    file.write_text("", "utf-8")

    assert saves.look() == ["users/views.py"]
    assert file.read_text("utf-8") == "pass\n"
    assert next(writes, None) is None
