"""``decode`` says in a sentence why a text is no token, and never fails itself."""

import json
import random
from collections.abc import Callable

import pytest
from support.broken_tokens import BROKEN, PASTED
from support.made_tokens import HEADER, KEY, TOKEN, part, token
from support.needed_tools import Answer

from course.commands.decode import decode
from course.paths import Places
from course.tokens.dissect import dissect
from course.tokens.keys import Key

Cli = Callable[..., Answer]


def said(answer: Answer) -> str:
    """Return the output without its line breaks."""
    return " ".join(answer.out.split())


@pytest.mark.parametrize(
    ("text", "words"),
    BROKEN,
    # The texts are too long for names of tests.
    ids=range(len(BROKEN)),
)
def test_what_is_wrong_is_said_in_a_sentence(cli: Cli, text: str, words: str) -> None:
    answer = cli("decode", "--", text)

    assert answer.code == 1
    assert words in said(answer)
    assert "→ The site's Token decoder, its page decoder/, says more." in said(answer)
    assert answer.out.endswith("\n  python learn.py serve\n")


@pytest.mark.parametrize("text", PASTED)
def test_what_was_pasted_along_is_left_out(cli: Cli, text: str) -> None:
    answer = cli("decode", text)

    assert answer.code == 0
    assert "an access token" in answer.out
    assert answer.out.startswith("○ ")
    assert dissect(text).text.rstrip("=") == TOKEN


def test_of_a_line_of_curl_and_of_an_answer_the_token_is_taken() -> None:
    refresh = token(payload={"token_type": "refresh"})
    curl = f"curl -H 'Authorization: Bearer {TOKEN}' http://127.0.0.1:8001/user/update/"
    answer = json.dumps({"refresh": refresh, "access": TOKEN}, indent=2)

    assert dissect(curl).text == TOKEN
    assert dissect(answer).text == TOKEN


def test_a_second_spelling_of_the_same_bytes_is_refused(cli: Cli) -> None:
    """As PyJWT does; the site's decoder says that it is one."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    other = TOKEN[:-1] + alphabet[alphabet.index(TOKEN[-1]) + 1]

    answer = cli("decode", other, "--key", KEY)

    assert answer.code == 1
    assert "PyJWT refuses this token: Invalid crypto padding." in said(answer)
    assert cli("decode", other).code == 0


def test_an_encrypted_token_has_a_readable_header_only(cli: Cli) -> None:
    text = f"{part({'alg': 'dir', 'enc': 'A256GCM'})}..aa.bb.cc"
    answer, checked = cli("decode", text), cli("decode", text, "--key", KEY)

    assert (answer.code, checked.code) == (0, 2)
    assert "an encrypted token, a JWE" in said(answer)
    assert '"A256GCM"' in answer.out
    assert "There is no signature that could be checked." in said(checked)


def test_what_a_token_says_cannot_steer_the_terminal(cli: Cli) -> None:
    evil = {"\x1b[2J": "\x1b]0;title\x07", "x": "\u202e:smile:[red]", "y": "\ud800"}
    answers = [
        cli("decode", token(payload=evil)),
        cli("decode", token({"alg": "\x1b[2J\ud800"}), "--key", KEY),
        cli("decode", token({**HEADER, "crit": ["\x1b[2J"]}), "--key", KEY),
    ]

    for answer in answers:
        assert all(letter.isprintable() or letter == "\n" for letter in answer.out)
    assert ":smile:[red]" in answers[0].out


@pytest.mark.parametrize("depth", [300, 900, 950, 980])
def test_a_payload_that_is_nested_deeply_is_shown_or_refused(
    cli: Cli, depth: int
) -> None:
    nested = b'{"a":' + b"[" * depth + b"]" * depth + b"}"
    text = f"{part(HEADER)}.{part(nested)}.x"

    for more in ((), ("--json",)):
        assert cli("decode", text, *more).code == 1


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
