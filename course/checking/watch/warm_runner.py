"""Run tests as course.checking.runner does, and sooner than that after the first time.

pytest finds the tests as it rewrote them for the run before. Where the system can fork,
the processes are forks of one that has everything loaded but the project at hand
(fork_server.py); elsewhere they are new ones, as for ``check``.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Unpack

from course.checking.jobs import Job
from course.checking.results import Report
from course.checking.runner import (
    MOMENT_SECONDS,
    NewProcesses,
    Options,
    Processes,
    Run,
    clean_environment,
    start_run,
)

FORK_SERVER = Path(__file__).resolve().with_name("fork_server.py")
# On macOS a fork may be ended by the system's own libraries.
CAN_FORK = hasattr(os, "fork") and sys.platform != "darwin"


class WarmRunner(ExitStack):
    """Runs tests again and again; leave the block to end what it keeps for that."""

    def __init__(self) -> None:
        super().__init__()
        folder = tempfile.TemporaryDirectory(
            prefix="learn-", ignore_cleanup_errors=True
        )
        self._rewritten = Path(self.enter_context(folder))
        self._server: subprocess.Popen[bytes] | None = None
        self.callback(self._end_server)

    def load(self) -> None:
        """Begin to load now what the first run will need."""
        if CAN_FORK and (self._server is None or self._server.poll() is not None):
            self._end_server()
            self._server = subprocess.Popen(
                [sys.executable, str(FORK_SERVER)],
                env=clean_environment(),
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Ctrl-C is for whoever called, who ends this process.
                start_new_session=True,
            )

    def start(self, tests: Path, project: Path, **options: Unpack[Options]) -> Run:
        """Begin a run in as many processes as there is room for."""
        options.setdefault("rewritten", self._rewritten)
        return start_run(tests, project, self._begin, **options)

    def run_tests(
        self, tests: Path, project: Path, **options: Unpack[Options]
    ) -> Report:
        """Run the tests to their end, in as many processes as there is room for."""
        with self.start(tests, project, **options) as run:
            return run.finish()

    def _begin(self, jobs: Sequence[Job], environment: Mapping[str, str]) -> Processes:
        self.load()
        if self._server is None:
            return NewProcesses(jobs, environment)
        return Forks(self._server, jobs, environment)

    def _end_server(self) -> None:
        if self._server is not None:
            self._server.kill()
            # Closes both pipes, and leaves no zombie.
            self._server.communicate()
            self._server = None


class Forks:
    """Forks of the server, one for each job; they lead sessions of their own."""

    def __init__(
        self,
        server: subprocess.Popen[bytes],
        jobs: Sequence[Job],
        environment: Mapping[str, str],
    ) -> None:
        assert server.stdin is not None
        assert server.stdout is not None
        self._said = server.stdout
        self._text = b""
        self._children: list[int] = []
        self._codes: list[int | None] = [None for _ in jobs]
        os.set_blocking(self._said.fileno(), False)
        asked = [{"request": job.asked(), "output": str(job.output)} for job in jobs]
        line = json.dumps({"jobs": asked, "environment": environment}) + "\n"
        server.stdin.write(line.encode())

    def codes(self) -> list[int | None]:
        """Return the exit code of each process, None for one that still runs."""
        if None in self._codes and (more := self._said.read()) is not None:
            *lines, self._text = (self._text + more).split(b"\n")
            for line in lines:
                self._note(json.loads(line))
            if not more:
                # The server itself has ended.
                self._codes = [1 if code is None else code for code in self._codes]
        return self._codes

    def end(self) -> None:
        """End those that still run, and wait until they are gone."""
        while None in self.codes():
            for child, code in zip(self._children, self._codes, strict=False):
                # It has a group of its own a moment after it has begun.
                with suppress(ProcessLookupError, PermissionError):
                    if code is None:
                        os.killpg(child, signal.SIGKILL)
            time.sleep(MOMENT_SECONDS)

    def _note(self, said: Sequence[int]) -> None:
        child, *code = said
        if code:
            self._codes[self._children.index(child)] = code[0]
        else:
            self._children.append(child)
