"""The merge of texts needs no git, and gives what git gives."""

import random
import subprocess
from pathlib import Path

import pytest
from support.needed_tools import need_tool

from course.workspace.merge_files import Entry, Labels, merge

LABELS = Labels("yours", "theirs")
BASE = b"a\nb\nc\nd\ne\n"


def merge_texts(base: bytes, ours: bytes, theirs: bytes) -> tuple[bytes, bool]:
    """Return the merged text, and whether it is free of conflicts."""
    merged = merge(Entry(base), Entry(ours), Entry(theirs), LABELS)
    assert merged.entry
    return merged.entry.data, not merged.conflict


def merged_by_git(
    folder: Path, base: bytes, ours: bytes, theirs: bytes
) -> tuple[bytes, bool]:
    """Return what ``git merge-file`` makes of them."""
    names = ("ours", "base", "theirs")
    for name, text in zip(names, (ours, base, theirs), strict=True):
        (folder / name).write_bytes(text)
    ran = subprocess.run(
        [need_tool("git"), "merge-file", "-p", *names],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    assert 0 <= ran.returncode < 128
    return ran.stdout, ran.returncode == 0


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        (b"A\nb\nc\nd\ne\n", b"a\nb\nc\nd\nE\n", b"A\nb\nc\nd\nE\n"),
        (b"b\nc\nd\ne\n", b"a\nb\nc\nd\ne\nf\n", b"b\nc\nd\ne\nf\n"),
        (b"a\nX\nc\nd\ne\n", b"a\nX\nc\nd\n", b"a\nX\nc\nd\n"),
        (b"", b"a\nb\nc\nd\ne\n", b""),
        (b"a\nb\nc\nd\ne", b"1\na\nb\nc\nd\ne\n", b"1\na\nb\nc\nd\ne"),
    ],
)
def test_changes_in_different_places_come_together(ours, theirs, merged):
    assert merge_texts(BASE, ours, theirs) == (merged, True)
    assert merge_texts(BASE, theirs, ours) == (merged, True)


def test_what_both_changed_stands_between_markers():
    merged, clean = merge_texts(BASE, b"a\nb\nour c\nd\ne\n", b"a\nb\ntheir c\nd\ne\n")

    assert not clean
    assert merged == (
        b"a\nb\n<<<<<<< yours\nour c\n=======\ntheir c\n>>>>>>> theirs\nd\ne\n"
    )


def test_lines_that_both_added_alike_stay_out_of_the_conflict():
    merged, clean = merge_texts(b"", b"x\n1\ny\n", b"x\n2\ny")

    assert not clean
    assert merged.startswith(b"x\n<<<<<<< yours\n1\n")
    # The last line has no end: each marker begins on a line of its own all the same.
    assert merged.endswith(b"\n>>>>>>> theirs\n")


def test_every_file_keeps_its_line_endings():
    merged = merge(
        Entry(b"a\nb\nc\n"),
        Entry(b"a\r\nb\r\nC\r\n"),
        Entry(b"A\nb\nc\n"),
        LABELS,
    )

    assert merged.entry == Entry(b"A\r\nb\r\nC\r\n")


def edited(lines: list[str], name: str, chance: random.Random) -> list[str]:
    result = list(lines)
    for number in range(chance.randint(0, 4)):
        place = chance.randint(0, len(result))
        match chance.choice(["insert", "insert", "delete", "change"]):
            case "insert":
                result.insert(place, f"{name}{number} {chance.randint(0, 2)}\n")
            case "delete":
                del result[place : place + 1]
            case "change":
                result[place : place + 1] = [f"{name} changed {number}\n"]
    return result


def test_random_edits_merge_as_git_merges_them(tmp_path):
    """Where git finds no conflict, nor do we, and the text is the same to the byte."""
    clean = 0
    for seed in range(120):
        chance = random.Random(seed)
        lines = [f"line {number}\n" for number in range(chance.randint(0, 30))]
        sides = [lines, *(edited(lines, name, chance) for name in "ot")]
        base, ours, theirs = ("".join(side).encode() for side in sides)
        from_git = merged_by_git(tmp_path, base, ours, theirs)
        merged = merge_texts(base, ours, theirs)

        assert merged[1] == from_git[1], seed
        if merged[1]:
            clean += 1
            assert merged[0] == from_git[0], seed
        assert merge_texts(base, base, theirs) == (theirs, True), seed
        assert merge_texts(base, ours, base) == (ours, True), seed
        assert merge_texts(base, ours, ours) == (ours, True), seed
    assert 30 < clean < 110
