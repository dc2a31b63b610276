"""What the checks of CI share with tests/."""

from tools import pytest_terminal_summary

# Hooks of pytest have to stand in a conftest.
__all__ = ["pytest_terminal_summary"]
