"""``decode`` says what is wrong with a token, part by part, and never fails itself."""

import json
import random
from collections.abc import Callable

import pytest
from support.made_tokens import KEY, TOKEN, part, token
from support.needed_tools import Answer

from course.commands.decode import decode
from course.paths import Places
from course.tokens.dissect import LONGEST
from course.tokens.keys import Key

Cli = Callable[..., Answer]


def said(answer: Answer) -> str:
    """Return the output without its line breaks."""
    return " ".join(answer.out.split())


HEAD, BODY, SIGNATURE = TOKEN.split(".")
CUT, NAN, HUGE = b'{"exp":1', b'{"a":NaN}', b'{"a":1e999}'
LONG = b'{"a":' + b"7" * 4301 + b"}"
TWICE, NO_TEXT = b'{"a":1,"a":2}', b'{"a":"\xff"}'


# What is wrong with it, and the words for it; the site's decoder reads them too.
BROKEN = [
    ("", "There is nothing in it."),
    ("abc", "It is in one piece, and a JWT has three parts"),
    (HEAD, "reads as the header of one"),
    (BODY, "reads as the payload of one"),
    ("9944b09199c62bcf9418ad846dd0e4bbdfc6ee4b", "TokenAuthentication"),
    (f"{HEAD}.{BODY}", "two parts; a JWT has three"),
    ("a.b.c.d", "It has 4 parts"),
    (f"{HEAD}.{BODY}.", "the third part, is empty"),
    (f"{HEAD}.{BODY}.{SIGNATURE[:-4]}", "has 29 bytes, HS256 makes 32"),
    (f"{HEAD[:9]}+{HEAD[10:]}.{BODY}.{SIGNATURE}", "character 10 of it is `+`"),
    (f"{HEAD}.{BODY[:4]}%{BODY[4:]}.{SIGNATURE}", "payload is no base64url: char"),
    (f"{HEAD}.{BODY}.{SIGNATURE[:3]}*{SIGNATURE[4:]}", "signature is no base64url"),
    (f"{HEAD}x.{BODY}.{SIGNATURE}", "header has 41 characters"),
    (f"{HEAD[:20]}…{SIGNATURE[-4:]}", "shortened for display"),
    (f"{HEAD}.{part(CUT)}.{SIGNATURE}", "payload is no JSON: Expecting"),
    (f"{HEAD}.{part(NAN)}.{SIGNATURE}", "NaN is no number of JSON"),
    (f"{HEAD}.{part(HUGE)}.{SIGNATURE}", "1e999 is larger than"),
    (f"{HEAD}.{part(LONG)}.{SIGNATURE}", "77777777777777777777 is larger than"),
    (f"{HEAD}.{part(TWICE)}.{SIGNATURE}", "'a' stands there twice"),
    (f"{HEAD}.{part(b'[' * 9999)}.{SIGNATURE}", "too deeply nested"),
    (f"{HEAD}.{part([1])}.{SIGNATURE}", "payload is JSON, but no object"),
    (f"{HEAD}.{part(NO_TEXT)}.{SIGNATURE}", "no text (UTF-8): byte 7"),
    (f"{part({})}.{BODY}.{SIGNATURE}", "The header has no `alg`"),
    (f"{part({'alg': 5})}.{BODY}.{SIGNATURE}", "no name of an algorithm"),
    (f"{part({'alg': 'none'})}.{BODY}.", "must refuse it (RFC 8725, section 3.2)"),
    (f"{part({'alg': 'NoNe'})}.{BODY}.", "the token is not signed"),
    ("x" * (LONGEST + 1), "no server takes such a token"),
]
# What was pasted along with a token, and the words for it.
PASTED = [
    (f"Bearer {TOKEN}", "`Bearer ` stands before the token"),
    (f"Authorization: Bearer {TOKEN}", "`Authorization:` does not belong"),
    (f'Bearer "{TOKEN}"', "Quotes or a comma"),
    (f'"access": "{TOKEN}",', "Quotes or a comma"),
    (json.dumps({"name": "Ada", "access": TOKEN}), "this is its `access`"),
    (f"{TOKEN[:70]}\n{TOKEN[70:]}", "A line break was pasted along, after char"),
    (f"{TOKEN[:70]} {TOKEN[70:]}", "A space was pasted along"),
    (f"{TOKEN}=", "The signature ends in `=`. A JWT is written without"),
]


@pytest.mark.parametrize(
    ("text", "words"),
    BROKEN,
    # The texts are too long for names of tests.
    ids=range(len(BROKEN)),
)
def test_what_is_wrong_is_said_part_by_part(cli: Cli, text: str, words: str) -> None:
    answer = cli("decode", "--", text)

    assert answer.code == 1
    assert words in said(answer)


@pytest.mark.parametrize(("text", "note"), PASTED)
def test_what_was_pasted_along_is_told_and_left_out(
    cli: Cli, text: str, note: str
) -> None:
    answer = cli("decode", text)

    assert answer.code == 0
    assert note in said(answer)
    assert "an access token" in answer.out


def test_a_second_spelling_of_the_same_bytes_is_remarked_on(cli: Cli) -> None:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    other = TOKEN[:-1] + alphabet[alphabet.index(TOKEN[-1]) + 1]

    answer = cli("decode", other, "--key", KEY)

    assert "two spellings of one token" in said(answer)
    assert answer.code == 0


def test_an_encrypted_token_has_a_readable_header_only(cli: Cli) -> None:
    answer = cli("decode", f"{part({'alg': 'dir', 'enc': 'A256GCM'})}..aa.bb.cc")

    assert "an encrypted token, a JWE" in said(answer)
    assert '"A256GCM"' in answer.out


def test_what_a_token_says_cannot_steer_the_terminal(cli: Cli) -> None:
    evil = {"\x1b[2J": "\x1b]0;title\x07", "x": "\u202e:smile:[red]", "y": "\ud800"}
    answers = [
        cli("decode", token(payload=evil)),
        cli("decode", token({"alg": "\x1b[2J\ud800"}), "--key", KEY),
    ]

    for answer in answers:
        assert all(letter.isprintable() or letter == "\n" for letter in answer.out)
    assert ":smile:[red]" in answers[0].out


def test_no_text_at_all_makes_it_fail(
    places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tokens with random changes, and random letters of the kind that tokens have."""
    chance = random.Random(5)
    letters = "eyJ.=-_+/ \n\"'Bearer:%{}[]\u202e\ud83d\0é…"
    for _ in range(400):
        text = list(TOKEN if chance.random() < 0.7 else "." * 40)
        for _ in range(chance.randrange(1, 30)):
            text[chance.randrange(len(text))] = chance.choice(letters)
        for key in (None, Key(KEY, "--key")):
            as_json = chance.random() < 0.5
            assert decode("".join(text), places, key=key, as_json=as_json) in (0, 1, 2)
            assert (capsys.readouterr().out).encode()
