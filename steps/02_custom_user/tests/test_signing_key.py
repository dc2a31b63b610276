"""`manage.py check` refuses a key that can be guessed."""

import re

import pytest
from django.core.checks import run_checks

GOOD_KEY = "Vt8xqZ3mC1nLw0aKd7sYbR5uHf2jGe9pQ4iToXzW6cM"


def messages():
    return " ".join(message.msg for message in run_checks() if message.is_serious())


@pytest.mark.task("signing-key-check")
@pytest.mark.parametrize("key", ["", "secret123", GOOD_KEY[:31]])
def test_a_short_signing_key_is_an_error(settings, key):
    """RFC 7518, 3.2. Attack L10: `secret123` falls to a word list in a millisecond."""
    settings.JWT_SIGNING_KEY = key

    assert "JWT_SIGNING_KEY" in messages()


@pytest.mark.task("signing-key-check")
def test_the_check_is_one_of_security(settings):
    """`check --tag security` runs it too, as people do before they deploy."""
    settings.JWT_SIGNING_KEY = "secret123"

    found = " ".join(each.msg for each in run_checks(tags=["security"]))
    assert "JWT_SIGNING_KEY" in found


@pytest.mark.task("signing-key-check")
def test_a_long_key_that_repeats_itself_is_an_error(settings):
    settings.JWT_SIGNING_KEY = "abc" * 20

    assert "JWT_SIGNING_KEY" in messages()


@pytest.mark.task("signing-key-check")
def test_the_secret_key_does_not_sign_tokens_as_well(settings):
    """Fault 21: whoever learns one key would forge sessions, links and tokens."""
    settings.JWT_SIGNING_KEY = settings.SECRET_KEY = GOOD_KEY

    assert "JWT_SIGNING_KEY" in messages()


@pytest.mark.task("signing-key-check")
def test_the_development_key_is_an_error_in_production(settings, load_settings):
    settings.JWT_SIGNING_KEY = load_settings(DEBUG="1").JWT_SIGNING_KEY
    settings.DEBUG = False

    assert "JWT_SIGNING_KEY" in messages()


@pytest.mark.task("signing-key-check")
def test_a_key_of_32_random_bytes_is_accepted(settings):
    settings.JWT_SIGNING_KEY = GOOD_KEY[:32]
    assert messages() == ""

    settings.JWT_SIGNING_KEY = GOOD_KEY[:8]
    assert messages() != ""


@pytest.mark.task("signing-key-check")
def test_each_error_has_a_name_and_says_what_to_do(settings, load_settings):
    """The name, such as config.E001, is what one searches for or silences."""
    development_key = load_settings(DEBUG="1").JWT_SIGNING_KEY
    settings.DEBUG, settings.SECRET_KEY = False, GOOD_KEY

    for key in ("secret123", "abc" * 20, GOOD_KEY, development_key):
        settings.JWT_SIGNING_KEY = key
        for error in run_checks():
            assert re.fullmatch(r"[\w.]+\.[A-Z]\d+", error.id or "")
            assert error.hint
