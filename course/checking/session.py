"""One check of work/, remembered: what ``check``, ``hint`` and ``--watch`` share."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from course.checking.console_report import ConsoleReport
from course.checking.jobs import processors
from course.checking.last_report import fingerprint, remember
from course.checking.results import Report
from course.checking.review import Examination
from course.checking.runner import run_tests
from course.checking.sentences import compose
from course.curriculum.steps import Step
from course.errors import CourseError
from course.paths import Places, command_line, display_path
from course.terminal import complain, console
from course.workspace.progress import (
    current_step,
    mark_passed,
    passed_steps,
    set_current_step,
)

if TYPE_CHECKING:
    from rich.console import Console

# Seconds for all tests of a step; one takes seconds, a slow machine some more.
TIMEOUT = 120
# Each loads Django anew, so that more of them gain nothing.
PROCESSES = 4


def run_check(step: Step, where: Places, *, quiet: bool = False) -> Report:
    """Run the step's tests against ``work/``, and keep the report for ``hint``.

    Raises CourseError where there is no ``work/``.
    """
    work = f"{display_path(where.work, where)}{os.sep}"
    if not where.work.is_dir():
        saved = " Saved copies are in .learn/saved/." if where.saved.is_dir() else ""
        raise CourseError(
            f"There is no project of yours to check: no folder {work}.{saved}",
            f"Make one: {command_line(f'start {step.number}')}",
        )
    move_on(step, where)
    text = f"Running the tests of step {step.number_text} against {work} …"
    # Saved while the tests run: the report is of the files before that.
    before = fingerprint(step, where)
    with nullcontext() if quiet else console().status(text):
        report = run_tests(
            step.path / "tests",
            where.work,
            timeout=TIMEOUT,
            workers=min(processors(), PROCESSES),
        )
    keep_report(step, where, before, report)
    return report


def keep_report(step: Step, where: Places, sum_before: str, report: Report) -> None:
    """Keep the report for ``hint``; where that cannot be, say so and go on."""
    with going_on_unkept():
        remember(step, where, sum_before, report)


@contextmanager
def going_on_unkept() -> Iterator[None]:
    """Print a CourseError and go on: a full disk takes no verdict from a learner."""
    try:
        yield
    except CourseError as error:
        complain(error)


def conclude(examined: Examination, where: Places, out: "Console") -> int:
    """Keep how far the learner is, print the report; return 0, or 1 for not yet."""
    keep_progress(examined, where)
    ConsoleReport(out, where).print(compose(examined))
    return 0 if examined.passed else 1


def keep_progress(examined: Examination, where: Places) -> None:
    """Remember that the step passes, and so those before whose tests ran with it."""
    if not examined.passed:
        return
    swept = {verdict.step.number for verdict in examined.judgement.swept}
    with going_on_unkept():
        mark_passed(where, *swept, examined.step.number)


def move_on(step: Step, where: Places) -> None:
    """Remember the step as current where the one before it has passed.

    Checking the step after one that passed is how a learner goes on with it.
    """
    current = current_step(where) or 0
    before_passed = step.number == 1 or step.number - 1 in passed_steps(where)
    if step.number > current and before_passed:
        with going_on_unkept():
            set_current_step(where, step.number)
