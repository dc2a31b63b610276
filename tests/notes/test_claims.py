"""A claim of the notes names the test that holds it, and that test is there."""

import dataclasses
import shutil
from pathlib import Path

import pytest

from course.curriculum.steps import Step, find_step, load_steps
from course.notes.claims import claims, unbound

STEPS = load_steps()
STEP = find_step("6", STEPS)
LISTING = '\n\n```python title="users/views.py"\nx\n```\n\n'


@pytest.fixture
def copy(tmp_path: Path):
    """Step 06 with some texts of one file in the place of others."""

    def make(file: str, *changes: tuple[str, str]) -> Step:
        path = tmp_path / STEP.name
        shutil.copytree(STEP.path, path, ignore=shutil.ignore_patterns("__pycache__"))
        text = (path / file).read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (path / file).write_text(text, encoding="utf-8")
        return dataclasses.replace(STEP, path=path)

    return make


def written(tmp_path: Path, prose: str) -> list[str]:
    """What is unbound in notes with this under "Why it is so"."""
    shutil.copytree(STEP.path / "tests", tmp_path / "tests")
    (tmp_path / "README.md").write_text(f"## Why it is so\n\n{prose}\n", "utf-8")
    return unbound(dataclasses.replace(STEP, path=tmp_path))


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_every_claim_of_the_notes_is_held_by_a_test(step: Step):
    assert claims(step)
    assert unbound(step) == []


def test_a_claim_by_a_test_that_is_not_there_is_caught(copy):
    there = "test_authentication_costs_one_query"

    found = unbound(copy("README.md", (there, "test_authentication_costs_nothing")))

    assert len(found) == 1
    assert "not there, test_authentication_costs_nothing" in found[0]


def test_a_claim_whose_test_has_gone_is_caught(copy):
    gone = "test_authentication_costs_one_query"

    found = unbound(copy("tests/test_update.py", (f"def {gone}", "def costs")))

    # One names the test; another names the fault that the test cited.
    assert len(found) == 2
    assert f"not there, {gone}" in found[0]
    assert "(fault 30)" in found[1]


def test_a_claim_whose_fault_no_test_names_any_more_is_caught(copy):
    found = unbound(copy("tests/test_update.py", ("Fault 13:", "Once:")))

    assert len(found) == 1
    assert "(fault 13)" in found[0]


@pytest.mark.parametrize(
    "claim",
    [
        "An expired token is answered with 401.",
        "It costs two queries.",
        "A token has 300 bytes.",
        "It lasts fifteen minutes.",
        "RFC 8725 asks for it.",
        "See CVE-2024-1234.",
        "- One.\n- OWASP says so.",
        "A claim: 401.\n\n```text\ndeclared, not proved\n```",
    ],
)
def test_a_claim_without_a_test_is_caught(tmp_path, claim):
    assert len(written(tmp_path, claim)) == 1


@pytest.mark.parametrize(
    "prose",
    [
        "Tokens are signed, and step 06 checks them on port 8001 since 2017.",
        "It is 401 (`test_no_token_is_401`).",
        "It ignored the flat body, with 200 (fault 13).",
        f"It is 401:{LISTING}More.",
        f"Before.{LISTING}And then it is 401.",
    ],
)
def test_what_is_held_or_no_claim_is_left_alone(tmp_path, prose):
    assert written(tmp_path, prose) == []


def test_a_block_holds_only_what_is_beside_it(tmp_path):
    found = written(tmp_path, f"It is 401.\n\nMore.{LISTING}")

    assert len(found) == 1
