"""What a page of HTML, or a traceback in plain text, says in a few lines."""

import difflib
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# Both of Django's pages for DEBUG have the text of the traceback in them.
TRACEBACK = re.compile(r'<textarea[^>]*id="traceback_area"[^>]*>(.*?)</textarea>', re.S)
EXCEPTION = re.compile(r"^Exception Type: (.*?)(?: at .*)?$", re.M)
VALUE = re.compile(r"^Exception Value: (.*?)(?=\n(?:Raised during:|$)|\Z)", re.M | re.S)
# What Django writes above the request, in its answer of plain text.
FIRST_LINES = re.compile(r"\A(\w+) at (/\S*)\n(.*?)\n\nRequest Method:", re.S)
FRAME = re.compile(r'^ *File "(.+?)", line (\d+), in (\S+)', re.M)
TRIED = re.compile(r"<li>\s*((?:<code>.*?</code>\s*)+)</li>", re.S)
CODE = re.compile(r"<code>\s*(.*?)\s*</code>", re.S)
LONGEST = 400


@dataclass(frozen=True)
class Failure:
    """An exception in the server: the line that says it, its last place in work/."""

    said: str
    file: str | None
    line: int | None


def failure(text: str, project: Path) -> Failure | None:
    """Return the exception that a page for DEBUG tells of, or None."""
    found = TRACEBACK.search(text)
    plain = html.unescape(found[1]) if found else text
    kind, value = EXCEPTION.search(plain), VALUE.search(plain)
    if kind:
        said = f"{kind[1]}: {value[1].strip()}" if value else kind[1]
    elif first := FIRST_LINES.search(plain):
        said = f"{first[1]}: {first[3].strip()}"
    else:
        return None
    for file, line, _ in reversed(FRAME.findall(plain)):
        path = Path(file)
        if path.is_relative_to(project) and "site-packages" not in path.parts:
            return Failure(_short(said), str(path.relative_to(project)), int(line))
    return Failure(_short(said), None, None)


def tried_paths(text: str) -> list[str]:
    """Return the paths that Django's page for 404 lists, each in one piece."""
    paths = []
    for entry in TRIED.findall(text):
        # [name='create'] stands behind a path, and is not of it.
        pieces = [code.partition("\n")[0] for code in CODE.findall(entry)]
        pieces = [html.unescape(re.sub(r"\s*\[name=.*", "", each)) for each in pieces]
        paths.append("/" + "".join(pieces))
    return paths


def nearest(path: str, paths: Sequence[str]) -> str | None:
    """Return the path that was probably meant."""
    near = difflib.get_close_matches(path.partition("?")[0], paths, n=1, cutoff=0.75)
    return near[0] if near else None


def gist(text: str) -> list[str]:
    """Return the title of a page, and the first paragraphs of it, as plain lines."""
    text = re.sub(r"<(style|script)\b.*?</\1>", "", text, flags=re.S | re.I)
    found = re.findall(r"<(title|h1|h2|p|pre)\b[^>]*>(.*?)</\1>", text, re.S | re.I)
    lines = []
    for _, inner in found:
        line = " ".join(html.unescape(re.sub(r"<[^>]*>", "", inner)).split())
        # What ends in a colon announces a list, which is not shown.
        if line and not line.endswith(":") and line not in lines:
            lines.append(_short(line))
    return lines[:3]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"
