"""From Markdown as code hosts read it to the Markdown of the site.

Python-Markdown wants four spaces where CommonMark takes what stands under the text of
a list item, and knows folded text and the options of fences in forms of its own.
"""

import math
import re
import textwrap

from course.notes.fences import Fence, pieces, read_fences

TITLE = re.compile(r'\btitle="[^"]*"')
# The form in which code hosts fold text. Python-Markdown knows it at the margin only,
# and wants four spaces where code hosts take three.
FOLDED = re.compile(
    r"^(?P<indent> *)<details[^>]*>\s*<summary>(?P<summary>.*?)</summary>\n"
    r"(?P<body>.*?)^ *</details>$",
    re.MULTILINE | re.DOTALL,
)
ITEM = re.compile(r"([-*+]|\d{1,9}[.)]) +(?=\S)")


def for_readers(text: str) -> str:
    """Return Markdown in the form that the site's Markdown knows."""
    return FOLDED.sub(_fold, plain_fences(_indent_lists(text)))


def plain_fences(text: str) -> str:
    """Return Markdown whose fences keep their language and their title, no more.

    Behind these, a fence tells those who check it more than those who read it.
    """
    return "".join(
        _plain(fence, part) if fence and fence.language else part
        for part, fence in pieces(text)
    )


def _indent_lists(text: str) -> str:
    """Indent what belongs to list items by four spaces for each level."""
    lines: list[str] = []
    paragraphs = False
    inside = {number for fence in read_fences(text) for number in fence.lines[1:]}
    # The columns at which the text of the open items begins.
    columns: list[int] = []
    for number, line in enumerate(text.split("\n")):
        content = line.lstrip(" ")
        indent = len(line) - len(content)
        code = number in inside
        while content and not code and columns and indent < columns[-1]:
            columns.pop()
        item = None if code else ITEM.match(content)
        if item and paragraphs and lines[-1]:
            # An item of several paragraphs: the next one is told by an empty line.
            lines.append("")
        paragraphs = not item and (paragraphs or not content)
        start = min(indent, columns[-1]) if columns else 0
        lines.append(" " * 4 * len(columns) * bool(content) + line[start:])
        if item and (columns or indent < 4):
            columns.append(indent + item.end())
    return "\n".join(lines)


def _plain(fence: Fence, source: str) -> str:
    title = TITLE.search(fence.info)
    first = f"{fence.indent}{fence.marks}{fence.language}{' ' if title else ''}"
    rest = source[source.index("\n") :] if "\n" in source else ""
    return f"{first}{title[0] if title else ''}{rest}"


def _fold(match: re.Match[str]) -> str:
    margin = "    " * math.ceil(len(match["indent"]) / 4)
    body = textwrap.indent(textwrap.dedent(match["body"]).strip("\n"), f"{margin}    ")
    return f'{margin}??? question "{match["summary"]}"\n\n{body}\n'
