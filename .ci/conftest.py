"""What the checks of CI share with tests/."""

from browser.fixtures import built, chromium, runtime, site
from support.needed_tools import pytest_terminal_summary

# Hooks of pytest, and fixtures of several files, have to stand in a conftest.
__all__ = ["built", "chromium", "pytest_terminal_summary", "runtime", "site"]
