"""How far a learner has come: ``.learn/progress.json``."""

import os
from pathlib import Path
from typing import Any

from course.curriculum.steps import Step, find_step
from course.paths import Places, display_path
from course.terminal import console
from course.workspace.json_files import find_object, not_kept, write_object


def current_step(where: Places) -> int | None:
    """Return the number of the step that the learner started last, or None."""
    return read_progress(where).get("current")


def set_current_step(where: Places, number: int) -> None:
    """Remember the step that the learner works on.

    Raises CourseError where that cannot be written, as all that remembers here.
    """
    _remember(where, {**read_progress(where), "current": number})


def passed_steps(where: Places) -> set[int]:
    """Return the numbers of the steps whose tests have passed once."""
    return set(read_progress(where).get("passed", ()))


def mark_passed(where: Places, *numbers: int) -> None:
    """Remember that the tests of these steps have passed."""
    passed = sorted({*passed_steps(where), *numbers})
    _remember(where, {**read_progress(where), "passed": passed})


def hints_shown(where: Places, step: int, slug: str) -> int:
    """Return how many hints for this task of a step the learner has seen."""
    number: int = read_progress(where).get("hints", {}).get(f"{step:02d}/{slug}", 0)
    return number


def set_hints_shown(where: Places, step: int, slug: str, number: int) -> None:
    """Remember how many hints for this task of a step the learner has seen."""
    data = read_progress(where)
    hints = {**data.get("hints", {}), f"{step:02d}/{slug}": number}
    _remember(where, {**data, "hints": hints})


def choose_step(text: str | None, steps: list[Step], where: Places) -> Step:
    """Return the step that ``text`` names, or without it the one in hand.

    In hand is the step started last, or the first that has not passed. Raises
    CourseError for a step that there is not.
    """
    if text:
        return find_step(text, steps)
    current, passed = current_step(where), passed_steps(where)
    for step in steps:
        if step.number == current:
            return step
    return next((step for step in steps if step.number not in passed), steps[-1])


def read_progress(where: Places) -> dict[str, Any]:
    """Return all that is known of the progress; {} where nothing is."""
    return sound_progress(find_object(_file(where)))


def write_progress(where: Places, progress: dict[str, Any]) -> None:
    """Write all of the progress; a file that could not be read is kept beside it.

    Raises OSError where it cannot be written.
    """
    file = _file(where)
    data = find_object(file)
    if os.path.lexists(file) and data != sound_progress(data):
        kept = _free_name(file)
        os.replace(file, kept)
        console(stderr=True).print(
            f"Not all of {display_path(file, where)} could be read. It is kept: "
            f"{display_path(kept, where)}"
        )
    write_object(file, progress, private=True)


def sound_progress(data: object) -> dict[str, Any]:
    """Return what of the data this module has written: somebody may have edited it."""
    found: dict[str, Any] = {}
    if not isinstance(data, dict):
        return found
    if _is_number(current := data.get("current")):
        found["current"] = current
    if isinstance(passed := data.get("passed"), list):
        found["passed"] = [number for number in passed if _is_number(number)]
    if isinstance(hints := data.get("hints"), dict):
        found["hints"] = {name: n for name, n in hints.items() if _is_number(n)}
    return found


def _is_number(value: object) -> bool:
    return type(value) is int


def _remember(where: Places, progress: dict[str, Any]) -> None:
    try:
        write_progress(where, progress)
    except OSError as error:
        raise not_kept("Your progress", _file(where), where, error) from error


def _file(where: Places) -> Path:
    return where.learn / "progress.json"


def _free_name(file: Path) -> Path:
    name, number = file.with_name(f"{file.name}.unreadable"), 2
    while os.path.lexists(name):
        name, number = file.with_name(f"{file.name}.unreadable-{number}"), number + 1
    return name
