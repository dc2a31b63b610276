"""What the environment says."""

import os

from django.core.exceptions import ImproperlyConfigured

# Off unless asked for: a forgotten variable must not show debug pages to the world.
DEBUG = os.environ.get("DEBUG", "").lower() in {"1", "true", "yes", "on"}


def key_from_environment(name, development_key):
    """A key comes from the environment, or the project does not start."""
    key = os.environ.get(name) or (development_key if DEBUG else "")
    if not key:
        raise ImproperlyConfigured(f"Set {name}, or DEBUG=1 on your own machine.")
    return key
