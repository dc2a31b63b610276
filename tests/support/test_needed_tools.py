"""A missing tool is never a silent skip."""

import sys
from pathlib import Path

import pytest

from support.needed_tools import missing, need_tool, postgres_url


def test_a_tool_that_is_there_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))

    assert need_tool("no-such-tool", "ruff", "pytest")


def test_a_missing_tool_is_a_skip_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)

    with pytest.raises(pytest.skip.Exception, match="no-such-tool is not installed"):
        need_tool("no-such-tool")


def test_a_missing_tool_is_a_failure_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")

    with pytest.raises(pytest.fail.Exception, match="no-such-tool is not installed"):
        need_tool("no-such-tool")
    with pytest.raises(pytest.fail.Exception):
        missing("there is no such thing")


def test_without_postgresql_a_test_of_it_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("LEARN_POSTGRES_URL", raising=False)

    with pytest.raises(pytest.skip.Exception, match=r"learn\.py test --postgres"):
        postgres_url()
