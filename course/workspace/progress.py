"""How far a learner has come: ``.learn/progress.json``."""

import json
import os
import tempfile
from typing import Any

from course.curriculum.steps import Step, find_step
from course.paths import Places


def current_step(where: Places) -> int | None:
    """Return the number of the step that the learner started last, or None."""
    number = _read(where).get("current")
    return number if isinstance(number, int) else None


def set_current_step(where: Places, number: int) -> None:
    """Remember the step that the learner works on."""
    _write(where, {**_read(where), "current": number})


def passed_steps(where: Places) -> set[int]:
    """Return the numbers of the steps whose tests have passed once."""
    numbers = _read(where).get("passed", [])
    return set(numbers) if isinstance(numbers, list) else set()


def mark_passed(where: Places, number: int) -> None:
    """Remember that this step's tests have passed."""
    passed = sorted({*passed_steps(where), number})
    _write(where, {**_read(where), "passed": passed})


def hints_shown(where: Places, step: int, slug: str) -> int:
    """Return how many hints for this task of a step the learner has seen."""
    hints = _read(where).get("hints", {})
    number = hints.get(f"{step:02d}/{slug}") if isinstance(hints, dict) else 0
    return number if isinstance(number, int) else 0


def set_hints_shown(where: Places, step: int, slug: str, number: int) -> None:
    """Remember how many hints for this task of a step the learner has seen."""
    data = _read(where)
    hints = data.get("hints", {})
    kept = hints if isinstance(hints, dict) else {}
    _write(where, {**data, "hints": {**kept, f"{step:02d}/{slug}": number}})


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


def _read(where: Places) -> dict[str, Any]:
    try:
        data = json.loads((where.learn / "progress.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _write(where: Places, data: dict[str, Any]) -> None:
    # Written beside and renamed: whoever interrupts this finds the old file or the new.
    where.learn.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=where.learn, suffix=".json", delete=False
    ) as file:
        json.dump(data, file, indent=2)
    os.replace(file.name, where.learn / "progress.json")
