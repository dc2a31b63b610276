"""Code in color, line by line, so that a page can place and mark single lines."""

import hashlib
import html
import re
from collections.abc import Mapping
from functools import cache
from pathlib import PurePosixPath

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

# Finished code by the mark that stands for it while Markdown is made into HTML: a
# whole project, colored, keeps Python-Markdown busy for seconds.
FINISHED: dict[str, str] = {}
MARK = re.compile(r"<!-- code [0-9a-f]{40} -->")
LANGUAGES = {".py": "python", ".html": "html", ".ini": "ini", ".toml": "toml"}


def language_of(path: str) -> str:
    """Return Pygments' name for the language of a file."""
    return LANGUAGES.get(PurePosixPath(path).suffix, "text")


@cache
def colored_lines(text: str, language: str) -> tuple[str, ...]:
    """Return a line of HTML for each line of the text, each complete in itself."""
    lexer = get_lexer_by_name(language, stripnl=False, ensurenl=True)
    lines = highlight(text, lexer, HtmlFormatter(nowrap=True)).split("\n")
    return tuple(lines[: len(lines_of(text))])


def lines_of(text: str) -> list[str]:
    """Return the lines of a file, as editors count them."""
    return text.removesuffix("\n").split("\n") if text else []


def code_block(path: str, text: str, places: Mapping[int, str]) -> str:
    """Return a file as HTML; ``places`` are ids of lines, by their number from 1."""
    language = language_of(path)
    # No <span>: the theme takes each one that has an id for a line of its own.
    lines = [
        f'<b class="place" id="{html.escape(places[number])}">{line}</b>'
        if number in places
        else line
        for number, line in enumerate(colored_lines(text, language), start=1)
    ]
    code = "\n".join(lines)
    return block(f"{code}\n", language)


def block(code: str, language: str, more: str = "") -> str:
    """Return highlighted lines in the frame that the theme knows for code.

    What is returned is a mark for them, which ``finish`` replaces.
    """
    classes = f"language-{language} highlight {more}".strip()
    # An empty element first: whoever reads HTML drops a line break after <pre>.
    framed = f'<div class="{classes}"><pre><span></span><code>{code}</code></pre></div>'
    mark = f"<!-- code {hashlib.sha1(framed.encode()).hexdigest()} -->"
    FINISHED[mark] = framed
    return f"{mark}\n"


def finish(page: str) -> tuple[str, set[str]]:
    """Return a page with its code in place of the marks, and the ids in that code."""
    ids: set[str] = set()

    def put(match: re.Match[str]) -> str:
        code = FINISHED[match[0]]
        ids.update(html.unescape(found) for found in re.findall(r' id="([^"]+)"', code))
        return code

    return MARK.sub(put, page), ids


def fence(language: str, text: str, title: str = "") -> str:
    """Return text as a fence of Markdown that nothing in the text can close."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    ticks = "`" * max(3, longest + 1)
    options = f' title="{title}"' if title else ""
    return f"{ticks}{language}{options}\n{text.rstrip()}\n{ticks}\n"
