"""Run tests as course.checking.runner does, in a third of the time by forks."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from course.checking.results import Report
from course.checking.runner import clean_environment, read_report, run_tests

FORKS = Path(__file__).with_name("forks.py")
# On macOS a fork may be ended by the system's own libraries.
CAN_FORK = hasattr(os, "fork") and sys.platform != "darwin"


class Warm:
    """A process that has loaded what every run needs; leave the block to end it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> "Warm":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process is not None:
            self._process.kill()
            # Closes both pipes, and leaves no zombie.
            self._process.communicate()

    def run_tests(
        self,
        tests: Path,
        project: Path,
        select: Sequence[str],
        *,
        migrate: bool,
        timeout: float = 60,
    ) -> Report:
        """As the runner's run_tests; without ``migrate``, tables come from models."""
        environment = {"PYTEST_ADDOPTS": "" if migrate else "--no-migrations"}
        if not CAN_FORK:
            return run_tests(
                tests, project, select=select, environment=environment, timeout=timeout
            )
        with tempfile.TemporaryDirectory(prefix="learn-") as at:
            results, output = Path(at) / "results.jsonl", Path(at) / "output.txt"
            code = self._ask(
                {
                    "output": str(output),
                    "environment": environment,
                    "request": {
                        "tests": str(tests.resolve()),
                        "project": str(project.resolve()),
                        "results": str(results),
                        "select": list(select),
                        "patience": timeout / 2,
                        "timeout": timeout,
                    },
                }
            )
            records = [
                json.loads(line)
                for line in (
                    results.read_text("utf-8") if results.exists() else ""
                ).splitlines()
            ]
            return read_report(records, output.read_text("utf-8", "replace"), code)

    def _ask(self, request: dict[str, object]) -> int:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, str(FORKS)],
                env=clean_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"{FORKS.name} has ended"
        return int(answer)
