"""Three-way merges of files, and of the folders of a step.

Texts are merged by merge3: a learner may have no git.

A file is an ``Entry`` or None where it does not exist. Everything here works in
memory: nothing in a step is written.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, cast

from course.curriculum.project_files import project_files

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


def merge(
    base: Entry | None,
    ours: Entry | None,
    theirs: Entry | None,
    labels: Labels,
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
    data, clean = _merge_texts(*texts, labels)
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


def _merge_texts(
    base: bytes, ours: bytes, theirs: bytes, labels: Labels
) -> tuple[bytes, bool]:
    """Merge the texts as if all had one kind of line ending."""
    # Here, because markers are looked for where only a step's packages are installed.
    from merge3 import Merge3

    end = None
    # A text with both kinds of line ending is merged as it is.
    if not any(
        0 < text.count(b"\r\n") < text.count(b"\n") for text in (ours, base, theirs)
    ):
        end = _ending(ours) or _ending(theirs)
        ours, base, theirs = (
            text.replace(b"\r\n", b"\n") for text in (ours, base, theirs)
        )
    lines = [text.splitlines(keepends=True) for text in (base, ours, theirs)]
    # Its type for a matcher is one that difflib's own does not have.
    matcher = cast(Any, _matcher)
    merge3 = Merge3(lines[0], lines[1], lines[2], sequence_matcher=matcher)
    clean = all(region[0] != "conflict" for region in merge3.merge_regions())
    names = labels.ours.encode(), labels.theirs.encode()
    merged = list(merge3.merge_lines(*names, reprocess=True))
    # A marker begins on a line of its own, also where the last line has no end.
    data = b"".join(
        line if line.endswith(b"\n") else line + b"\n" for line in merged[:-1]
    ) + b"".join(merged[-1:])
    return data.replace(b"\n", end) if end == b"\r\n" else data, clean


def _matcher(
    isjunk: None, one: Sequence[bytes], other: Sequence[bytes]
) -> SequenceMatcher[bytes]:
    # No line counts less because it is frequent.
    return SequenceMatcher(isjunk, one, other, autojunk=False)


def _binary(data: bytes) -> bool:
    """Tell by git's own rule: a text has no null byte."""
    return b"\0" in data


def _ending(data: bytes) -> bytes | None:
    if b"\n" not in data:
        return None
    return b"\r\n" if b"\r\n" in data else b"\n"
