"""Conflict markers that a merge has left in a text."""


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
