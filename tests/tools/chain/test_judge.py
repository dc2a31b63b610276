"""What counts as green on a step and as red on the step before."""

from dataclasses import replace

import pytest

from course.checking.results import Broken, Report, TestResult
from tools.chain.red_and_green import failing_tasks, judge_green, judge_red, new_tests
from tools.chain.run_chain import shortened

NEW = "test_it.py::test_new"
SAYS = "AssertionError: assert 404 == 200"


@pytest.fixture
def step(make_steps):
    return make_steps({"a.py": ""})[0]


def result(nodeid=NEW, outcome="failed", message=SAYS, **more):
    return TestResult(nodeid, "task", outcome, message, **more)


def report(*results):
    return Report(results)


def red(step, *results, new=(NEW,), task="task"):
    return judge_red(step, new, dict.fromkeys(new, task), report(*results))


def test_all_passed_is_green(step):
    assert judge_green(step, report(result(outcome="passed"))) == []


@pytest.mark.parametrize("outcome", ["failed", "skipped"])
def test_anything_else_is_not_green(step, outcome):
    failed = result(outcome=outcome, message=f"{SAYS}\nmore")

    (defect,) = judge_green(step, report(result("x::y", "passed"), failed))

    assert defect.where == f"tests/{NEW}"
    assert defect.what == outcome
    assert defect.lines == (SAYS,)


def test_no_test_at_all_is_not_green(step):
    (defect,) = judge_green(step, Report((), None, "collected 0 items\n"))

    assert defect.what == "no test ran"
    assert defect.lines == ("collected 0 items",)


def test_project_that_does_not_load_is_not_green(step):
    broken = Broken("There is no settings.py.", "", "config/settings.py", 3)

    (defect,) = judge_green(step, Report((), broken))

    assert defect.what == "the project cannot be loaded (config/settings.py:3)"
    assert defect.lines == ("There is no settings.py.",)


def test_test_file_that_cannot_be_imported_is_not_green(step):
    (defect,) = judge_green(
        step, report(result("test_it.py", message="ImportError: x"))
    )

    assert defect.what == "the test file cannot be imported"


def test_failing_for_the_task_s_reason_is_red(step):
    assert red(step, result()) == []


def test_reason_may_stand_in_the_lines_of_the_error(step):
    details = "    assert response.status_code == 200\nE   assert 404 == 200\nE   more"

    assert red(step, result(message="AssertionError", details=details)) == []


def test_reason_in_the_source_of_the_test_does_not_count(step):
    details = "    # On the step before: 404 == 200.\nE   NameError: x"

    (defect,) = red(step, result(message="NameError: x", details=details))

    assert defect.where == f"tests/{NEW}"
    assert "not as task task says (404 == 200)" in defect.what
    assert defect.lines == ("NameError: x",)


@pytest.mark.parametrize("outcome", ["passed", "skipped"])
def test_new_test_that_does_not_fail_is_a_defect(step, outcome):
    (defect,) = red(step, result(outcome=outcome))

    assert defect.what == f"{outcome} on the step before already"


def test_new_test_that_did_not_run_is_a_defect(step):
    (defect,) = red(step, result("test_it.py::test_other"))

    assert defect.what == "did not run on the step before"


def test_test_file_that_cannot_be_imported_before_is_a_defect(step):
    broken = result(
        "test_it.py", message="ModuleNotFoundError: No module named 'users'"
    )

    found = red(step, broken)

    assert found[0].where == "tests/test_it.py"
    assert found[0].what == "the test file cannot be imported on the step before"
    assert found[0].lines == (broken.message,)


def test_step_before_that_does_not_load_is_a_defect(step):
    report = Report((), Broken("It has a typo.", ""))

    (defect,) = judge_red(step, [NEW], {NEW: "task"}, report)

    assert defect.lines == ("It has a typo.",)


def test_new_test_without_a_task_is_a_defect(step):
    found = red(step, result(), task=None)

    assert [defect.what for defect in found] == [
        "no new test belongs to this task",
        "names no task: @pytest.mark.task",
    ]


def test_new_test_with_a_task_of_another_step_is_a_defect(step):
    found = red(step, result(), task="other")

    assert found[1].what == "names task other, which is not in step.toml of this step"


def test_task_without_a_new_test_is_a_defect(step):
    (defect,) = red(step, new=())

    assert defect.where == "step.toml, task task"
    assert defect.what == "no new test belongs to this task"


@pytest.mark.parametrize("pattern", ["", ".*", "404|"])
def test_pattern_that_matches_anything_is_a_defect(step, pattern):
    task = replace(step.tasks[0], red=pattern)

    (defect,) = red(replace(step, tasks=(task,)), result())

    assert defect.what == "`red` matches whatever a test says"


def test_pattern_that_is_none_is_a_defect(step):
    task = replace(step.tasks[0], red="(404")

    found = red(replace(step, tasks=(task,)), result())

    assert found[0].what.startswith("`red` is no regular expression: missing )")
    assert len(found) == 2


def test_new_tests_are_those_that_the_step_before_does_not_have():
    old, now = report(result("a::x[1]")), report(result("a::x[1]"), result("a::x[2]"))

    assert new_tests(now, old) == ["a::x[2]"]
    assert new_tests(now, None) == ["a::x[1]", "a::x[2]"]


def test_failing_tasks_are_those_of_the_step(step):
    other = TestResult("x::z", "elsewhere", "failed")

    assert failing_tasks(step, report(result(), other)) == ["task"]
    assert failing_tasks(step, report(result(outcome="passed"))) == []


def test_selection_is_shortened_to_files_and_functions():
    known = [
        "a.py::x",
        "a.py::y[1]",
        "a.py::y[2]",
        "b.py::x[1]",
        "b.py::x[2]",
        "c.py::x",
    ]

    assert shortened(known[:1] + known[3:], known) == ["a.py::x", "b.py", "c.py"]
    assert shortened(known[1:4], known) == ["a.py::y", "b.py::x[1]"]
