"""Every mistake of every step, put into a copy of it, is recognized, and no other.

Here the tests run that the signatures name; .ci/test_mistakes_in_full.py does the whole
``check``. Both say at the end how many there were.
"""

import re
from collections.abc import Iterator

import pytest
from support.closing_lines import MISTAKE
from support.groups import one_of_each
from support.mistaken_step import (
    MISTAKES,
    STEPS,
    copy_with,
    every_mistake,
    must_be_said,
    name,
    named_tests,
    of_its_task,
    project_before,
    run,
    with_source,
)
from support.same_sentences import assert_same_sentences, on_the_terminal

from course.checking.review import examine
from course.checking.watch.warm_runner import WarmRunner

EVERY = pytest.mark.parametrize(("step", "mistake"), every_mistake(), ids=name)
EACH_STEP = pytest.mark.parametrize("step", STEPS, ids=name)
# The fewest that a step has.
FEWEST = 8
# To a learner who is stuck, nothing is any of these.
UNKIND = re.compile(
    r"\b(just|simply|eas(y|ily)|obvious(ly)?|of course|merely)\b", re.IGNORECASE
)


@pytest.fixture(scope="module")
def warm() -> Iterator[WarmRunner]:
    """One process for the tests of this file."""
    with WarmRunner() as process:
        yield process


@pytest.mark.parametrize(
    ("step", "mistake"),
    one_of_each(every_mistake(), lambda each: each[0].number),
    ids=name,
)
def test_a_mistake_is_named_and_no_other(step, mistake, warm, places, record_property):
    record_property(MISTAKE, f"{step.name}/{mistake.slug}")
    project = copy_with(mistake, step, places.work)
    rivals = with_source(MISTAKES[step.number], project)
    tests = named_tests(step, rivals)
    if mistake.test is None:
        tests |= of_its_task(step, mistake)

    examined = examine(step, STEPS, run(step, project, tests, warm), project)

    assert not examined.passed
    assert examined.found is not None
    assert (examined.found_step, examined.found.mistake) == (step, mistake)
    said = " ".join(on_the_terminal(examined, places).split())
    assert must_be_said(examined, places) in said
    assert_same_sentences(examined, places)


@EACH_STEP
def test_who_has_not_begun_the_step_has_made_no_mistake(step, warm, tmp_path):
    project = project_before(step, tmp_path / "work")
    rivals = with_source(MISTAKES[step.number], project)
    tests = named_tests(step, rivals).union(
        *(of_its_task(step, each) for each in rivals if each.test is None)
    )

    examined = examine(step, STEPS, run(step, project, tests, warm), project)

    assert not examined.passed
    assert examined.found is None


@EACH_STEP
def test_a_step_has_its_typical_mistakes(step):
    mistakes = MISTAKES[step.number]

    assert len(mistakes) >= FEWEST
    said = [(each.title, each.say, each.fix) for each in mistakes]
    assert len(set(said)) == len(said)


@EVERY
def test_a_mistake_is_told_in_the_style_of_the_house(step, mistake):
    """What happened, what to change and why, each in whole sentences."""
    for text in (mistake.say, mistake.fix, mistake.why):
        assert text.endswith(".")
        assert not UNKIND.search(text)
    assert not mistake.title.endswith(".")
    assert not UNKIND.search(mistake.title)
