"""A typical mistake put into a copy of its step, and what the step's tests say."""

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from course.checking.recognize import Mistake, load_mistakes, put_in, recognize_all
from course.checking.results import Report, TestResult
from course.checking.review import Examination
from course.checking.runner import clean_environment
from course.checking.watch.warm_runner import WarmRunner
from course.curriculum.project_files import copy_project
from course.curriculum.steps import Step, load_steps, previous_step
from course.paths import Places, display_path

STEPS = load_steps()
MISTAKES = {step.number: load_mistakes(step) for step in STEPS}
# What a regular expression on a node id says of the cases of a test.
CASES = re.compile(r"\\\[.*")
RED = "AssertionError: assert 1 == 2"


def every_mistake() -> list[tuple[Step, Mistake]]:
    """Return each mistake with its step."""
    return [(step, mistake) for step in STEPS for mistake in MISTAKES[step.number]]


def name(value: object) -> str:
    """Return how a step or a mistake is called in the id of a test."""
    return value.slug if isinstance(value, Mistake) else getattr(value, "name", "")


def copy_with(mistake: Mistake, step: Step, project: Path) -> Path:
    """Copy the end of the step to ``project``, put the mistake in, return the copy."""
    copy_project(step.path, project)
    put_in(mistake, project)
    return project


def project_before(step: Step, folder: Path) -> Path:
    """Copy the project on which a step begins: for the first, startproject's."""
    folder.mkdir()
    before = previous_step(step, STEPS)
    if before is not None:
        copy_project(before.path, folder)
        return folder
    command = [sys.executable, "-m", "django", "startproject", "config", str(folder)]
    subprocess.run(command, check=True, env=clean_environment())
    return folder


def with_source(mistakes: Sequence[Mistake], project: Path) -> list[Mistake]:
    """Return those whose signs in the source files the project shows.

    The others cannot be recognized in it, whatever its tests say.
    """
    bare = [replace(mistake, test=None, message=None) for mistake in mistakes]
    report = Report(tuple(_all_red(f"{n}", each.task) for n, each in enumerate(bare)))
    slugs = {found.mistake.slug for found in recognize_all(bare, report, project)}
    return [mistake for mistake in mistakes if mistake.slug in slugs]


def _all_red(nodeid: str, task: str) -> TestResult:
    """Return a test that failed for a reason which says nothing."""
    return TestResult(nodeid, task, "failed", RED, RED, happened=RED)


def named_tests(step: Step, mistakes: Sequence[Mistake]) -> set[str]:
    """Return the step's tests that the signatures of these mistakes name."""
    named = [CASES.sub("", each.test.pattern) for each in mistakes if each.test]
    return {test for test in all_tests(step) if any(re.search(n, test) for n in named)}


def of_its_task(step: Step, mistake: Mistake) -> set[str]:
    """Return the step's tests that belong to the task which the mistake breaks."""
    return {test for test, task in all_tests(step).items() if task == mistake.task}


def all_tests(step: Step) -> dict[str, str]:
    """Return the ids of the step's tests, without their cases, and their tasks."""
    found: dict[str, str] = {}
    for path in sorted((step.path / "tests").glob("test_*.py")):
        slug = ""
        for line in path.read_text("utf-8").splitlines():
            if marked := re.search(r'mark\.task\("([\w-]+)"\)', line):
                slug = marked[1]
            elif test := re.match(r"def (test_\w+)", line):
                found[f"{path.name}::{test[1]}"] = slug
    return found


def run(step: Step, project: Path, tests: set[str], warm: WarmRunner) -> Report:
    """Run these tests of a step against a project.

    Only step 02 is about migrations; elsewhere the tables are made from the models,
    which is faster.
    """
    addopts = "" if step.number == 2 else "--no-migrations"
    return warm.run_tests(
        step.path / "tests",
        project,
        select=sorted(tests),
        environment={"PYTEST_ADDOPTS": addopts},
        workers=1,
    )


def must_be_said(examined: Examination, where: Places) -> str:
    """Return what ``check`` must print of the recognized mistake, on one line.

    The place is a file of the project with a line; a file that is missing has none.
    """
    found = examined.found
    assert found is not None
    assert found.file is not None
    path = where.work / found.file
    assert (found.line is not None) is path.is_file()
    line = f", line {found.line}" if found.line else ""
    mistake = found.mistake
    return (
        f"{display_path(path, where)}{line}: {mistake.title} "
        f"What is wrong: {mistake.say} To change: {mistake.fix} Why: {mistake.why}"
    )
