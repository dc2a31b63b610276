"""The learner's own copies of the notebooks, in ``.learn/notebooks/``.

A copy that is as it was laid down follows the repository. One that the learner has
changed is theirs: it is kept, or saved beside itself before a fresh one is laid down.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from course.curriculum.steps import Step
from course.errors import CourseError
from course.paths import Places, command_line
from course.setup.whole_files import write_whole
from course.workspace.json_files import read_object, write_object

# How a notebook finds its step from its place in the repository.
FROM_THE_REPOSITORY = "../steps/"


@dataclass(frozen=True)
class Laid:
    """The copy of a notebook, and what became of the one that was there."""

    file: Path
    # The learner's own, which was left as it is.
    kept: bool = False
    # The repository has another one by now.
    outdated: bool = False
    # Where the learner's own was put before a fresh copy was laid down.
    saved: Path | None = None


def lay_out(step: Step, where: Places, *, fresh: bool = False) -> Laid:
    """Make sure that the learner has a copy of the step's notebook, and return it.

    With ``fresh`` it is as in the repository; one that the learner has changed is
    saved before. Raises CourseError where the step has no notebook, and where the copy
    cannot be written.
    """
    source = where.root / "notebooks" / f"{step.name}.ipynb"
    if not source.is_file():
        raise CourseError(
            f"Step {step.number_text} has no notebook.",
            f"The steps with their progress: {command_line('list')}",
        )
    copy = where.learn / "notebooks" / source.name
    original = source.read_bytes()
    try:
        return _lay(copy, original, _moved(original, step.path.parent, copy), fresh)
    except OSError as error:
        raise CourseError(
            f"The copy of the notebook cannot be written: {error}.",
            "Make that place writable, or name another one in LEARN_HOME.",
        ) from error


def _lay(copy: Path, original: bytes, wanted: bytes, fresh: bool) -> Laid:
    notes_file = copy.parent / ".laid.json"
    notes, saved = read_object(notes_file), None
    note = notes.get(copy.name)
    note = note if isinstance(note, dict) else {}
    if copy.exists() and note.get("copy") != _digest(copy.read_bytes()):
        if not fresh:
            outdated = note.get("original") != _digest(original)
            return Laid(copy, kept=True, outdated=outdated)
        saved = _free_name(copy)
        os.rename(copy, saved)
    # The note first: whoever is interrupted between the two has a copy that counts as
    # their own, and loses nothing.
    notes[copy.name] = {"copy": _digest(wanted), "original": _digest(original)}
    write_object(notes_file, notes)
    write_whole(copy, wanted)
    return Laid(copy, saved=saved)


def _moved(original: bytes, steps: Path, copy: Path) -> bytes:
    """Return the notebook with the path to its step as it is from the copy's place."""
    try:
        path = Path(os.path.relpath(steps, copy.parent)).as_posix()
    except ValueError:
        # Another drive of Windows.
        path = steps.as_posix()
    notebook = json.loads(original)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] = [
                line.replace(FROM_THE_REPOSITORY, f"{path}/") for line in cell["source"]
            ]
    return f"{json.dumps(notebook, indent=1, ensure_ascii=False)}\n".encode()


def _free_name(copy: Path) -> Path:
    stem = f"{copy.stem}_{datetime.now():%Y-%m-%d_%H%M%S}"
    name, number = copy.with_name(f"{stem}.ipynb"), 2
    while os.path.lexists(name):
        name, number = copy.with_name(f"{stem}-{number}.ipynb"), number + 1
    return name


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
