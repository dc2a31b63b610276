"""A file is written whole or not at all."""

import errno
import os
import stat
from pathlib import Path

import pytest

from course.setup import whole_files
from course.setup.whole_files import replacing, write_whole


def test_a_file_is_replaced_and_its_folder_made(tmp_path: Path) -> None:
    file = tmp_path / "new" / "file.json"

    write_whole(file, "one é")
    write_whole(file, b"two", synced=True)

    assert file.read_bytes() == b"two"
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
def test_a_disk_that_fills_up_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    file = tmp_path / "file.json"
    write_whole(file, "old")

    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(whole_files.os, call, full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(file, "new", synced=True)

    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_what_is_interrupted_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "file.zip"
    file.write_text("old")

    def write_half() -> None:
        with replacing(file) as half:
            half.write_text("ne")
            assert half.parent == tmp_path
            assert str(os.getpid()) in half.name
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()

    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_private_file_is_its_owners_alone(tmp_path: Path) -> None:
    write_whole(tmp_path / "mine", "x", private=True)
    write_whole(tmp_path / "ours", "x")

    modes = {
        file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()
    }
    assert modes["mine"] == 0o600
