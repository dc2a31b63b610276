"""Each request of the notes in tabs, one for each client, made from its one fence."""

import re
import textwrap

from course.notes.blocks import Block, parse_blocks
from course.notes.clients import CLIENTS
from course.notes.requests import asked, placeholders

RAW = "HTTP"
# What cells.py writes before a request.
CELL = re.compile(r"<!-- live-cell [^>]*-->\n\n\Z")
FILL = """\
??? tip "The same request in your client"

    Each request is there for several clients; a click changes all of them. Python uses
    the package `requests`, which is in the tutorial's `.venv`. PowerShell reports an
    answer of 400 or more as an error, with its status.
"""
POSTMAN = """\

    Postman, Bruno and Insomnia import [all of them as a collection]({collection}).
"""
FILL_VARIABLES = """\

    Where a request needs {what}, put it into a variable first, as your terminal takes
    it. `learn.py` needs none: it remembers the last login.

    | terminal | a line before the request |
    |---|---|
{rows}
"""
ROWS = (
    ("bash, zsh", '{name}="eyJ…"'),
    ("PowerShell", '${name} = "eyJ…"'),
    ("Python", '{name} = "eyJ…"'),
)


def with_clients(notes: str, collection: str = "") -> str:
    """Return the notes with tabs in the place of each request.

    Above the first of them stands, folded, how to use them, with a link to the
    ``collection`` for Postman if there is one. Raises CourseError where a request has
    no response.
    """
    requests = [b for b in parse_blocks(notes, "notes") if b.kind == "request"]
    for number, block in reversed(list(enumerate(requests))):
        start = block.opens
        tabs = textwrap.indent(tabs_of(block), block.indent)
        notes = notes[:start] + tabs + notes[block.closes :]
        if not number:
            # Before the cell, where the request is in one.
            mark = CELL.search(notes[:start])
            start = mark.start() if mark else start
            above = textwrap.indent(_how_to_fill(requests, collection), block.indent)
            notes = f"{notes[:start]}{above}\n{notes[start:]}"
    return notes


def tabs_of(block: Block) -> str:
    """Return the tabs of one request; the first is the request itself."""
    title = f' title="{block.options["title"]}"' if block.title else ""
    tabs = [_tab(RAW, f"http{title}", block.body)]
    request = asked(block)
    for name, (language, write) in CLIENTS.items():
        if text := write(request):
            tabs.append(_tab(name, language, text))
    return "\n".join(tabs)


def _tab(name: str, fence: str, text: str) -> str:
    body = textwrap.indent(f"```{fence}\n{text.rstrip()}\n```\n", "    ")
    return f'=== "{name}"\n\n{body}'


def _how_to_fill(requests: list[Block], collection: str) -> str:
    tip = FILL + (POSTMAN.format(collection=collection) if collection else "")
    names = placeholders(*(block.body for block in requests))
    if not names:
        return tip
    rows = "\n".join(
        f"    | {terminal} | `{line.format(name=name)}` |"
        for terminal, line in ROWS
        for name in names
    )
    what = " or ".join(f"`{{{{{name}}}}}`" for name in names)
    return tip + FILL_VARIABLES.format(what=what, rows=rows)
