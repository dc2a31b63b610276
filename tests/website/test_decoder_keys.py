"""The site's decoder checks a signature, or says why this key cannot."""

import hmac
import json
import re
from typing import Any

import pytest
from support.made_tokens import CLAIMS, HEADER, KEY, TOKEN, part, token
from support.site_decoder import ask_site

from course.paths import ROOT

# RFC 7515, appendix A.1 and A.3; RFC 8037, appendix A.4: token, then its key.
EXAMPLE_CLAIMS = (
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290"
    "Ijp0cnVlfQ"
)
VECTORS = {
    "HS256": (
        f"eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.{EXAMPLE_CLAIMS}."
        "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        {
            "kty": "oct",
            "k": "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4h"
            "cgUuTwjAzZr1Z9CAow",
        },
    ),
    "ES256": (
        f"eyJhbGciOiJFUzI1NiJ9.{EXAMPLE_CLAIMS}."
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6"
        "NU1Q",
        {
            "kty": "EC",
            "crv": "P-256",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        },
    ),
    "EdDSA": (
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPO"
        "t7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
        {
            "kty": "OKP",
            "crv": "Ed25519",
            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        },
    ),
}
SECRETS = {"text": KEY, "base64url": part(KEY.encode()), "hex": KEY.encode().hex()}


def checked(text: str, key: str, **more: str) -> dict[str, Any]:
    """What the site says of the signature of a token."""
    [told] = ask_site([text], key={"text": key, **more})
    return told["signature"]


@pytest.mark.parametrize("name", VECTORS)
def test_the_examples_of_the_standards_fit(name: str) -> None:
    text, key = VECTORS[name]
    head, body, signature = text.split(".")
    changed = f"{head}.{body}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"

    assert checked(text, json.dumps(key))["fits"] is True
    assert checked(changed, json.dumps(key))["fits"] is False


@pytest.mark.parametrize("form", SECRETS)
def test_a_secret_can_be_given_in_three_forms(form: str) -> None:
    secret = SECRETS[form]
    other = ("0" if secret[0] != "0" else "1") + secret[1:]

    assert checked(TOKEN, secret, form=form)["fits"] is True
    assert checked(TOKEN, other, form=form)["fits"] is False


@pytest.mark.parametrize(
    ("algorithm", "key", "form", "words"),
    [
        ("HS256", "\n", "text", "The key is empty."),
        ("HS256", "-----BEGIN PUBLIC KEY-----", "text", "(RFC 8725, section 2.1)"),
        ("HS256", '{"kty":"EC"}', "text", "This key cannot be used with HS256"),
        ("HS256", "0g", "hex", "The key is no hex"),
        ("HS256", "a%", "base64url", "The key is no base64url: character 2"),
        ("ES256", "secret", "text", "This is no key for ES256"),
        ("ES256", '{"kty":"EC","crv":"P-256","x":"A"}', "text", "no key for ES256"),
        ("ES256", '{"kty":"oct","k":"AAAA"}', "text", "cannot be used with ES256"),
        ("ES256", '{"kty":"EC","d":"A"}', "text", "That is a private key"),
        ("ES256", "-----BEGIN EC PRIVATE KEY-----", "text", "That is a private key"),
        ("ES256", "-----BEGIN CERTIFICATE-----", "text", "That is a certificate"),
        ("ES256", '{"keys":[{},{}]}', "text", "none with the token's `kid`"),
    ],
)
def test_a_key_that_is_none_is_explained(
    algorithm: str, key: str, form: str, words: str
) -> None:
    signature = part(b"x" * (32 if algorithm == "HS256" else 64))
    text = f"{part({'alg': algorithm})}.{part(CLAIMS)}.{signature}"

    answer = checked(text, key, form=form)

    assert answer["fits"] is None
    assert words in answer["said"]
    assert answer["fix"]


def test_a_key_of_another_algorithm_cannot_be_used() -> None:
    text = f"{part({'alg': 'ES384'})}.{part(CLAIMS)}.{part(b'x' * 96)}"
    answer = checked(text, json.dumps(VECTORS["ES256"][1]))

    assert answer["fits"] is None
    assert "no key for ES384" in answer["said"]


