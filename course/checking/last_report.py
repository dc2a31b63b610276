"""What the last check said, kept in .learn/ for as long as it holds.

Whoever asks for a hint has checked a moment ago: where nothing has changed since, the
tests need not run again.
"""

import hashlib
from dataclasses import asdict
from pathlib import Path

from course.checking.results import Broken, Report, TestResult
from course.curriculum.project_files import project_files
from course.curriculum.steps import Step
from course.paths import Places
from course.workspace.json_files import not_kept, read_object, write_object


def fingerprint(step: Step, where: Places) -> str:
    """Return a sum over the project's files and the step's tests: their content."""
    digest = hashlib.sha256()
    for folder in (where.work, step.path / "tests"):
        for name in project_files(folder):
            digest.update(f"{name}\0".encode("utf-8", "surrogateescape"))
            digest.update(_sum(folder / name))
    return digest.hexdigest()


def remember(step: Step, where: Places, sum_before: str, report: Report) -> None:
    """Keep the report of a run that began when the files had this fingerprint.

    Raises CourseError where it cannot be written.
    """
    data = {"step": step.name, "fingerprint": sum_before, "report": asdict(report)}
    try:
        # What a project prints is its owner's business.
        write_object(_file(where), data, private=True)
    except OSError as error:
        raise not_kept("What this check found", _file(where), where, error) from error


def recall(step: Step, where: Places, *, stale: bool = False) -> Report | None:
    """Return what the last check of this step said, or None if that may not hold.

    With ``stale`` it is returned even where files have changed since.
    """
    try:
        data = read_object(_file(where))
        if data["step"] != step.name:
            return None
        if not stale and data["fingerprint"] != fingerprint(step, where):
            return None
        kept = data["report"]
        return Report(
            tuple(TestResult(**result) for result in kept["results"]),
            Broken(**kept["broken"]) if kept["broken"] else None,
            kept["output"],
        )
    except (KeyError, TypeError):
        # Of another version of these tools, perhaps.
        return None


def _file(where: Places) -> Path:
    return where.learn / "check.json"


def _sum(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError:
        return b"unreadable"
