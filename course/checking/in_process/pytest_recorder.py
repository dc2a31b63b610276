"""The pytest plugin that writes down what each test said, as it says it.

Used inside the process that runs the tests. One JSON object a line: whatever ends the
process, the results up to there are on disk.
"""

import json
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

from course.checking.in_process.failure_story import (
    Comparison,
    Story,
    reason,
    rule,
    tell,
)
from course.checking.in_process.frames import exception_line, project_frames
from course.checking.in_process.watchdog import Watchdog


class Records:
    """A file of JSON lines; each is complete once ``write`` returns.

    ``listen``, if given, is called with each line.
    """

    def __init__(self, path: Path, listen: Callable[[str], None] | None = None) -> None:
        self._path = path
        self._listen = listen

    def write(self, kind: str, **values: Any) -> None:
        """Add one record of that kind."""
        line = json.dumps({"kind": kind, **values}) + "\n"
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line)
        if self._listen is not None:
            self._listen(line)


class Collector:
    """Hooks into pytest; the Watchdog is told of each test that begins."""

    def __init__(
        self, records: Records, watchdog: Watchdog, tests: Path, project: Path
    ) -> None:
        self._records = records
        self._watchdog = watchdog
        self._tests = tests
        self._project = project
        self._result: dict[str, Any] = {}
        self._comparison: Comparison | None = None

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Name the tests that will run, so that none goes missing unnoticed."""
        tests = [[item.nodeid, task_of(item)] for item in session.items]
        self._records.write("collected", tests=tests)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A test file that cannot be read counts as a failed test."""
        if report.failed:
            text = str(report.longrepr)
            message = text.strip().splitlines()[-1].removeprefix("E").strip()
            self._result = {"nodeid": report.nodeid, "task": None, "outcome": "failed"}
            self._write(message=message, details=text)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """A test begins."""
        self._watchdog.begin()
        self._comparison = None
        self._result = {"nodeid": nodeid, "outcome": "passed", "seconds": 0.0}

    def pytest_assertrepr_compare(self, op: str, left: object, right: object) -> None:
        """Keep the values of the comparison that failed last."""
        self._comparison = Comparison(op, left, right)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Add one phase of a test (set-up, call, teardown) to its result."""
        report = yield
        result = self._result
        function = getattr(item, "function", None)
        result["task"] = task_of(item)
        result["rule"] = rule(*_name_and_case(item))
        result["why"] = reason(getattr(function, "__doc__", None))
        result["seconds"] += report.duration
        if result["outcome"] != "failed":
            result["printed"] = report.capstdout + report.capstderr
        if report.skipped and result["outcome"] == "passed":
            result["outcome"] = "skipped"
        if report.failed and result["outcome"] != "failed":
            result["outcome"] = "failed"
            result["details"] = report.longreprtext
            if call.excinfo is not None:
                result.update(self._failure(call.excinfo.value))
        return report

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        """A test has ended."""
        self._write()

    def _failure(self, exception: BaseException) -> dict[str, Any]:
        try:
            story = tell(exception, self._tests, self._project, self._comparison)
        except Exception:
            # Its values may belong to classes of the learner that raise when looked at.
            story = Story(happened=exception_line(exception))
        frames = project_frames(exception, self._project)
        file, line = frames[-1] if frames else story.view or (None, None)
        return {
            "message": exception_line(exception),
            "file": file,
            "line": line,
            "expected": story.expected,
            "happened": story.happened,
            "test_file": story.test_file,
            "test_line": story.test_line,
        }

    def _write(self, **more: Any) -> None:
        self._records.write("result", **self._result, **more)


def task_of(item: pytest.Item) -> str | None:
    """Return the slug of the task that a test belongs to."""
    marker = item.get_closest_marker("task")
    return str(marker.args[0]) if marker and marker.args else None


def _name_and_case(item: pytest.Item) -> tuple[str, str | None]:
    callspec = getattr(item, "callspec", None)
    name = getattr(item, "originalname", None) or item.name
    return name, callspec.id if callspec else None
