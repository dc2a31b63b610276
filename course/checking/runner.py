"""Run a step's tests against a project, and say what came of it.

The tests run in subprocesses (course/checking/test_process.py), so that a learner's
project can do whatever it likes and this program still has an answer.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol, TypedDict, Unpack

from course.checking.job_results import read_jobs, read_records
from course.checking.jobs import TEST_PROCESS, Job, make_jobs, processors
from course.checking.results import Report

# What a project reads from its environment, and what would change how tests run.
NOT_PASSED_ON = ("DJANGO_", "PYTEST_", "PYTHON")
NOT_PASSED_ON_EITHER = {
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DEBUG",
    "JWT_SIGNING_KEY",
    "SECRET_KEY",
}
# Between two looks at whether a run has ended.
MOMENT_SECONDS = 0.01
# A process keeps its time itself; what it may have on top is for one that cannot.
OVERTIME_SECONDS = 5


class Options(TypedDict, total=False):
    """What a run may be told.

    ``select`` narrows it to some node ids ("test_login.py::test_x"); the tests of the
    tasks in ``first`` (slugs) come first. ``environment`` adds variables; those of the
    caller that would change the project's settings are not passed on. ``timeout``
    (300) is for the whole run, ``patience`` (30) for the loading of the project and
    for each test, both in seconds. ``workers`` processes share the tests; None is as
    many as this machine has room for. ``rewritten`` is a folder in which pytest may
    keep the tests as it rewrites them, for the next run.
    """

    select: Sequence[str]
    first: Sequence[str]
    environment: Mapping[str, str]
    timeout: float
    patience: float
    workers: int | None
    rewritten: Path


class Processes(Protocol):
    """What does the jobs of one run."""

    def codes(self) -> list[int | None]:
        """Return the exit code of each process, None for one that still runs."""

    def end(self) -> None:
        """End those that still run, and wait until they are gone."""


Begin = Callable[[Sequence[Job], Mapping[str, str]], Processes]


class Run(ExitStack):
    """One run of a step's tests, under way; leave the block to end it."""

    def __init__(
        self, jobs: Sequence[Job], processes: Processes, timeout: float
    ) -> None:
        super().__init__()
        self.jobs = jobs
        self._processes = processes
        self._deadline = time.monotonic() + timeout + OVERTIME_SECONDS

    def wait(self, seconds: float) -> Report | None:
        """Return the report once all tests have run, or None after that time."""
        until = time.monotonic() + seconds
        while None in (codes := self._processes.codes()):
            now = time.monotonic()
            if now > self._deadline:
                self._processes.end()
                break
            if now >= until:
                return None
            time.sleep(MOMENT_SECONDS)
        return read_jobs(self.jobs, codes)

    def finish(self) -> Report:
        """Return the report when all tests have run."""
        while (report := self.wait(1)) is None:
            pass
        return report

    def answer(self, task: str) -> Report | None:
        """Return the results of that task's tests, or None if there are some to come.

        None as well where no test of it was collected.
        """
        tests, results = set(), set()
        for job in self.jobs:
            records = read_records(job.results)
            collected = [r["tests"] for r in records if r["kind"] == "collected"]
            if not collected:
                return None
            tests |= {nodeid for nodeid, slug in collected[0] if slug == task}
            results |= {r["nodeid"] for r in records if r["kind"] == "result"}
        if not tests or not results >= tests:
            return None
        report = read_jobs(self.jobs, [0 for _ in self.jobs])
        kept = tuple(result for result in report.results if result.task == task)
        return Report(kept, None, report.output)


class NewProcesses:
    """A new process for each job; the way that works on every system."""

    def __init__(
        self,
        jobs: Sequence[Job],
        environment: Mapping[str, str],
        python: Path | None = None,
    ) -> None:
        self._processes: list[subprocess.Popen[bytes]] = []
        try:
            for job in jobs:
                self._processes.append(_start(job, environment, python))
        except BaseException:
            self.end()
            raise

    def codes(self) -> list[int | None]:
        """Return the exit code of each process, None for one that still runs."""
        return [process.poll() for process in self._processes]

    def end(self) -> None:
        """End those that still run, and wait until they are gone."""
        for process in self._processes:
            process.kill()
            process.wait()


def run_tests(
    tests: Path,
    project: Path,
    *,
    python: Path | None = None,
    **options: Unpack[Options],
) -> Report:
    """Run the tests in the folder ``tests`` against ``project``, in subprocesses.

    ``python`` runs them, by default the one that runs this; one process does, unless
    ``workers`` says otherwise. Writes nothing into either folder.
    """

    def begin(jobs: Sequence[Job], environment: Mapping[str, str]) -> Processes:
        return NewProcesses(jobs, environment, python)

    options.setdefault("workers", 1)
    with start_run(tests, project, begin, **options) as run:
        return run.finish()


def start_run(
    tests: Path, project: Path, begin: Begin, **options: Unpack[Options]
) -> Run:
    """Begin a run in the processes that ``begin`` starts."""
    timeout, workers = options.get("timeout", 300), options.get("workers")
    with ExitStack() as ends:
        at = ends.enter_context(
            tempfile.TemporaryDirectory(prefix="learn-", ignore_cleanup_errors=True)
        )
        jobs = make_jobs(
            Path(at),
            tests,
            project,
            select=options.get("select", ()),
            first=options.get("first", ()),
            shares=processors() if workers is None else workers,
            timeout=timeout,
            patience=options.get("patience", 30),
            rewritten=options.get("rewritten"),
        )
        environment = {**clean_environment(), **options.get("environment", {})}
        processes = begin(jobs, environment)
        ends.callback(processes.end)
        run = Run(jobs, processes, timeout)
        run.push(ends.pop_all())
        return run


def _start(
    job: Job, environment: Mapping[str, str], python: Path | None
) -> subprocess.Popen[bytes]:
    with job.output.open("wb") as sink:
        return subprocess.Popen(
            [str(python or sys.executable), str(TEST_PROCESS), json.dumps(job.asked())],
            cwd=job.request.project,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
        )


def clean_environment() -> dict[str, str]:
    """Return the environment in which tests run: DEBUG=1, and nothing else set."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(NOT_PASSED_ON) and name not in NOT_PASSED_ON_EITHER
    }
    return {
        **kept,
        "DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONIOENCODING": "utf-8",
    }
