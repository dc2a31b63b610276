"""Each test has its group, and the short run leaves out what is there."""

import ast
from pathlib import Path

import pytest

from course.paths import ROOT
from support.groups import DEEP, GROUPS, QUICK, group_of, is_deep

TESTS = ROOT / "tests"


def names(file: Path) -> list[str]:
    """Return the ids of the tests of a file, without their parameters."""
    functions = ast.parse(file.read_text(encoding="utf-8")).body
    return [
        f"{file.relative_to(ROOT).as_posix()}::{each.name}"
        for each in functions
        if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")
    ]


FILES = sorted(TESTS.rglob("test_*.py"))
EVERY = [name for file in FILES for name in names(file)]


@pytest.mark.parametrize("begin", [*DEEP, *QUICK])
def test_what_is_named_is_there(begin: str) -> None:
    assert any(name.startswith(f"tests/{begin}") for name in EVERY)


@pytest.mark.parametrize("begin", QUICK)
def test_what_is_quick_would_be_left_out_without_its_line(begin: str) -> None:
    assert begin.startswith(DEEP)
    assert not is_deep(f"tests/{begin}")


@pytest.mark.parametrize(
    "file", [file for file in FILES if file.parent.name == "commands"], ids=str
)
def test_each_verb_keeps_a_test_in_the_short_run(file: Path) -> None:
    assert not all(map(is_deep, names(file)))


@pytest.mark.parametrize("name", GROUPS)
def test_no_group_is_empty(name: str) -> None:
    ids = [*EVERY, "tests/tools/chain/test_chain.py::test_step_holds[01-green]@chain-0"]

    assert name in {group_of(each) for each in ids}


def test_a_step_on_its_own_tests_counts_among_the_steps() -> None:
    test = "tests/tools/chain/test_chain.py::test_step_holds"

    assert group_of(f"{test}[01_project-green]@chain-0") == "steps"
    assert group_of(f"{test}[01_project-red]@chain-0") == "chain"
    assert group_of("tests/test_rooms.py::test_x") == "tools"
