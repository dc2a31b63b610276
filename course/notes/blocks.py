"""The fenced blocks of a step's notes, and what proves each of them.

A block is a listing (an excerpt of a file), a request and the response that follows
it, a command and its output, or text that is declared to be no more than that.
"""

import re
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

from course.errors import CourseError
from course.notes.fences import read_fences

OPTION = re.compile(r'(\w+)="([^"]*)"')
OF_STEP = re.compile(r"\s*\(step (\d+)\)$")
NAMED_STEP = re.compile(r"(\d+)")
# Languages that need no proof: they say so by their name.
DECLARED = {"text", "mermaid"}
# A line that stands for what a listing or a response leaves out.
LEFT_OUT = re.compile(r"^\s*# …\n", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """One fenced block.

    ``kind`` is "listing", "request", "response", "command", "output", "declared",
    "skipped" or "unknown"; ``line`` is that of its fence, the four offsets are those
    of a Fence. ``step`` is the number of the step that a title names, or None for the
    step of the notes.
    """

    kind: str
    body: str
    line: int
    opens: int
    start: int
    end: int
    closes: int
    language: str = ""
    title: str = ""
    step: int | None = None
    options: dict[str, str] = field(default_factory=dict)
    # The spaces before each line, inside a list for instance; the body is without.
    indent: str = ""

    def written(self, body: str) -> str:
        """Return a body as it stands in the file, between the same fences."""
        return textwrap.indent(body, self.indent)


def read_blocks(notes: Path) -> list[Block]:
    """Return the blocks of a file of notes in their order.

    Raises CourseError where a request has no response, a command no output, or where
    a response or an output follows nothing.
    """
    name = f"{notes.parent.name}/{notes.name}"
    return parse_blocks(notes.read_text(encoding="utf-8"), name)


def parse_blocks(text: str, name: str) -> list[Block]:
    """Return the blocks of some Markdown; ``name`` is what errors call it.

    Raises CourseError as ``read_blocks`` does.
    """
    blocks: list[Block] = []
    for fence in read_fences(text):
        options = dict(OPTION.findall(fence.info))
        title = options.get("title", "")
        of_step = OF_STEP.search(title) or NAMED_STEP.fullmatch(options.get("step", ""))
        blocks.append(
            Block(
                kind=_kind(fence.language, options, fence.body),
                body=fence.body,
                line=fence.lines.start + 1,
                opens=fence.opens,
                start=fence.start,
                end=fence.end,
                closes=fence.closes,
                language=fence.language,
                title=OF_STEP.sub("", title),
                step=int(of_step[1]) if of_step else None,
                options=options,
                indent=fence.indent,
            )
        )
    _insist_on_pairs(name, blocks)
    return blocks


def _kind(language: str, options: dict[str, str], body: str) -> str:
    if "skip" in options:
        return "skipped"
    if language in DECLARED:
        return "declared"
    if language == "http":
        return "response" if body.startswith("HTTP/") else "request"
    if language == "console":
        return "output" if options.get("title") == "output" else "command"
    return "listing" if "title" in options else "unknown"


def _insist_on_pairs(name: str, blocks: list[Block]) -> None:
    pairs = {"request": "response", "command": "output"}
    for before, block in zip([None, *blocks], [*blocks, None], strict=True):
        expected = pairs.get(before.kind) if before else None
        found = block.kind if block and block.kind in pairs.values() else None
        if expected != found:
            at = block or before
            raise CourseError(
                f"{name}, line {at.line if at else 0}: "
                f"{f'{expected} is missing' if expected else f'a stray {found}'}.",
                "A request is followed by its response, a command by its output.",
            )


def first_difference(listing: str, source: str) -> str | None:
    """Return the first piece of a listing that the file does not have, in order.

    Pieces are parted by lines ``# …``. None where the listing is an excerpt.
    """
    position = 0
    for piece in LEFT_OUT.split(listing):
        wanted = piece.strip("\n")
        found = source.find(wanted, position)
        if found < 0 or not wanted:
            return wanted or "(an empty piece)"
        position = found + len(wanted)
    return None
