"""Answer requests for test runs, each process a fork of this one. Run by path.

What every run needs is imported once, before the first fork; nothing that is imported
here looks at the settings of a project, and nothing of a project is imported. One
request a line on standard input, a JSON object: ``jobs``, each with ``request`` (the
fields of course.checking.test_process.Request) and ``output`` (the file for what it
prints), and ``environment``, the variables to set. Two lines come back: the ids of the
processes at once, their exit codes when all have ended. Each is the leader of a
session, so that whoever ends it ends what it started as well.
"""

import contextlib
import gc
import importlib
import json
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import CodeType
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
INSIDE = ROOT / "course/checking/test_process.py"
# For the shares after the first, which has the tests that somebody waits for.
LESS_URGENT = 5
NEEDED = (
    "_pytest.doctest",
    "_pytest.fixtures",
    "_pytest.junitxml",
    "_pytest.main",
    "_pytest.python",
    "_pytest.runner",
    "_pytest.unittest",
    "course.checking.test_process",
    "course.checking.in_process.pytest_recorder",
    "course.checking.in_process.startup",
    "course.checking.in_process.pytest_shard",
    "course.checking.in_process.watchdog",
    "dj_database_url",
    "django.contrib.admin",
    "django.contrib.auth.management.commands.createsuperuser",
    "django.contrib.postgres.fields",
    "django.core.handlers.wsgi",
    "django.core.management.commands.makemigrations",
    "django.core.management.commands.migrate",
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
    "rest_framework.serializers",
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
    rewritten = Rewritten()
    for line in sys.stdin:
        asked = json.loads(line)
        with contextlib.suppress(OSError, SyntaxError, ValueError):
            rewritten.prepare(Path(asked["jobs"][0]["request"]["tests"]))
        children = [fork(job, asked["environment"]) for job in asked["jobs"]]
        print(json.dumps(children), flush=True)
        ends = [os.waitpid(child, 0)[1] for child in children]
        print(json.dumps([os.waitstatus_to_exitcode(end) for end in ends]), flush=True)


def fork(job: dict[str, Any], environment: dict[str, str]) -> int:
    """Start a process that does the job, and return its id."""
    child = os.fork()
    if child:
        return child
    try:
        os.setsid()
        if job["request"]["share"]:
            os.nice(LESS_URGENT)
        _detach(Path(job["output"]))
        os.environ.update(environment)
        _work(job["request"])
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    finally:
        # The loop above belongs to the parent, and so does what it would do at exit.
        os._exit(0)


def _work(request: dict[str, Any]) -> None:
    project = Path(request["project"])
    own = {path.stem for path in project.iterdir() if path.suffix in {"", ".py"}}
    if own & sys.modules.keys():
        # A module of the project has the name of one that is loaded here already.
        arguments = [sys.executable, str(INSIDE), json.dumps(request)]
        os.execv(sys.executable, arguments)
    from course.checking.results import Request
    from course.checking.test_process import work

    work(Request(**request))


def _detach(output: Path) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    sink = os.open(output, os.O_WRONLY | os.O_CREAT)
    for stream, target in ((0, nothing), (1, sink), (2, sink)):
        os.dup2(target, stream)


class Rewritten:
    """The step's tests as pytest rewrites them, kept for as long as they stay the same.

    pytest would do that anew in each process: it keeps them in files, and nothing is
    written into the steps. Where a later pytest has another inside, it does so.
    """

    def __init__(self) -> None:
        from _pytest.assertion import rewrite

        self._kept: dict[tuple[str, int, int], tuple[os.stat_result, CodeType]] = {}
        self._rewrite: Callable[..., Any] | None = getattr(
            rewrite, "_rewrite_test", None
        )
        if self._rewrite is not None:
            rewrite._rewrite_test = self._recall

    def prepare(self, tests: Path) -> None:
        """Rewrite the tests of that folder, if they have changed."""
        if self._rewrite is not None:
            for path in sorted(tests.glob("*.py")):
                self._recall(path, None)

    def _recall(self, path: Path, config: object) -> tuple[os.stat_result, CodeType]:
        stat = path.stat()
        key = (str(path), stat.st_mtime_ns, stat.st_size)
        if key not in self._kept:
            assert self._rewrite is not None
            self._kept[key] = self._rewrite(path, config)
        return self._kept[key]


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    answer_requests()