def test_of_a_set_the_key_is_taken_that_the_token_names() -> None:
    right, wrong = (
        {"kty": "oct", "k": part(each)} for each in (KEY.encode(), b"x" * 64)
    )
    keys = [{**wrong, "kid": "1"}, {**right, "kid": "2"}]

    for kid, fits in (("1", False), ("2", True), ("3", None)):
        text = token({**HEADER, "kid": kid})
        assert checked(text, json.dumps({"keys": keys}))["fits"] is fits
    assert checked(TOKEN, json.dumps({"keys": keys}))["fits"] is None
    assert checked(TOKEN, json.dumps({"keys": keys[1:]}))["fits"] is True


def test_what_must_be_understood_and_is_not_is_refused() -> None:
    answer = checked(token({**HEADER, "crit": ["x"], "x": 1}), KEY)

    assert answer["fits"] is None
    assert "RFC 7515, 4.1.11" in answer["said"]


def test_the_reader_chooses_the_algorithm_and_not_the_token() -> None:
    """RFC 8725, section 3.1: the header is written by whoever made the token."""
    chosen, other = (checked(TOKEN, KEY, algorithm=name) for name in ("", "ES256"))

    assert chosen["fits"] is None
    assert chosen["fix"] == "Choose the algorithm that your server expects."
    assert other["fits"] is False
    assert "The header says HS256, and you expect ES256" in other["said"]


def page_examples() -> list[list[str]]:
    """The blocks of each example on the decoder's page: a token, and maybe a key."""
    page = (ROOT / "docs/decoder.md").read_text(encoding="utf-8")
    examples = re.findall(r'<div class="jwt-example".*?</div>', page, re.DOTALL)
    return [re.findall(r"```text\n(.*?)\n```", each, re.DOTALL) for each in examples]


def test_the_forgeries_of_the_page_take_in_who_obeys_the_header() -> None:
    """RFC 8725, sections 2.1 and 3.2: alg none, and a public key taken for a secret."""
    for text, key in page_examples()[:2]:
        obeying = checked(text, key, algorithm="header")
        pinned = checked(text, key, algorithm="ES256")

        assert obeying["forged"] is True
        assert (pinned["fits"], pinned["forged"]) == (False, False)
    text, key = page_examples()[1]
    signed, _, signature = text.rpartition(".")
    assert part(hmac.digest(key.encode(), signed.encode(), "sha256")) == signature


def test_who_obeys_the_header_of_an_honest_token_is_told_of_no_forgery() -> None:
    assert checked(TOKEN, KEY, algorithm="header") == {
        "fits": True,
        "said": "The signature fits: who has this key made this token.",
        "fix": "",
        "forged": False,
    }


def test_the_examples_of_the_page_are_what_it_says_of_them() -> None:
    step = ROOT / "steps/05_jwt_login"
    login, standard, cut = page_examples()[2:]

    assert login[0] in (step / "README.md").read_text(encoding="utf-8")
    assert login[1] in (step / "config/settings.py").read_text(encoding="utf-8")
    assert checked(*login)["fits"] is True
    assert standard[0] == VECTORS["ES256"][0]
    assert checked(*standard)["fits"] is True
    assert login[0].startswith(cut[0])
    [told] = ask_site(cut)
    assert "was something cut off or added?" in told["problems"][0]


def test_the_decoder_asks_nobody_and_keeps_nothing() -> None:
    """No address, no storage, no change of the page's own address."""
    forbidden = re.compile(
        r"\bfetch\b|XMLHttpRequest|WebSocket|EventSource|sendBeacon|Storage\b|indexedDB"
        r"|\bcookie|\bcaches\b|\bhistory\b|location\b|\beval\b|innerHTML\s*=|https?://"
    )
    assets = ROOT / "docs/assets"
    files = sorted([*assets.glob("decoder/*.js"), *assets.glob("shared/*.js")])

    assert len(files) > 10
    for file in files:
        text = file.read_text(encoding="utf-8").replace(
            "http://www.w3.org/2000/svg", ""
        )
        assert not forbidden.search(text), file.name
