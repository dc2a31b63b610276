"""Tokens made by hand, for the tests of ``decode`` and ``http``."""

import base64
import hashlib
import hmac
import json

NOW = 1_767_603_900
KEY = "insecure-test-key-of-enough-bytes-for-every-hash-there-is-in-here-64"
HEADER = {"alg": "HS256", "typ": "JWT"}
CLAIMS = {
    "token_type": "access",
    "exp": NOW + 720,
    "iat": NOW - 180,
    "jti": "6513270e269e4d37b2a74de452e6b438",
    "user_id": "1",
    "aud": "django-auth-api",
    "iss": "django-auth",
}


def part(value: object) -> str:
    """Write a part of a token: bytes as they are, anything else as JSON."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def token(header: object = HEADER, payload: object = CLAIMS, key: str = KEY) -> str:
    """Sign a token by hand with the HMAC that its header names, else SHA-256."""
    text = f"{part(header)}.{part(payload)}"
    name = header.get("alg", "") if isinstance(header, dict) else ""
    digest = {"HS384": hashlib.sha384, "HS512": hashlib.sha512}.get(
        name, hashlib.sha256
    )
    return f"{text}.{part(hmac.digest(key.encode(), text.encode(), digest))}"


TOKEN = token()
