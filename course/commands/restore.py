"""The verb ``restore``: list the saved copies of work/, and bring one back."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from course.curriculum.project_files import project_files
from course.errors import CourseError
from course.paths import Places, command_line, display_path, places
from course.terminal import console, symbol
from course.workspace.copy_tree import LeftOut, copy_all
from course.workspace.database import FILE
from course.workspace.progress import read_progress, sound_progress
from course.workspace.replace_work import record_of, replace_work
from course.workspace.saved_copies import NAME, copies, tell, tell_folder, tell_saved


def register(app: typer.Typer, author: typer.Typer) -> None:
    """Add ``restore`` to the command line."""

    @app.command("restore")
    def command(
        copy: Annotated[
            str | None,
            typer.Argument(help="The number of a copy; without it, all are listed."),
        ] = None,
    ) -> None:
        """List the saved copies of work/, or bring one back.

        What is in work/ at that time is saved as well: nothing is ever lost by it.
        """
        where = places()
        if copy is None:
            list_copies(where, datetime.now())
        else:
            restore(_find(copy, where), where)


def list_copies(where: Places, now: datetime) -> None:
    """Print the saved copies, the newest first, in 80 columns."""
    out, found = console(), copies(where)
    if not found:
        out.print("Nothing has been saved yet: `start` and `catch-up` do that.")
        return
    out.print(
        f"Saved copies of {display_path(where.work, where)}{os.sep}, the newest first:"
    )
    for number in range(len(found), 0, -1):
        copy = found[number - 1]
        when, verb = time_in_words(copy, now), record_of(where, copy).get("verb")
        line = f"{number:>4}  {when:<26} {_step_of(where, copy):<8} {_files(copy)}"
        out.print(line.rstrip())
        if verb:
            out.print(f"      saved by `{verb}`")
    out.print()
    out.print(
        f"{symbol('next')} Bring one back: {command_line(f'restore {len(found)}')}"
    )
    tell(out, "What is in your folder then is saved before; no copy is ever deleted.")


def restore(copy: Path, where: Places) -> None:
    """Make ``work/`` what it was when the copy was saved, and the progress too.

    Raises CourseError where that cannot be done; nothing has changed then.
    """
    number = copies(where).index(copy) + 1
    left: list[LeftOut] = []
    noted = record_of(where, copy).get("progress", read_progress(where))
    saved = replace_work(
        where,
        lambda new: left.extend(copy_all(copy, new)),
        sound_progress(noted),
        f"restore {number}",
    )
    out = console()
    tell_saved(out, saved, where)
    work = f"{display_path(where.work, where)}{os.sep}"
    when = time_in_words(copy, datetime.now())
    out.print(f"{work} is again what was saved {when} ({_files(copy)}).")
    for one in left:
        tell(
            out, f"{one.path} is {one.why}: it is in {display_path(copy, where)} alone."
        )
    step = _step_of(where, copy)
    if step:
        out.print(f"You are on {step} again.", style="bold")
    tell_folder(out, saved, where)
    out.print(f"{symbol('next')} See where you are: {command_line('check')}")


def time_in_words(copy: Path, now: datetime) -> str:
    """Return when a copy was saved: "today at 14:02", "20 November at 09:15"."""
    match = NAME.fullmatch(copy.name)
    try:
        time = datetime.strptime(match[1] if match else "", "%Y-%m-%d_%H%M%S")
    except ValueError:
        # Of another making.
        time = datetime.fromtimestamp(copy.lstat().st_mtime)
    days = {now.date(): "today", now.date() - timedelta(days=1): "yesterday"}
    day = days.get(time.date()) or f"on {time.day} {time:%B}"
    if time.year != now.year:
        day += f" {time.year}"
    return f"{day} at {time:%H:%M}"


def _step_of(where: Places, copy: Path) -> str:
    progress = record_of(where, copy).get("progress")
    number = progress.get("current") if isinstance(progress, dict) else None
    return f"step {number:02d}" if isinstance(number, int) else ""


def _files(copy: Path) -> str:
    if copy.is_symlink() or not copy.is_dir():
        return "one file"
    count = len(project_files(copy))
    words = f"{count} file{'s' * (count != 1)}"
    return f"{words} and a database" if (copy / FILE).is_file() else words


def _find(text: str, where: Places) -> Path:
    found = copies(where)
    for number, copy in enumerate(found, start=1):
        if text in (str(number), copy.name):
            return copy
    if not found:
        raise CourseError(
            "There is no saved copy yet.", f"Begin with: {command_line('start')}"
        )
    numbers = "1" if len(found) == 1 else f"1 to {len(found)}"
    raise CourseError(
        f"There is no saved copy “{text}”; there are {numbers}.",
        f"See them: {command_line('restore')}",
    )
