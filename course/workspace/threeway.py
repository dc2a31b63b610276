"""A three-way merge of lines, so that a learner needs no git.

The method is that of diff3: lines that both sides kept hold the three texts together,
and between them a side that changed nothing gives way to the other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from course.workspace.merge_files import Labels


@dataclass(frozen=True)
class Agreed:
    """Lines that the merge settles."""

    lines: list[bytes]


@dataclass(frozen=True)
class Disputed:
    """Lines that both sides changed, each in its own way."""

    ours: list[bytes]
    theirs: list[bytes]


def merge_lines(
    base: Sequence[bytes], ours: Sequence[bytes], theirs: Sequence[bytes]
) -> Iterator[Agreed | Disputed]:
    """Yield the merged text piece by piece."""
    at, one, other = 0, 0, 0
    for start, left, right, size in _kept(base, ours, theirs):
        yield from _between(
            list(base[at:start]), list(ours[one:left]), list(theirs[other:right])
        )
        if size:
            yield Agreed(list(base[start : start + size]))
        at, one, other = start + size, left + size, right + size


def merge_texts(
    base: bytes, ours: bytes, theirs: bytes, labels: Labels
) -> tuple[bytes, bool]:
    """Return the merged text and whether it is free of conflicts."""
    merged, clean = [], True
    texts = (text.splitlines(keepends=True) for text in (base, ours, theirs))
    for piece in merge_lines(*texts):
        if isinstance(piece, Agreed):
            merged += piece.lines
            continue
        clean = False
        merged += [
            f"<<<<<<< {labels.ours}\n".encode(),
            *_ended(piece.ours),
            b"=======\n",
            *_ended(piece.theirs),
            f">>>>>>> {labels.theirs}\n".encode(),
        ]
    return b"".join(merged), clean


def _kept(
    base: Sequence[bytes], ours: Sequence[bytes], theirs: Sequence[bytes]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield the runs of base lines that both kept: three starts and a length."""
    left = _blocks(base, ours)
    right = _blocks(base, theirs)
    i = j = 0
    while i < len(left) and j < len(right):
        (a, one, m), (b, other, n) = left[i], right[j]
        start, end = max(a, b), min(a + m, b + n)
        if start < end:
            yield start, one + start - a, other + start - b, end - start
        if a + m < b + n:
            i += 1
        else:
            j += 1
    yield len(base), len(ours), len(theirs), 0


def _blocks(base: Sequence[bytes], side: Sequence[bytes]) -> list[tuple[int, int, int]]:
    matcher = SequenceMatcher(None, base, side, autojunk=False)
    return [tuple(block) for block in matcher.get_matching_blocks()]


def _between(
    base: list[bytes], ours: list[bytes], theirs: list[bytes]
) -> Iterator[Agreed | Disputed]:
    if ours == theirs or theirs == base:
        settled = ours
    elif ours == base:
        settled = theirs
    else:
        yield from _dispute(ours, theirs)
        return
    if settled:
        yield Agreed(settled)


def _dispute(ours: list[bytes], theirs: list[bytes]) -> Iterator[Agreed | Disputed]:
    """Keep the lines on which both begin and end out of the conflict."""
    shorter = min(len(ours), len(theirs))
    head = next((n for n in range(shorter) if ours[n] != theirs[n]), shorter)
    rest = shorter - head
    tail = next((n for n in range(rest) if ours[-1 - n] != theirs[-1 - n]), rest)
    if head:
        yield Agreed(ours[:head])
    yield Disputed(ours[head : len(ours) - tail], theirs[head : len(theirs) - tail])
    if tail:
        yield Agreed(ours[len(ours) - tail :])


def _ended(lines: list[bytes]) -> list[bytes]:
    """Let a marker begin on a line of its own."""
    if lines and not lines[-1].endswith(b"\n"):
        return [*lines[:-1], lines[-1] + b"\n"]
    return lines
