"""The report of a check in finished sentences, for whoever shows it.

The terminal (console_report.py), ``check --json`` (json_report.py) and the lab
(docs/assets/lab/panes/check_report.js) lay these out and add no sentence of their own.
report_schema.json says what each role means.
"""

from collections.abc import Iterator

from course.checking.recognize import Recognized
from course.checking.report_parts import Line, Place, Section
from course.checking.results import Broken, TestResult
from course.checking.review import Examination
from course.checking.verdicts import Verdict
from course.curriculum.steps import Step

STATES = {"passed": "pass", "not yet": "fail", "skipped": "skip", "untested": "skip"}
# Characters of what the project printed that are shown.
PRINTED = 300


def compose(examined: Examination) -> list[Section]:
    """Return the report: the step, its tasks, what is wrong, and what to do next."""
    step, broken, found = examined.step, examined.report.broken, examined.found
    sections = {"head": [Line("head", f"Step {step.number_text}: {step.title}")]}
    if broken:
        text = "No test can run against the project"
        sections["broken"] = [Line("broken", text, state="fail")]
    else:
        sections["earlier"] = list(_earlier(examined))
        sections["tasks"] = [_task(verdict) for verdict in examined.judgement.tasks]
    if found:
        sections["mistake"] = list(_mistake(found))
    if broken:
        sections["reason"] = list(_reason(broken))
    elif examined.open_task and examined.failure:
        failure = _failure(examined.step, examined.open_task, examined.failure)
        sections["failure"] = [line for line in failure if line.text]
    if examined.passed:
        sections["passed"] = list(_passed(examined))
    else:
        sections["next"] = list(_next(examined))
    return [Section(role, tuple(lines)) for role, lines in sections.items() if lines]


def summarize(examined: Examination) -> str:
    """Return what the check came to in a sentence or two, to be heard."""
    found, broken = examined.found, examined.report.broken
    wrong = found.mistake.title if found else ""
    if examined.passed:
        return f"Step {examined.step.number_text} passes."
    if broken:
        return f"No test can run. {wrong or broken.sentence}"
    if not wrong and examined.failure:
        wrong = examined.failure.rule
    tasks = examined.judgement.tasks
    missed = sum(verdict.status == "not yet" for verdict in tasks)
    return f"{missed} of {len(tasks)} tasks are not met yet. {wrong}".strip()


def outcome(examined: Examination) -> str:
    """Return what the check came to in a few words."""
    if examined.status != "not yet":
        return "passed" if examined.passed else "the project does not load"
    tasks = examined.judgement.tasks
    done = sum(verdict.status == "passed" for verdict in tasks)
    return f"{done} of {len(tasks)} tasks done"


def _earlier(examined: Examination) -> Iterator[Line]:
    """Name the tasks of earlier steps that are not met, before those of this one."""
    texts = _missed(examined.judgement.earlier)
    for number, text in enumerate(texts):
        start = f"You are on {examined.step.number_text}; "
        whole = f"{text[0].upper()}{text[1:]}" if number else f"{start}{text}"
        yield Line("missed", whole, state="fail")


def _missed(verdicts: tuple[Verdict, ...]) -> Iterator[str]:
    """Of a step that was left out altogether, one sentence says so."""
    by_step: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        by_step.setdefault(verdict.step.number_text, []).append(verdict)
    for number, those in by_step.items():
        step, count = those[0].step, len(those)
        if count == len(step.tasks) > 1:
            yield (
                f"step {number}, {step.title}, is missing: none of its {count} tasks "
                "is met."
            )
            continue
        for verdict in those:
            name = f"task `{verdict.slug}`" if verdict.slug else "a test"
            yield f"{name} of {number} is not met: {verdict.title}"


def _task(verdict: Verdict) -> Line:
    return Line("task", verdict.title, verdict.status, STATES[verdict.status])


def _mistake(found: Recognized) -> Iterator[Line]:
    mistake, place = found.mistake, _place(found.file, found.line)
    start = f"{place.text}: " if place else ""
    yield Line("title", f"{start}{mistake.title}", place=place)
    yield Line("wrong", mistake.say, "What is wrong")
    yield Line("change", mistake.fix, "To change")
    yield Line("why", mistake.why, "Why")


def _reason(broken: Broken) -> Iterator[Line]:
    place = _place(broken.file, broken.line)
    begins = place is not None and broken.sentence.startswith(place.text)
    yield Line(
        "reason", broken.sentence, "What happened", place=place if begins else None
    )
    if place and not begins:
        yield Line("place", place.text, "In your file", place=place)


def _failure(step: Step, verdict: Verdict, result: TestResult) -> Iterator[Line]:
    """Tell a failed test of a task; lines without a text say nothing."""
    yield Line("title", verdict.title)
    yield Line("rule", result.rule, "The rule")
    yield Line("why", result.why, "Why")
    yield Line("expected", result.expected, "Expected")
    yield Line("happened", result.happened or result.message, "What happened")
    if place := _place(result.file, result.line):
        yield Line("place", place.text, "In your file", place=place)
    yield Line("printed", result.printed.strip()[-PRINTED:], "It printed")
    own_file, _, name = result.nodeid.partition("::")
    file = f"tests/{result.test_file or own_file}"
    if place := _place(file, result.test_line, f"steps/{step.name}"):
        yield Line("test", f"{place.text}: {name}", "The test", place=place)
    others = len(verdict.failed) - 1
    if others > 0:
        text = f"{others} more test{'s' * (others > 1)} of this task"
        yield Line("others", text, "Also failing")


def _next(examined: Examination) -> Iterator[Line]:
    step, broken, verdict = examined.step, examined.report.broken, examined.open_task
    if broken and not examined.found:
        action, _, command = broken.next_action.partition("\n")
        yield Line("action", action, command=command)
    if verdict and verdict.step.number < step.number:
        yield Line("notes", "The notes of that step", notes=verdict.step.name)
    if verdict and verdict.hints and not examined.found:
        yield Line("hint", "For a hint", command=f"hint {step.number}")
    yield Line("again", "When you have changed that", command=f"check {step.number}")


def _passed(examined: Examination) -> Iterator[Line]:
    step, judgement = examined.step, examined.judgement
    tests = f"{judgement.tests} test{'s' * (judgement.tests != 1)}"
    yield Line("passed", f"Step {step.number_text} passes: {tests}.", state="pass")
    after = next((each for each in examined.steps if each.number > step.number), None)
    swept = len(judgement.swept)
    if after is None:
        yield Line(
            "last",
            "It was the last step, and it looks at all before it too: all "
            f"{swept + len(judgement.tasks)} tasks are met. You have built the whole "
            "service.",
        )
        return
    if swept:
        yield Line("swept", f"The {swept} tasks of the steps before are met as well.")
    title = f"Next is step {after.number_text}, {after.title}"
    yield Line("notes", title, notes=after.name)
    ours = f"makes your project our end of step {step.number_text}; yours is saved."
    yield Line("go_on", ours, command=f"start {after.number}")
    own = "instead, goes on with your own code."
    yield Line("go_on", own, command=f"check {after.number}")


def _place(file: str | None, line: int | None, folder: str = "") -> Place | None:
    if not file:
        return None
    return Place(f"{file}, line {line}" if line else file, file, line, folder)
