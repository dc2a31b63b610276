"""Two files beside each other, for a wide terminal."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console

# Lines that are the same, shown around those that differ.
AROUND = 3
# What stands between the two sides, and how each kind is coloured.
KINDS = {
    "equal": (" ", "", ""),
    "replace": ("|", "red", "green"),
    "delete": ("<", "red", ""),
    "insert": (">", "", "green"),
}
Row = tuple[str, int | None, str, int | None, str]


def side_by_side(
    out: "Console", paths: Sequence[str], old: Path, new: Path, names: tuple[str, str]
) -> None:
    """Print each of the files, the old on the left and the new on the right."""
    for path in paths:
        left, right = _lines(old / path), _lines(new / path)
        if left is None or right is None:
            out.print(f"{path} is no text; the two files differ.", style="bold")
            continue
        table = Table(box=None, expand=True, padding=(0, 1, 0, 0), show_edge=False)
        table.add_column("", justify="right", no_wrap=True)
        table.add_column(_heading(names[0], path, old), ratio=1, overflow="fold")
        table.add_column("")
        table.add_column("", justify="right", no_wrap=True)
        table.add_column(_heading(names[1], path, new), ratio=1, overflow="fold")
        for kind, one, mine, other, theirs in rows(left, right):
            mark, red, green = KINDS.get(kind, (" ", "", ""))
            table.add_row(
                str(one or ""),
                Text(mine, style=red),
                mark,
                str(other or ""),
                Text(theirs, style=green),
            )
        out.print(table)
        out.print()


def rows(left: Sequence[str], right: Sequence[str]) -> Iterator[Row]:
    """Yield the rows to show: the kind, then number and text of either side."""
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for index, group in enumerate(matcher.get_grouped_opcodes(AROUND)):
        if index:
            yield "gap", None, "…", None, "…"
        for kind, i, i_end, j, j_end in group:
            for row in range(max(i_end - i, j_end - j)):
                one = i + row if i + row < i_end else None
                other = j + row if j + row < j_end else None
                yield (
                    _kind(kind, one, other),
                    None if one is None else one + 1,
                    "" if one is None else left[one],
                    None if other is None else other + 1,
                    "" if other is None else right[other],
                )


def line_counts(old: Path, new: Path) -> tuple[int, int]:
    """Return how many lines differ on either side; a file that is no text has none."""
    left, right = _lines(old) or [], _lines(new) or []
    kinds = [row[0] for row in rows(left, right)]
    both = kinds.count("replace")
    return both + kinds.count("delete"), both + kinds.count("insert")


def _kind(kind: str, one: int | None, other: int | None) -> str:
    if kind == "replace":
        return "delete" if other is None else "insert" if one is None else kind
    return kind


def _heading(name: str, path: str, folder: Path) -> Text:
    there = (folder / path).is_file()
    return Text(f"{name}{path}" if there else f"{name}{path} (no such file)", "bold")


def _lines(file: Path) -> list[str] | None:
    if not file.is_file():
        return []
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return None
