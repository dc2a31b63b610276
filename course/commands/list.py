"""The verb ``list``: the steps, and how far the learner has come."""

import textwrap

import typer
from rich.text import Text

from course.checking.last_report import recall
from course.checking.verdicts import judge
from course.curriculum.steps import Step, load_steps
from course.paths import Places, command_line, places
from course.terminal import console, symbol
from course.workspace.progress import current_step, passed_steps

WIDTH = 80
INDENT = " " * 6


def register(app: typer.Typer, author: typer.Typer) -> None:
    """Add ``list`` to the command line."""

    @app.command("list")
    def command() -> None:
        """Show the steps, and which of them you have passed.

        Of the step in hand it names the task that is open.
        """
        show_steps(load_steps(), places())


def show_steps(steps: list[Step], where: Places) -> None:
    """Print each step with its number, title, state and one idea, in 80 columns."""
    out, current, passed = console(), current_step(where), passed_steps(where)
    for step in steps:
        mark, words, style = _state(step, current, passed)
        line = Text(f"{symbol(mark):<2} {step.number_text}  {step.title}")
        line.stylize(style, 0, len(line) if mark == "next" else 2)
        room = WIDTH - len(line) - 1
        state = Text(f"{words:>{room if len(words) <= room else WIDTH}}", style)
        out.print(Text(" " if len(words) <= room else "\n").join([line, state]))
        out.print(_indented(step.idea))
        if step.number == current and current not in passed:
            to_do, *said = _open_task(step, steps, where)
            out.print(_indented(to_do), style="bold")
            for each in said:
                out.print(_indented(each))
    out.print()
    out.print(f"{symbol('next')} {_what_next(steps, current, passed)}")


def _what_next(steps: list[Step], current: int | None, passed: set[int]) -> str:
    to_do = next((step for step in steps if step.number not in passed), None)
    if to_do is None:
        return "All steps passed: you have built the whole service."
    if current is None:
        return f"Start with: {command_line(f'start {to_do.number}')}"
    if current in passed:
        return f"Go on with: {command_line('start')}"
    return f"See where you are: {command_line('check')}"


def _state(step: Step, current: int | None, passed: set[int]) -> tuple[str, str, str]:
    here = step.number == current
    if step.number in passed:
        words = "passed, you are here" if here else "passed"
        return "pass", words, "bold green"
    return ("next", "you are here", "bold") if here else ("skip", "not yet", "")


def _open_task(step: Step, steps: list[Step], where: Places) -> list[str]:
    """Say what to do in this step: by its last check, else its first task."""
    report = recall(step, where, stale=True)
    if report is None:
        first = f"first, {step.tasks[0].title}" if step.tasks else "no tasks"
        return [f"To do: {first}"]
    if report.broken:
        return [f"To do: {report.broken.sentence}"]
    judgement = judge(step, steps, report)
    done = sum(verdict.status == "passed" for verdict in judgement.tasks)
    said = f"{done} of {len(judgement.tasks)} tasks passed at the last check."
    task = judgement.first_failure
    if task is None:
        return [said]
    of = "" if task.step == step else f" (step {task.step.number_text})"
    return [f"To do: {task.title}{of}", said]


def _indented(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT)
