"""What ``start``, ``catch-up`` and ``restore`` share: what they do and say."""

import os
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.curriculum.project_files import copy_project
from course.curriculum.steps import Step
from course.paths import Places, command_line, display_path
from course.terminal import symbol
from course.workspace.copy_tree import copy_all
from course.workspace.database import FILE, Carried, carry_database
from course.workspace.progress import read_progress
from course.workspace.replace_work import replace_work

if TYPE_CHECKING:
    from rich.console import Console

# Of the learner's own tools, not of the project: they come along.
TOOLS = (".git", ".idea", ".vscode")
NAME = re.compile(r"(\d{4}-\d\d-\d\d_\d{6})(?:-(\d+))?")


@dataclass(frozen=True)
class Kept:
    """Where the old project is now, and what became of its database."""

    saved: Path | None
    database: Carried | None


def lay_down(before: Step | None, where: Places, number: int, verb: str) -> Kept:
    """Make ``work/`` the end of ``before``, or empty, for step ``number``.

    The old project is saved. Its database comes along where it fits, and so does what
    the learner's git and editor keep beside it. Raises CourseError where that cannot be
    done; nothing has changed then.
    """
    database: Carried | None = None

    def build(new: Path) -> None:
        nonlocal database
        new.mkdir()
        if before:
            copy_project(before.path, new)
            database = carry_database(where.work, new)
        bring_tools(where, new)

    return Kept(replace_work(where, build, _on_step(where, number), verb), database)


def bring_tools(where: Places, new: Path) -> None:
    """Copy what the learner's git and editor keep beside the old project."""
    for name in TOOLS:
        if os.path.lexists(where.work / name):
            copy_all(where.work / name, new / name)


def _on_step(where: Places, number: int) -> dict[str, Any]:
    return {**read_progress(where), "current": number}


def copies(where: Places) -> list[Path]:
    """Return the saved copies, the oldest first: its number is its place here."""

    def age(copy: Path) -> tuple[str, int]:
        match = NAME.fullmatch(copy.name)
        return (match[1], int(match[2] or 1)) if match else ("", 0)

    if not where.saved.is_dir():
        return []
    return sorted(where.saved.iterdir(), key=lambda copy: (age(copy), copy.name))


def tell_saved(out: "Console", saved: Path | None, where: Places) -> None:
    """Say where the old project is, and how to have it back."""
    if saved is None:
        return
    work = f"{display_path(where.work, where)}{os.sep}"
    number = copies(where).index(saved) + 1
    out.print(f"Saved what was in {work}: it is whole in {display_path(saved, where)}")
    out.print(f"  To have it back: {command_line(f'restore {number}')}")
    if not _is_here(where):
        tell(out, f"A terminal that is open in {work} is in the saved folder now.")


def tell_folder(out: "Console", saved: Path | None, where: Places) -> None:
    """Tell a terminal that stands in the old folder how to come to the new one."""
    if saved and _is_here(where):
        out.print(f"{symbol('next')} First of all, type: cd {where.work}")


def _is_here(where: Places) -> bool:
    try:
        return Path.cwd().is_relative_to(where.work)
    except OSError:
        return False


def tell_database(out: "Console", kept: Kept, where: Places) -> None:
    """Say what became of the learner's data."""
    if kept.database and kept.database.done:
        tell(out, "Your database came along, migrated: your users log in as before.")
    elif kept.database and kept.saved:
        there = display_path(kept.saved / FILE, where)
        tell(out, f"Your database stayed behind: {kept.database.why}.")
        tell(out, f"It is safe in {there}; `run` makes a new one.")
    tell_others(out, where)


def tell_others(out: "Console", where: Places) -> None:
    """Name the databases that are not in work/, which nothing here touches."""
    if os.environ.get("DATABASE_URL"):
        tell(out, "DATABASE_URL is set: the database that it names was left as it is.")
    if (where.learn / "postgres" / "work").is_dir():
        tell(
            out,
            "Your data of `run --postgres` was left as it is; the next one brings its "
            "tables up to date.",
        )


def tell(out: "Console", text: str) -> None:
    """Print a sentence below another one."""
    # A path is one word: it is never broken.
    out.print(
        textwrap.fill(
            text,
            80,
            initial_indent="  ",
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    )
