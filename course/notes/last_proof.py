"""On which versions the tests of a step passed last, as ``author verify`` noted it.

The note is in ``.learn/proved.json``. It holds for the files that were tested: once
one of them changes, it says nothing any more.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from course.checking.json_report import versions
from course.curriculum.project_files import project_files
from course.curriculum.steps import Step
from course.workspace.json_files import read_object, write_object


@dataclass(frozen=True)
class Proof:
    """A run of a step's tests in which all passed."""

    on: date
    tests: int
    versions: dict[str, str | None]


def note_proof(learn: Path, step: Step, tests: int) -> None:
    """Note that so many tests of the step have passed here, today, on what runs now."""
    file = learn / "proved.json"
    notes = read_object(file)
    notes[step.name] = {
        "files": fingerprint(step),
        "on": date.today().isoformat(),
        "tests": tests,
        "versions": versions(),
    }
    write_object(file, notes)


def read_proof(learn: Path, step: Step) -> Proof | None:
    """Return the note on a step, or None where there is none of these very files."""
    note = read_object(learn / "proved.json").get(step.name, {})
    try:
        if note["files"] != fingerprint(step):
            return None
        return Proof(
            date.fromisoformat(note["on"]), int(note["tests"]), dict(note["versions"])
        )
    except (TypeError, KeyError, ValueError):
        return None


def fingerprint(step: Step) -> str:
    """Return a digest of the step's project: its code, its tests, its pins."""
    digest = hashlib.sha256()
    for path in project_files(step.path):
        # Line endings are git's business.
        content = (step.path / path).read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
