"""Recognize a typical mistake in a learner's project, and put one into a project."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from course.checking.results import Broken, Report, TestResult
from course.checking.source_patterns import SourceFiles, glob_pattern
from course.curriculum.mistake_files import Change, Mistake, Source, load_mistakes
from course.errors import CourseError

__all__ = ["Mistake", "Recognized", "load_mistakes", "put_in", "recognize"]


@dataclass(frozen=True)
class Recognized:
    """A mistake, and its place in the learner's project as far as that is known.

    ``result`` is a failed test that shows it; None where no test could run.
    """

    mistake: Mistake
    file: str | None
    line: int | None
    result: TestResult | None = None


def recognize(
    mistakes: Sequence[Mistake], report: Report, project: Path
) -> Recognized | None:
    """Return the mistake that fits the failures best, or None."""
    return next(iter(recognize_all(mistakes, report, project)), None)


def recognize_all(
    mistakes: Sequence[Mistake], report: Report, project: Path
) -> list[Recognized]:
    """Return every mistake that fits, the best first.

    A mistake fits where all its signs hold and its task does not pass. Where no test
    could run, one with a message fits that explains why. Those of an
    earlier task come first, as ``mistakes`` has them; of one task, those with more
    signs.
    """
    failed = [result for result in report.results if result.outcome == "failed"]
    tasks = {result.task for result in failed}
    files = SourceFiles(project)
    found = []
    for mistake in mistakes:
        if report.broken is None and mistake.task not in tasks:
            continue
        evidence = _evidence(mistake, failed, report)
        if evidence and all(_holds(source, files) for source in mistake.sources):
            place = _place(mistake, evidence, files)
            shown = [one for one in evidence if isinstance(one, TestResult)]
            # Of its own task, if there is one.
            own = [one for one in shown if one.task == mistake.task]
            found.append(Recognized(mistake, *place, next(iter(own or shown), None)))
    order = list(dict.fromkeys(mistake.task for mistake in mistakes))
    return sorted(
        found,
        key=lambda one: (order.index(one.mistake.task), -_signs(one.mistake)),
    )


def put_in(mistake: Mistake, project: Path) -> None:
    """Make the mistake's changes in a project that does not have it.

    Raises CourseError where a file is missing, or a text is not there exactly once.
    """
    for change in mistake.changes:
        _apply(change, project / change.file, mistake)


def _apply(change: Change, path: Path, mistake: Mistake) -> None:
    if change.text is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(change.text, encoding="utf-8")
        return
    if not path.is_file():
        raise _stale(mistake, f"there is no {change.file}")
    if change.delete:
        path.unlink()
        return
    text, old = path.read_text(encoding="utf-8"), change.old or ""
    count = text.count(old)
    if count != 1:
        raise _stale(mistake, f"found {count} times in {change.file}: {old!r}")
    path.write_text(text.replace(old, change.new or ""), encoding="utf-8")


def _stale(mistake: Mistake, what: str) -> CourseError:
    return CourseError(
        f"The mistake {mistake.slug} cannot be put in: {what}.",
        "Bring its changes up to date with the step.",
    )


def _evidence(
    mistake: Mistake, failed: Iterable[TestResult], report: Report
) -> list[TestResult | Broken]:
    """Return what shows the mistake: failed tests, or why no test could run."""
    if report.broken is not None:
        # Only what explains why nothing runs: any other mistake can wait.
        said, message = f"{report.broken.sentence}\n{report.output}", mistake.message
        fits = mistake.test is None and message is not None and message.search(said)
        return [report.broken] if fits else []
    return [
        result
        for result in failed
        if _matches(mistake.test, result.nodeid)
        and _matches(mistake.message, _said(result))
    ]


def _said(result: TestResult) -> str:
    return "\n".join((result.message, result.happened, result.details, result.printed))


def _matches(pattern: re.Pattern[str] | None, text: str) -> bool:
    return pattern is None or pattern.search(text) is not None


def _holds(source: Source, files: SourceFiles) -> bool:
    names = files.fitting(source.file)
    if source.absent:
        return not names
    texts = [files.text(name) for name in names]
    texts = [text for text in texts if _matches(source.has, text)]
    lacks = source.lacks
    return bool(texts) and not any(lacks and lacks.search(text) for text in texts)


def _signs(mistake: Mistake) -> int:
    return (
        (mistake.test is not None)
        + (mistake.message is not None)
        + len(mistake.sources)
    )


def _place(
    mistake: Mistake, evidence: Sequence[TestResult | Broken], files: SourceFiles
) -> tuple[str | None, int | None]:
    """Return the file and line: as the mistake says, else those of the failure."""
    names = files.fitting(mistake.file)
    if mistake.line is not None:
        for name in names:
            if line := files.line_of(name, mistake.line):
                return name, line
    glob = glob_pattern(mistake.file)
    failures = [(one.file, one.line) for one in evidence if one.file]
    for file, line in failures:
        if glob.fullmatch(file or ""):
            return file, line
    if names:
        return names[0], None
    # A file that is not there, which may be the mistake; a glob names none.
    if not re.search(r"[*?]", mistake.file):
        return mistake.file, None
    return failures[0] if failures else (None, None)
