"""System checks: `manage.py check` says what is wrong with the keys."""

from django.conf import settings
from django.core.checks import Error, Tags, register

# RFC 7518, section 3.2: an HS256 key is at least as long as the hash, 32 bytes.
MINIMUM_BYTES = 32
# A random key of that length has more; "aaaa…" and "abcabc…" have fewer.
MINIMUM_DIFFERENT_BYTES = 10
HINT = 'Make one: python -c "import secrets; print(secrets.token_urlsafe(48))"'


@register(Tags.security)
def check_signing_key(app_configs, **kwargs):
    """The key that signs tokens is long, random, and used for nothing else."""
    key = settings.JWT_SIGNING_KEY.encode()

    errors = []
    if len(key) < MINIMUM_BYTES:
        message = f"JWT_SIGNING_KEY has {len(key)} bytes, fewer than {MINIMUM_BYTES}."
        errors.append(Error(message, hint=HINT, id="config.E001"))
    elif len(set(key)) < MINIMUM_DIFFERENT_BYTES:
        message = "JWT_SIGNING_KEY repeats a few characters: it is not random."
        errors.append(Error(message, hint=HINT, id="config.E002"))
    if settings.JWT_SIGNING_KEY == settings.SECRET_KEY:
        message = "JWT_SIGNING_KEY and SECRET_KEY are the same key."
        errors.append(Error(message, hint=HINT, id="config.E003"))
    if not settings.DEBUG and key.startswith(b"insecure-"):
        message = "JWT_SIGNING_KEY is the development key, which everybody knows."
        errors.append(Error(message, hint=HINT, id="config.E004"))
    return errors
