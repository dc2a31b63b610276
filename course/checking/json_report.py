"""What ``check --json`` prints; ``course/checking/report_schema.json`` describes it.

Names are kept once they are there; new ones may be added. ``format`` counts up when a
program that reads the document would have to change.
"""

import json
import platform
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from course.checking.results import TestResult
from course.checking.review import Examination
from course.checking.verdicts import Verdict
from course.curriculum.steps import Step
from course.errors import CourseError
from course.paths import ROOT, Places
from course.workspace.progress import hints_shown

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
        "versions": versions(),
    }


def _print(document: dict[str, Any]) -> None:
    # ASCII, so that it is the same in every terminal and file.
    sys.stdout.write(f"{json.dumps(document, indent=2)}\n")


def _step(step: Step) -> dict[str, Any]:
    return {"number": step.number, "name": step.name, "title": step.title}


def _task(verdict: Verdict, where: Places) -> dict[str, Any]:
    task = verdict.step.task(verdict.slug)
    return {
        "step": verdict.step.number,
        "slug": verdict.slug,
        "title": verdict.title,
        "status": verdict.status,
        "hints": {
            "shown": hints_shown(where, verdict.step.number, verdict.slug),
            "of": len(task.hints) if task else 0,
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
    verdict, result = examined.open, examined.failure
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
