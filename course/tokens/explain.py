"""What there is to say of a token: its parts, its times, its signature."""

import json
from dataclasses import dataclass
from typing import Any

from course.tokens.claims import Verdict, about_claim, about_header, verdict
from course.tokens.dissect import Token, dissect
from course.tokens.keys import Key
from course.tokens.signature import Checked, check


@dataclass(frozen=True)
class Explanation:
    """A token in words. ``demands`` are those of the project that it does not meet."""

    token: Token
    header: dict[str, str]
    payload: dict[str, str]
    times: Verdict | None
    checked: Checked | None
    demands: tuple[str, ...]

    @property
    def code(self) -> int:
        """0: readable, and what was checked is right; 1: not; 2: not checked."""
        if self.checked is not None and self.checked.fits is None:
            return 2
        broken = self.times is not None and self.times.state == "broken"
        wrong = self.checked is not None and not self.checked.fits
        return int(bool(self.token.problems or broken or wrong or self.demands))


def explain(text: str, key: Key | None, now: float) -> Explanation:
    """Explain a token, or whatever is taken for one; ``now`` in seconds since 1970."""
    token = dissect(text)
    header, payload = token.header or {}, token.payload or {}
    return Explanation(
        token,
        {name: about_header(name, value) for name, value in header.items()},
        {name: about_claim(name, value, now) for name, value in payload.items()},
        verdict(payload, now) if token.payload is not None else None,
        check(token, key.text) if key and not token.problems else None,
        _demands(token, key) if key else (),
    )


def _demands(token: Token, key: Key) -> tuple[str, ...]:
    demands = []
    if key.algorithm and token.algorithm != key.algorithm:
        demands.append(f"The project takes {key.algorithm} and no other algorithm.")
    for name, wanted in (("iss", key.issuer), ("aud", key.audience)):
        value = (token.payload or {}).get(name)
        if wanted and wanted not in (value if isinstance(value, list) else [value]):
            said = f"The project takes tokens with `{name}` {json.dumps(wanted)} alone."
            demands.append(said)
    return tuple(demands)


def as_data(found: Explanation) -> dict[str, Any]:
    """Return what ``--json`` prints; the token and the key are not in it."""
    token, times, checked = found.token, found.times, found.checked
    return {
        "kind": token.kind,
        "header": token.header,
        "payload": token.payload,
        "meaning": {"header": found.header, "payload": found.payload},
        "times": {"state": times.state, "said": times.said} if times else None,
        "signature": {"fits": checked.fits, "said": checked.said} if checked else None,
        "demands": [{"fits": False, "said": said} for said in found.demands],
        "problems": token.problems,
        "notes": token.notes,
    }
