"""Blocks of the pages that run in the tab: ``<live-cell>`` around each of them.

Markdown carries marks for the element's tags, since it knows no tag of that name. What
stands in the element is what stood there before: without scripts nothing is different.
"""

import html
import re
from datetime import time
from itertools import pairwise

from course.curriculum.steps import Step
from course.notes.blocks import Block, parse_blocks
from course.notes.request_process import MORNING

OPEN, BAR, CLOSE = (
    "<!-- live-cell {} -->",
    "<!-- live-cell-bar -->",
    "<!-- /live-cell -->",
)
MARK = re.compile(r"(?:<p>\s*)?<!-- (/?)live-cell(-bar)?( [^>]*?)? -->(?:\s*</p>)?")
KINDS = {"request": "http", "command": "console"}


def opening(kind: str, step: str, number: int, **more: str) -> str:
    """Return the mark that opens a cell; ``number`` is its name on the page."""
    values = {"kind": kind, "step": step, "number": str(number), **more}
    said = " ".join(f'{n}="{html.escape(v)}"' for n, v in values.items() if v)
    return OPEN.format(said)


def with_cells(notes: str, step: Step) -> str:
    """Return the notes with a cell around each request and command that is run.

    What was recorded stands in the cell as well. Blocks that are not proved by running
    them, because no copy of a step can, are left as they are.
    """
    blocks = parse_blocks(notes, "notes")
    cells = [(block, after) for block, after in pairwise(blocks) if block.kind in KINDS]
    for number, (block, after) in reversed(list(enumerate(cells, start=1))):
        of = f"{block.step or step.number:02d}"
        mark = opening(KINDS[block.kind], of, number, at=_seconds(block))
        # From the last place to the first: those before it stay where they are.
        for place, text in (
            (after.closes, f"\n{CLOSE}\n"),
            (block.closes, f"\n{BAR}\n"),
            (block.opens, f"{mark}\n\n"),
        ):
            notes = notes[:place] + text + notes[place:]
    return notes


def finish_cells(page: str) -> str:
    """Return a page's HTML with the element's tags in place of the marks."""
    return MARK.sub(_tag, page)


def _tag(mark: re.Match[str]) -> str:
    if mark[1]:
        return "</live-cell>"
    return '<div class="cell-bar"></div>' if mark[2] else f"<live-cell{mark[3]}>"


def _seconds(block: Block) -> str:
    """Return how long after the morning of the notes a request is sent, "" for then."""
    first, then = map(_second_of_day, (MORNING, block.options.get("at", MORNING)))
    return str(then - first) if then != first else ""


def _second_of_day(text: str) -> int:
    moment = time.fromisoformat(text)
    return moment.hour * 3600 + moment.minute * 60 + moment.second
