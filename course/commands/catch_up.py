"""The verb ``catch-up``: be ready for a step, with or without one's own code."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from course.commands.start import tell_laid_down
from course.curriculum.steps import Step, find_step, load_steps, previous_step
from course.errors import CourseError
from course.paths import Places, command_line, display_path, places
from course.terminal import console, symbol
from course.workspace.copy_tree import LeftOut, copy_folder_modes, copy_writable
from course.workspace.database import carry_database
from course.workspace.merge_report import Merged
from course.workspace.merge_step import Brought, bring
from course.workspace.progress import current_step, passed_steps, read_progress
from course.workspace.replace_work import replace_work
from course.workspace.saved_copies import Kept, copies, lay_down

# The key that startproject writes.
SECRET = re.compile(rb"^SECRET_KEY = 'django-insecure-[^\r\n]*'", re.MULTILINE)


def register(app: typer.Typer, author: typer.Typer) -> None:
    """Add ``catch-up`` to the command line."""

    @app.command("catch-up")
    def command(
        step: Annotated[str, typer.Argument(help="The step to be ready for.")],
        merge: Annotated[
            bool,
            typer.Option(
                "--merge", help="Keep my code, and bring the missing changes into it."
            ),
        ] = False,
    ) -> None:
        """Make work/ ready for a step; what is there is saved first.

        Without --merge, work/ becomes the end of the step before; your database is
        carried forward. With it your code stays, and what both sides changed is marked.
        """
        where, steps = places(), load_steps()
        chosen = find_step(step, steps)
        if merge:
            raise typer.Exit(catch_up_merging(chosen, steps, where))
        catch_up(chosen, steps, where)


def catch_up(step: Step, steps: list[Step], where: Places) -> None:
    """Make ``work/`` the end of the step before ``step``.

    Raises CourseError where that cannot be done; nothing has changed then.
    """
    before = previous_step(step, steps)
    kept = lay_down(before, where, step.number, f"catch-up {step.number}")
    tell_laid_down(step, before, kept, where)
    if before and kept.saved and (kept.saved / "manage.py").is_file():
        out, number = console(), copies(where).index(kept.saved) + 1
        out.print(f"{symbol('next')} To go on with your own code instead, type these:")
        out.print(f"    {command_line(f'restore {number}')}")
        out.print(f"    {command_line(f'catch-up {step.number} --merge')}")


def catch_up_merging(step: Step, steps: list[Step], where: Places) -> int:
    """Bring what the learner's project lacks of the steps before ``step`` into it.

    Returns 0, or 1 where the learner has to decide between two changes. Raises
    CourseError where there is nothing to bring, or nothing to bring it into.
    """
    base, end = _from_and_to(step, steps, where)
    missing: list[LeftOut] = []
    brought, database = Brought(), None

    def build(new: Path) -> None:
        nonlocal brought, database
        missing.extend(copy_writable(where.work, new))
        with _base(base, where) as folder:
            brought = bring(folder, end, new, missing)
        if not brought.places and not brought.others:
            database = carry_database(where.work, new, keep=True)
        copy_folder_modes(where.work, new)

    verb = f"catch-up {step.number} --merge"
    progress = {**read_progress(where), "current": step.number}
    saved = replace_work(where, build, progress, verb)
    Merged(base, end, step, where, Kept(saved, database)).tell(brought, missing)
    return 1 if brought.places or brought.others else 0


def reached(steps: list[Step], where: Places) -> Step | None:
    """Return the step whose end the learner's project has come to, None before 01."""
    current, passed = current_step(where), passed_steps(where)
    number = max(passed, default=0)
    if current is not None:
        number = current if current in passed else current - 1
    return next((step for step in steps if step.number == number), None)


@contextmanager
def _base(step: Step | None, where: Places) -> Iterator[Path]:
    """Yield the folder with the end of a step; before step 01, what Django begins."""
    if step:
        yield step.path
        return
    with tempfile.TemporaryDirectory(prefix="begin-") as name:
        command = [sys.executable, "-m", "django", "startproject", "config", "."]
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": ""}
        subprocess.run(
            command, cwd=name, env=environment, capture_output=True, check=True
        )
        settings, mine = (
            folder / "config" / "settings.py" for folder in (Path(name), where.work)
        )
        if mine.is_file() and (key := SECRET.search(mine.read_bytes())):
            # Django makes another one each time: that is no change of the learner's.
            settings.write_bytes(
                SECRET.sub(lambda _: key[0], settings.read_bytes(), count=1)
            )
        yield Path(name)


def _from_and_to(
    step: Step, steps: list[Step], where: Places
) -> tuple[Step | None, Step]:
    base, end = reached(steps, where), previous_step(step, steps)
    if not (where.work / "manage.py").is_file():
        raise CourseError(
            "There is no project of yours to merge into: "
            f"{display_path(where.work, where)}{os.sep} has no manage.py.",
            f"Without your code: {command_line(f'catch-up {step.number}')}",
        )
    if end is None or (base and end.number <= base.number):
        raise CourseError(
            "There is nothing to bring: your project is at the end of step "
            f"{base.number_text if base else '00'} already.",
            f"Go on with it: {command_line(f'check {step.number}')} (or begin step "
            f"{step.number} with our code: {command_line(f'catch-up {step.number}')})",
        )
    return base, end
