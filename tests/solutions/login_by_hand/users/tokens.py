"""Access tokens, made by hand."""

from uuid import uuid4

import jwt
from django.conf import settings
from django.utils import timezone

LIFETIME = settings.SIMPLE_JWT["ACCESS_TOKEN_LIFETIME"]


def access_token(user):
    """A signed token that names the user by id, and holds nothing personal."""
    now = timezone.now()
    claims = {
        "token_type": "access",
        "iss": settings.SIMPLE_JWT["ISSUER"],
        "aud": settings.SIMPLE_JWT["AUDIENCE"],
        "iat": now,
        "exp": now + LIFETIME,
        "jti": uuid4().hex,
        "user_id": user.pk,
    }
    return jwt.encode(claims, settings.JWT_SIGNING_KEY, algorithm="HS256")
