"""Put a fault into a copy of its step, run the tests, and judge."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from course.checking.results import Report, TestResult
from course.checking.runner import clean_environment
from course.checking.watch.warm_runner import WarmRunner
from course.curriculum.steps import load_steps

from .model import CannotPutBackError, Fault

STEPS = {step.number: step.path for step in load_steps()}
NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "*.sqlite3", "README.md")
MIGRATIONS = "/migrations/"


@dataclass(frozen=True)
class Verdict:
    """What came of one fault: the tests that went red, and why that is not enough.

    ``problem`` is empty where the fault is caught.
    """

    fault: Fault
    red: tuple[str, ...] = ()
    problem: str = ""

    @property
    def caught(self) -> bool:
        """True where every named test went red for the stated reason."""
        return not self.problem


def try_fault(fault: Fault, warm: WarmRunner, folder: Path) -> Verdict:
    """Put the fault back in a copy under ``folder`` and run the tests named for it."""
    project = folder / "project"
    shutil.copytree(STEPS[fault.step], project, ignore=NOT_COPIED)
    try:
        fault.apply(project)
    except CannotPutBackError as error:
        return Verdict(fault, (), f"Step {fault.step:02d} has changed: {error}")
    if not fault.starts:
        return judge(fault, run_unchecked(project, fault.tests))
    migrate = any(MIGRATIONS in change.path for change in fault.changes)
    return judge(fault, run_named(fault.step, project, fault.tests, warm, migrate))


def run_named(
    step: int, project: Path, tests: Iterable[str], warm: WarmRunner, migrate: bool
) -> Report:
    """Run these tests of a step against a project; ``migrate`` runs its migrations.

    Otherwise the tables are made from the models, which takes a fifth less time.
    """
    select = sorted({test.partition("[")[0] for test in tests})
    return warm.run_tests(
        STEPS[step] / "tests",
        project,
        select=select,
        environment={"PYTEST_ADDOPTS": "" if migrate else "--no-migrations"},
        timeout=60,
        workers=1,
    )


def judge(fault: Fault, report: Report) -> Verdict:
    """Say whether every named test went red, and each for the stated reason."""
    if gone := re.search(r"ERROR: not found: .*?([^/\\]+::\w+)", report.output):
        return Verdict(fault, (), f"{gone[1]}: no such test.")
    if report.broken:
        sentence = report.broken.sentence
        return Verdict(fault, (), f"The project does not start: {sentence}")
    red = []
    for test in fault.tests:
        results = [result for result in report.results if is_named(test, result.nodeid)]
        failed = [result for result in results if result.outcome == "failed"]
        if not failed:
            there = f"none of {len(results)} went red" if results else "no such test"
            return Verdict(fault, tuple(red), f"{test}: {there}.")
        for result in failed:
            if not re.search(fault.red, result.message):
                said = f"red for another reason: {result.message}"
                return Verdict(fault, tuple(red), f"{result.nodeid}: {said}")
        red.append(test)
    return Verdict(fault, tuple(red))


def is_named(test: str, nodeid: str) -> bool:
    """Tell whether ``test`` names this result: all its cases, or those from "[…" on."""
    if "[" in test:
        return nodeid.startswith(test)
    return nodeid.partition("[")[0] == test


def run_unchecked(project: Path, tests: Iterable[str]) -> Report:
    """Run the tests as a reader does, by pytest alone, which makes no system checks."""
    environment = {**clean_environment(), "COLUMNS": "300"}
    del environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
    said = subprocess.run(
        [
            sys.executable,
            *("-m", "pytest", "-q", "-rf", "--tb=no", "-p", "no:cacheprovider"),
            *(f"tests/{test}" for test in tests),
        ],
        cwd=project,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=60,
    ).stdout
    failed = re.findall(r"^FAILED tests/(\S+) - (.*)$", said, re.MULTILINE)
    return Report(
        tuple(
            TestResult(nodeid, None, "failed", message) for nodeid, message in failed
        ),
        output=said,
    )
