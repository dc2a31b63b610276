"""``decode`` explains any token, and whatever is taken for one, offline."""

import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from support.made_tokens import CLAIMS, HEADER, KEY, NOW, TOKEN, part, token
from support.needed_tools import Answer
from support.small_project import write

from course.paths import ROOT, Places
from course.terminal import from_now, span
from course.tokens import keys
from course.tokens.claims import verdict
from course.tokens.dissect import dissect
from course.tokens.last_token import recall, remember
from course.tokens.signature import check

Cli = Callable[..., Answer]


@pytest.fixture(autouse=True)
def _at_the_time_of_the_token() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def said(answer: Answer) -> str:
    """Return the output without its line breaks."""
    return " ".join(answer.out.split())


def test_every_part_is_told_with_its_meaning(cli: Cli) -> None:
    answer = cli("decode", TOKEN)

    assert answer.code == 0
    assert '  alg  "HS256"     HMAC with SHA-256' in answer.out
    assert "simplejwt: an access token" in answer.out
    assert '  user_id     "1"         simplejwt: the primary key' in answer.out
    assert "in 12 min." in answer.out
    assert "3 min ago." in answer.out
    assert "Issuer: who made it." in answer.out


def test_a_token_of_the_tutorial_is_seen_at_once(cli: Cli) -> None:
    """A terminal has 24 lines of 80 letters, and one of them is what was typed."""
    lines = cli("decode", TOKEN).out.splitlines()

    assert lines[0] == "✓ Its times are fine: it expires in 12 min."
    assert len(lines) <= 20
    assert max(map(len, lines)) <= 80


def test_an_expired_token_says_so_first(cli: Cli) -> None:
    answer = cli("decode", token(payload={**CLAIMS, "exp": NOW - 60}))

    assert answer.code == 0
    assert answer.out.startswith("✗ It expired 1 min ago.\n")


def test_decoding_is_not_verifying(cli: Cli) -> None:
    answer = cli("decode", TOKEN)

    assert "Decoded, not verified: anyone can write" in said(answer)
    assert "python learn.py decode - --key-from work" in answer.out


@pytest.mark.parametrize(
    ("claims", "state", "words"),
    [
        ({"exp": NOW + 1}, "valid", "it expires in 1 s."),
        ({"exp": NOW}, "expired", "It expired now."),
        ({"exp": NOW - 60}, "expired", "It expired 1 min ago."),
        ({"exp": -(10**400)}, "expired", "It expired before all time."),
        ({"exp": NOW + 9, "nbf": NOW + 5}, "not yet", "it starts in 5 s."),
        ({"exp": NOW + 9, "iat": NOW + 5}, "not yet", "it starts in 5 s."),
        ({}, "endless", "it never expires"),
        ({"exp": "tomorrow"}, "broken", "`exp` is text, where seconds"),
        ({"exp": True}, "broken", "no number of seconds"),
        ({"exp": NOW * 1000}, "broken", "milliseconds?"),
        ({"exp": 10**400}, "broken", "milliseconds?"),
    ],
)
def test_the_times_of_a_token_decide_its_state(
    claims: dict[str, Any], state: str, words: str
) -> None:
    times = verdict(claims, NOW)

    assert times.state == state
    assert words in times.said


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_the_right_key_fits_and_another_does_not(cli: Cli, algorithm: str) -> None:
    signed = token({"alg": algorithm})

    right, wrong = (cli("decode", signed, "--key", key) for key in (KEY, KEY + "x"))

    assert (right.code, wrong.code) == (0, 1)
    assert "✓ The signature fits" in right.out
    assert "✗ The signature does not fit this key" in wrong.out
    assert KEY not in right.out + wrong.out


def test_a_changed_payload_does_not_fit(cli: Cli) -> None:
    header, _, signature = TOKEN.split(".")
    changed = f"{header}.{part({**CLAIMS, 'user_id': '2'})}.{signature}"

    assert cli("decode", changed, "--key", KEY).code == 1


def test_a_short_key_is_remarked_on() -> None:
    checked = check(dissect(token(key="short")), "short")

    assert checked.fits
    assert "the key can be guessed. The HMAC key is 5 bytes long" in checked.said


def test_a_public_key_is_no_shared_secret(cli: Cli) -> None:
    pem = "-----BEGIN PUBLIC KEY-----\nx\n-----END PUBLIC KEY-----"
    answer = cli("decode", token(key=pem), "--key", pem)

    assert answer.code == 2
    assert "PyJWT refuses this key: The specified key is an asymmetric key" in said(
        answer
    )


def test_what_must_be_understood_and_is_not_is_refused(cli: Cli) -> None:
    answer = cli("decode", token({**HEADER, "crit": ["x"], "x": 1}), "--key", KEY)

    assert answer.code == 1
    assert "PyJWT refuses this token: Unsupported critical extension: x." in said(
        answer
    )


