"""What the names in a token mean, in words; times as this machine's local time."""

import contextlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from course.terminal import from_now

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A number above this is no second of a token's life, but a millisecond.
MILLISECONDS = 100_000_000_000
ALGORITHMS = {
    "HS": "HMAC with SHA-{}: one secret key signs and checks.",
    "RS": "RSA with SHA-{}: a private key signs, its public key checks.",
    "PS": "RSA-PSS with SHA-{}: a private key signs, its public key checks.",
    "ES": "ECDSA with SHA-{}: a private key signs, its public key checks.",
}
HEADER = {
    "typ": "What kind of thing this is.",
    "kid": "Which key signed it, by its name.",
    "cty": "What is inside, if it is another token.",
    "crit": "Names that the reader must understand, or refuse the token.",
    "enc": "How the content is encrypted.",
    "zip": "The content is compressed.",
    "b64": "Whether the content is written in base64url (RFC 7797).",
    "jwk": "A key that the token brings along: never to be trusted (RFC 8725, 3.10).",
    "jku": "Where its keys are: never fetched unasked (RFC 8725, 3.10).",
    "x5u": "Where its certificate is: never fetched unasked (RFC 8725, 3.10).",
    "x5c": "A certificate that the token brings along.",
}
# RFC 7519, section 4.1.
REGISTERED = {
    "iss": "Issuer: who made it.",
    "sub": "Subject: whom it is about.",
    "aud": "Audience: for whom it is meant; others refuse it.",
    "exp": "Expires",
    "nbf": "Not before",
    "iat": "Issued at",
    "jti": "The token's own number, different in each.",
}
TOKEN_TYPES = {
    "access": "simplejwt: an access token, sent with each request.",
    "refresh": "simplejwt: a refresh token, only good for a new access token.",
    "sliding": "simplejwt: a sliding token, access and refresh in one.",
}
OTHERS = {
    "user_id": "simplejwt: the primary key of the user, as text.",
    "refresh_exp": "simplejwt: until when a sliding token is refreshed",
    "auth_time": "When the person logged in",
    "scope": "What its bearer may do (RFC 8693).",
    "azp": "The client that it was given to (OpenID Connect).",
    "client_id": "The client that it was given to (RFC 8693).",
    "nonce": "Ties it to one login (OpenID Connect).",
}
PERSONAL = ("email", "name", "phone", "address", "birth", "first_name", "last_name")
SECRET = ("password", "passwd", "secret", "hash")
TIMES = ("exp", "nbf", "iat", "auth_time", "refresh_exp")


@dataclass(frozen=True)
class Verdict:
    """Whether the times allow the token now.

    ``state``: "valid", "expired", "not yet", "endless", or "broken" where a time is
    none.
    """

    state: str
    said: str


def about_header(name: str, value: Any) -> str:
    """Return what an entry of the header means."""
    if name != "alg" or not isinstance(value, str):
        return HEADER.get(name, "Not one of the usual names.")
    kind, size = value[:2], value[2:]
    if kind in ALGORITHMS and size in {"256", "384", "512"}:
        return ALGORITHMS[kind].format(size)
    if value == "EdDSA":
        return "EdDSA: a private key signs, its public key checks."
    if value.lower() == "none":
        return "Not signed at all: anybody can write it."
    return "How it is signed, or how its key is encrypted."


def about_claim(name: str, value: Any, now: float) -> str:
    """Return what a claim means; a time with its distance from now."""
    if name in TIMES:
        said = (REGISTERED | OTHERS)[name]
        return f"{said}: {when(value, now)}."
    if name == "token_type":
        return TOKEN_TYPES.get(str(value), "Which kind of token it is.")
    if name in REGISTERED or name in OTHERS:
        return (REGISTERED | OTHERS)[name]
    lower = name.lower()
    if any(word in lower for word in SECRET):
        return "A secret does not belong here: whoever sees the token reads it."
    if any(word in lower for word in PERSONAL):
        return "Personal: whoever sees the token reads it."
    return "The service's own: its meaning is between it and its clients."


def when(value: Any, now: float) -> str:
    """Return a time of a token in words, or what is wrong with it."""
    moment = seconds(value)
    if moment is None:
        kind = "text" if isinstance(value, str) else "no number of seconds"
        return f"{kind}, where seconds since 1970 belong"
    if moment > MILLISECONDS:
        return "too far off for seconds since 1970: are these milliseconds?"
    try:
        date = EPOCH + timedelta(seconds=moment)
    except OverflowError:
        return "before all time"
    # Some systems know no local time that long ago: it stays in UTC.
    with contextlib.suppress(OSError, OverflowError, ValueError):
        date = date.astimezone()
    return f"{date:%Y-%m-%d %H:%M:%S %z}, {from_now(moment - now)}"


def seconds(value: Any) -> float | None:
    """Return a NumericDate (RFC 7519, section 2), or None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
    return None if math.isnan(number) else number


def verdict(payload: Mapping[str, Any], now: float) -> Verdict:
    """Say whether a server whose clock is this one takes the token now."""
    for name in ("exp", "nbf", "iat"):
        if name in payload and seconds(payload[name]) is None:
            return Verdict("broken", f"`{name}` is {when(payload[name], now)}.")
    start = max(seconds(payload.get(name)) or 0 for name in ("nbf", "iat"))
    if "exp" not in payload:
        return Verdict("endless", "It has no `exp`: it never expires.")
    end = seconds(payload["exp"]) or 0
    if end <= now:
        gone = "before all time" if math.isinf(end) else from_now(end - now)
        return Verdict("expired", f"It expired {gone}.")
    if start > now:
        said = "later" if start > MILLISECONDS else from_now(start - now)
        return Verdict("not yet", f"It is not valid yet: it starts {said}.")
    if end > MILLISECONDS:
        return Verdict("broken", f"`exp` is {when(end, now)}")
    return Verdict("valid", f"Its times are fine: it expires {from_now(end - now)}.")
