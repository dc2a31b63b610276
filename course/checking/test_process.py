"""The process in which a step's tests meet a project.

course/checking/runner.py starts this file by its path, so that the project and the
tests are importable and this repository is not. It also runs where nothing but a step's
requirements is installed.
"""

import json
import os
import sys
from collections.abc import Callable
from importlib.abc import PathEntryFinder
from importlib.machinery import FileFinder, SourceFileLoader
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course.checking.results import Request

ROOT = Path(__file__).resolve().parents[2]


class FromSource(SourceFileLoader):
    """Loads a module from its source, never from a compiled copy.

    Python compares times in whole seconds, and a learner saves more often.
    """

    def path_stats(self, path: str) -> dict[str, int]:
        """Refuse: without the times of a file, Python compiles it."""
        raise OSError(path)


def work(
    request: "Request",
    watch: Callable[..., Any] | None = None,
    listen: Callable[[str], None] | None = None,
) -> None:
    """Load the project, run the tests, and write down the results as they come.

    ``watch`` notices what never ends; by default it is the Watchdog. ``listen`` is
    called with each line of the results, a JSON object. Changes this
    process for good (current folder, import path, Django's settings): it belongs into
    a process of its own, a new one or a fork of a warmed one.
    """
    from course.checking.in_process.pytest_recorder import Collector, Records
    from course.checking.in_process.pytest_shard import Sharing
    from course.checking.in_process.startup import diagnose
    from course.checking.in_process.watchdog import Watchdog

    _leave_the_repository()
    project, tests = Path(request.project), Path(request.tests)
    os.chdir(project)
    sys.path.insert(0, str(project))
    sys.path_hooks.insert(0, _finder(project, tests))
    # For the processes that a test starts; this one leaves nothing in the project, and
    # may keep what it compiles of Django.
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    records = Records(Path(request.results), listen)
    watchdog = (watch or Watchdog)(
        project,
        request.patience,
        request.timeout,
        lambda place: records.write("stuck", place=place, seconds=request.patience),
    )
    broken = diagnose(project)
    if broken:
        records.write("broken", **vars(broken))
    else:
        if request.share:
            _own_database(request.share)
        _run_pytest(
            request,
            Collector(records, watchdog, tests, project),
            Sharing(records, request.share, request.shares, request.first),
        )
    watchdog.stop()
    records.write("end")


def _leave_the_repository() -> None:
    # The learner may call an app as they like, "course" and "tests" included.
    sys.path[:] = [path for path in sys.path if path not in {"", str(ROOT)}]
    for name in [name for name in sys.modules if name.partition(".")[0] == "course"]:
        del sys.modules[name]


def _own_database(share: int) -> None:
    """Where the test database is not in memory, each process makes one of its own."""
    from django.db import connections

    for connection in connections.all():
        settings = connection.settings_dict
        name = settings["TEST"].get("NAME")
        if name or connection.vendor != "sqlite":
            name = name or f"test_{settings['NAME']}"
            settings["TEST"]["NAME"] = f"{name}_{share}"


def _finder(*folders: Path) -> Callable[[str], PathEntryFinder]:
    make = FileFinder.path_hook((FromSource, [".py"]))

    def finder(path: str) -> PathEntryFinder:
        if any(Path(path).is_relative_to(folder) for folder in folders):
            return make(path)
        raise ImportError(path)

    return finder


def _run_pytest(request: "Request", *plugins: object) -> None:
    import pytest

    tests = Path(request.tests)
    # pytest keeps rewritten tests beside their source, unless there is another place.
    sys.pycache_prefix = request.rewritten or None
    sys.dont_write_bytecode = not request.rewritten
    pytest.main(
        [
            *(str(tests / nodeid) for nodeid in request.select or [""]),
            f"--rootdir={tests}",
            f"-c={tests.parent / 'pytest.ini'}",
            # The project is on the import path already.
            "-opythonpath=",
            "-odjango_find_project=false",
            "-ppytest_django.plugin",
            "-pno:cacheprovider",
            "--ds=config.settings",
            "--continue-on-collection-errors",
            "--color=no",
            "--no-header",
            "-q",
            # A browser's tab has no files behind its streams.
            *(["--capture=sys"] if sys.platform == "emscripten" else []),
        ],
        plugins=plugins,
    )


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    from course.checking.results import Request

    work(Request(**json.loads(sys.argv[1])))
    sys.stdout.flush()
    sys.stderr.flush()
    # A thread that the project left behind must not keep this process alive.
    os._exit(0)
