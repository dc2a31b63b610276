"""What the checks of CI share with tests/."""

from browser.fixtures import built, chromium, runtime, site
from support.closing_lines import pytest_terminal_summary
from support.group_progress import pytest_configure

# Hooks of pytest, and fixtures of several files, have to stand in a conftest.
__all__ = [
    "built",
    "chromium",
    "pytest_configure",
    "pytest_terminal_summary",
    "runtime",
    "site",
]
