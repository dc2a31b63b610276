"""What a run of a step's tests comes to: tasks, and the mistake behind a failure."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from course.checking.recognize import Recognized, load_mistakes, recognize
from course.checking.results import Report, TestResult
from course.checking.verdicts import Judgement, Verdict, judge
from course.curriculum.steps import Step


@dataclass(frozen=True)
class Examination:
    """A report, the judgement of its tasks, and the mistake that was recognized."""

    step: Step
    steps: Sequence[Step]
    report: Report
    judgement: Judgement
    found: Recognized | None = None
    found_step: Step | None = None

    @property
    def passed(self) -> bool:
        """True where every task of this step and of those before it is met."""
        return self.report.broken is None and self.judgement.passed

    @property
    def status(self) -> str:
        """One of "passed", "not yet" and "broken": no test could run."""
        if self.report.broken is not None:
            return "broken"
        return "passed" if self.passed else "not yet"

    @property
    def open_task(self) -> Verdict | None:
        """The task to work on: that of the mistake, else the first that is not met."""
        if self.found is not None:
            for verdict in (*self.judgement.earlier, *self.judgement.tasks):
                if verdict.slug == self.found.mistake.task and verdict.failed:
                    return verdict
        return self.judgement.first_failure

    @property
    def failure(self) -> TestResult | None:
        """The failed test to tell of."""
        if self.found is not None and self.found.result is not None:
            return self.found.result
        return self.open_task.failed[0] if self.open_task else None


def examine(
    step: Step, steps: Sequence[Step], report: Report, project: Path
) -> Examination:
    """Judge a report of ``step``, and look for the mistake behind its failures.

    Raises CourseError where the description of a mistake cannot be read.
    """
    judgement = judge(step, steps, report)
    for other in _suspects(judgement, steps, report):
        found = recognize(load_mistakes(other), report, project)
        if found:
            return Examination(step, steps, report, judgement, found, other)
    return Examination(step, steps, report, judgement)


def _suspects(
    judgement: Judgement, steps: Sequence[Step], report: Report
) -> list[Step]:
    """Return the steps whose mistakes may be behind the failures, best first."""
    step = judgement.step
    if report.broken is not None:
        # Nothing ran: what was written last is the nearest.
        return [other for other in reversed(steps) if other.number <= step.number]
    verdicts = (*judgement.earlier, *judgement.tasks)
    failing = {verdict.step.number for verdict in verdicts if verdict.failed}
    return [other for other in steps if other.number in failing]
