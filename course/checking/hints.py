"""The hints of the task that is open: which come next, and their words."""

import re
from dataclasses import dataclass

from course.checking.report_parts import Line
from course.checking.results import TestResult
from course.checking.review import Examination


@dataclass(frozen=True)
class Hint:
    """One hint; one that is ``passed_over`` is shown only with all, after the last."""

    number: int
    title: str
    text: str
    passed_over: bool = False


@dataclass(frozen=True)
class Hints:
    """All hints of a task of a step, and the lines that follow the last of them."""

    step: int
    task: str
    title: str
    hints: tuple[Hint, ...]
    last: tuple[Line, ...]

    def after(self, seen: int) -> tuple[Hint, ...]:
        """Return the next hint after so many that were seen; after the last, all."""
        due = (hint for hint in self.hints if not hint.passed_over)
        following = next((hint for hint in due if hint.number > seen), None)
        return (following,) if following else self.hints


def compose_hints(examined: Examination) -> Hints | None:
    """Return the hints of the task that is open; None where there are none."""
    verdict = examined.open_task
    if verdict is None or not verdict.hints:
        return None
    step, count = verdict.step, len(verdict.hints)
    hints = []
    for number, text in enumerate(verdict.hints, 1):
        question, mark, answer = text.partition("? ")
        title = f"Hint {number} of {count}: {question}{mark.strip()}"
        passed_over = number < count and not _fits(text, examined.failure)
        hints.append(Hint(number, title, answer, passed_over))
    of = "" if step is examined.step else f" (step {step.number_text})"
    solution = f"diff {examined.step.number} --solution"
    last = (
        Line("last", "That was the last hint of this task."),
        Line("solution", "To compare with our solution", command=solution),
    )
    return Hints(step.number, verdict.slug, f"{verdict.title}{of}", tuple(hints), last)


def _fits(hint: str, failure: TestResult | None) -> bool:
    """Return False for “Why 404?” where the project answered something else."""
    question = hint.partition("?")[0]
    codes = re.findall(r"\b\d{3}\b", question) if question.startswith("Why") else []
    if not codes or failure is None:
        return True
    return any(code in f"{failure.message} {failure.happened}" for code in codes)
