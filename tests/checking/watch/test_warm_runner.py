"""Runs from a process that has Django loaded: as cold ones, and nothing left behind."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from support.small_project import SmallProject, broken

from course.checking.watch.warm_runner import CAN_FORK, WarmRunner

FORKS = pytest.mark.skipif(not CAN_FORK, reason="runs are new processes here")
# Seconds that an answer may take on a busy machine.
LONGEST = 60
SLOW = "import time\n\n\ndef hello(request):\n    time.sleep(600)\n"


@pytest.fixture(scope="module")
def warm() -> Iterator[WarmRunner]:
    """One process for the tests of this file."""
    with WarmRunner() as process:
        yield process


@pytest.fixture
def small(tmp_path: Path) -> SmallProject:
    """A small project and its tests."""
    project = SmallProject(tmp_path)
    project.write({})
    return project


def test_a_warm_run_says_what_a_cold_one_says(warm, small):
    wrong = small.work / "users" / "views.py"
    wrong.write_text(wrong.read_text("utf-8").replace("world", "moon"), "utf-8")

    reports = [
        run(small.tests, small.work)
        for run in (warm.run_tests, lambda *places: small.run(dict([_views(wrong)])))
    ]

    told = [
        [(r.nodeid, r.outcome, r.message, r.file, r.line) for r in report.results]
        for report in reports
    ]
    assert told[0] == told[1]
    assert told[0][0][1] == "failed"


def wait_until(true: Callable[[], bool]) -> None:
    """Wait until that is so; fail if it never is."""
    deadline = time.monotonic() + LONGEST
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _views(path: Path) -> tuple[str, str]:
    return "users/views.py", path.read_text("utf-8")


def test_each_run_sees_what_was_saved_before_it(warm, small):
    assert warm.run_tests(small.tests, small.work).passed

    small.write({"users/views.py": "def hello(request:\n"})
    assert "users/views.py" in broken(warm.run_tests(small.tests, small.work)).sentence

    small.write({"users/views.py": SLOW.replace("time.sleep(600)", "raise OSError")})
    assert not warm.run_tests(small.tests, small.work).passed


def test_rewritten_tests_are_kept_until_they_change(warm, small):
    test = '"""A test."""\n\n\ndef test_numbers():\n    assert 1 == 1\n'
    small.write({}, test)
    assert warm.run_tests(small.tests, small.work).passed

    place = warm._rewritten / small.tests.relative_to(small.tests.anchor)
    assert list(place.glob("*.pyc"))
    assert not list(small.tests.rglob("__pycache__"))

    # In the same second and of the same size.
    small.write({}, test.replace("1 == 1", "1 == 2"))
    assert not warm.run_tests(small.tests, small.work).passed


def test_two_processes_run_each_test_once_in_the_order_of_the_tests(warm, small):
    test = 'import pytest\n\n\n@pytest.mark.parametrize("n", range(7))\n'
    test += '@pytest.mark.task("count")\ndef test_n(n):\n    assert n != 5\n'
    small.write({}, test)

    report = warm.run_tests(small.tests, small.work, workers=2)

    assert [result.nodeid for result in report.results] == [
        f"test_hello.py::test_n[{n}]" for n in range(7)
    ]
    assert [n for n, r in enumerate(report.results) if r.outcome == "failed"] == [5]


def test_one_test_among_two_processes_is_a_whole_report(warm, small):
    assert warm.run_tests(small.tests, small.work, workers=2).passed
    assert small.run(workers=2).passed


@pytest.mark.parametrize("can_fork", [CAN_FORK, False])
def test_the_open_task_is_answered_while_others_run(can_fork, small, monkeypatch):
    monkeypatch.setattr("course.checking.watch.warm_runner.CAN_FORK", can_fork)
    test = 'import time\n\nimport pytest\n\n\n@pytest.mark.task("slow")\n'
    test += "def test_a():\n    time.sleep(600)\n\n\n"
    test += '@pytest.mark.task("open")\ndef test_b():\n    assert False\n'
    small.write({}, test)

    options = {"first": ["open"], "workers": 1}
    with WarmRunner() as warm, warm.start(small.tests, small.work, **options) as run:
        wait_until(lambda: run.answer("open") is not None)
        (result,) = run.answer("open").results
        assert run.wait(0) is None

    assert (result.task, result.outcome) == ("open", "failed")


@FORKS
def test_a_run_that_is_left_leaves_no_process(warm, small):
    small.write({"users/views.py": SLOW})
    warm.run_tests(small.tests, small.work, timeout=0.1)
    server = psutil.Process(warm._server.pid)

    with warm.start(small.tests, small.work):
        wait_until(lambda: bool(server.children()))

    assert server.children() == []


@FORKS
def test_a_module_with_the_name_of_a_package_is_the_learners(warm, small):
    """What is loaded already must not hide a file of the project."""
    views = "import requests\nfrom django.http import JsonResponse\n\n\n"
    views += "def hello(request):\n    return JsonResponse({'hello': requests.WHO})\n"
    files = {"requests.py": 'WHO = "world"\n', "users/views.py": views}
    small.write(files)

    assert warm.run_tests(small.tests, small.work).passed


@FORKS
def test_a_process_that_was_killed_is_started_anew(warm, small):
    assert warm.run_tests(small.tests, small.work).passed
    warm._server.kill()
    warm._server.wait()

    assert warm.run_tests(small.tests, small.work).passed


@FORKS
@pytest.mark.skipif(sys.platform != "linux", reason="reads the size as Linux says it")
def test_memory_does_not_grow_with_the_runs(warm, small):
    warm.run_tests(small.tests, small.work)
    process = psutil.Process(warm._server.pid)
    before = process.memory_info().rss

    for _ in range(10):
        warm.run_tests(small.tests, small.work, workers=1)

    assert process.memory_info().rss - before < 1_000_000
    assert process.children() == []


def test_without_forks_each_run_is_a_new_process(small, monkeypatch):
    monkeypatch.setattr("course.checking.watch.warm_runner.CAN_FORK", False)

    with WarmRunner() as cold:
        assert cold.run_tests(small.tests, small.work, workers=2).passed
        assert cold._server is None
