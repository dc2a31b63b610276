"""Answer requests for test runs, each in a fork of this process. Run by path.

One request a line on standard input: a JSON object with ``output``, the file for what
the run prints, ``environment``, the variables to set, and ``request``, the fields of
course.checking.test_process.Request. One line with the exit code comes back. What every
run needs is imported once, before the first fork; nothing that is imported here looks
at the settings of a project.
"""

import contextlib
import gc
import importlib
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
NEEDED = (
    "_pytest.doctest",
    "_pytest.fixtures",
    "_pytest.junitxml",
    "_pytest.main",
    "_pytest.python",
    "_pytest.runner",
    "_pytest.unittest",
    "course.checking.in_process.pytest_recorder",
    "course.checking.in_process.startup",
    "course.checking.in_process.watchdog",
    "dj_database_url",
    "django.contrib.postgres.fields",
    "django.core.handlers.wsgi",
    "django.core.management",
    "django.db.backends.sqlite3.base",
    "django.db.migrations.autodetector",
    "django.db.migrations.executor",
    "django.db.models",
    "django.forms",
    "django.test",
    "django.urls",
    "django.views.debug",
    "jwt",
    "psycopg",
    "pytest",
    "requests",
)


def answer_requests() -> None:
    """Serve until standard input ends, as it does when the caller ends."""
    for name in NEEDED:
        # What a later lock no longer has is only slower to miss here.
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    # The forks are short: collecting garbage would copy pages and gain nothing.
    gc.disable()
    gc.freeze()
    for line in sys.stdin:
        code = run_in_a_fork(json.loads(line))
        print(code, flush=True)


def run_in_a_fork(asked: dict[str, Any]) -> int:
    """Run the tests, and return the exit code of the process that ran them."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status)
    try:
        _detach(Path(asked["output"]))
        os.environ.update(asked["environment"])
        from course.checking.results import Request
        from course.checking.test_process import work

        work(Request(**asked["request"]))
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    finally:
        # The loop above belongs to the parent.
        os._exit(0)


def _detach(output: Path) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    sink = os.open(output, os.O_WRONLY | os.O_CREAT)
    for stream, target in ((0, nothing), (1, sink), (2, sink)):
        os.dup2(target, stream)


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    answer_requests()
