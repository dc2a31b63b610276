"""Where a learner's work is kept, and how far they have come.

``work/`` is the learner's own project. ``.learn/`` holds what belongs to the tools:
saved copies of ``work/``, progress, records of runs.
"""

import json
import os
import shlex
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.curriculum.steps import ROOT, Step, find_step


@dataclass(frozen=True)
class Places:
    """The folders that the verbs read and write; ``root`` is the repository."""

    root: Path
    work: Path
    learn: Path

    @property
    def saved(self) -> Path:
        """The folder of saved copies: one folder each, named by its time."""
        return self.learn / "saved"


def places() -> Places:
    """Return the folders; LEARN_WORK and LEARN_HOME name others than the usual."""
    return Places(
        root=ROOT,
        work=Path(os.environ.get("LEARN_WORK") or ROOT / "work").absolute(),
        learn=Path(os.environ.get("LEARN_HOME") or ROOT / ".learn").absolute(),
    )


def shown(path: Path, where: Places) -> str:
    """Return the path as a learner types it: relative to the repository if inside."""
    if path.is_relative_to(where.root):
        return str(path.relative_to(where.root))
    return str(path)


def typed(arguments: str) -> str:
    """Return a command as the current folder takes it: ``python ../learn.py check``."""
    learn = ROOT / "learn.py"
    try:
        path = os.path.relpath(learn)
    except (ValueError, OSError):
        # Another drive of Windows, or a current folder that is gone.
        path = str(learn)
    return f"{python()} {shlex.quote(path) if os.sep == '/' else path} {arguments}"


def python() -> str:
    """Return how this machine calls Python 3: some know no plain ``python``."""
    if shutil.which("python"):
        return "python"
    return "py" if os.name == "nt" else "python3"


def startproject() -> str:
    """Return the line that starts a project, as a terminal in work/ takes it.

    Where the virtual environment is not activated, the line names Django's command by
    its place, in a folder beside work/.
    """
    command = "django-admin"
    if shutil.which(command) is None:
        scripts = Path(sys.executable).parent
        command = os.path.join("..", scripts.parent.name, scripts.name, command)
    return f"{command} startproject config ."


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
    shown = hints.get(f"{step:02d}/{slug}") if isinstance(hints, dict) else 0
    return shown if isinstance(shown, int) else 0


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
