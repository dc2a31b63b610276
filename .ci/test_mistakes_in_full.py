"""Every mistake of every step, as ``check`` tells a learner of it: the whole of it.

On this machine, and in a browser's tab, which has to say the same. Only CI runs this:
all tests of a step run for each of its mistakes. What is faster and asks less is
tests/curriculum/test_mistakes.py. In the tab each fifth mistake is tried, with
LEARN_FULL=1 every one.
"""

import os
from collections.abc import Callable, Iterator

import pytest
from browser.tabs import comparable, document, in_the_tab, tab
from support.closing_lines import MISTAKE, SAME
from support.groups import FULL
from support.mistaken_step import (
    STEPS,
    copy_with,
    every_mistake,
    must_be_said,
    name,
    project_before,
)
from support.same_sentences import assert_same_sentences

from course.checking import session
from course.checking.last_report import recall
from course.checking.review import Examination, examine
from course.checking.watch.warm_runner import WarmRunner
from course.commands.check import check
from course.curriculum.project_files import copy_project
from course.curriculum.steps import Step
from course.paths import ROOT, Places, places

# A fixture that stands with its kind.
__all__ = ["tab"]

FULLY = bool(os.environ.get(FULL))
IN_THE_TAB = set(every_mistake() if FULLY else every_mistake()[::5])

EACH_STEP = pytest.mark.parametrize("step", STEPS, ids=name)
# Every mistake is told with this label.
TOLD = "What is wrong:"


@pytest.fixture(scope="module")
def warm() -> Iterator[WarmRunner]:
    """One process that has loaded Django already, as `check --watch` has."""
    with WarmRunner() as process:
        yield process


@pytest.fixture
def where(tmp_path, monkeypatch) -> Places:
    """A learner's folders; there is no work/ yet."""
    monkeypatch.setenv("LEARN_WORK", str(tmp_path / "work"))
    monkeypatch.setenv("LEARN_HOME", str(tmp_path / ".learn"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(ROOT)
    return places()


@pytest.fixture
def checked(where, warm, capsys, monkeypatch) -> Callable[[Step], tuple[int, str]]:
    """``checked(step)`` answers with the exit code and the output, on one line."""
    monkeypatch.setattr(session, "run_tests", warm.run_tests)

    def run(step: Step) -> tuple[int, str]:
        code = check(step, STEPS, where)
        return code, " ".join(capsys.readouterr().out.split())

    return run


@pytest.mark.parametrize(("step", "mistake"), every_mistake(), ids=name)
def test_check_names_the_mistake(step, mistake, where, checked, tab, record_property):
    record_property(MISTAKE, f"{step.name}/{mistake.slug}")
    copy_with(mistake, step, where.work)

    code, said = checked(step)

    assert code == 1
    examined = examined_last(step, where)
    assert examined.found is not None
    assert (examined.found_step, examined.found.mistake) == (step, mistake)
    assert must_be_said(examined, where) in said
    assert said.count(TOLD) == 1
    assert_same_sentences(examined, where)
    if (step, mistake) in IN_THE_TAB:
        record_property(SAME, f"{step.name}/{mistake.slug}")
        assert_same_in_the_tab(tab, examined, where)


@EACH_STEP
def test_the_end_of_a_step_passes_and_has_no_mistake(
    step, where, checked, tab, record_property
):
    record_property(SAME, f"{step.name}/end")
    copy_project(step.path, where.work)

    code, said = checked(step)

    assert code == 0
    assert TOLD not in said
    assert_same_in_the_tab(tab, examined_last(step, where), where)


@EACH_STEP
def test_the_beginning_of_a_step_has_no_mistake(
    step, where, checked, tab, record_property
):
    record_property(SAME, f"{step.name}/start")
    project_before(step, where.work)

    code, said = checked(step)

    assert code == 1
    assert TOLD not in said
    assert_same_in_the_tab(tab, examined_last(step, where), where)


def examined_last(step: Step, where: Places) -> Examination:
    """What the last check of the step came to."""
    report = recall(step, where)
    assert report is not None
    return examine(step, STEPS, report, where.work)


def assert_same_in_the_tab(tab, examined: Examination, where: Places) -> None:
    """The check in a browser's tab says of the same files what this one said."""
    there = in_the_tab(tab, examined.step, where.work)
    assert comparable(there) == comparable(document(examined, where.work))
