"""The fenced blocks of Markdown: one reader for all who ask for them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

LANGUAGE = re.compile(r"\s*([\w+-]*)(.*)", re.DOTALL)


@dataclass(frozen=True)
class Fence:
    """One fenced block; ``lines`` are those of all of it, counted from 0.

    The offsets in the text: it ``opens`` with the line of its fence, what is in it has
    its ``start`` and ``end``, and it ``closes`` where the text goes on. ``info`` is
    what follows the language.
    """

    lines: range
    opens: int
    start: int
    end: int
    closes: int
    # What stands before the fence and the lines in it: spaces in a list, for instance.
    indent: str
    marks: str
    language: str
    info: str
    # Without what stands before each line.
    body: str


def read_fences(text: str) -> list[Fence]:
    """Return the fenced blocks of some Markdown in their order.

    However they are indented, as Python-Markdown wants it or in a list, in quotations,
    and where their end is missing: a block must not slip through unproved.
    """
    offsets = [0, *(match.end() for match in re.finditer("\n", text)), len(text)]
    found = []
    for token in _reader().parse(text):
        if token.type != "fence" or not token.map:
            continue
        first, last = token.map
        last = min(last, len(offsets) - 1)
        opens, start = offsets[first], offsets[first + 1]
        # A text may end in the middle of a line.
        body_lines = len(re.findall(r"[^\n]*\n|[^\n]+\Z", token.content))
        said = LANGUAGE.match(token.info)
        assert said is not None
        found.append(
            Fence(
                lines=range(first, last),
                opens=opens,
                start=start,
                end=offsets[min(first + 1 + body_lines, last)],
                closes=offsets[last],
                indent=text[opens:start].partition(token.markup)[0],
                marks=token.markup,
                language=said[1],
                info=said[2],
                body=token.content,
            )
        )
    return found


def pieces(text: str) -> Iterator[tuple[str, Fence | None]]:
    """Yield all of the text: each fenced block, and what stands between them."""
    place = 0
    for fence in read_fences(text):
        yield text[place : fence.opens], None
        yield text[fence.opens : fence.closes], fence
        place = fence.closes
    yield text[place:], None


def _reader() -> MarkdownIt:
    # Without the rule for indented code, a fence may have any indent; a line of text
    # ends nothing, so that a fence below it is seen too.
    reader = MarkdownIt("zero").enable(["fence", "list", "blockquote"])
    reader.block.ruler.at("paragraph", _line)
    return reader


def _line(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    state.line = first + 1
    return True
