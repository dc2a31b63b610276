"""The verb ``hint``: the next hint for the first task that does not pass."""

from typing import Annotated

import typer

from course.checking.console_report import ConsoleReport
from course.checking.hints import compose_hints
from course.checking.last_report import recall
from course.checking.review import Examination, examine
from course.checking.sentences import compose
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
    out = console()
    if examined.passed:
        out.print(f"Step {step.number_text} passes: there is nothing to hint at.")
        out.print(f"{symbol('next')} {command_line(f'check {step.number}')}")
        out.print("  says what comes next.")
        return 0
    shown, sections = ConsoleReport(out, where), compose(examined)
    if examined.report.broken and not examined.found:
        shown.print(sections)
        return 1
    parts = {section.role: section for section in sections}
    if "mistake" in parts:
        shown.print([parts["mistake"]])
        out.print()
    if examined.open_task:
        _print_hints(examined, examined.open_task, where, shown)
    shown.line(parts["next"].lines[-1])
    return 1


def _print_hints(
    examined: Examination, verdict: Verdict, where: Places, shown: ConsoleReport
) -> None:
    """Print the next hint of a task; after the last, all of them, and where to look."""
    out, hints = shown.out, compose_hints(examined)
    if hints is None:
        print_wrapped(out, f"There are no hints for: {verdict.title}")
        return
    print_wrapped(out, hints.title, style="bold")
    now = hints.after(hints_shown(where, hints.step, hints.task))
    for each in now:
        out.print(f"\n{each.title}")
        print_wrapped(out, f"  {each.text}", indent=2)
    out.print()
    with going_on_unkept():
        set_hints_shown(where, hints.step, hints.task, now[-1].number)
    if now[-1].number == len(hints.hints):
        for line in hints.last:
            shown.line(line)
