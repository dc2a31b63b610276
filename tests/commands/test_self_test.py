"""``test`` runs pytest and gives its verdict; a missing tool is never a silent skip."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.needed_tools import missing, need_tool, postgres_url

from course.commands.test import selftest
from course.errors import CourseError
from course.paths import Places

# One process each: a pool would take longer than the tests do.
ALONE = ["-n", "0", "-p", "no:cacheprovider"]


@pytest.fixture
def verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Run some tests; returns the exit code and what was said."""
    where = Places(tmp_path, tmp_path / "work", tmp_path / ".learn")
    for name in [name for name in os.environ if name.startswith("PYTEST_")]:
        monkeypatch.delenv(name)

    def run(source: str, *arguments: str, **asked: bool) -> tuple[int, str]:
        (tmp_path / "test_it.py").write_text(source, encoding="utf-8")
        code = selftest(where, [*ALONE, *arguments], **asked)
        return code, capfd.readouterr().out

    return run


def test_all_passed_is_0_with_the_time_it_took(
    verdict: Callable[..., tuple[int, str]],
) -> None:
    code, said = verdict("def test_one():\n    assert True\n")

    assert code == 0
    assert "All tests passed, after " in said
    assert said.rstrip().endswith(" s.")


def test_a_failure_is_1(verdict: Callable[..., tuple[int, str]]) -> None:
    code, said = verdict("def test_one():\n    assert 1 == 2\n")

    assert code == 1
    assert "assert 1 == 2" in said
    assert "The tests did not pass" in said


def test_a_run_without_a_test_is_2(verdict: Callable[..., tuple[int, str]]) -> None:
    assert verdict("")[0] == 2


def test_further_arguments_go_to_pytest(
    verdict: Callable[..., tuple[int, str]],
) -> None:
    source = "def test_one():\n    assert False\n\ndef test_two():\n    assert True\n"

    code, said = verdict(source, "-k", "two", "-v")

    assert code == 0
    assert "test_two PASSED" in said


def test_a_postgresql_that_does_not_answer_is_2(
    verdict: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://ada@127.0.0.1:1/auth")

    with pytest.raises(CourseError) as caught:
        verdict("", postgres=True)

    assert caught.value.code == 2
    assert "does not answer" in caught.value.message


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


def test_a_browser_is_asked_for_by_a_flag(
    verdict: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LEARN_BROWSER", raising=False)
    monkeypatch.setattr("course.commands.test._have_playwright", lambda: True)
    source = "import os\n\ndef test_one():\n    assert os.environ['LEARN_BROWSER']\n"

    assert verdict(source)[0] == 1
    assert verdict(source, browser=True)[0] == 0


def test_playwright_that_cannot_be_loaded_is_2(
    verdict: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    fails = [sys.executable, "-c", "import sys; sys.exit('No route to host')"], {}
    monkeypatch.setattr("course.commands.test._have_playwright", lambda: False)
    monkeypatch.setattr("course.setup.extras.installers", lambda: [fails])

    with pytest.raises(CourseError) as caught:
        verdict("", browser=True)

    assert caught.value.code == 2
    assert "No route to host" in caught.value.message
    assert "--browser" in caught.value.next_action
