"""Tokens that are none, and tokens with more than the token, with what is said of them.

What the site's decoder says of them: tests/website/decoder_answers.json, in this order.
"""

import json

from course.tokens.dissect import LONGEST
from support.made_tokens import TOKEN, part

HEAD, BODY, SIGNATURE = TOKEN.split(".")


def with_payload(payload: object) -> str:
    """Put another payload into the token, signed as before."""
    return f"{HEAD}.{part(payload)}.{SIGNATURE}"


ONE_PIECE = "It is in one piece, and a JWT has three parts"
NEVER = "The payload has what no token may have"
SPELLING = "isn't base64url: a character was changed, lost or added."

# The text, and words of what the terminal says.
BROKEN = [
    ("", "There is nothing in it."),
    ("abc", ONE_PIECE),
    (HEAD, ONE_PIECE),
    (BODY, ONE_PIECE),
    ("9944b09199c62bcf9418ad846dd0e4bbdfc6ee4b", ONE_PIECE),
    (f"{HEAD}.{BODY}", "It has 2 parts; a JWT has three"),
    ("a.b.c.d", "It has 4 parts"),
    (f"{HEAD}.{BODY}.", "The signature is empty: was it cut off?"),
    (f"{HEAD}.{BODY}.{SIGNATURE[:-4]}", "The signature has 29 bytes, HS256 makes 32"),
    (f"{HEAD[:9]}+{HEAD[10:]}.{BODY}.{SIGNATURE}", f"The header {SPELLING}"),
    (f"{HEAD}.{BODY[:4]}%{BODY[4:]}.{SIGNATURE}", f"The payload {SPELLING}"),
    (f"{HEAD}.{BODY}.{SIGNATURE[:3]}*{SIGNATURE[4:]}", f"The signature {SPELLING}"),
    (f"{HEAD}x.{BODY}.{SIGNATURE}", f"The header {SPELLING}"),
    (f"{HEAD[:20]}…{SIGNATURE[-4:]}", "It was shortened for display"),
    (
        with_payload(b'{"exp":1'),
        "The payload isn't valid JSON: Expecting ',' delimiter at character 9.",
    ),
    (with_payload(b'{"a":NaN}'), NEVER),
    (with_payload(b'{"a":1e999}'), NEVER),
    (with_payload(b'{"a":' + b"7" * 4301 + b"}"), NEVER),
    (with_payload(b'{"a":1,"a":2}'), NEVER),
    (with_payload(b"[" * 9999), NEVER),
    (with_payload([1]), "The payload is JSON, but not an object"),
    (with_payload(b'{"a":"\xff"}'), "The payload isn't text (UTF-8)"),
    (f"{part({})}.{BODY}.{SIGNATURE}", "The header has no `alg`"),
    (f"{part({'alg': 5})}.{BODY}.{SIGNATURE}", "The header has no `alg`"),
    (
        f"{part({'alg': 'none'})}.{BODY}.",
        "A server must refuse it (RFC 8725, section 3.2).",
    ),
    (
        f"{part({'alg': 'NoNe'})}.{BODY}.",
        "the token is not signed, anyone can write it",
    ),
    ("x" * (LONGEST + 1), "no server takes such a token"),
]
# A good token with what was pasted along, or in the form that is not quite right.
PASTED = [
    f"Bearer {TOKEN}",
    f"Authorization: Bearer {TOKEN}",
    f'Bearer "{TOKEN}"',
    f'"access": "{TOKEN}",',
    json.dumps({"name": "Ada", "access": TOKEN}),
    f"{TOKEN[:70]}\n{TOKEN[70:]}",
    f"{TOKEN[:70]} {TOKEN[70:]}",
    f"{TOKEN}=",
]
