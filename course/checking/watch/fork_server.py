"""Answer requests for test runs, each process a fork of this one. Run by path.

What every run needs is imported once, before the first fork; nothing that is imported
here looks at the settings of a project, and nothing of a project is imported. One
request a line on standard input, a JSON object: ``jobs``, each with ``request`` (the
fields of course.checking.results.Request) and ``output`` (the file for what it prints),
and ``environment``, the variables of all of them. Back come JSON lists, one a line:
the id of each process at once, id and exit code of each when it has ended. Each is the
leader of a session, so that whoever ends it ends what it started as well.
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

ROOT = Path(__file__).resolve().parents[3]
TEST_PROCESS = ROOT / "course/checking/test_process.py"
# For the shares after the first, which has the tests that somebody waits for.
LESS_URGENT = 5
NEEDED = (
    "_pytest.junitxml",
    "_pytest.unittest",
    "course.checking.in_process.pytest_shard",
    "course.checking.in_process.startup",
    "course.checking.test_process",
    "dj_database_url",
    "django.contrib.admin",
    "django.contrib.auth.management.commands.createsuperuser",
    "django.core.management.commands.makemigrations",
    "django.core.management.commands.migrate",
    "django.db.backends.sqlite3.base",
    "django.test",
    "jwt",
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
    for line in sys.stdin:
        asked = json.loads(line)
        for job in asked["jobs"]:
            print([fork(job, asked["environment"])], flush=True)
        for _ in asked["jobs"]:
            child, status = os.wait()
            print([child, os.waitstatus_to_exitcode(status)], flush=True)


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
        os.environ.clear()
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
        arguments = [sys.executable, str(TEST_PROCESS), json.dumps(request)]
        os.execv(sys.executable, arguments)
    from course.checking.results import Request
    from course.checking.test_process import work

    work(Request(**request))


def _detach(output: Path) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    sink = os.open(output, os.O_WRONLY | os.O_CREAT)
    for stream, target in ((0, nothing), (1, sink), (2, sink)):
        os.dup2(target, stream)


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    answer_requests()
