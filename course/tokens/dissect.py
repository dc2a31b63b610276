"""A token taken apart (RFC 7515, RFC 7519), or one sentence on why it is none.

Strict where a server has to be. What is wrong at which character: the site's decoder
says that.
"""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

# Characters. A header of HTTP ends at 8,000 in most servers.
LONGEST = 100_000
# What may stand around a token: in JSON, in a shell, in a header.
JWT = r"eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*=*(?![A-Za-z0-9_.=*%…+/-])"
# The last two are the curly single ones of a word processor.
QUOTES = "\"'`“”,;\u2018\u2019"
# Bytes of a signature, where the algorithm fixes them.
LENGTHS = {"HS256": 32, "HS384": 48, "HS512": 64, "ES256": 64, "ES384": 96}
LENGTHS |= {"ES512": 132, "EdDSA": 64}


@dataclass(frozen=True)
class Token:
    """A token and its parts, as far as they could be read.

    ``kind`` is "JWT", "JWE" (encrypted, five parts) or "other". ``problems`` make it
    no token that a server accepts, ``notes`` are things worth knowing.
    """

    text: str
    kind: str
    header: dict[str, Any] | None = None
    payload: dict[str, Any] | None = None
    signature: bytes = b""
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def algorithm(self) -> str:
        """The header's ``alg``, or "" where there is none to be read."""
        name = (self.header or {}).get("alg")
        return name if isinstance(name, str) else ""

    @property
    def unsigned(self) -> bool:
        """True for ``alg: none`` in any spelling."""
        return self.algorithm.lower() == "none"


def dissect(text: str) -> Token:
    """Take a token apart; anything at all may be given, and nothing is raised."""
    if len(text) > LONGEST:
        said = f"It is {len(text):,} characters long: no server takes such a token."
        return Token("", "other", problems=(said,))
    token = _clean(text)
    parts = token.split(".")
    if said := _why_none(token, parts):
        return Token(token, "other", problems=(said,))
    problems: list[str] = []
    notes = []
    if token != text.strip():
        notes.append("Spaces, quotes or words were pasted along. Left out.")
    if "=" in token:
        notes.append("It has a `=` at an end; a JWT is written without (RFC 7515, 2).")
    header = _read(read_object, "header", parts[0], problems)
    if len(parts) == 5:
        notes.append("Five parts: an encrypted token, a JWE. Its header can be read.")
        return Token(token, "JWE", header, None, b"", tuple(problems), tuple(notes))
    payload = _read(read_object, "payload", parts[1], problems)
    found = Token(token, "JWT", header, payload, notes=tuple(notes))
    if parts[2] or not found.unsigned:
        signature = _read(read_bytes, "signature", parts[2], problems) or b""
        found = replace(found, signature=signature)
    return replace(found, problems=(*problems, *_wrong_header(found)))


def _clean(text: str) -> str:
    """Return the token alone: of an answer in JSON, the access token."""
    joined = re.sub(r"[\s\0\ufeff]+", "", text)
    found = re.search(f'(?<="access":"){JWT}', joined) or re.search(JWT, joined)
    return found[0] if found else joined.strip(QUOTES)


def _why_none(token: str, parts: list[str]) -> str:
    if not token:
        return "There is nothing in it."
    if "…" in token or "..." in token:
        return "It was shortened for display: the dots stand for what is missing."
    if len(parts) == 1:
        return (
            "It is in one piece, and a JWT has three parts with dots between them. It "
            "may be a session ID, a key of DRF's TokenAuthentication, or one part of a "
            "JWT."
        )
    if len(parts) not in (3, 5):
        return (
            f"It has {len(parts)} parts; a JWT has three: header, payload, signature."
        )
    return ""


def _read(how: Any, name: str, part: str, problems: list[str]) -> Any:
    try:
        return how(part)
    except ValueError as error:
        problems.append(f"The {name} {error}")
        return None


def read_bytes(part: str) -> bytes:
    """Decode base64url; raise ValueError with the second half of a sentence."""
    bare = part.rstrip("=")
    if not bare:
        raise ValueError("is empty: was it cut off?")
    if re.search(r"[^A-Za-z0-9_-]", bare) or len(bare) % 4 == 1:
        raise ValueError("isn't base64url: a character was changed, lost or added.")
    return base64.urlsafe_b64decode(bare + "==")


def read_object(part: str) -> dict[str, Any]:
    """Decode a part that is a JSON object; raise ValueError as ``read_bytes`` does."""
    data = read_bytes(part)
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_once_each)
        # Refuses NaN and what is larger than any number.
        json.dumps(value, allow_nan=False)
    except UnicodeDecodeError:
        raise ValueError("isn't text (UTF-8): was a character changed?") from None
    except json.JSONDecodeError as error:
        place = f"at character {error.pos + 1}"
        raise ValueError(f"isn't valid JSON: {error.msg} {place}.") from None
    except (ValueError, RecursionError):
        raise ValueError(
            "has what no token may have: a name twice, NaN, a number too long, or "
            "too many brackets."
        ) from None
    if not isinstance(value, dict):
        raise ValueError("is JSON, but not an object with names and values.")
    return value


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Two programs may each take another one of the two (RFC 7519, section 4).
    if len(dict(pairs)) != len(pairs):
        raise ValueError
    return dict(pairs)


def _wrong_header(found: Token) -> Iterator[str]:
    name, length = found.algorithm, len(found.signature)
    if found.unsigned:
        yield (
            "`alg` is none: the token is not signed, anyone can write it. A server "
            "must refuse it (RFC 8725, section 3.2)."
        )
    elif found.header is not None and not name:
        yield "The header has no `alg`: it must name how the token is signed."
    elif length and length != LENGTHS.get(name, length):
        yield (
            f"The signature has {length} bytes, {name} makes {LENGTHS[name]}: was "
            "something cut off or added?"
        )
