"""What the tests of the repository may ask for."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.built_site import site
from support.closing_lines import pytest_terminal_summary
from support.group_progress import pytest_configure
from support.groups import pytest_collection_modifyitems, pytest_testnodedown
from support.needed_tools import Answer
from support.small_project import PROJECT, write
from support.small_tutorial import home_of, make_tutorial

from course.checking.results import Report
from course.checking.runner import run_tests
from course.curriculum.steps import Step
from course.paths import ROOT, Places
from course.paths import places as find_places

# Hooks of pytest, and fixtures of several files, have to stand in a conftest.
__all__ = [
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_terminal_summary",
    "pytest_testnodedown",
    "site",
]

# A project of its own, with settings of its own: test_troubles.py runs its tests.
collect_ignore = ["troubles"]

# A site that a test serves is not to make its runtime, in each folder anew.
os.environ["LEARN_RUNTIME"] = "0"

# What the tests of a small step said of a small project.
REPORTS: dict[str, Report] = {}


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """A learner's work/ and .learn/ in a folder of this test; neither exists yet."""
    monkeypatch.setenv("LEARN_WORK", str(tmp_path / "work"))
    monkeypatch.setenv("LEARN_HOME", str(tmp_path / ".learn"))
    return find_places()


@pytest.fixture
def cli(
    places: Places,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., Answer]:
    """The command line: ``cli("check", "5")`` answers with code, out and err."""
    from course.cli import main

    monkeypatch.setenv("COLUMNS", "80")
    # Commands are printed as the current folder takes them.
    monkeypatch.chdir(ROOT)

    def run(*arguments: str) -> Answer:
        capsys.readouterr()
        code = main(arguments)
        return Answer(code, *capsys.readouterr())

    return run


@pytest.fixture
def steps(tmp_path: Path) -> list[Step]:
    """The steps of a small tutorial of its own."""
    return make_tutorial(tmp_path / "tutorial")


@pytest.fixture
def home(tmp_path: Path) -> Places:
    """A learner's folders inside the small tutorial; neither exists yet."""
    return home_of(tmp_path / "tutorial")


@pytest.fixture
def checked(
    steps: list[Step],
    home: Places,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., Answer]:
    """``checked(1, files)`` checks the small project, with these files changed.

    The same project against the same tests says the same: they run once a process.
    """
    from course.checking import session
    from course.checking.last_report import fingerprint
    from course.commands.check import check

    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(ROOT)

    def run(number: int, files: dict[str, str] | None = None, **more: Any) -> Answer:
        write(home.work, {**PROJECT, **(files or {})})
        key = fingerprint(steps[number - 1], home)

        def run_once(*arguments: Any, **options: Any) -> Report:
            if key not in REPORTS:
                REPORTS[key] = run_tests(*arguments, **options)
            return REPORTS[key]

        monkeypatch.setattr(session, "run_tests", run_once)
        code = check(steps[number - 1], steps, home, **more)
        return Answer(code, *capsys.readouterr())

    return run
