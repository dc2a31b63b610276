"""The verb ``diff``: the learner's project against the end of a step."""

import os
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from course.checking.last_report import recall
from course.checking.verdicts import judge
from course.curriculum.project_files import changed_paths, code_diff
from course.curriculum.steps import Step, Task, load_steps
from course.errors import CourseError
from course.paths import Places, command_line, display_path, places
from course.terminal import console, symbol
from course.workspace.progress import choose_step, current_step, passed_steps

if TYPE_CHECKING:
    from rich.console import Console

STYLES = {"---": "bold", "+++": "bold", "@@": "cyan", "-": "red", "+": "green"}


def register(app: typer.Typer, author: typer.Typer) -> None:
    """Add ``diff`` to the command line."""

    @app.command("diff")
    def command(
        step: Annotated[
            str | None,
            typer.Argument(help="The step; without it, the one that you are on."),
        ] = None,
        solution: Annotated[
            bool,
            typer.Option(
                "--solution", help="Show the lines of tasks that have not passed yet."
            ),
        ] = False,
        tests: Annotated[
            bool,
            typer.Option("--tests", help="Show the tests and requirements too."),
        ] = False,
    ) -> None:
        """Show what differs between your project and the end of a step.

        Lines that would give away a task which has not passed yet are left out.
        """
        where, steps = places(), load_steps()
        chosen = choose_step(step, steps, where)
        diff(chosen, steps, where, solution=solution, tests=tests)


def diff(
    step: Step,
    steps: list[Step],
    where: Places,
    *,
    solution: bool = False,
    tests: bool = False,
) -> None:
    """Print the way from ``work/`` to the end of ``step``.

    A file that a step changes whose tests have not passed is named, its lines are
    not shown, unless ``solution`` is asked for. Raises CourseError where there is no
    ``work/``.
    """
    if not where.work.is_dir():
        raise CourseError(
            "There is no project of yours to compare: no folder "
            f"{display_path(where.work, where)}{os.sep}.",
            f"Make one: {command_line(f'start {step.number}')}",
        )
    try:
        _diff(step, steps, where, solution=solution, tests=tests)
    except PermissionError as error:
        raise CourseError(
            f"{error.filename} cannot be read.", "Make it readable, and type it again."
        ) from error


def _diff(
    step: Step, steps: list[Step], where: Places, *, solution: bool, tests: bool
) -> None:
    work, end = (
        f"{display_path(path, where)}{os.sep}" for path in (where.work, step.path)
    )
    out = console()
    changed = changed_paths(where.work, step.path)
    if not changed:
        out.print(f"{work} is the same as the end of step {step.number_text}.")
        return
    shown_ones = [path for path in changed if tests or not _is_aside(path)]
    hidden = [] if solution else _solutions(shown_ones, step, steps, where)
    if hidden:
        _name_hidden(out, hidden, step, steps, where)
    plain = [path for path in shown_ones if path not in hidden]
    if plain:
        out.print(
            f"- is in {work} alone, + is in the end of step {step.number_text} alone."
        )
        labels = (work.replace("\\", "/"), end.replace("\\", "/"))
        text = code_diff(where.work, step.path, paths=plain, labels=labels)
        _unified(out, text)
    aside = len(changed) - len(shown_ones)
    if aside:
        out.print(
            f"{aside} file{'s' * (aside > 1)} of tests and requirements "
            f"differ{'s' * (aside == 1)} too: "
            f"{command_line(f'diff {step.number} --tests')}"
        )


def _is_aside(path: str) -> bool:
    return path.startswith("tests/") or path in ("requirements.txt", "pytest.ini")


def _solutions(
    paths: list[str], step: Step, steps: list[Step], where: Places
) -> list[str]:
    """Return the paths that a step changes which the learner has yet to pass."""
    passed, current = passed_steps(where), current_step(where) or 1
    # What lies before the current step was laid down, or passed: it is no secret.
    to_come = [
        other
        for other in steps
        if current <= other.number <= step.number and other.number not in passed
    ]
    secret = {path for other in to_come for path in other.changes}
    return [path for path in paths if path in secret]


def _name_hidden(
    out: "Console", paths: list[str], step: Step, steps: list[Step], where: Places
) -> None:
    number = step.number_text
    out.print(f"Step {number} has not passed: the lines of its solution stay hidden.")
    for path in paths:
        mine, theirs = line_counts(where.work / path, step.path / path)
        if not (where.work / path).exists():
            words = f"not there yet, {_lines(theirs)} in the step"
        elif not (step.path / path).exists():
            words = "is not in the step any more"
        else:
            words = f"{_lines(mine)} of yours differ, {_lines(theirs)} of the step"
        out.print(f"  {symbol('skip')} {path}: {words}")
    tasks = _open_tasks(step, steps, where)
    if tasks:
        out.print("Tasks that they belong to:")
    for task in tasks:
        out.print(f"  {symbol('skip')} {task.title}")
    out.print(f"{symbol('next')} A hint for the next one: {command_line('hint')}")
    out.print(
        f"{symbol('next')} The lines all the same: "
        f"{command_line(f'diff {step.number} --solution')}"
    )


def line_counts(old: Path, new: Path) -> tuple[int, int]:
    """Return how many lines differ on either side; a binary file has none."""
    left, right = _read_lines(old), _read_lines(new)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    return len(left) - same, len(right) - same


def _read_lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, IsADirectoryError, UnicodeDecodeError):
        return []


def _lines(count: int) -> str:
    return f"{count} line{'s' * (count != 1)}"


def _open_tasks(step: Step, steps: list[Step], where: Places) -> list[Task]:
    """Return the tasks that the last check did not see pass; without one, all."""
    report = recall(step, where)
    if report is None or report.broken:
        return list(step.tasks)
    verdicts = judge(step, steps, report).tasks
    done = {verdict.slug for verdict in verdicts if verdict.status == "passed"}
    return [task for task in step.tasks if task.slug not in done]


def _unified(out: "Console", text: str) -> None:
    for line in text.splitlines():
        style = next((STYLES[key] for key in STYLES if line.startswith(key)), "")
        out.print(Text(line, style=style))
