"""The site's decoder finds what ``learn.py decode`` finds, in the same words."""

import json
import random
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from support.made_tokens import CLAIMS, KEY, NOW, TOKEN, part, token
from support.site_decoder import ask_site
from test_broken_tokens import BODY, BROKEN, HEAD, PASTED, SIGNATURE

from course.commands.decode import read, report
from course.tokens.dissect import LONGEST
from course.tokens.keys import Key


@pytest.fixture(autouse=True)
def _far_from_greenwich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # Windows has the time zone of the machine and no other, and so has node there.
    if sys.platform != "win32":
        monkeypatch.setenv("TZ", "Asia/Kolkata")
        time.tzset()
    yield
    if sys.platform != "win32":
        monkeypatch.undo()
        time.tzset()


def ours(text: str, now: float = NOW, key: str = "") -> dict[str, Any]:
    """What the command line says, as a program gets it."""
    said = report(read(text, Key(key, "") if key else None, now), now)
    # The demands of a project: a page knows none.
    del said["demands"]
    return json.loads(json.dumps(said))


def assert_same(texts: list[str], *, key: str = "") -> None:
    found = ask_site(texts, key={"text": key} if key else None)

    assert len(found) == len(texts)
    for text, theirs in zip(texts, found, strict=True):
        # Of the signature the command line says this much.
        if key:
            said = theirs["signature"]
            theirs["signature"] = {"fits": said["fits"], "said": said["said"]}
        assert theirs == ours(text, key=key), text[:500]


def test_what_is_wrong_is_said_in_the_same_words() -> None:
    assert_same([text for text, _ in BROKEN])


def test_what_was_pasted_along_is_said_in_the_same_words() -> None:
    assert_same([text for text, _ in PASTED])


CLAIM_SETS: list[dict[str, Any]] = [
    CLAIMS,
    {},
    {"exp": NOW},
    {"exp": NOW + 1, "iat": NOW - 90_000_000, "nbf": NOW + 7300},
    {"exp": NOW - 60, "auth_time": NOW - 0.5, "refresh_exp": NOW + 0.5},
    {"exp": NOW + 9, "nbf": NOW + 5},
    {"exp": "tomorrow", "iat": None, "nbf": [], "auth_time": {}},
    {"exp": True},
    {"exp": NOW * 1000, "iat": 10**400, "nbf": 5},
    {"exp": NOW + 9, "nbf": 10**400},
    {"exp": -(10**400)},
    {"exp": -70_000_000_000, "iat": 0, "nbf": -1},
    {"exp": 1e11, "iat": 1e11 + 1},
    {"token_type": "refresh"},
    {"token_type": ["access"], "sub": "1", "scope": "", "nonce": 1, "azp": 2},
    {"Email": "a@b.c", "my_password": "x", "firstName": "y", "x": 12345678901234567890},
    {"__proto__": 1, "constructor": 2, "toString": {"__proto__": [1.5e300]}},
    {"2": "a", "1": "b", "é😀": "\u202e\x00\ud800"},
]


def test_claims_and_times_are_told_in_the_same_words() -> None:
    assert_same([token(payload=claims) for claims in CLAIM_SETS])


def test_headers_are_told_in_the_same_words() -> None:
    names = ["HS384", "HS999", "RS256", "PS512", "ES384", "EdDSA", "dir", "toString", 7]
    names += ["ES256", "NONE"]
    headers = [{"alg": name, "kid": "1", "jku": "x", "b64": True} for name in names]
    texts = [token(header) for header in [*headers, {"typ": "JWT"}]]
    texts.append(f"{part({'alg': 'dir', 'enc': 'A256GCM'})}..aa.bb.cc")
    texts.append(f"{part({'alg': 'dir'})[:-2]}%.x.aa.bb.cc")

    assert_same(texts)


# With a line between each two.
JSON_TEXTS = """
|{|[|"|{"|{"a|{"a"|{"a"x|{"a":|{"a":x}|{"a":1|{"a":1 x|{"a":1}x|{"a":1,|{"a":1,1
{,|[,|[1|[1 2]|{"a":"\\x"}|{"a":"\\u12g4"}|{"a":"\\u12|{"a":"\\|{"a":"\t"}|{"a":-}
{"a":01}|{"a":1.}|{"a":1e}|{"a":.5}|{"a":-Infinity}|{"a":Infinity}|{"a":tru}|{"a":nul}
{"a":True}|{'a':1}|{a:1}|"text"|1|null|\ufeff{}|{"a":1,"a":x}|{"a":{"b":1,"b":2},"c"
{"it's":1,"it's":2}|{"\\"'":1,"\\"'":2}|{"\\\\":1,"\\\\":2}|{"a":"\\ud83d\\ude00"}
{"é😀":1,"😀😀😀😀😀😀😀😀😀😀😀😀😀":x}|{"a" : [ 1 , 2 ] , "b":{ } } | [ ]
"""


def test_broken_json_is_told_in_the_same_words() -> None:
    made = [each for line in JSON_TEXTS.strip().split("\n") for each in line.split("|")]
    texts = [f"{HEAD}.{part(each.encode())}.{SIGNATURE}" for each in made]
    broken = [b'{"\xc3\xa9\xef\xbf\xbd":"\xe2\x82"}', b"\xf0\x9f\x98", b"{}\xc0\x80"]
    texts += [f"{HEAD}.{part(each)}.{SIGNATURE}" for each in broken]

    assert_same(texts)


@pytest.mark.skipif(sys.version_info < (3, 13), reason="Python 3.13 has these words")
def test_a_trailing_comma_is_told_in_the_same_words() -> None:
    texts = [f"{HEAD}.{part(each)}.x" for each in (b'{"a":1,}', b"[1, ]")]

    assert_same(texts)


def test_any_text_is_read_in_the_same_way() -> None:
    """Tokens with random changes, and random letters of the kind that tokens have."""
    chance = random.Random(7)
    letters = "eyJ.=-_+/ \n\"'Bearer:%{}[]\u202e😀\0é…\x1c\x85,;"
    texts = []
    for _ in range(600):
        text = list(TOKEN if chance.random() < 0.7 else "." * 40)
        for _ in range(chance.randrange(1, 12)):
            text[chance.randrange(len(text))] = chance.choice(letters)
        texts.append("".join(text))

    assert_same(texts)


def test_a_token_as_long_as_can_be_is_read() -> None:
    filler = token(payload={"a": "x" * 74_000})
    longest = token(payload={"a": "x" * (74_000 + (LONGEST - len(filler)) * 3 // 4)})
    assert LONGEST - 4 <= len(longest) <= LONGEST

    assert_same([longest, longest + "x" * 5])


def test_a_signature_by_hmac_is_judged_in_the_same_words() -> None:
    pem = "-----BEGIN PUBLIC KEY-----\nx\n-----END PUBLIC KEY-----"
    texts = [
        *(token({"alg": name}) for name in ("HS256", "HS384", "HS512", "HS1")),
        f"{part({'alg': 'none'})}.{BODY}.",
        f"{HEAD}.{BODY}.",
        f"{HEAD}.{BODY}",
        f"{TOKEN}=",
        TOKEN[:-1] + "B",
        token(key=pem),
        token(key="short"),
    ]

    for key in (KEY, KEY + "\n", KEY + "x", "\n", "short", pem):
        assert_same(texts, key=key)
