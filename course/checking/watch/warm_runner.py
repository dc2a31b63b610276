"""Run tests as course.checking.runner does, from a process that has Django loaded.

A fork of that process has everything but the project at hand. Where the system cannot
fork, each run is a new process, as it is for ``check``.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Protocol

from course.checking.jobs import Job, make_jobs, processors
from course.checking.results import Report
from course.checking.runner import clean_environment, read_jobs, read_records, start_job

FORKS = Path(__file__).resolve().with_name("fork_server.py")
# On macOS a fork may be ended by the system's own libraries.
CAN_FORK = hasattr(os, "fork") and sys.platform != "darwin"
# Seconds between two looks at whether a run has ended.
MOMENT = 0.01


class Processes(Protocol):
    """What does the jobs of one run."""

    def wait(self, seconds: float) -> list[int | None] | None:
        """Return the exit codes once all have ended, or None after that time."""

    def end(self) -> None:
        """End all of them, and what they started."""


class Run:
    """One run of a step's tests, under way; leave the block to end it."""

    def __init__(
        self, jobs: Sequence[Job], processes: Processes, ends: ExitStack, timeout: float
    ) -> None:
        self.jobs = jobs
        self._processes = processes
        self._ends = ends
        # A process keeps its time itself; this is for one that cannot.
        self._deadline = monotonic() + timeout + 5

    def __enter__(self) -> "Run":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._processes.end()
        self._ends.close()

    def wait(self, seconds: float) -> Report | None:
        """Return the report once all tests have run, or None after that time."""
        codes = self._processes.wait(seconds)
        if codes is None and monotonic() > self._deadline:
            self._processes.end()
            codes = [None for _ in self.jobs]
        return None if codes is None else read_jobs(self.jobs, codes)

    def answer(self, task: str) -> Report | None:
        """Return the results of that task's tests, or None if there are some to come.

        None as well where no test of it was collected.
        """
        tests, results = [], {}
        for job in self.jobs:
            records = read_records(job.results)
            collected = [r["tests"] for r in records if r["kind"] == "collected"]
            if not collected:
                return None
            tests += [nodeid for nodeid, slug in collected[0] if slug == task]
            results |= {r["nodeid"]: r for r in records if r["kind"] == "result"}
        if not tests or not results.keys() >= set(tests):
            return None
        report = read_jobs(self.jobs, [0 for _ in self.jobs])
        kept = tuple(result for result in report.results if result.task == task)
        return Report(kept, None, report.output)


class Warm:
    """A process that has loaded what every run needs; leave the block to end it."""

    def __init__(self) -> None:
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Warm":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.kill()
            # Closes both pipes, and leaves no zombie.
            self._server.communicate()
            self._server = None

    def load(self) -> None:
        """Begin to load now what the first run will need."""
        if CAN_FORK and (self._server is None or self._server.poll() is not None):
            self.__exit__(None, None, None)
            self._server = subprocess.Popen(
                [sys.executable, str(FORKS)],
                env=clean_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Ctrl-C is for whoever called, who ends this process.
                start_new_session=True,
            )

    def start(
        self,
        tests: Path,
        project: Path,
        *,
        select: Sequence[str] = (),
        first: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
        timeout: float = 300,
        patience: float = 30,
        workers: int | None = None,
    ) -> Run:
        """Begin a run; the tests of the tasks in ``first`` come first.

        The rest as for course.checking.runner.run_tests.
        """
        ends = ExitStack()
        at = ends.enter_context(
            tempfile.TemporaryDirectory(prefix="learn-", ignore_cleanup_errors=True)
        )
        jobs = make_jobs(
            Path(at),
            tests,
            project,
            select=select,
            first=first,
            shares=processors() if workers is None else workers,
            timeout=timeout,
            patience=patience,
        )
        processes: Processes
        if CAN_FORK:
            self.load()
            assert self._server is not None
            processes = _Forks(self._server, jobs, dict(environment or {}))
        else:
            processes = _New(jobs, {**clean_environment(), **(environment or {})})
        return Run(jobs, processes, ends, timeout)

    def run_tests(
        self,
        tests: Path,
        project: Path,
        *,
        select: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
        timeout: float = 300,
        patience: float = 30,
        workers: int | None = None,
    ) -> Report:
        """As course.checking.runner.run_tests."""
        with self.start(
            tests,
            project,
            select=select,
            environment=environment,
            timeout=timeout,
            patience=patience,
            workers=workers,
        ) as run:
            while (report := run.wait(1)) is None:
                pass
            return report


class _Forks:
    def __init__(
        self,
        server: subprocess.Popen[bytes],
        jobs: Sequence[Job],
        environment: dict[str, str],
    ) -> None:
        self._server = server
        self._codes: list[int | None] | None = None
        self._text = b""
        asked = [{"request": job.asked(), "output": str(job.output)} for job in jobs]
        line = json.dumps({"jobs": asked, "environment": environment}) + "\n"
        assert server.stdin is not None
        server.stdin.write(line.encode())
        server.stdin.flush()
        self._children: list[int] = json.loads(self._line(None) or b"[]")
        if not self._children:
            self._codes = [1 for _ in jobs]

    def wait(self, seconds: float) -> list[int | None] | None:
        if self._codes is None and (line := self._line(seconds)) is not None:
            # Without a line, the server itself has ended.
            self._codes = json.loads(line) if line else [1 for _ in self._children]
        return self._codes

    def end(self) -> None:
        if self._codes is not None:
            return
        while self.wait(MOMENT) is None:
            for child in self._children:
                # It has a group of its own a moment after it has begun.
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(child, signal.SIGKILL)

    def _line(self, seconds: float | None) -> bytes | None:
        """Return the next line of the server, b"" at its end, None if none came."""
        import select

        assert self._server.stdout is not None
        source = self._server.stdout.fileno()
        while b"\n" not in self._text:
            if not select.select([source], [], [], seconds)[0]:
                return None
            more = os.read(source, 65536)
            if not more:
                return b""
            self._text += more
        line, _, self._text = self._text.partition(b"\n")
        return line


class _New:
    def __init__(self, jobs: Sequence[Job], environment: Mapping[str, str]) -> None:
        self._ends = ExitStack()
        with self._ends:
            self._processes = [
                self._ends.enter_context(start_job(job, environment)) for job in jobs
            ]
            self._ends = self._ends.pop_all()

    def wait(self, seconds: float) -> list[int | None] | None:
        deadline = monotonic() + seconds
        for process in self._processes:
            try:
                process.wait(max(deadline - monotonic(), 0))
            except subprocess.TimeoutExpired:
                return None
        return [process.returncode for process in self._processes]

    def end(self) -> None:
        self._ends.close()
