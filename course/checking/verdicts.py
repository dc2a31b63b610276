"""What the results of a step's tests say about its tasks."""

from collections.abc import Sequence
from dataclasses import dataclass

from course.checking.results import Report, TestResult
from course.curriculum.steps import Step, Task


@dataclass(frozen=True)
class Verdict:
    """One task and what its tests said: "passed", "not yet", "skipped" or "untested".

    ``step`` is the step whose task it is.
    """

    step: Step
    title: str
    slug: str
    status: str
    results: tuple[TestResult, ...]

    @property
    def failed(self) -> tuple[TestResult, ...]:
        """Its failed tests."""
        return tuple(result for result in self.results if result.outcome == "failed")

    @property
    def hints(self) -> tuple[str, ...]:
        """The hints of its task; tests that belong to no task have none."""
        task = self.step.task(self.slug)
        return task.hints if task else ()


@dataclass(frozen=True)
class Judgement:
    """The tasks of a step in their order, and those of the steps before it.

    ``swept`` are all tasks of earlier steps that this step's tests still look at.
    """

    step: Step
    tasks: tuple[Verdict, ...]
    swept: tuple[Verdict, ...]
    tests: int

    @property
    def earlier(self) -> tuple[Verdict, ...]:
        """The tasks of earlier steps that are not met."""
        return tuple(verdict for verdict in self.swept if verdict.status == "not yet")

    @property
    def passed(self) -> bool:
        """True where tests ran and every task passes, earlier ones included."""
        return self.tests > 0 and self.first_failure is None

    @property
    def first_failure(self) -> Verdict | None:
        """The task to work on: what an earlier step built comes before this step."""
        for verdict in (*self.earlier, *self.tasks):
            if verdict.status == "not yet":
                return verdict
        return None


def judge(step: Step, steps: Sequence[Step], report: Report) -> Judgement:
    """Sort the results by task, each task under the step that it belongs to."""
    tasks = tuple(_verdict(step, task, report) for task in step.tasks)
    known = {task.slug for task in step.tasks}
    swept = []
    for other in steps:
        if other.number >= step.number:
            break
        for task in other.tasks:
            if task.slug not in known:
                known.add(task.slug)
                swept.append(_verdict(other, task, report))
    rest = tuple(r for r in report.results if r.task not in known)
    if any(result.outcome == "failed" for result in rest):
        swept.append(_of(step, "Tests that belong to no task", "", rest))
    tested = tuple(verdict for verdict in swept if verdict.status != "untested")
    return Judgement(step, tasks, tested, len(report.results))


def _verdict(step: Step, task: Task, report: Report) -> Verdict:
    results = tuple(result for result in report.results if result.task == task.slug)
    return _of(step, task.title, task.slug, results)


def _of(step: Step, title: str, slug: str, results: tuple[TestResult, ...]) -> Verdict:
    outcomes = {result.outcome for result in results}
    if "failed" in outcomes:
        status = "not yet"
    elif "passed" in outcomes:
        status = "passed"
    else:
        status = "skipped" if outcomes else "untested"
    return Verdict(step, title, slug, status, results)
