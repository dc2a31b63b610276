"""The settings come from the environment and fail closed."""

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

KEYS = {
    "SECRET_KEY": "a-secret-key-of-a-test-that-is-long-enough-for-django",
    "JWT_SIGNING_KEY": "a-signing-key-of-a-test-long-enough-for-hs256",
}


@pytest.mark.task("settings-from-environment")
def test_debug_is_off_unless_asked_for(load_settings):
    settings = load_settings(**KEYS)

    assert settings.DEBUG is False


@pytest.mark.task("settings-from-environment")
@pytest.mark.parametrize("value", ["1", "true", "True", "yes", "on"])
def test_debug_is_switched_on_by_the_environment(load_settings, value):
    settings = load_settings(DEBUG=value)

    assert settings.DEBUG is True
    assert settings.JWT_SIGNING_KEY


@pytest.mark.task("settings-from-environment")
@pytest.mark.parametrize("value", ["0", "false", "no", ""])
def test_debug_is_switched_off_by_the_environment(load_settings, value):
    settings = load_settings(DEBUG=value, **KEYS)

    assert settings.DEBUG is False


@pytest.mark.task("settings-from-environment")
@pytest.mark.parametrize("name", KEYS)
def test_keys_come_from_the_environment(load_settings, name):
    settings = load_settings(**KEYS)

    assert getattr(settings, name) == KEYS[name]


@pytest.mark.task("settings-from-environment")
@pytest.mark.parametrize("name", KEYS)
def test_without_a_key_the_project_does_not_start(load_settings, name):
    """CWE-321: no key of the code signs anything outside of development."""
    others = {key: value for key, value in KEYS.items() if key != name}

    with pytest.raises(ImproperlyConfigured, match=name):
        load_settings(**others)


@pytest.mark.task("settings-from-environment")
@pytest.mark.parametrize("name", KEYS)
def test_an_empty_key_is_no_key(load_settings, name):
    with pytest.raises(ImproperlyConfigured, match=name):
        load_settings(**{**KEYS, name: ""})


@pytest.mark.task("settings-from-environment")
def test_development_keys_say_that_they_are_insecure(load_settings):
    settings = load_settings(DEBUG="1")

    for key in (settings.SECRET_KEY, settings.JWT_SIGNING_KEY):
        assert "insecure" in key
        assert len(key.encode()) >= 50


@pytest.mark.task("settings-from-environment")
def test_tokens_and_sessions_have_different_keys(load_settings):
    """RFC 8725, 3.5 and OWASP: one leaked key does not forge everything (fault 21)."""
    settings = load_settings(DEBUG="1")

    assert settings.SECRET_KEY != settings.JWT_SIGNING_KEY


@pytest.mark.task("settings-from-environment")
def test_hosts_come_from_the_environment(load_settings):
    named = load_settings(ALLOWED_HOSTS="auth.example.com,example.com", **KEYS)
    assert named.ALLOWED_HOSTS == ["auth.example.com", "example.com"]

    unnamed = load_settings(**KEYS)
    assert unnamed.ALLOWED_HOSTS == []


@pytest.mark.task("settings-from-environment")
def test_the_csrf_cookie_travels_over_tls_only(load_settings):
    """OWASP ASVS 5.0, 3.3.1."""
    assert load_settings(**KEYS).CSRF_COOKIE_SECURE is True
    assert load_settings(DEBUG="1").CSRF_COOKIE_SECURE is False


@pytest.mark.task("settings-from-environment")
def test_a_check_of_the_deployment_finds_nothing(settings, load_settings):
    """`manage.py check --deploy`: who is used to warnings does not read them."""
    production = load_settings(ALLOWED_HOSTS="auth.example.com", **KEYS)
    secure = [name for name in dir(production) if "SECURE" in name]
    for name in (*KEYS, "ALLOWED_HOSTS", "DEBUG", *secure):
        setattr(settings, name, getattr(production, name))

    found = run_checks(include_deployment_checks=True)

    assert [message for message in found if not message.is_silenced()] == []
