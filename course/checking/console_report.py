"""How ``check`` tells a learner what it found: tasks, the first failure, what next."""

import os
from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console

from course.checking.recognize import Recognized
from course.checking.results import Broken, TestResult
from course.checking.review import Examination
from course.checking.verdicts import Verdict
from course.paths import Places, command_line, display_path
from course.terminal import print_wrapped, symbol

SYMBOLS = {"passed": "pass", "not yet": "fail", "skipped": "skip", "untested": "skip"}
STYLES = {"passed": "bold green", "not yet": "bold red"}
# Characters of what the project printed that are shown.
PRINTED = 300


@dataclass(frozen=True)
class Telling:
    """Prints what came of testing the learner's project for one step."""

    out: Console
    examined: Examination
    where: Places

    def all(self) -> None:
        """Print everything: the step, its tasks, what is wrong, and what to do next."""
        examined, step = self.examined, self.examined.step
        self.out.print(f"Step {step.number_text}: {step.title}\n", style="bold")
        if examined.report.broken:
            self._broken(examined.report.broken)
            return
        self._earlier(examined.judgement.earlier)
        for verdict in examined.judgement.tasks:
            self._task(verdict)
        self.out.print()
        if examined.passed:
            self._passed()
            return
        if examined.found:
            self.mistake(examined.found)
        if examined.open and examined.failure:
            self._failure(examined.open, examined.failure)
        self._next()

    def mistake(self, found: Recognized) -> None:
        """Name a recognized mistake: the place, what is wrong, what to change, why."""
        mistake = found.mistake
        place = f"{self._place(found.file, found.line)}: " if found.file else ""
        self._lines(f"{place}{mistake.title}", 2, style="bold")
        self._say("What is wrong", mistake.say)
        self._say("To change", mistake.fix)
        self._say("Why", mistake.why)
        self.out.print()

    def _broken(self, broken: Broken) -> None:
        work = f"{display_path(self.where.work, self.where)}{os.sep}"
        text = f"{symbol('fail')} No test can run against the project in {work}"
        self.out.print(f"{text}\n", style=STYLES["not yet"])
        if self.examined.found:
            self.mistake(self.examined.found)
        self._say("What happened", broken.sentence)
        self.out.print()
        if not self.examined.found:
            action, _, command = broken.next_action.partition("\n")
            self._lines(f"{symbol('next')} {action}", 2)
            if command:
                # In one piece, to be copied.
                self.out.print(f"    {command}")
        self._again()

    def _earlier(self, missed: Iterable[Verdict]) -> None:
        """Name the tasks of earlier steps that are not met, before those of this one.

        Of a step that was left out altogether, one line says so.
        """
        by_step: dict[str, list[Verdict]] = {}
        for verdict in missed:
            by_step.setdefault(verdict.step.number_text, []).append(verdict)
        texts = []
        for number, verdicts in by_step.items():
            step, count = verdicts[0].step, len(verdicts)
            if count == len(step.tasks) > 1:
                texts.append(
                    f"step {number}, {step.title}, is missing: none of its {count} "
                    "tasks is met."
                )
                continue
            for verdict in verdicts:
                name = f"task `{verdict.slug}`" if verdict.slug else "a test"
                texts.append(f"{name} of {number} is not met: {verdict.title}")
        start = f"You are on {self.examined.step.number_text}; "
        for text in texts:
            line = f"{start}{text}" if start else f"{text[0].upper()}{text[1:]}"
            self._lines(f"{symbol('fail')} {line}", 2, style=STYLES["not yet"])
            start = ""
        if texts:
            self.out.print()

    def _failure(self, verdict: Verdict, result: TestResult) -> None:
        """Tell a failed test of a task: the rule, expected, what happened."""
        self._lines(verdict.title, 2, style="bold")
        self._say("The rule", result.rule)
        self._say("Why", result.why)
        self._say("Expected", result.expected)
        self._say("What happened", result.happened or result.message)
        if result.file:
            self._say("In your file", self._place(result.file, result.line))
        self._say("It printed", *result.printed.strip()[-PRINTED:].splitlines())
        own_file, _, name = result.nodeid.partition("::")
        tests = self.examined.step.path / "tests"
        file = display_path(tests / (result.test_file or own_file), self.where)
        line = f", line {result.test_line}" if result.test_line else ""
        self._say("The test", f"{name} ({file}{line})")
        others = len(verdict.failed) - 1
        if others:
            tests_word = "test" if others == 1 else "tests"
            self._say("Also failing", f"{others} more {tests_word} of this task")
        self.out.print()

    def _next(self) -> None:
        examined, verdict = self.examined, self.examined.open
        if verdict:
            step = verdict.step
            if step.number < examined.step.number:
                notes = display_path(step.path / "README.md", self.where)
                self.out.print(f"{symbol('next')} The notes of that step: {notes}")
            if examined.found is None and step.task(verdict.slug):
                command = command_line(f"hint {examined.step.number}")
                self.out.print(f"{symbol('next')} For a hint, type: {command}")
        self._again()

    def _again(self) -> None:
        again = command_line(f"check {self.examined.step.number}")
        self.out.print(f"{symbol('next')} When you have changed that, type: {again}")

    def _passed(self) -> None:
        step, out, arrow = self.examined.step, self.out, symbol("next")
        judgement = self.examined.judgement
        tests = f"{judgement.tests} test{'s' * (judgement.tests != 1)}"
        self._lines(f"Step {step.number_text} passes: {tests}.", 2, style="bold")
        steps = self.examined.steps
        after = next((each for each in steps if each.number > step.number), None)
        swept = len(judgement.swept)
        if after is None:
            count = swept + len(judgement.tasks)
            self._lines(
                "It was the last step, and it looks at all before it too: "
                f"all {count} tasks are met. You have built the whole service.",
                2,
            )
            return
        if swept:
            self._lines(f"The {swept} tasks of the steps before are met as well.", 2)
        notes = display_path(after.path / "README.md", self.where)
        work = f"{display_path(self.where.work, self.where)}{os.sep}"
        out.print(f"Next is step {after.number_text}, {after.title}: {notes}")
        out.print(f"{arrow} {command_line(f'start {after.number}')}")
        out.print(f"  makes {work} our end of step {step.number_text}; yours is saved.")
        out.print(f"{arrow} {command_line(f'check {after.number}')}")
        out.print("  instead, goes on with your own code.")

    def _task(self, verdict: Verdict) -> None:
        mark = f"  {symbol(SYMBOLS[verdict.status])} {verdict.status:<9} "
        line, style = f"{mark}{verdict.title}", STYLES.get(verdict.status, "")
        print_wrapped(self.out, line, len(mark), style=style, styled=len(mark))

    def _place(self, file: str, line: int | None) -> str:
        path = display_path(self.where.work / file, self.where)
        return f"{path}, line {line}" if line else path

    def _say(self, label: str, *lines: str) -> None:
        start = f"  {label + ':':<15}"
        for line in lines:
            if line:
                self._lines(f"{start}{line}", 17)
                start = " " * 17

    def _lines(self, text: str, indent: int = 2, style: str = "") -> None:
        print_wrapped(self.out, text, indent, style=style)
