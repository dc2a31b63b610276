"""``check`` in the tab: the same tests, tasks and mistakes as on one's own machine."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from course.browser.python.loops import LoopWatch, Stuck
from course.checking.job_results import TAIL, read_records, read_report

# All that judging needs is loaded before the project is: a module of that may have the
# name of one of these.
from course.checking.json_report import report
from course.checking.results import Request
from course.checking.review import examine
from course.checking.runner import clean_environment
from course.checking.test_process import work
from course.curriculum.steps import load_steps
from course.paths import Places

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

    def listen(line: str) -> None:
        record = json.loads(line)
        tell(record["kind"], len(record["tests"]) if "tests" in record else 1, line)

    os.environ.clear()
    os.environ.update(clean_environment())
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
            work(request, LoopWatch, listen)
        except Stuck:
            pass
        finally:
            sys.stdout, sys.stderr = before
    # The project's folder is not to be in the way of the standard library.
    sys.path[:] = place
    return judge(root, number, project)


def judge(
    root: Path, number: int, project: Path, code: int | None = 0
) -> dict[str, Any]:
    """Return what the records of a run come to; ``code`` is None where it was ended."""
    text = OUTPUT.read_text("utf-8", "replace") if OUTPUT.is_file() else ""
    ran = read_report(read_records(RESULTS), text[-TAIL:], code)
    steps = load_steps(root)
    step = next(each for each in steps if each.number == number)
    examined = examine(step, steps, ran, project)
    return report(examined, Places(root, project, Path("/learn")))
