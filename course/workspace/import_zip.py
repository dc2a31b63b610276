"""``start --from``: make the learner's project from a zip, as the lab exports it."""

import os
from dataclasses import replace
from pathlib import Path

from course.curriculum.steps import Step, find_step
from course.paths import Places, command_line, display_path
from course.terminal import console, symbol
from course.workspace.database import FILE, Carried, carry_database, damage
from course.workspace.progress import passed_steps, read_progress
from course.workspace.project_zip import Project, read_project
from course.workspace.replace_work import replace_work
from course.workspace.saved_copies import (
    Kept,
    bring_tools,
    tell,
    tell_database,
    tell_folder,
    tell_others,
    tell_saved,
)


def start_from(file: Path, text: str | None, steps: list[Step], where: Places) -> None:
    """Make ``work/`` from a zip; the step is the one of ``text``, or of the lab.

    What was in ``work/`` is saved. Raises CourseError where the zip cannot be taken, or
    says no step and ``text`` neither; nothing has changed then.
    """
    project = read_project(file, named=text is not None)
    step = find_step(text or project.step, steps)
    passed = project.passed & {each.number for each in steps}
    database: Carried | None = None

    def build(new: Path) -> None:
        nonlocal database
        new.mkdir()
        for name, content in project.files.items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if FILE not in project.files:
            database = carry_database(where.work, new)
        elif why := damage(new / FILE):
            (new / FILE).unlink()
            database = Carried(False, why)
        bring_tools(where, new)

    progress = {
        **read_progress(where),
        "current": step.number,
        "passed": sorted(passed_steps(where) | passed),
    }
    verb = f"start {step.number} --from {file.name}"
    saved = replace_work(where, build, progress, verb)
    told = replace(project, passed=passed)
    _tell(told, step, Kept(saved, database), where)


def _tell(project: Project, step: Step, kept: Kept, where: Places) -> None:
    out, arrow, carried = console(), symbol("next"), kept.database
    tell_saved(out, kept.saved, where)
    count, brought = len(project.files.keys() - {FILE}), FILE in project.files
    said = f"{display_path(where.work, where)}{os.sep} is now what is in "
    said += f"{project.file.name}: "
    said += f"{count} file{'s' * (count != 1)}"
    out.print(f"{said}{' and a database' if brought and not carried else ''}.")
    if project.saved:
        out.print(f"  The lab saved it on {project.saved:%d %B %Y at %H:%M}.")
    if project.left_out:
        tell(out, f"Left out, no part of a project: {', '.join(project.left_out)}.")
    if brought and carried:
        tell(out, f"Its database was left out: {carried.why}; `run` makes a new one.")
        tell_others(out, where)
    else:
        tell_database(out, kept, where)
    out.print(f"You are on step {step.number_text}: {step.title}", style="bold")
    if project.passed:
        passed = ", ".join(f"{number:02d}" for number in sorted(project.passed))
        out.print(f"  Passed in the lab: {passed}")
    tell_folder(out, kept.saved, where)
    out.print(f"{arrow} Read the notes: {display_path(step.path / 'README.md', where)}")
    out.print(f"{arrow} See where you are: {command_line('check')}")
