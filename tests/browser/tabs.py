"""A step's tests in the tab and on this machine, for the same files."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.mistaken_step import MISTAKES, STEPS, copy_with

from course.checking.json_report import report
from course.checking.recognize import Mistake
from course.checking.review import Examination, examine
from course.checking.watch.warm_runner import WarmRunner
from course.curriculum.project_files import copy_project, project_files
from course.curriculum.steps import Step
from course.paths import ROOT, Places

# A project that has no mistake; the others are mistakes, by their slugs.
END = "end"
Case = tuple[Step, "Mistake | str"]


def some_cases() -> list[Case]:
    """Return each step at its end, and with the first of its mistakes."""
    found: list[Case] = []
    for step in STEPS:
        found += [(step, END), (step, MISTAKES[step.number][0])]
    return found


@pytest.fixture(scope="module")
def tab(chromium: Any, site: str, runtime: Any) -> Iterator[Any]:
    """One page for all checks of a file, which keeps what it has loaded."""
    with chromium.new_context(base_url=site) as context:
        context.set_default_timeout(180_000)
        page = context.new_page()
        page.goto("/glossary/")
        yield page


def case_id(value: object) -> str:
    """Return how a step, a mistake or a state is called in the id of a test."""
    return str(getattr(value, "slug", getattr(value, "name", value)))


def lay(step: Step, state: "Mistake | str", project: Path) -> Path:
    """Make the project of a case, and return its folder."""
    if isinstance(state, Mistake):
        return copy_with(state, step, project)
    copy_project(step.path, project)
    return project


def here(step: Step, project: Path, warm: WarmRunner) -> dict[str, Any]:
    """Return what ``check --json`` says of the project on this machine."""
    ran = warm.run_tests(step.path / "tests", project, timeout=120)
    return document(examine(step, STEPS, ran, project), project)


def document(examined: Examination, project: Path) -> dict[str, Any]:
    """Return what ``check --json`` prints of an examination."""
    return json.loads(json.dumps(report(examined, Places(ROOT, project, project))))


def in_the_tab(page: Any, step: Step, project: Path) -> dict[str, Any]:
    """Return what Check in the tab says of the same files."""
    files = {
        name: (project / name).read_text(encoding="utf-8")
        for name in project_files(project)
    }
    return page.evaluate(
        """async ([step, files]) => {
            const { check } = await import("/assets/python/runtime.js");
            return check({ step, files });
        }""",
        [step.number_text, files],
    )


def comparable(document: dict[str, Any]) -> dict[str, Any]:
    """Return what has to be the same.

    Values differ from run to run (salts, keys, times, the order of a set), and the
    words of Python's own errors from version to version: what a test compared is left
    out. Which tests failed, where, and what the tutorial says of it is not: the same
    sentences in the same order, but for those values.
    """
    kept = {name: value for name, value in document.items() if name != "versions"}
    for task in (*kept["tasks"], *kept["earlier"]):
        for test in task["tests"]:
            del test["seconds"], test["message"]
    for name in ("message", "expected", "happened", "printed"):
        (kept["failure"] or {}).pop(name, None)
    for section in kept["sentences"]["sections"]:
        for line in section["lines"]:
            if line["role"] in ("expected", "happened", "printed"):
                del line["text"]
    return _in_any_python(kept)


def _in_any_python(value: Any) -> Any:
    """Return the value with its texts as each version of Python would put them."""
    if isinstance(value, dict):
        return {name: _in_any_python(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_in_any_python(each) for each in value]
    if not isinstance(value, str):
        return value
    return re.sub(r" Did you mean \w+\?$", "", re.sub("0x[0-9a-f]+", "0x…", value))
