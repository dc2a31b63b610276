"""What the runs of a step's tests say: green on the step, red on the step before."""

import re
from collections.abc import Iterable

from course.checking.results import Report, TestResult
from course.curriculum.steps import Step, Task
from tools.chain.defect import Defect


def judge_green(step: Step, report: Report) -> list[Defect]:
    """Every test of a step passes on the step; none is skipped."""
    if report.broken:
        return [_broken("green", step, step.name, report)]
    if not report.results:
        lines = tuple(report.output.strip().splitlines()[-1:])
        return [Defect("green", step.name, "tests", "no test ran", lines)]
    return [
        Defect("green", step.name, f"tests/{result.nodeid}", what, _error(result))
        for result in report.results
        if (what := _not_green(result))
    ]


def _not_green(result: TestResult) -> str:
    if "::" not in result.nodeid:
        return "the test file cannot be imported"
    return "" if result.outcome == "passed" else result.outcome


def new_tests(report: Report, before: Report | None) -> list[str]:
    """Return the node ids that a step has and the step before has not."""
    known = {result.nodeid for result in before.results} if before else set()
    return [r.nodeid for r in report.results if r.nodeid not in known]


def judge_red(
    step: Step, new: Iterable[str], tasks: dict[str, str | None], report: Report
) -> list[Defect]:
    """Every new test of a step fails on the step before, for its task's reason.

    ``new`` are the node ids, ``tasks`` the task of each, and ``report`` their run on
    the step before.
    """
    new = list(new)
    defects = _judge_tasks(step, {tasks.get(nodeid) for nodeid in new})
    if report.broken:
        return [*defects, _broken("red", step, "the step before", report)]
    results = {result.nodeid: result for result in report.results}
    for nodeid, result in results.items():
        if "::" not in nodeid:
            what = "the test file cannot be imported on the step before"
            where = f"tests/{nodeid}"
            defects.append(Defect("red", step.name, where, what, _error(result)))
    for nodeid in new:
        defects += _judge_test(step, nodeid, tasks.get(nodeid), results.get(nodeid))
    return defects


def _judge_tasks(step: Step, tested: set[str | None]) -> list[Defect]:
    defects = []
    for task in step.tasks:
        where = f"step.toml, task {task.slug}"
        if task.slug not in tested:
            what = "no new test belongs to this task"
            defects.append(Defect("red", step.name, where, what))
        try:
            loose = re.search(task.red, "") is not None
        except re.error as error:
            what = f"`red` is no regular expression: {error}"
            defects.append(Defect("red", step.name, where, what))
        else:
            if loose:
                what = "`red` matches whatever a test says"
                defects.append(Defect("red", step.name, where, what))
    return defects


def _judge_test(
    step: Step, nodeid: str, slug: str | None, result: TestResult | None
) -> list[Defect]:
    what = ""
    lines: tuple[str, ...] = ()
    task = step.task(slug) if slug else None
    if slug is None:
        what = "names no task: @pytest.mark.task"
    elif task is None:
        what = f"names task {slug}, which is not in step.toml of this step"
    elif result is None:
        what = "did not run on the step before"
    elif result.outcome != "failed":
        what = f"{result.outcome} on the step before already"
    elif not matches(task, result):
        what = f"fails on the step before, but not as task {slug} says ({task.red})"
        lines = _error(result)
    return [Defect("red", step.name, f"tests/{nodeid}", what, lines)] if what else []


def matches(task: Task, result: TestResult) -> bool:
    """Tell whether a test failed as its task says.

    Of the details only the lines of the error count, which pytest marks with an E: the
    others quote the test, and so would match whatever happened.
    """
    errors = [line for line in result.details.splitlines() if line[:2] == "E "]
    try:
        return bool(re.search(task.red, "\n".join([result.message, *errors])))
    except re.error:
        return False


def failing_tasks(step: Step, report: Report) -> list[str]:
    """Return the slugs of the step's tasks that have a failing test, in their order."""
    failing = {each.task for each in report.results if each.outcome == "failed"}
    return [task.slug for task in step.tasks if task.slug in failing]


def _broken(check: str, step: Step, where: str, report: Report) -> Defect:
    broken = report.broken
    assert broken is not None
    place = f" ({broken.file}:{broken.line})" if broken.file else ""
    what = f"the project cannot be loaded{place}"
    return Defect(check, step.name, where, what, (broken.sentence,))


def _error(result: TestResult) -> tuple[str, ...]:
    return tuple(result.message.splitlines()[:1])
