"""Settings of the project. What differs between machines comes from the environment."""

import os
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

# Off unless asked for: a forgotten variable must not show debug pages to the world.
DEBUG = os.environ.get("DEBUG", "").lower() in {"1", "true", "yes", "on"}


def key_from_environment(name, development_key):
    """A key comes from the environment, or the project does not start."""
    key = os.environ.get(name) or (development_key if DEBUG else "")
    if not key:
        raise ImproperlyConfigured(f"Set {name}, or DEBUG=1 on your own machine.")
    return key


SECRET_KEY = key_from_environment(
    "SECRET_KEY", "insecure-development-key-for-sessions-and-reset-links"
)
# Tokens have a key of their own: a leak of one does not forge what the other signs.
JWT_SIGNING_KEY = key_from_environment(
    "JWT_SIGNING_KEY", "insecure-development-key-for-signing-access-tokens"
)

ALLOWED_HOSTS = [h for h in os.environ.get("ALLOWED_HOSTS", "").split(",") if h]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "rest_framework",
    "config",
    "users",
]

# Before the first migration: every table that points at a user points here.
AUTH_USER_MODEL = "users.User"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# SQLite needs no set-up; DATABASE_URL names a server such as PostgreSQL.
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": BASE_DIR / "db.sqlite3",
    }
}
if os.environ.get("DATABASE_URL"):
    DATABASES["default"] = dj_database_url.config()

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

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TIME_ZONE = "UTC"
STATIC_URL = "static/"

REST_FRAMEWORK = {
    # Closed unless opened: a view that forgets its permissions answers nobody.
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    # No way to log in yet; DRF's default would accept a password on every request.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
}

# Only over TLS, but on one's own machine there is none.
CSRF_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_SECURE = not DEBUG
# TLS itself, its redirect and HSTS belong to the web server in front (step 12).
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]
