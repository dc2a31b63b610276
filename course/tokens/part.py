"""One part of a token: base64url without padding, and JSON in the first two."""

import base64
import json
import math
import re
from typing import Any, NoReturn

from course.terminal import printable

OUTSIDE = re.compile(r"[^A-Za-z0-9_-]")
# How much of broken JSON is shown before and after the place.
AROUND = 12
# Python reads no longer whole numbers, and says so in words of its own.
DIGITS = 4300
WHY = {
    "+": "base64url writes - for it (RFC 4648, section 5)",
    "/": "base64url writes _ for it (RFC 4648, section 5)",
    "=": "padding, and it stands in the middle",
    "%": "this was encoded for a URL; %3D is an =",
    "*": "was it hidden by asterisks?",
    "…": "was it shortened for display?",
}


class BadPart(ValueError):
    """Why a part cannot be read: a sentence."""


def read_bytes(name: str, part: str, notes: list[str]) -> bytes:
    """Decode base64url; raise BadPart with the place of the first wrong character."""
    bare = part.rstrip("=")
    if not bare:
        raise BadPart(f"The {name} is empty.")
    if bare != part:
        notes.append(
            f"The {name} ends in `=`. A JWT is written without (RFC 7515, section 2); "
            "some libraries take it all the same, others refuse it."
        )
    if wrong := OUTSIDE.search(bare):
        letter = wrong[0]
        why = WHY.get(letter, "A-Z, a-z, 0-9, - and _ are all there is")
        raise BadPart(
            f"The {name} is no base64url: character {wrong.start() + 1} of it is "
            f"`{printable(letter)}`; {why}."
        )
    if len(bare) % 4 == 1:
        raise BadPart(
            f"The {name} has {len(bare)} characters, a length that base64url never "
            "has: one was lost or added."
        )
    data = base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    if base64.urlsafe_b64encode(data).decode("ascii").rstrip("=") != bare:
        notes.append(
            f"The last character of the {name} is not the one that an encoder writes, "
            "yet it decodes to the same bytes: two spellings of one token."
        )
    return data


def read_object(name: str, part: str, notes: list[str]) -> dict[str, Any]:
    """Decode a part that is a JSON object; raise BadPart with the place."""
    data = read_bytes(name, part, notes)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadPart(
            f"The {name} decodes to {len(data)} bytes that are no text (UTF-8): byte "
            f"{error.start + 1}. Was a character changed?"
        ) from None
    try:
        value = json.loads(
            text,
            parse_constant=_no_constant,
            parse_float=_finite,
            parse_int=_not_endless,
            object_pairs_hook=_once_each,
        )
    except json.JSONDecodeError as error:
        place = text[max(0, error.pos - AROUND) : error.pos + AROUND]
        raise BadPart(
            f"The {name} is no JSON: {error.msg} at character {error.pos + 1}, near "
            f"`{printable(place)}`."
        ) from None
    except (ValueError, RecursionError) as error:
        why = "too deeply nested" if isinstance(error, RecursionError) else error
        raise BadPart(f"The {name} is no JSON for a token: {why}.") from None
    if not isinstance(value, dict):
        raise BadPart(f"The {name} is JSON, but no object with names and values.")
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise _too_large(text)
    return number


def _not_endless(text: str) -> int:
    if len(text.lstrip("-")) > DIGITS:
        raise _too_large(text)
    return int(text)


def _too_large(text: str) -> ValueError:
    return ValueError(f"{text[:20]} is larger than any number a program can hold")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Two programs may each take another one of the two (RFC 7519, section 4).
    data: dict[str, Any] = {}
    for name, value in pairs:
        if name in data:
            raise ValueError(f"the name {printable(name)!r} stands there twice")
        data[name] = value
    return data
