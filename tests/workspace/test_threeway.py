"""The merge of lines that needs no git gives what git gives."""

import random

import pytest

from course.workspace.merge_files import Entry, Labels, merge, merge_with_git
from course.workspace.threeway import merge_texts

LABELS = Labels("yours", "theirs")
BASE = b"a\nb\nc\nd\ne\n"


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
    assert merge_texts(BASE, ours, theirs, LABELS) == (merged, True)
    assert merge_texts(BASE, theirs, ours, LABELS) == (merged, True)


def test_what_both_changed_stands_between_markers():
    merged, clean = merge_texts(
        BASE, b"a\nb\nour c\nd\ne\n", b"a\nb\ntheir c\nd\ne\n", LABELS
    )

    assert not clean
    assert merged == (
        b"a\nb\n<<<<<<< yours\nour c\n=======\ntheir c\n>>>>>>> theirs\nd\ne\n"
    )


def test_lines_that_both_added_alike_stay_out_of_the_conflict():
    merged, clean = merge_texts(b"", b"x\n1\ny\n", b"x\n2\ny", LABELS)

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
        merge_texts,
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


def test_random_edits_merge_as_git_merges_them():
    """Where git finds no conflict, nor do we, and the text is the same to the byte."""
    clean = 0
    for seed in range(120):
        chance = random.Random(seed)
        lines = [f"line {number}\n" for number in range(chance.randint(0, 30))]
        sides = [lines, *(edited(lines, name, chance) for name in "ot")]
        base, ours, theirs = ("".join(side).encode() for side in sides)
        from_git = merge_with_git(base, ours, theirs, LABELS)
        merged = merge_texts(base, ours, theirs, LABELS)

        assert merged[1] == from_git[1], seed
        if merged[1]:
            clean += 1
            assert merged[0] == from_git[0], seed
        assert merge_texts(base, base, theirs, LABELS) == (theirs, True), seed
        assert merge_texts(base, ours, base, LABELS) == (ours, True), seed
        assert merge_texts(base, ours, ours, LABELS) == (ours, True), seed
    assert 30 < clean < 110
