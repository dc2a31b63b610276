"""Texts with placeholders as shells and Python write them.

``{{access}}`` becomes the variable ``access`` of that language; everything else stays
what it is, quotes, dollars and all.
"""

import re
import shlex
from collections.abc import Iterator

from course.notes.requests import PLACEHOLDER

# Inside double quotes bash looks at these; "!" in an interactive terminal.
BASH_SPECIAL = re.compile(r"[\"$`\\!]")
# PowerShell takes typographic quotes for straight ones (about_Quoting_Rules).
POWERSHELL_SINGLE = re.compile("['\u2018\u2019\u201a\u201b]")
POWERSHELL_SPECIAL = re.compile('[`$"\u201c\u201d\u201e]')


def bash(text: str) -> str:
    """Return one word for bash and its relatives, quoted where it has to be."""
    if not PLACEHOLDER.search(text):
        return shlex.quote(text)
    pieces = list(_pieces(text))
    if not any(BASH_SPECIAL.search(plain) for plain, _ in pieces):
        return '"' + "".join(plain + _braced(name) for plain, name in pieces) + '"'
    quoted = (
        (shlex.quote(plain) if plain else "") + (f'"{_braced(name)}"' if name else "")
        for plain, name in pieces
    )
    return "".join(quoted)


def plain_word(text: str) -> str:
    """Return one word that every shell reads alike, where there is such a form.

    Double quotes mean the same in bash, PowerShell and cmd as long as nothing
    special stands between them; where something does, the word is bash's.
    """
    if PLACEHOLDER.search(text) or re.search(r"[\"$`\\!%\n]", text):
        return bash(text)
    if re.fullmatch(r"[\w@./:=,+-]+", text, re.A):
        return text
    key, equals, value = text.partition("=")
    if equals and re.fullmatch(r"[\w-]+", key, re.A):
        return f'{key}="{value}"'
    return f'"{text}"'


def powershell(text: str) -> str:
    """Return one string for PowerShell."""
    if not PLACEHOLDER.search(text):
        return "'" + POWERSHELL_SINGLE.sub(lambda quote: quote[0] * 2, text) + "'"
    escaped = (
        POWERSHELL_SPECIAL.sub(lambda found: f"`{found[0]}", plain) + _braced(name)
        for plain, name in _pieces(text)
    )
    return '"' + "".join(escaped) + '"'


def python(text: str) -> str:
    """Return an expression for Python: a literal, a name, or an f-string."""
    if alone := PLACEHOLDER.fullmatch(text):
        return alone[1]
    if not PLACEHOLDER.search(text):
        return _literal(text)
    parts = []
    for plain, name in _pieces(text):
        parts.append(_literal(plain)[1:-1].replace("{", "{{").replace("}", "}}"))
        parts.append(f"{{{name}}}" if name else "")
    return 'f"' + "".join(parts) + '"'


def _literal(text: str) -> str:
    """Write a text in double quotes, with the letters that it has."""
    written = repr(text)
    if written[0] == '"':
        return written
    return '"' + written[1:-1].replace("\\'", "'").replace('"', '\\"') + '"'


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield each plain piece with the name of the placeholder behind it, or ""."""
    parts = PLACEHOLDER.split(text)
    for index in range(0, len(parts), 2):
        yield parts[index], parts[index + 1] if index + 1 < len(parts) else ""


def _braced(name: str) -> str:
    return f"${{{name}}}" if name else ""