def test_a_public_key_algorithm_says_what_it_needs(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    algorithms = {"HS256": None}
    monkeypatch.setattr("jwt.api_jws.get_default_algorithms", algorithms.copy)
    monkeypatch.setattr("jwt.api_jws.has_crypto", False)
    signed = token({"alg": "RS256"})

    answer = cli("decode", signed, "--key", "-----BEGIN PUBLIC KEY-----")

    assert answer.code == 2
    assert "RS256 is checked by the package cryptography" in said(answer)
    assert "→ python -m pip install cryptography" in answer.out


def test_the_key_can_come_from_a_file(cli: Cli, tmp_path: Any) -> None:
    (tmp_path / "key.txt").write_text(f"{KEY}\n", encoding="utf-8")

    assert cli("decode", TOKEN, "--key-from", str(tmp_path / "key.txt")).code == 0
    missing = cli("decode", TOKEN, "--key-from", str(tmp_path / "no.txt"))
    assert missing.code == 2
    assert "No key could be read from" in missing.err


def test_token_or_key_can_come_from_stdin(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def typed_in(text: str) -> None:
        data = io.TextIOWrapper(io.BytesIO(text.encode("utf-16")))
        monkeypatch.setattr(sys, "stdin", data)

    typed_in(TOKEN)
    assert "an access token" in cli("decode", "-").out
    assert cli("decode", "-", "--key-from", "-").code == 2
    assert cli("decode", TOKEN, "--key", KEY, "--key-from", "-").code == 2


def test_as_a_process_it_reads_any_bytes_and_shows_no_traceback(
    places: Places,
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "course", "decode", "-"],
        cwd=ROOT,
        input=b"\xff\xfe\x00\xd8eyJ.\x80..\x1b[2J",
        capture_output=True,
        check=False,
        timeout=180,
    )

    assert done.returncode == 1
    assert done.stdout.startswith("✗".encode()) or done.stdout.startswith(b"x")
    assert done.stderr == b""


SETTINGS = f"""\
SECRET_KEY = "x" * 50
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes"]
SIMPLE_JWT = {{"SIGNING_KEY": "{KEY}", "AUDIENCE": "django-auth-api"}}
ROOT_URLCONF = "config.urls"
"""


def test_the_key_and_the_demands_can_come_from_the_project(
    cli: Cli, places: Places
) -> None:
    write(places.work, {"manage.py": "", "config/settings.py": SETTINGS})

    right = cli("decode", TOKEN, "--key-from", "work")
    wrong = cli("decode", token(payload={"exp": NOW + 9}), "--key-from", "work")

    assert right.code == 0, right.out + right.err
    assert "(Key: your project.)" in said(right)
    assert wrong.code == 1
    assert 'takes tokens with `aud` "django-auth-api" alone' in said(wrong)


def test_without_a_key_in_the_project_it_says_which_step_brings_it(
    cli: Cli, places: Places
) -> None:
    assert "no project of yours" in cli("decode", TOKEN, "--key-from", "work").err

    write(places.work, {"manage.py": "", "config/settings.py": 'SECRET_KEY = "x"'})
    answer = cli("decode", TOKEN, "--key-from", "work")

    assert answer.code == 2
    assert "Step 05 brings it" in answer.err


def test_a_project_that_does_not_load_is_named(cli: Cli, places: Places) -> None:
    write(places.work, {"manage.py": "", "config/settings.py": "x = (\n"})
    answer = cli("decode", TOKEN, "--key-from", "work")

    assert answer.code == 1
    assert "config/settings.py" in answer.err
    assert "Traceback" not in answer.err


def test_personal_data_in_a_token_is_remarked_on(cli: Cli) -> None:
    answer = cli("decode", token(payload={"email": "a@b.c", "password": "x"}))

    assert "Personal: anyone who sees the token can read it." in answer.out
    assert "A secret does not belong here" in answer.out


def test_programs_get_json_without_the_key(cli: Cli) -> None:
    answer = cli("decode", TOKEN, "--key", KEY, "--json")
    data = json.loads(answer.out)

    assert answer.code == 0
    assert (data["header"], data["payload"]) == (HEADER, CLAIMS)
    assert data["times"]["state"] == "valid"
    assert data["signature"]["fits"] is True
    assert data["problems"] == []
    assert KEY not in answer.out


def test_the_last_token_is_the_one_that_http_was_given(
    cli: Cli, places: Places
) -> None:
    none = cli("decode")
    assert none.code == 2
    assert "python learn.py http POST /user/login/" in none.err

    remember(places, {"access": TOKEN}, "POST /user/login/")
    answer = cli("decode")

    assert answer.code == 0
    assert "python learn.py decode last --key-from work" in answer.out
    assert cli("decode", "last-refresh").code == 2


def test_remembered_is_what_is_a_token_of_its_kind(places: Places) -> None:
    refresh = token(payload={"token_type": "refresh"})

    assert remember(places, {"access": "no token", "detail": "x"}, "") == []
    assert remember(places, ["access"], "") == []
    # The claim decides, whatever the answer calls it.
    assert remember(places, {"tokens": {"token": refresh}}, "") == ["refresh"]
    assert remember(places, {"access_token": TOKEN}, "GET /x/") == ["access"]
    first, second = recall(places), recall(places, "refresh")
    assert first is not None
    assert second is not None
    assert (first.token, first.answered, second.token) == (TOKEN, "GET /x/", refresh)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"access": 1}', '{"access": {}}'])
def test_an_unreadable_file_is_no_token(places: Places, text: str) -> None:
    places.learn.mkdir()
    (places.learn / "tokens.json").write_text(text, encoding="utf-8")

    assert recall(places) is None


def test_a_project_that_hangs_is_given_up(
    cli: Cli, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = "import time; time.sleep(60)"
    write(places.work, {"manage.py": "", "config/settings.py": settings})
    monkeypatch.setattr(keys, "LOADING", 0.5)
    monkeypatch.setattr("course.servers.project_server.LOADING", 0.5)

    answer = cli("decode", TOKEN, "--key-from", "work")

    assert answer.code == 1
    assert "does not come to the end of loading" in answer.err


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59.9, "59 s"),
        (3600, "1 h"),
        (3661, "1 h 1 min"),
        (86_400, "1 day"),
        (200_000, "2 days"),
        (-75, "1 min 15 s"),
    ],
)
def test_a_span_of_time_in_words(seconds: float, words: str) -> None:
    assert span(seconds) == words


def test_a_time_as_seen_from_now() -> None:
    assert [from_now(each) for each in (0, 61, -61)] == [
        "now",
        "in 1 min 1 s",
        "1 min 1 s ago",
    ]
