"""The verb ``hint``: the next hint for the first task that does not pass."""

import re
from typing import Annotated

import typer

from course.checking.console_report import Telling
from course.checking.last_report import recall
from course.checking.results import TestResult
from course.checking.review import Examination, examine
from course.checking.session import going_on_unkept, run_check
from course.checking.verdicts import Verdict
from course.curriculum.steps import Step, load_steps
from course.paths import Places, command_line, places
from course.terminal import console, print_wrapped, symbol
from course.workspace.progress import choose_step, hints_shown, set_hints_shown


def register(app: typer.Typer, author: typer.Typer) -> None:
    """Add ``hint`` to the command line."""

    @app.command("hint")
    def command(
        step: Annotated[
            str | None,
            typer.Argument(help="The step; without it, the one that you are on."),
        ] = None,
    ) -> None:
        """Show the next hint for the first task that does not pass yet.

        Each call shows one more: a nudge, then the place, then nearly the code.
        """
        where, steps = places(), load_steps()
        raise typer.Exit(hint(choose_step(step, steps, where), steps, where))


def hint(step: Step, steps: list[Step], where: Places) -> int:
    """Print one hint more than the last time; return 0 where none is needed, else 1.

    Runs the tests only where something has changed since the last check. Raises
    CourseError where there is no ``work/``.
    """
    report = recall(step, where) or run_check(step, where)
    examined = examine(step, steps, report, where.work)
    out, again = console(), command_line(f"check {step.number}")
    if examined.passed:
        out.print(f"Step {step.number_text} passes: there is nothing to hint at.")
        out.print(f"{symbol('next')} {again}")
        out.print("  says what comes next.")
        return 0
    if examined.found:
        Telling(out, examined, where).mistake(examined.found)
    if examined.report.broken:
        if not examined.found:
            Telling(out, examined, where).all()
            return 1
    elif examined.open:
        _rung(examined, examined.open, where)
    out.print(f"{symbol('next')} When you have changed something, type: {again}")
    return 1


def _rung(examined: Examination, verdict: Verdict, where: Places) -> None:
    """Print the next hint of a task; after the last, all of them, and where to look."""
    out, task = console(), verdict.step.task(verdict.slug)
    if task is None or not task.hints:
        print_wrapped(out, f"There are no hints for: {verdict.title}")
        return
    number = verdict.step.number
    count, seen = len(task.hints), hints_shown(where, number, task.slug)
    of = "" if verdict.step is examined.step else f" (step {verdict.step.number_text})"
    print_wrapped(out, f"{task.title}{of}", style="bold")
    while seen < count - 1 and not _fits(task.hints[seen], examined.failure):
        seen += 1
    for position in range(count) if seen >= count else (seen,):
        question, mark, answer = task.hints[position].partition("? ")
        out.print(f"\nHint {position + 1} of {count}: {question}{mark.strip()}")
        print_wrapped(out, f"  {answer}", indent=2)
    out.print()
    with going_on_unkept():
        set_hints_shown(where, number, task.slug, min(seen + 1, count))
    if seen >= count - 1:
        out.print("That was the last hint of this task.")
        command = command_line(f"diff {examined.step.number} --solution")
        out.print(f"{symbol('next')} To compare with our solution: {command}")


def _fits(hint: str, failure: TestResult | None) -> bool:
    """Return False for “Why 404?” where the project answered something else."""
    question = hint.partition("?")[0]
    codes = re.findall(r"\b\d{3}\b", question) if question.startswith("Why") else []
    if not codes or failure is None:
        return True
    return any(code in f"{failure.message} {failure.happened}" for code in codes)
