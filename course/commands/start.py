"""The verb ``start``: make the learner's project from the end of the step before."""

import os
from pathlib import Path
from typing import Annotated

import typer

from course.curriculum.steps import Step, load_steps, previous_step
from course.errors import CourseError
from course.paths import Places, command_line, display_path, places, startproject
from course.terminal import console, symbol
from course.workspace.import_zip import start_from
from course.workspace.progress import choose_step, passed_steps
from course.workspace.saved_copies import (
    Kept,
    lay_down,
    tell_database,
    tell_folder,
    tell_saved,
)


def register(app: typer.Typer, author: typer.Typer) -> None:
    """Add ``start`` to the command line."""

    @app.command("start")
    def command(
        step: Annotated[
            str | None,
            typer.Argument(help="The step to start; without it, the next one."),
        ] = None,
        file: Annotated[
            Path | None,
            typer.Option(
                "--from",
                metavar="FILE",
                help="Take the project in this zip, exported in a lab of the site.",
            ),
        ] = None,
    ) -> None:
        """Make work/ from the end of the step before; what is there is saved.

        For the first step it is an empty folder; with --from it is what the zip
        holds, on the step that the lab was on. What was in work/ is moved into
        .learn/saved/, and restore brings it back.
        """
        where, steps = places(), load_steps()
        if file:
            start_from(file, step, steps, where)
            return
        start(_choose(step, steps, where), steps, where)


def start(step: Step, steps: list[Step], where: Places) -> None:
    """Lay down the end of the step before ``step`` in ``work/``, and say what is next.

    What was in ``work/`` is moved to ``.learn/saved/`` whole. Raises CourseError where
    a folder cannot be written or moved.
    """
    before = previous_step(step, steps)
    kept = lay_down(before, where, step.number, f"start {step.number}")
    tell_laid_down(step, before, kept, where)


def tell_laid_down(step: Step, before: Step | None, kept: Kept, where: Places) -> None:
    """Say what is in ``work/`` now, and what to do with it."""
    out, arrow = console(), symbol("next")
    work = f"{display_path(where.work, where)}{os.sep}"
    tell_saved(out, kept.saved, where)
    if before:
        out.print(
            f"{work} is now the end of step {before.number_text}, {before.title}."
        )
        tell_database(out, kept, where)
    else:
        out.print(f"{work} is an empty folder: your project starts there.")
    out.print(f"You are on step {step.number_text}: {step.title}", style="bold")
    tell_folder(out, kept.saved, where)
    notes = display_path(step.path / "README.md", where)
    out.print(f"{arrow} Read the notes: {notes}")
    if before is None:
        out.print(f"{arrow} In {work}, type: {startproject()}")
    out.print(f"{arrow} When a task is done: {command_line('check')}")


def _choose(text: str | None, steps: list[Step], where: Places) -> Step:
    step, passed = choose_step(text, steps, where), passed_steps(where)
    if text or step.number not in passed:
        return step
    later = [other for other in steps if other.number > step.number]
    if not later:
        raise CourseError(
            "You have passed the last step.",
            f"To do one again, name it: {command_line('start 5')}",
        )
    return later[0]
