"""The security page says what the tests of the steps prove, and nothing else."""

import re
import shutil
from pathlib import Path

import pytest

from course.curriculum.steps import load_steps
from course.notes.citations import citations, clauses, faults
from course.paths import ROOT
from course.website.security_catalog import ATTACKS, CLAUSES
from course.website.security_page import security_page

STEPS = load_steps()
CITED = citations(STEPS)
NUMBERS = {step.number for step in STEPS}


def row(page: str, entry: str) -> str:
    found = re.search(rf"^\| {re.escape(entry)} \|.*$", page, re.MULTILINE)
    assert found, entry
    return found[0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("RFC 8725, 3.8 and 3.9: x", ["RFC 8725, 3.8", "RFC 8725, 3.9"]),
        ("RFC 7519, section 12: x", ["RFC 7519, 12"]),
        ("as RFC 8725 says, 3 times", ["RFC 8725"]),
        ("OWASP ASVS 5.0, 6.2.1 and 6.2.4.", ["ASVS 6.2.1", "ASVS 6.2.4"]),
        ("Attack L13; RFC 8725, 3.12; ASVS 9.2.2: a", ["RFC 8725, 3.12", "ASVS 9.2.2"]),
        ("OWASP API3:2023, CWE-915", ["API3:2023", "CWE-915"]),
        ("in 3.10 seconds", []),
    ],
)
def test_a_citation_is_read(text, found):
    assert clauses(text) == found


def test_a_fault_is_read():
    assert faults("Faults 6 and 7; fault 21.") == ["6", "7", "21"]


def test_whatever_a_test_cites_is_in_the_catalog():
    unknown = {
        (cited.test, entry)
        for cited in CITED
        for entry in (*cited.clauses, *cited.labs)
        if entry not in CLAUSES and entry not in ATTACKS
    }

    assert unknown == set()


@pytest.mark.parametrize("entry", [*ATTACKS, *CLAUSES])
def test_what_a_step_brings_is_proved_there(entry):
    """An entry of a step that is there has a test; "not yet" is for later steps."""
    planned = ATTACKS[entry][1] if entry in ATTACKS else (CLAUSES[entry][1],)
    proved = {c.step.number for c in CITED if entry in (*c.clauses, *c.labs)}

    assert set(planned) & NUMBERS <= proved


def test_the_page_leads_from_an_attack_to_its_tests():
    page = security_page(ROOT)

    assert "[01](steps/01_project.md)" in row(page, "L10")
    assert (
        "[`test_a_short_signing_key_is_an_error`]"
        "(steps/01_project/files.md#tests-test-signing-key-py)"
    ) in row(page, "L10")
    assert row(page, "RFC 8725, 3.10").endswith("| L11 |")


def test_what_no_test_proves_is_said_so():
    page = security_page(ROOT)

    uncovered = [e for e, (_, step) in CLAUSES.items() if step not in NUMBERS]
    assert uncovered
    for entry in uncovered:
        assert "not yet: planned in step" in row(page, entry)


def test_a_test_that_goes_takes_its_row_along(tmp_path: Path):
    for step in STEPS:
        target = tmp_path / "steps" / step.name
        shutil.copytree(step.path / "tests", target / "tests")
        shutil.copy(step.path / "step.toml", target / "step.toml")
        file = target / "tests" / "test_signing_key.py"
        file.write_text(file.read_text("utf-8").replace("L10", "an attack"), "utf-8")

    page = security_page(tmp_path)

    assert "not covered" in row(page, "L10")
    assert "test_a_short_signing_key_is_an_error" not in row(page, "L10")
