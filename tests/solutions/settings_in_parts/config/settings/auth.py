"""Who may come in: signing key, passwords, tokens."""

from datetime import timedelta

from config.settings.environment import key_from_environment

# Tokens have a key of their own: a leak of one does not forge what the other signs.
JWT_SIGNING_KEY = key_from_environment(
    "JWT_SIGNING_KEY", "insecure-development-key-for-signing-access-tokens"
)

# OWASP ASVS 5.0, 6.2: length and a list of known passwords, no rules of composition.
VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{VALIDATION}.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": f"{VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{VALIDATION}.UserAttributeSimilarityValidator"},
]

REST_FRAMEWORK = {
    # Closed unless opened: a view that forgets its permissions answers nobody.
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    # An access token and nothing else; DRF's default would accept passwords too.
    "DEFAULT_AUTHENTICATION_CLASSES": ["users.authentication.BearerAuthentication"],
}

SIMPLE_JWT = {
    # A stolen token works until it expires: minutes, not days.
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=15),
    # One algorithm, named here and never taken from the token (RFC 8725, 3.1).
    "ALGORITHM": "HS256",
    "SIGNING_KEY": JWT_SIGNING_KEY,
    # Who made the token and for whom: both are checked (RFC 8725, 3.8 and 3.9).
    "ISSUER": "django-auth",
    "AUDIENCE": "django-auth-api",
    "AUTH_HEADER_TYPES": ("Bearer",),
}
