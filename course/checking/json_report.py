"""What ``check --json`` prints; ``course/checking/report_schema.json`` describes it.

Names are kept once they are there; new ones may be added. ``format`` counts up when a
program that reads the document would have to change.
"""

import json
import platform
import sys
import tomllib
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from course.checking.hints import compose_hints
from course.checking.results import TestResult
from course.checking.review import Examination
from course.checking.sentences import compose, outcome, summarize
from course.checking.verdicts import Verdict
from course.curriculum.steps import Step
from course.errors import CourseError
from course.paths import ROOT, Places
from course.workspace.progress import hints_shown

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FORMAT = 1
PACKAGES = ("Django", "djangorestframework", "djangorestframework-simplejwt")


def print_json(examined: Examination, where: Places) -> None:
    """Print the examination as one JSON document."""
    _print(report(examined, where))


def print_error(error: CourseError) -> None:
    """Print a set-up problem as one JSON document."""
    _print(
        {
            "format": FORMAT,
            "error": {
                "message": error.message,
                "next_action": error.next_action,
                "code": error.code,
            },
        }
    )


def report(examined: Examination, where: Places) -> dict[str, Any]:
    """Return the examination as plain values, paths relative to the project."""
    judgement, broken = examined.judgement, examined.report.broken
    return {
        "format": FORMAT,
        "step": _step(examined.step),
        "status": examined.status,
        "tasks": [_task(verdict, where) for verdict in judgement.tasks],
        "earlier": [_task(verdict, where) for verdict in judgement.swept],
        "failure": _failure(examined),
        "broken": None
        if broken is None
        else {
            "message": broken.sentence,
            "next_action": broken.next_action,
            "file": broken.file,
            "line": broken.line,
        },
        "mistake": _mistake(examined),
        "sentences": _sentences(examined),
        "versions": versions(),
    }


def _print(document: dict[str, Any]) -> None:
    # ASCII, so that it is the same in every terminal and file.
    sys.stdout.write(f"{json.dumps(document, indent=2)}\n")


def _step(step: Step) -> dict[str, Any]:
    return {"number": step.number, "name": step.name, "title": step.title}


def _task(verdict: Verdict, where: Places) -> dict[str, Any]:
    return {
        "step": verdict.step.number,
        "slug": verdict.slug,
        "title": verdict.title,
        "status": verdict.status,
        "hints": {
            "shown": hints_shown(where, verdict.step.number, verdict.slug),
            "of": len(verdict.hints),
        },
        "tests": [_test(result) for result in verdict.results],
    }


def _test(result: TestResult) -> dict[str, Any]:
    return {
        "name": result.nodeid,
        "status": result.outcome,
        "message": result.message,
        "seconds": round(result.seconds, 3),
    }


def _failure(examined: Examination) -> dict[str, Any] | None:
    verdict, result = examined.open_task, examined.failure
    if verdict is None or result is None:
        return None
    return {
        "step": verdict.step.number,
        "task": verdict.slug,
        "test": result.nodeid,
        "rule": result.rule,
        "why": result.why,
        "message": result.message,
        "expected": result.expected,
        "happened": result.happened,
        "file": result.file,
        "line": result.line,
        "printed": result.printed,
    }


def _mistake(examined: Examination) -> dict[str, Any] | None:
    found, step = examined.found, examined.found_step
    if found is None or step is None:
        return None
    return {
        "step": step.number,
        "task": found.mistake.task,
        "slug": found.mistake.slug,
        "title": found.mistake.title,
        "file": found.file,
        "line": found.line,
        "say": found.mistake.say,
        "fix": found.mistake.fix,
        "why": found.mistake.why,
    }


def _sentences(examined: Examination) -> dict[str, Any]:
    hints = compose_hints(examined)
    return {
        "summary": summarize(examined),
        "outcome": outcome(examined),
        "sections": [_plain(section) for section in compose(examined)],
        "hints": _plain(hints) if hints else None,
        "marks": _marks(examined),
    }


def _plain(value: "DataclassInstance") -> dict[str, Any]:
    """Return a data class as a dictionary, without the fields that say nothing."""
    return asdict(
        value,
        dict_factory=lambda pairs: {
            name: each for name, each in pairs if each not in ("", None, False)
        },
    )


def _marks(examined: Examination) -> list[dict[str, Any]]:
    """Return what an editor says at the lines that the check names."""
    found, broken, failure = examined.found, examined.report.broken, examined.failure
    marks = []
    if found:
        marks.append((found.file, found.line, found.mistake.say, found.mistake.fix))
    if broken:
        why = (broken.sentence, broken.next_action)
        marks.append((broken.file, broken.line, *why))
    # A mistake says what a failure shows; the second sentence would say less.
    if failure and not marks:
        rule = failure.rule or failure.message
        marks.append((failure.file, failure.line, rule, failure.why))
    names = ("file", "line", "say", "more")
    return [dict(zip(names, mark, strict=True)) for mark in marks if mark[0]]


def versions() -> dict[str, str | None]:
    """Return the versions that run here: of Python, the packages, the tutorial."""
    found: dict[str, str | None] = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package.lower()] = version(package)
        except PackageNotFoundError:
            found[package.lower()] = None
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found["tutorial"] = project["project"]["version"]
    return found
