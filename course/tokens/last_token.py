"""The last tokens that a server gave out, in a file that only its owner can read."""

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from course.paths import Places
from course.tokens.dissect import dissect
from course.workspace.json_files import not_kept, read_object, write_object

KINDS = ("access", "refresh")
# What services call their tokens in an answer, and which kind it is.
NAMES = {
    "access": "access",
    "access_token": "access",
    "token": "access",
    "refresh": "refresh",
    "refresh_token": "refresh",
}


@dataclass(frozen=True)
class Remembered:
    """A token, the request that it answered, and when (seconds since 1970)."""

    token: str
    answered: str
    at: float


def remember(where: Places, answer: Any, answered: str) -> list[str]:
    """Keep the tokens in an answer's JSON; return their kinds, "access" and so on.

    Raises CourseError where they cannot be written.
    """
    found = dict(_tokens(answer))
    if found:
        kept = {kind: asdict(each) for kind, each in _read(where).items()}
        for kind, token in found.items():
            kept[kind] = asdict(Remembered(token, answered, time.time()))
        file = where.learn / "tokens.json"
        try:
            write_object(file, kept, private=True)
        except OSError as error:
            raise not_kept("The tokens", file, where, error) from error
    return sorted(found)


def recall(where: Places, kind: str = "access") -> Remembered | None:
    """Return the last token of a kind, or None."""
    return _read(where).get(kind)


def _tokens(answer: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(answer, dict):
        return
    for name, value in answer.items():
        if isinstance(value, dict):
            yield from _tokens({k: v for k, v in value.items() if isinstance(v, str)})
        elif name in NAMES and isinstance(value, str):
            found = dissect(value)
            if found.payload is not None:
                kind = found.payload.get("token_type")
                yield (kind if kind in KINDS else NAMES[name]), value


def _read(where: Places) -> dict[str, Remembered]:
    try:
        data = read_object(where.learn / "tokens.json")
        return {kind: Remembered(**data[kind]) for kind in KINDS if kind in data}
    except TypeError:
        return {}
