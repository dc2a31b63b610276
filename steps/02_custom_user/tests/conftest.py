"""What every test may ask for."""

import importlib
import os
import sys

import django
import pytest

# Settings read the environment when they are imported, so this comes first.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DEBUG", "1")
django.setup()

PASSWORD = "correct horse battery staple"
ENVIRONMENT = (
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DEBUG",
    "JWT_SIGNING_KEY",
    "SECRET_KEY",
)


@pytest.fixture
def api_client():
    """A client that speaks JSON, and is not logged in."""
    from rest_framework.test import APIClient

    return APIClient()


@pytest.fixture(autouse=True)
def fast_hashing(settings):
    """The real hasher takes a fifth of a second, on purpose: too long for tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def user(db):
    """Ada, an ordinary active user."""
    from django.contrib.auth import get_user_model

    return get_user_model().objects.create_user(
        email="ada@example.com",
        password=PASSWORD,
        first_name="Ada",
        last_name="Lovelace",
    )


@pytest.fixture
def superuser(db):
    """Grace, who may do everything in the admin."""
    from django.contrib.auth import get_user_model

    return get_user_model().objects.create_superuser(
        email="grace@example.com",
        password=PASSWORD,
        first_name="Grace",
        last_name="Hopper",
    )


@pytest.fixture
def load_settings(monkeypatch):
    """Import the settings anew, in the environment given and no other."""
    name = os.environ["DJANGO_SETTINGS_MODULE"]

    def load(**environment):
        for variable in ENVIRONMENT:
            monkeypatch.delenv(variable, raising=False)
        for variable, value in environment.items():
            monkeypatch.setenv(variable, value)
        for module in list(sys.modules):
            if module == name or module.startswith(f"{name}."):
                monkeypatch.delitem(sys.modules, module)
        return importlib.import_module(name)

    return load
