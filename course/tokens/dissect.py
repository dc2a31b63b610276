"""A token taken apart (RFC 7515, RFC 7519), and what is wrong with each part."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from course.tokens.clean_input import clean
from course.tokens.part import BadPart, read_bytes, read_object

# The bytes of a signature, where the algorithm fixes them.
LENGTHS = {
    "HS256": 32,
    "HS384": 48,
    "HS512": 64,
    "ES256": 64,
    "ES384": 96,
    "ES512": 132,
    "EdDSA": 64,
}
# Characters. A header of HTTP ends at 8,000 in most servers.
LONGEST = 100_000
NO_END = (
    "It has two parts; a JWT has three: header, payload, signature. Was the end cut "
    "off when it was copied?"
)
SHORTENED = re.compile(r"…|\.\.\.")


@dataclass(frozen=True)
class Anatomy:
    """A token and its parts, as far as they could be read.

    ``kind`` is "JWT", "JWE" (encrypted, five parts) or "other". ``problems`` make it
    no token that a server accepts, ``notes`` are things worth knowing.
    """

    token: str
    kind: str
    header: Mapping[str, Any] | None = None
    payload: Mapping[str, Any] | None = None
    signature: bytes | None = None
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

    @property
    def signed(self) -> bytes:
        """What the signature is made over: the first two parts as they stand."""
        return self.token.rpartition(".")[0].encode("ascii", "replace")


def dissect(text: str) -> Anatomy:
    """Take a token apart; anything at all may be given, and nothing is raised."""
    if len(text) > LONGEST:
        problem = f"It is {len(text):,} characters long: no server takes such a token."
        return Anatomy("", "other", problems=(problem,))
    token, notes = clean(text)
    parts = token.split(".")
    if len(parts) == 5 and all(parts[:1] + parts[2:]):
        return _encrypted(token, parts, notes)
    if SHORTENED.search(token):
        said = "It was shortened for display: the dots stand for what is missing."
        return Anatomy(token, "other", problems=(said,), notes=notes)
    if len(parts) == 2 and all(parts):
        return _parts(f"{token}.", [*parts, ""], (NO_END,), notes)
    if len(parts) != 3:
        problem = _wrong_count(token, parts)
        return Anatomy(token, "other", problems=(problem,), notes=notes)
    return _parts(token, parts, (), notes)


def _parts(
    token: str, parts: list[str], wrong: tuple[str, ...], before: tuple[str, ...]
) -> Anatomy:
    problems, notes = list(wrong), list(before)
    objects: list[dict[str, Any] | None] = []
    for name, part in zip(("header", "payload"), parts, strict=False):
        try:
            objects.append(read_object(name, part, notes))
        except BadPart as error:
            objects.append(None)
            problems.append(str(error))
    header, payload = objects
    signature = b""
    if parts[2]:
        try:
            signature = read_bytes("signature", parts[2], notes)
        except BadPart as error:
            problems.append(str(error))
    found = Anatomy(token, "JWT", header, payload, signature)
    if header is not None and not wrong:
        problems += _about_header(found)
    return Anatomy(
        token, "JWT", header, payload, signature, tuple(problems), tuple(notes)
    )


def _about_header(found: Anatomy) -> list[str]:
    problems = []
    length = len(found.signature or b"")
    if "alg" not in (found.header or {}):
        problems.append("The header has no `alg`: it must say how it is signed.")
    elif not found.algorithm:
        problems.append("The header's `alg` is no name of an algorithm.")
    elif found.unsigned:
        problems.append(
            "`alg` is none: the token is not signed, anybody can write it. A server "
            "must refuse it (RFC 8725, section 3.2)."
        )
        if length:
            problems.append("There is a signature all the same.")
    elif not found.token.rpartition(".")[2]:
        problems.append("The signature, the third part, is empty: was it cut off?")
    elif 0 < length != LENGTHS.get(found.algorithm, length):
        problems.append(
            f"The signature has {length} bytes, {found.algorithm} makes "
            f"{LENGTHS[found.algorithm]}: was something cut off or added?"
        )
    return problems


def _encrypted(token: str, parts: list[str], before: tuple[str, ...]) -> Anatomy:
    notes = list(before)
    try:
        header = read_object("header", parts[0], notes)
    except BadPart as error:
        said = f"It has five parts, as an encrypted token (JWE). {error}"
        return Anatomy(token, "other", problems=(said,), notes=tuple(notes))
    notes.append(
        "It has five parts: an encrypted token, a JWE (RFC 7516). Who holds its key "
        "can read what it says, and nobody else."
    )
    return Anatomy(token, "JWE", header, notes=tuple(notes))


def _wrong_count(token: str, parts: list[str]) -> str:
    if not token:
        return "There is nothing in it."
    if re.fullmatch(r"[0-9a-f]{40}", token):
        return (
            "40 digits of 0-9 and a-f: not a JWT, but a key as DRF's own "
            "TokenAuthentication makes it. It says nothing to anybody but its server."
        )
    if len(parts) == 1:
        return (
            "It is in one piece, and a JWT has three parts with dots between them. It "
            f"is another kind of token, or one part of a JWT.{_what_it_reads(token)}"
        )
    return f"It has {len(parts)} parts; a JWT has three: header, payload, signature."


def _what_it_reads(token: str) -> str:
    try:
        data = read_object("part", token, [])
    except BadPart:
        return ""
    name = "header" if "alg" in data else "payload"
    return f" It reads as the {name} of one."
