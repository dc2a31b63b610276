"""The site's decoder says what is wrong with any token, in the recorded words.

``decoder_answers.json`` has them, in the order of the tokens here. Of claims and times
``learn.py decode`` says the same.
"""

import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.broken_tokens import BODY, BROKEN, HEAD, PASTED, SIGNATURE
from support.made_tokens import CLAIMS, KEY, NOW, TOKEN, part, token
from support.site_decoder import ask_site

from course.tokens.dissect import LONGEST
from course.tokens.explain import as_data, explain

ANSWERS = json.loads(
    Path(__file__).with_name("decoder_answers.json").read_text(encoding="utf-8")
)


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


def complaints(texts: list[str]) -> list[list[str]]:
    """What the site finds wrong with each, then what it remarks on."""
    return [[*told["problems"], *told["notes"]] for told in ask_site(texts)]


def test_of_each_broken_token_it_says_what_is_wrong_and_where() -> None:
    assert complaints([text for text, _ in BROKEN]) == ANSWERS["broken"]


def test_what_was_pasted_along_is_named_and_left_out() -> None:
    told = ask_site(PASTED)

    assert [each["notes"] for each in told] == ANSWERS["pasted"]
    assert all(each["payload"] == CLAIMS and not each["problems"] for each in told)


def test_a_second_spelling_of_the_same_bytes_is_remarked_on() -> None:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    other = TOKEN[:-1] + alphabet[alphabet.index(TOKEN[-1]) + 1]

    [[note]] = complaints([other])
    assert note.endswith("it decodes to the same bytes: two spellings of one token.")


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


HEADERS: list[dict[str, Any]] = [
    *({"alg": name} for name in ("HS384", "HS999", "RS256", "PS512", "ES384")),
    *({"alg": name} for name in ("EdDSA", "dir", "toString", 7, "ES256", "NONE")),
    {"alg": "HS256", "kid": "1", "jku": "x", "b64": True, "toString": 1},
    {"typ": "JWT", "cty": "JWT", "crit": [], "enc": "", "zip": "DEF", "jwk": {}},
    {"alg": "HS256", "x5u": "x", "x5c": []},
]


@pytest.mark.parametrize("name", ["claims", "headers"])
def test_claims_times_and_headers_are_told_as_by_decode(name: str) -> None:
    texts = {
        "claims": [token(payload=claims) for claims in CLAIM_SETS],
        "headers": [token(header) for header in HEADERS],
    }[name]
    both = []
    for text, told in zip(texts, ask_site(texts), strict=True):
        ours = json.loads(json.dumps(as_data(explain(text, None, NOW))))
        same = ("header", "payload", "meaning", "times")
        assert {key: told[key] for key in same} == {key: ours[key] for key in same}
        both.append({**told["meaning"]["header" if name == "headers" else "payload"]})
        if name == "claims":
            both[-1][""] = told["times"]["said"]
    if sys.platform != "win32":
        assert both == ANSWERS[name]


def test_an_encrypted_token_is_one() -> None:
    texts = [f"{part({'alg': 'dir', 'enc': 'A256GCM'})}..aa.bb.cc"]
    texts.append(f"{part({'alg': 'dir'})[:-2]}%.x.aa.bb.cc")

    assert complaints(texts) == ANSWERS["encrypted"]


# With a line between each two.
JSON_TEXTS = """
|{|[|"|{"|{"a|{"a"|{"a"x|{"a":|{"a":x}|{"a":1|{"a":1 x|{"a":1}x|{"a":1,|{"a":1,1
{,|[,|[1|[1 2]|{"a":"\\x"}|{"a":"\\u12g4"}|{"a":"\\u12|{"a":"\\|{"a":"\t"}|{"a":-}
{"a":01}|{"a":1.}|{"a":1e}|{"a":.5}|{"a":-Infinity}|{"a":Infinity}|{"a":tru}|{"a":nul}
{"a":True}|{'a':1}|{a:1}|"text"|1|null|\ufeff{}|{"a":1,"a":x}|{"a":{"b":1,"b":2},"c"
{"it's":1,"it's":2}|{"\\"'":1,"\\"'":2}|{"\\\\":1,"\\\\":2}|{"a":"\\ud83d\\ude00"}
{"é😀":1,"😀😀😀😀😀😀😀😀😀😀😀😀😀":x}|{"a" : [ 1 , 2 ] , "b":{ } } | [ ]
"""


def test_of_broken_json_it_says_what_is_wrong_and_where() -> None:
    made = [each for line in JSON_TEXTS.strip().split("\n") for each in line.split("|")]
    broken = [b'{"\xc3\xa9\xef\xbf\xbd":"\xe2\x82"}', b"\xf0\x9f\x98", b"{}\xc0\x80"]
    broken += [b'{"a":1,}', b"[1, ]"]
    texts = [
        f"{HEAD}.{part(each)}.{SIGNATURE}"
        for each in [*(text.encode() for text in made), *broken]
    ]
    names = [*made, *(repr(each) for each in broken)]

    found = dict(zip(names, complaints(texts), strict=True))

    assert found == ANSWERS["JSON"]


def test_any_text_is_read_and_taken_for_a_token_as_decode_does() -> None:
    """Tokens with random changes, and random letters of the kind that tokens have."""
    chance = random.Random(7)
    letters = "eyJ.=-_+/ \n\"'Bearer:%{}[]\u202e😀\0é…\x1c\x85,;"
    texts = []
    for _ in range(600):
        text = list(TOKEN if chance.random() < 0.7 else "." * 40)
        for _ in range(chance.randrange(1, 12)):
            text[chance.randrange(len(text))] = chance.choice(letters)
        texts.append("".join(text))

    for text, told in zip(texts, ask_site(texts), strict=True):
        ours = as_data(explain(text, None, NOW))
        assert bool(told["problems"]) == bool(ours["problems"]), text
        if not told["problems"]:
            assert (told["header"], told["payload"]) == (
                ours["header"],
                ours["payload"],
            )


def test_a_token_as_long_as_can_be_is_read() -> None:
    filler = token(payload={"a": "x" * 74_000})
    longest = token(payload={"a": "x" * (74_000 + (LONGEST - len(filler)) * 3 // 4)})
    assert LONGEST - 4 <= len(longest) <= LONGEST

    read, refused = ask_site([longest, longest + "x" * 5])

    assert not read["problems"]
    assert refused["problems"][0].endswith("long: no server takes such a token.")


def test_of_a_signature_by_hmac_it_says_whether_it_fits() -> None:
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

    said = {
        key: [each["signature"]["said"] for each in ask_site(texts, key={"text": key})]
        for key in (KEY, KEY + "\n", KEY + "x", "\n", "short", pem)
    }

    assert said == ANSWERS["signatures"]
