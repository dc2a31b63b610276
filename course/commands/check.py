"""The verb ``check``: run a step's tests against the learner's project."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from course.checking.console_report import Telling
from course.checking.jobs import processors
from course.checking.last_report import fingerprint, remember
from course.checking.review import Examination, examine
from course.checking.runner import Report, run_tests
from course.curriculum.steps import Step, load_steps
from course.errors import CourseError
from course.paths import (
    Places,
    choose_step,
    current_step,
    mark_passed,
    passed_steps,
    places,
    set_current_step,
    shown,
    typed,
)
from course.terminal import console

if TYPE_CHECKING:
    from rich.console import Console

# Seconds for all tests of a step; one takes seconds, a slow machine some more.
TIMEOUT = 120
# Each loads Django anew, so that more of them gain nothing.
PROCESSES = 4


def register(app: typer.Typer, author: typer.Typer) -> None:
    """Add ``check`` to the command line."""

    @app.command("check")
    def command(
        step: Annotated[
            str | None,
            typer.Argument(help="The step; without it, the one that you are on."),
        ] = None,
        as_json: Annotated[
            bool,
            typer.Option(
                "--json",
                help="Print one JSON document (checking/report_schema.json).",
            ),
        ] = False,
        junit: Annotated[
            Path | None,
            typer.Option(metavar="FILE", help="Also write a JUnit XML report."),
        ] = None,
        again: Annotated[
            bool, typer.Option("--watch", help="Again after each save, until q.")
        ] = False,
    ) -> None:
        """Run a step's tests against your project in work/.

        The tests look at what your project does, not at how it is written. Those of the
        steps before run too, so that what was missed there is named.
        """
        with _errors_as_json() if as_json else _as_usual():
            where, steps = places(), load_steps()
            chosen = choose_step(step, steps, where)
            if again:
                if as_json or junit:
                    raise CourseError(
                        "--watch goes with neither --json nor --junit: each of those "
                        "is one report.",
                        f"Leave it out: {typed('check --json')}",
                    )
                from course.commands.check_watch import watch

                raise typer.Exit(watch(chosen, steps, where))
            code = check(chosen, steps, where, as_json=as_json, junit=junit)
        raise typer.Exit(code)


def check(
    step: Step,
    steps: list[Step],
    where: Places,
    *,
    as_json: bool = False,
    junit: Path | None = None,
) -> int:
    """Test ``work/`` and print what came of it; return 0, or 1 for not yet.

    Raises CourseError where there is no ``work/``, and where ``junit`` names a place
    that cannot be written.
    """
    # Both are imported where they are asked for: most checks need neither.
    if junit is not None:
        from course.checking.junit_report import check_place

        check_place(junit)
    report = run_check(step, where, quiet=as_json)
    examined = examine(step, steps, report, where.work)
    if junit is not None:
        from course.checking.junit_report import write_junit

        write_junit(examined, junit)
    if not as_json:
        return conclude(examined, where, console())
    from course.checking.json_report import print_json

    keep_progress(examined, where)
    print_json(examined, where)
    return 0 if examined.passed else 1


def run_check(step: Step, where: Places, *, quiet: bool = False) -> Report:
    """Run the step's tests against ``work/``, and keep the report for ``hint``.

    Raises CourseError where there is no ``work/``.
    """
    work = f"{shown(where.work, where)}{os.sep}"
    if not where.work.is_dir():
        saved = " Saved copies are in .learn/saved/." if where.saved.is_dir() else ""
        raise CourseError(
            f"There is no project of yours to check: no folder {work}.{saved}",
            f"Make one: {typed(f'start {step.number}')}",
        )
    move_on(step, where)
    text = f"Running the tests of step {step.number_text} against {work} …"
    # Saved while the tests run: the report is of the files before that.
    before = fingerprint(step, where)
    with _as_usual() if quiet else console().status(text):
        report = run_tests(
            step.path / "tests",
            where.work,
            timeout=TIMEOUT,
            workers=min(processors(), PROCESSES),
        )
    remember(step, where, before, report)
    return report


def conclude(examined: Examination, where: Places, out: "Console") -> int:
    """Remember how far the learner is, tell all; return 0, or 1 for not yet."""
    keep_progress(examined, where)
    Telling(out, examined, where).all()
    return 0 if examined.passed else 1


def keep_progress(examined: Examination, where: Places) -> None:
    """Remember that the step passes, and so those before whose tests ran with it."""
    if not examined.passed:
        return
    swept = {verdict.step.number for verdict in examined.judgement.swept}
    for number in sorted(swept | {examined.step.number}):
        mark_passed(where, number)


def move_on(step: Step, where: Places) -> None:
    """Remember the step as current where the one before it has passed.

    Checking the step after one that passed is how a learner goes on with it.
    """
    current = current_step(where) or 0
    before_passed = step.number == 1 or step.number - 1 in passed_steps(where)
    if step.number > current and before_passed:
        set_current_step(where, step.number)


@contextmanager
def _as_usual() -> Iterator[None]:
    yield


@contextmanager
def _errors_as_json() -> Iterator[None]:
    try:
        yield
    except CourseError as error:
        from course.checking.json_report import print_error

        print_error(error)
        raise typer.Exit(error.code) from error
