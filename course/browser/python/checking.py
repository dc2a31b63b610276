"""``check`` in the tab: the same tests, tasks and mistakes as on one's own machine."""

import importlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

# As long as on a machine of one's own, where several processes share the tests.
TIMEOUT = 360.0
RESULTS = Path("/tmp/results.jsonl")
OUTPUT = Path("/tmp/output.txt")

Tell = Callable[[str, int, str], None]


def check(
    root: Path, number: int, project: Path, patience: float, tell: Tell
) -> dict[str, Any]:
    """Run the tests of a step against ``project``; return what ``check --json`` prints.

    Each test, and the loading of the project, may take ``patience`` seconds.
    ``tell`` is called with each record: its kind, a number (of the tests that were
    found, else 1), and its line. This process has loaded the project and has
    to end after it.
    """
    from course.browser.python.loops import LoopWatch, Stuck
    from course.checking.in_process import pytest_recorder
    from course.checking.results import Request
    from course.checking.runner import clean_environment
    from course.checking.test_process import work

    os.environ.clear()
    os.environ.update(clean_environment())
    write = pytest_recorder.Records.write

    def write_and_tell(self: Any, kind: str, **values: Any) -> None:
        write(self, kind, **values)
        line = json.dumps({"kind": kind, **values}) + "\n"
        tell(kind, len(values["tests"]) if "tests" in values else 1, line)

    pytest_recorder.Records.write = write_and_tell  # type: ignore[method-assign]
    folder = next(root.glob(f"steps/{number:02d}_*"))
    request = Request(
        tests=str(folder / "tests"),
        project=str(project),
        results=str(RESULTS),
        select=[],
        patience=patience,
        timeout=TIMEOUT,
    )
    before, place = (sys.stdout, sys.stderr), list(sys.path)
    with OUTPUT.open("w", encoding="utf-8") as output:
        sys.stdout = sys.stderr = output
        try:
            work(request, LoopWatch)
        except Stuck:
            pass
        finally:
            sys.stdout, sys.stderr = before
    # The project's folder and modules are not to be in the way of the tutorial's.
    sys.path[:] = place
    return judge(root, number, project)


def judge(
    root: Path, number: int, project: Path, code: int | None = 0
) -> dict[str, Any]:
    """Return what the records of a run come to; ``code`` is None where it was ended."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "course"]:
        if not name.startswith("course.browser.python"):
            del sys.modules[name]
    job_results = importlib.import_module("course.checking.job_results")
    steps = importlib.import_module("course.curriculum.steps").load_steps(root)
    places = importlib.import_module("course.paths")
    examination = importlib.import_module("course.checking.review")
    text = OUTPUT.read_text("utf-8", "replace") if OUTPUT.is_file() else ""
    report = job_results.read_report(
        job_results.read_records(RESULTS), text[-job_results.TAIL :], code
    )
    step = next(each for each in steps if each.number == number)
    examined = examination.examine(step, steps, report, project)
    where = places.Places(root, project, Path("/learn"))
    return importlib.import_module("course.checking.json_report").report(
        examined, where
    )
