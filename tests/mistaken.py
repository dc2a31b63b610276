"""A typical mistake put into a copy of its step, and what the step's tests say."""

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from course.mistakes import Mistake, load_mistakes, put_in, recognize_all
from course.projectfiles import copy_project
from course.runner import Report, TestResult, clean_environment
from course.steps import Step, load_steps, previous_step
from course.warm import Warm

STEPS = load_steps()
MISTAKES = {step.number: load_mistakes(step) for step in STEPS}
# What a regular expression on a node id says of the cases of a test.
CASES = re.compile(r"\\\[.*")
RED = "AssertionError: assert 1 == 2"


def mistakes_until(step: Step) -> list[Mistake]:
    """Return the mistakes that ``check`` looks for: those of earlier steps as well."""
    return [each for n in range(1, step.number + 1) for each in MISTAKES[n]]


def copy_with(mistake: Mistake, step: Step, project: Path) -> Path:
    """Copy the end of the step to ``project``, put the mistake in, return the copy."""
    copy_project(step.path, project)
    put_in(mistake, project)
    return project


def project_before(step: Step, folder: Path) -> Path:
    """Return the project on which a step begins: for the first, startproject's."""
    before = previous_step(step, STEPS)
    if before is not None:
        return before.path
    command = [sys.executable, "-m", "django", "startproject", "config", str(folder)]
    subprocess.run(command, check=True, env=clean_environment())
    return folder


def with_source(mistakes: Sequence[Mistake], project: Path) -> list[Mistake]:
    """Return those whose signs in the source files the project shows.

    The others cannot be recognized in it, whatever its tests say.
    """
    bare = [replace(mistake, test=None, message=None) for mistake in mistakes]
    report = Report(tuple(all_red(f"{n}", each.task) for n, each in enumerate(bare)))
    slugs = {found.mistake.slug for found in recognize_all(bare, report, project)}
    return [mistake for mistake in mistakes if mistake.slug in slugs]


def all_red(nodeid: str, task: str) -> TestResult:
    """Return a test that failed for a reason which says nothing."""
    return TestResult(nodeid, task, "failed", RED, RED, happened=RED)


def named_tests(step: Step, mistakes: Sequence[Mistake]) -> list[str]:
    """Return the step's tests that the signatures of these mistakes name."""
    named = [CASES.sub("", each.test.pattern) for each in mistakes if each.test]
    return [test for test in all_tests(step) if any(re.search(n, test) for n in named)]


def all_tests(step: Step) -> list[str]:
    """Return the node ids of the step's tests, without their cases."""
    return [
        f"{path.name}::{name}"
        for path in sorted((step.path / "tests").glob("test_*.py"))
        for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.M)
    ]


def task_of(step: Step, test: str) -> str:
    """Return the slug of the task that a test belongs to."""
    file, _, name = test.partition("::")
    text = (step.path / "tests" / file).read_text(encoding="utf-8")
    marks = re.findall(r'mark\.task\("([\w-]+)"\)', text.partition(f"def {name}(")[0])
    return str(marks[-1])


def run(step: Step, project: Path, tests: Sequence[str], warm: Warm) -> Report:
    """Run these tests of a step against a project.

    Only step 02 is about migrations; elsewhere the tables are made from the models.
    """
    addopts = "" if step.number == 2 else "--no-migrations"
    return warm.run_tests(
        step.path / "tests",
        project,
        select=tests,
        environment={"PYTEST_ADDOPTS": addopts},
        workers=1,
    )


def lay(project: Path, work: Path) -> None:
    """Make ``work`` a learner's project that holds these files."""
    shutil.copytree(project, work)
