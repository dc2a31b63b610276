"""The hand-made verifier that faults of step 06 put in the place of simplejwt's."""

# The verifier of many a blog post. It looks at the user, so that what is wrong with it
# is the one line that a fault puts in the place of CLAIMS.
VERIFIER = """\
import base64
import json
from pathlib import Path
from urllib.request import urlopen

import jwt
from django.conf import settings
from django.contrib.auth import get_user_model
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed

KEY = settings.JWT_SIGNING_KEY
MEANT = {"issuer": "django-auth", "audience": "django-auth-api"}


def decode(raw, key=KEY, algorithms=("HS256",), **options):
    return jwt.decode(raw, key, algorithms=algorithms, options=options, **MEANT)


def from_base64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def key_of(jwk):
    return from_base64(jwk["k"])


class BearerAuthentication(BaseAuthentication):
    def authenticate(self, request):
        scheme, _, raw = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        try:
            header = jwt.get_unverified_header(raw)
            claims = CLAIMS
            user = get_user_model().objects.get(pk=claims["user_id"], is_active=True)
        except Exception as error:
            raise AuthenticationFailed() from error
        return user, claims

    def authenticate_header(self, request):
        return "Bearer"
"""
