"""Each fault of the old tutorials, put back into its step, turns a test there red.

`python -m tests.faults` prints the table.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.__main__ import main
from faults.model import CannotPutBackError, Change, Fault, Instead
from faults.table import FAULTS, NOT_HERE
from faults.trial import STEPS, Verdict, is_named, run_named, try_fault
from support.groups import one_of_each

from course.checking.watch.warm_runner import WarmRunner

HARMLESS = Fault(
    name="harmless",
    numbers="0",
    step=1,
    put_back="a comment",
    changes=(
        Change("config/urls.py", "urlpatterns = [", "# Harmless.\nurlpatterns = ["),
    ),
    tests=("test_health.py::test_health_answers_anybody",),
    red="404 == 200",
)
CLOSED_HEALTH = Change("config/views.py", "[AllowAny]", "[]")


@pytest.fixture(scope="module")
def warm() -> Iterator[WarmRunner]:
    """One warmed process for all tests of this file (of each worker)."""
    with WarmRunner() as process:
        yield process


@pytest.mark.parametrize(
    "fault", one_of_each(FAULTS, lambda fault: fault.step), ids=lambda fault: fault.name
)
def test_a_fault_that_is_put_back_is_caught(
    fault: Fault, warm: WarmRunner, tmp_path: Path
) -> None:
    verdict = try_fault(fault, warm, tmp_path)

    assert verdict.caught, verdict.problem


@pytest.mark.parametrize("step", sorted({fault.step for fault in FAULTS}))
def test_without_a_fault_the_named_tests_pass(step: int, warm: WarmRunner) -> None:
    """The control: what goes red with a fault goes red because of it."""
    named = {test for fault in FAULTS if fault.step == step for test in fault.tests}

    report = run_named(step, STEPS[step], named, warm, migrate=False)

    assert report.broken is None
    assert [
        result.nodeid for result in report.results if result.outcome != "passed"
    ] == []
    for test in named:
        assert any(is_named(test, result.nodeid) for result in report.results), test


def test_every_number_has_a_fault_or_a_reason() -> None:
    numbers = {number for fault in FAULTS for number in fault.numbers.split()}
    known = {str(n) for n in range(1, 33)} | {f"L{n}" for n in range(1, 24)}

    assert numbers - known == {"simplejwt"}
    assert known - numbers - NOT_HERE.keys() == set()


def test_faults_have_names_of_their_own() -> None:
    names = [fault.name for fault in FAULTS]

    assert len(names) == len(set(names))


def test_a_harmless_change_is_not_caught(warm: WarmRunner, tmp_path: Path) -> None:
    verdict = try_fault(HARMLESS, warm, tmp_path)

    assert verdict.problem.endswith("none of 1 went red.")
    assert verdict.red == ()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (
            (Change("config/views.py", '"status"', '"state"'),),
            "red for another reason: AssertionError",
        ),
        ((Change("config/views.py", "import AllowAny", "import"),), "does not start"),
        ((Change("config/views.py", "gone", ""),), "step 1 has changed|0 times"),
        ((Change("config/views.py", "rest_framework", ""),), "3 times"),
        ((Instead("config/gone.py", ""),), "config/gone.py is not there"),
    ],
    ids=["other-reason", "syntax-error", "not-there", "more-than-once", "no-file"],
)
def test_a_fault_that_misses_is_not_caught(
    warm: WarmRunner, tmp_path: Path, changes: tuple[Change, ...], problem: str
) -> None:
    fault = Fault("misses", "0", 1, "", changes, HARMLESS.tests, HARMLESS.red)

    verdict = try_fault(fault, warm, tmp_path)

    assert not verdict.caught
    assert re.search(problem, verdict.problem)


def test_a_test_that_is_gone_is_not_caught(warm: WarmRunner, tmp_path: Path) -> None:
    gone = ("test_health.py::test_health_is_gone",)
    fault = Fault("gone", "0", 1, "", HARMLESS.changes, gone, HARMLESS.red)

    assert "no such test" in try_fault(fault, warm, tmp_path).problem


def test_a_change_that_is_refused_leaves_the_file_alone(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\nx = 1\n", encoding="utf-8")

    with pytest.raises(CannotPutBackError, match=r"a\.py has this text 2 times"):
        Change("a.py", "x = 1", "x = 2").apply(tmp_path)

    assert (tmp_path / "a.py").read_text(encoding="utf-8") == "x = 1\nx = 1\n"


def test_the_table_says_what_is_caught(capsys: pytest.CaptureFixture[str]) -> None:
    caught = next(fault for fault in FAULTS if fault.name == "open-by-default")

    code = main(["L22", "0", "27"], [caught, HARMLESS])

    out = capsys.readouterr().out
    assert code == 1
    assert re.search(r"yes .*19 L22", out)
    assert re.search(r"NO .*harmless", out)
    assert "27  step 10" in out
    assert "1 of 2 faults are caught." in out


def test_where_all_is_caught_it_is_exit_0(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("faults.__main__.try_all", lambda faults: map(Verdict, faults))

    assert main([]) == 0
    assert f"{len(FAULTS)} of {len(FAULTS)} faults are" in capsys.readouterr().out


def test_a_number_that_does_not_exist_is_exit_2(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["33"]) == 2
    assert "no fault 33" in capsys.readouterr().out
