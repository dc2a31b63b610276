"""What people paste along with a token, taken off it."""

import json
import re
from typing import Any

# The last two are the curly single ones of a word processor.
QUOTES = "\"'`“”„«»\u2018\u2019"
# "access": "eyJ…, access=eyJ…, Authorization: Bearer eyJ…
LABEL = re.compile(r"""^["']?[\w-]{1,40}["']?\s*[:=]\s*(?=\S)""")
SCHEME = re.compile(r"""^([A-Za-z]{2,20})\s+(?=["'“]?(?:ey|[\w-]+\.))""")
KEYS = ("access", "refresh", "token", "access_token", "refresh_token", "id_token")


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the token alone, and a sentence for each thing that was taken off it."""
    text = text.strip("\ufeff\0 \t\r\n")
    notes: list[str] = []
    if found := _in_json(text):
        key, text = found
        notes.append(f"That is a whole answer in JSON; this is its `{key}`.")
    text = _without_labels(text, notes)
    gap = re.search(r"\s", text)
    if gap:
        what = "line break" if gap[0] in "\r\n" else "space"
        notes.append(
            f"A {what} was pasted along, after character {gap.start()}: a token has "
            "none. Left out."
        )
        text = re.sub(r"\s+", "", text)
    return text, tuple(notes)


def _without_labels(text: str, notes: list[str]) -> str:
    while True:
        bare = text.strip(QUOTES + " \t\r\n").rstrip(",;" + QUOTES)
        if bare != text.strip() and (note := _quotes_note(notes)):
            notes.append(note)
        text = bare
        if match := SCHEME.match(text):
            notes.append(
                f"`{match[1]} ` stands before the token in the header and does not "
                "belong to it. Left out."
            )
        elif match := LABEL.match(text):
            notes.append(
                f"`{match[0].strip()}` does not belong to the token. Left out."
            )
        else:
            return text
        text = text[match.end() :]


def _quotes_note(notes: list[str]) -> str:
    note = "Quotes or a comma were pasted along. Left out."
    return "" if note in notes else note


def _in_json(text: str) -> tuple[str, str] | None:
    if not text.startswith("{"):
        return None
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    for key in KEYS:
        if isinstance(data, dict) and isinstance(data.get(key), str):
            return key, data[key]
    return None
