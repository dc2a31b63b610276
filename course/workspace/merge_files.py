"""Three-way merges of files, and of the folders of a step.

Texts are merged by ``git merge-file``, or by course/workspace/threeway.py where a
learner may have no git.

A file is an ``Entry`` or None where it does not exist. Everything here works in
memory: nothing in a step is written.
"""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from course.curriculum.project_files import project_files
from course.errors import CourseError
from tools.propagate.git import git

# How the edit's own version is named where no markers can be put into a file.
BESIDE = ".the-edit"

# A file system without executable bits must not look like an edit that drops them.
KNOWS_MODES = os.name != "nt"


@dataclass(frozen=True)
class Entry:
    """The content of one file and whether it may be executed."""

    data: bytes
    executable: bool = False


Tree = dict[str, Entry]


@dataclass(frozen=True)
class Merged:
    """What a merge gives: the file, and in words why a person must look at it.

    ``beside`` is the edit's version where the file itself cannot hold both.
    """

    entry: Entry | None
    conflict: str = ""
    beside: Entry | None = None


@dataclass(frozen=True)
class Labels:
    """What stands on the conflict markers."""

    ours: str
    theirs: str


def read_tree(folder: Path) -> Tree:
    """Return the project's files under their relative paths."""
    return {
        path: Entry((folder / path).read_bytes(), may_execute(folder / path))
        for path in project_files(folder)
    }


def may_execute(file: Path) -> bool:
    """Return whether the owner's executable bit is set, where there is such a bit."""
    return KNOWS_MODES and bool(file.stat().st_mode & 0o100)


MergeTexts = Callable[[bytes, bytes, bytes, Labels], tuple[bytes, bool]]


def merge_with_git(
    base: bytes, ours: bytes, theirs: bytes, labels: Labels
) -> tuple[bytes, bool]:
    """Return the merged text and whether it is free of conflicts.

    Raises CourseError where git is missing or fails.
    """
    with tempfile.TemporaryDirectory(prefix="merge-") as name:
        folder = Path(name)
        (folder / "ours").write_bytes(ours)
        (folder / "base").write_bytes(base)
        (folder / "theirs").write_bytes(theirs)
        ran = git(
            *("merge-file", "-p"),
            *("-L", labels.ours, "-L", "before the edit", "-L", labels.theirs),
            *("ours", "base", "theirs"),
            cwd=folder,
        )
    # The exit code is the number of conflicts; git's own errors start at 128.
    if not 0 <= ran.returncode < 128:
        raise CourseError(f"git merge-file failed: {ran.stderr.decode().strip()}.")
    return ran.stdout, ran.returncode == 0


def merge(
    base: Entry | None,
    ours: Entry | None,
    theirs: Entry | None,
    labels: Labels,
    merge_texts: MergeTexts = merge_with_git,
) -> Merged:
    """Carry what changed from ``base`` to ``theirs`` over to ``ours``.

    Where that cannot be done cleanly the result holds conflict markers, or for a
    binary file stays as it is with the edit's version ``beside``. Line endings are no
    part of an edit: each file keeps its own.
    """
    if theirs in (base, ours):
        return Merged(ours)
    if ours is None or theirs is None:
        if ours == base:
            return Merged(theirs)
        return _one_side_removed(ours, theirs, labels)
    mode_changed = base is None or theirs.executable != base.executable
    executable = theirs.executable if mode_changed else ours.executable
    before = base.data if base else b""
    if theirs.data in (before, ours.data):
        return Merged(Entry(ours.data, executable))
    if any(map(_binary, (before, ours.data, theirs.data))):
        if ours.data == before:
            return Merged(Entry(theirs.data, executable))
        return Merged(ours, "no text: changed here and by the edit", theirs)
    texts = (before, ours.data, theirs.data)
    data, clean = _merge_lines(*texts, labels, merge_texts)
    why = "" if clean else "changed here and by the edit"
    return Merged(Entry(data, executable), why)


def _one_side_removed(
    ours: Entry | None, theirs: Entry | None, labels: Labels
) -> Merged:
    why = (
        "changed here, removed by the edit"
        if ours
        else "removed here, changed by the edit"
    )
    left = ours or theirs
    assert left is not None
    if _binary(left.data):
        removed = Entry(b"The edit removes this file.\n")
        return Merged(ours, f"no text: {why}", theirs or removed)
    end = _ending(left.data) or b"\n"
    text = left.data if left.data.endswith(end) else left.data + end
    data = b"".join(
        (
            f"<<<<<<< {labels.ours}{'' if ours else ', file removed'}".encode() + end,
            text if ours else b"",
            b"=======" + end,
            text if theirs else b"",
            f">>>>>>> {labels.theirs}{'' if theirs else ', file removed'}".encode(),
            end,
        )
    )
    return Merged(Entry(data, left.executable), why)


def _merge_lines(
    base: bytes, ours: bytes, theirs: bytes, labels: Labels, merge_texts: MergeTexts
) -> tuple[bytes, bool]:
    """Merge the texts as if all had one kind of line ending."""
    end = None
    # A text with both kinds of line ending is merged as it is.
    if not any(
        0 < text.count(b"\r\n") < text.count(b"\n") for text in (ours, base, theirs)
    ):
        end = _ending(ours) or _ending(theirs)
        ours, base, theirs = (
            text.replace(b"\r\n", b"\n") for text in (ours, base, theirs)
        )
    data, clean = merge_texts(base, ours, theirs, labels)
    return data.replace(b"\n", end) if end == b"\r\n" else data, clean


def _binary(data: bytes) -> bool:
    """Tell by git's own rule: a text has no null byte."""
    return b"\0" in data


def _ending(data: bytes) -> bytes | None:
    if b"\n" not in data:
        return None
    return b"\r\n" if b"\r\n" in data else b"\n"


def marked_lines(data: bytes, *, lone_middle: bool = False) -> list[int]:
    """Return the line numbers of conflict markers left in a text.

    A row of seven equal signs alone may well be a heading: without another marker it
    counts only with ``lone_middle``.
    """
    lines = list(enumerate(data.splitlines(), start=1))
    outer = [
        number
        for number, line in lines
        if line[:7] in (b"<<<<<<<", b">>>>>>>", b"|||||||") and line[7:8] in (b"", b" ")
    ]
    if not outer and not lone_middle:
        return []
    return sorted([*outer, *(n for n, line in lines if line == b"=======")])
