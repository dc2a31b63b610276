"""The token decoder in a browser, on its page."""

import re
from typing import Any

import pytest
from support.made_tokens import CLAIMS, KEY, NOW, TOKEN, part, token


@pytest.fixture
def decoder(page: Any, site: str) -> Any:
    """The decoder's page, at the time of the token; the clock is moved by the test."""
    page.clock.install(time=NOW)
    page.clock.pause_at(NOW + 1)
    page.goto(f"{site}/decoder/")
    page.locator("jwt-decoder textarea").first.wait_for()
    return page


def paste(page: Any, text: str) -> None:
    """Put a token into the field."""
    page.get_by_role("textbox", name="Token", exact=True).fill(text)


def result(page: Any) -> str:
    """What is said of the token, on one line."""
    return " ".join(page.locator(".md-content .jwt-result").inner_text().split())


def answer(page: Any, key: str, algorithm: str, form: str | None = None) -> str:
    """What is said of the signature."""
    page.get_by_label("Algorithm that you expect").select_option(algorithm)
    page.get_by_label("Key: a shared secret").fill(key)
    if form:
        page.get_by_label("The secret is written as").select_option(form)
    page.get_by_role("button", name="Check").click()
    said = page.locator(".jwt-answer p").first
    said.wait_for()
    return " ".join(page.locator(".jwt-answer").inner_text().split())


def test_a_token_is_told_part_by_part(decoder: Any) -> None:
    paste(decoder, TOKEN)

    told = result(decoder)
    header = decoder.get_by_role("table", name="Header")
    assert "HMAC with SHA-256" in header.get_by_role("row", name="alg").inner_text()
    claims = decoder.get_by_role("table", name="Payload")
    assert "in 11 min 59 s." in claims.get_by_role("row", name="exp").inner_text()
    assert "Its times are fine: it expires in 11 min 59 s." in told
    assert "Decoded, not verified" in told
    line = decoder.get_by_role("img", name=re.compile("^Time line: "))
    assert line.get_attribute("aria-label") == (
        "Time line: iat 3 min 1 s ago, now, exp in 11 min 59 s."
    )


def test_what_is_broken_is_told_with_its_place(decoder: Any) -> None:
    head, body, signature = TOKEN.split(".")
    for text, problem in (
        (
            f"{head}.{body[:9]}%.{signature}",
            "character 10 of it is %; this was encoded",
        ),
        (f"{head}.{body}", "Was the end cut off when it was copied?"),
        (
            "abc",
            "It is in one piece, and a JWT has three parts with dots between them.",
        ),
        ("...", "It was shortened for display: the dots stand for what is missing."),
    ):
        paste(decoder, text)
        assert problem in result(decoder)
    paste(decoder, f"{head}.{body[:9]}%.{signature}")

    assert "payload, broken" in result(decoder)


def test_what_a_token_says_is_shown_as_text(decoder: Any) -> None:
    evil = '<img src=x onerror="document.title=1"><script>1</script>'
    paste(decoder, token({"alg": evil, evil: evil}, {evil: evil, "exp": evil}))

    assert result(decoder).count("<img src=x onerror=") >= 4
    assert decoder.locator(".jwt-result :is(img, script)").count() == 0


def test_a_token_of_100_kb_is_read_and_shortened(decoder: Any) -> None:
    paste(decoder, token(payload={"a": "x" * 74_000}))
    assert "characters more" in result(decoder)

    paste(decoder, "x" * 100_001)
    assert "It is 100,001 characters long" in result(decoder)


def test_time_goes_on_and_is_announced_only_when_the_token_expires(
    decoder: Any,
) -> None:
    paste(decoder, TOKEN)
    decoder.evaluate(
        """() => {
            window.said = [];
            const status = document.querySelector("jwt-decoder > [role=status]");
            const listen = () => window.said.push(status.textContent);
            new MutationObserver(listen).observe(status, {
                childList: true, characterData: true, subtree: true });
        }"""
    )

    decoder.clock.run_for(60_000)
    assert "it expires in 10 min 59 s" in result(decoder)
    assert decoder.evaluate("window.said") == []

    decoder.clock.run_for(11 * 60_000)
    assert "It expired 1 s ago." in result(decoder)
    assert decoder.evaluate("window.said") == ["A JWT, HS256. It expired now."]


def test_a_lab_s_clock_is_the_one_that_counts(decoder: Any) -> None:
    paste(decoder, TOKEN)

    decoder.evaluate(
        """() => {
            const element = document.querySelector("jwt-decoder");
            element.clock = () => 15 * 60;
            element.tick();
        }"""
    )

    assert "It expired 3 min 1 s ago." in result(decoder)
    said = answer(decoder, KEY, "HS256")
    assert "A server refuses it, although the signature is good." in said


def test_a_signature_is_checked_with_a_secret(decoder: Any) -> None:
    paste(decoder, TOKEN)

    assert "The signature fits" in answer(decoder, KEY, "HS256")
    assert "does not fit this key" in answer(decoder, f"{KEY}x", "HS256")
    hexadecimal = KEY.encode().hex()
    assert "The signature fits" in answer(decoder, hexadecimal, "HS256", "hex")


