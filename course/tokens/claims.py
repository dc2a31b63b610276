"""What the names in a token mean, in words; times as this machine's local time."""

import contextlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from course.paths import ROOT
from course.terminal import from_now

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A number above this is no second of a token's life, but a millisecond.
MILLISECONDS = 100_000_000_000
# The site's decoder has the same words, as a module of JavaScript with JSON in it.
FILE = ROOT / "docs" / "assets" / "decoder" / "claim_words.js"
WORDS = json.loads(
    FILE.read_text(encoding="utf-8").partition("\nexport default ")[2].strip(" ;\n")
)


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
        return _words("header", name)
    return _words("alg", "none" if value.lower() == "none" else value)


def about_claim(name: str, value: Any, now: float) -> str:
    """Return what a claim means; a time with its distance from now."""
    if name in WORDS["times"]:
        return f"{WORDS['times'][name]}: {when(value, now)}."
    if name == "token_type":
        return _words("token_type", str(value))
    if name not in WORDS["claims"]:
        for kind in ("secret", "personal"):
            if any(word in name.lower() for word in WORDS[kind]["names"]):
                return str(WORDS[kind]["said"])
    return _words("claims", name)


def _words(table: str, name: str) -> str:
    # "" is for all that has no words of its own.
    return str(WORDS[table].get(name, WORDS[table][""]))


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
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


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