def test_a_good_signature_does_not_hide_that_it_expired(decoder: Any) -> None:
    paste(decoder, token(payload={**CLAIMS, "exp": NOW - 60}))

    said = answer(decoder, KEY, "HS256")

    assert "The signature fits: who has this key made this token." in said
    assert "It expired 1 min 1 s ago. A server refuses it" in said


def test_the_reader_chooses_the_algorithm_and_not_the_token(decoder: Any) -> None:
    paste(decoder, TOKEN)
    assert "Choose the algorithm that your server expects" in answer(decoder, KEY, "")
    said = answer(decoder, KEY, "RS256")
    assert "The header says HS256, and you expect RS256" in said


# What the browser's own keys sign: (name, algorithm of WebCrypto, algorithm of JOSE).
PAIRS = {
    "ES256": ({"name": "ECDSA", "namedCurve": "P-256"}, {"hash": "SHA-256"}),
    "RS256": (
        {"name": "RSASSA-PKCS1-v1_5", "modulusLength": 2048, "hash": "SHA-256"},
        {},
    ),
    "EdDSA": ({"name": "Ed25519"}, {}),
}
SIGN = """async ([text, make, more]) => {
    const exponent = new Uint8Array([1, 0, 1]);
    const pair = await crypto.subtle.generateKey(
        { publicExponent: exponent, ...make }, true, ["sign", "verify"]);
    const signed = await crypto.subtle.sign(
        { ...make, ...more }, pair.privateKey, new TextEncoder().encode(text));
    const base64 = (data) => btoa(String.fromCharCode(...new Uint8Array(data)));
    const pem = (kind, data) =>
        `-----BEGIN ${kind} KEY-----\\n${base64(data)}\\n-----END ${kind} KEY-----\\n`;
    const signature = base64(signed).replaceAll("+", "-").replaceAll("/", "_");
    const jwk = await crypto.subtle.exportKey("jwk", pair.publicKey);
    return {
        token: `${text}.${signature.replace(/=+$/, "")}`,
        pem: pem("PUBLIC", await crypto.subtle.exportKey("spki", pair.publicKey)),
        secret: pem("PRIVATE", await crypto.subtle.exportKey("pkcs8", pair.privateKey)),
        jwk: JSON.stringify({ ...jwk, alg: undefined }),
        set: JSON.stringify({ keys: [{ kty: "oct", kid: "2", k: "AA" },
                                     { ...jwk, alg: undefined, kid: "1" }] }),
    };
}"""


@pytest.mark.parametrize("name", PAIRS)
def test_a_public_key_checks_what_its_private_key_signed(
    decoder: Any, name: str
) -> None:
    text = f"{part({'alg': name, 'kid': '1'})}.{part(CLAIMS)}"
    made = decoder.evaluate(SIGN, [text, *PAIRS[name]])
    other = decoder.evaluate(SIGN, [text, *PAIRS[name]])

    paste(decoder, made["token"])

    for form in ("pem", "jwk", "set"):
        said = answer(decoder, made[form], name)
        assert "The signature fits: who has the private key made" in said, form
    said = answer(decoder, other["pem"], name)
    assert "or the key of another pair signed it" in said
    assert "That is a private key" in answer(decoder, made["secret"], name)
    # The forms of a secret are no question here.
    assert not decoder.get_by_label("The secret is written as").is_visible()


def test_without_webcrypto_the_page_says_where_to_check(page: Any, site: str) -> None:
    """A page from another machine over plain http has none: a room at a workshop."""
    page.add_init_script("Object.defineProperty(crypto, 'subtle', {value: undefined})")
    page.goto(f"{site}/decoder/")
    paste(page, TOKEN)

    said = answer(page, KEY, "HS256")

    assert "on https pages and on 127.0.0.1 alone" in said
    assert "python learn.py decode - --key-from work" in said


def example(page: Any, number: int) -> None:
    """Press the button of an example on the decoder's page."""
    page.locator(".jwt-example").nth(number).locator(".jwt-button").click()


def test_an_example_brings_its_key_and_the_reader_can_be_careless(
    decoder: Any,
) -> None:
    example(decoder, 1)
    said = decoder.locator(".jwt-answer")
    said.get_by_text("The header says HS256, and you expect ES256").wait_for()
    field = decoder.get_by_role("textbox", name="Token", exact=True)
    assert field.evaluate("field => field === document.activeElement")

    decoder.get_by_label("Algorithm that you expect").select_option("header")
    decoder.get_by_role("button", name="Check").click()
    said.get_by_text("Forged, and taken.").wait_for()

    example(decoder, 4)
    problem = "was something cut off or added?"
    decoder.locator(".jwt-result").get_by_text(problem).wait_for()
    assert decoder.get_by_label("Key: a shared secret").input_value() == ""


def test_nothing_leaves_the_page(decoder: Any) -> None:
    decoder.wait_for_load_state("networkidle")
    asked: list[str] = []
    decoder.on("request", lambda request: asked.append(request.url))
    address = decoder.url

    paste(decoder, TOKEN)
    answer(decoder, KEY, "HS256")
    example(decoder, 3)
    decoder.clock.run_for(5_000)

    assert asked == []
    assert decoder.url == address
    kept = "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    assert "eyJ" not in decoder.evaluate(kept)
