"""What ``check --junit FILE`` writes: a suite for each step, a case for each test."""

import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from course.checking.results import Broken, TestResult
from course.checking.review import Examination
from course.checking.verdicts import Verdict
from course.curriculum.steps import Step
from course.errors import CourseError
from course.setup.whole_files import write_whole

# What XML 1.0 cannot hold, not even escaped: a terminal's escape character, NUL, …
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def check_place(file: Path) -> None:
    """Raise CourseError where no report can be written to that file.

    A file that is there and is no such report is not overwritten.
    """
    if not file.parent.is_dir():
        raise _bad_place(file, f"there is no folder {file.parent}")
    if file.is_dir():
        raise _bad_place(file, "it is a folder")
    if file.exists():
        try:
            with file.open("rb") as old:
                known = file.is_file() and b"<testsuites" in old.read(200)
        except OSError as error:
            raise _bad_place(file, str(error.strerror)) from error
        if not known:
            raise _bad_place(file, "it is there, and it is no JUnit report")


def write_junit(examined: Examination, file: Path) -> None:
    """Write the report; whoever interrupts this finds the old file or the new one.

    Raises CourseError where the file cannot be written.
    """
    text = ElementTree.tostring(junit(examined), encoding="utf-8", xml_declaration=True)
    try:
        write_whole(file, text)
    except OSError as error:
        raise _bad_place(file, str(error.strerror)) from error


def junit(examined: Examination) -> ElementTree.Element:
    """Return the document: suites named by the steps, earlier ones first."""
    root = ElementTree.Element("testsuites", name="learn.py check")
    judgement, step = examined.judgement, examined.step
    for other in examined.steps:
        verdicts = [
            verdict
            for verdict in (*judgement.swept, *judgement.tasks)
            if verdict.step.number == other.number
        ]
        if any(verdict.results for verdict in verdicts):
            root.append(_suite(other, verdicts))
    if examined.report.broken is not None:
        root.append(_broken(step, examined.report.broken))
    for count in ("tests", "failures", "errors", "skipped"):
        total = sum(int(suite.get(count, "0")) for suite in root)
        root.set(count, str(total))
    return root


def _suite(step: Step, verdicts: Sequence[Verdict]) -> ElementTree.Element:
    results = [result for verdict in verdicts for result in verdict.results]
    outcomes = [result.outcome for result in results]
    suite = ElementTree.Element(
        "testsuite",
        name=step.name,
        tests=str(len(results)),
        failures=str(outcomes.count("failed")),
        errors="0",
        skipped=str(outcomes.count("skipped")),
        time=f"{sum(result.seconds for result in results):.3f}",
    )
    suite.extend(_case(result) for result in results)
    return suite


def _case(result: TestResult) -> ElementTree.Element:
    file, _, name = result.nodeid.partition("::")
    case = ElementTree.Element(
        "testcase",
        classname=_clean(file.removesuffix(".py")),
        name=_clean(name or file),
        time=f"{result.seconds:.3f}",
    )
    if result.outcome == "failed":
        message = result.happened or result.message
        failure = ElementTree.SubElement(case, "failure", message=_clean(message))
        failure.text = _clean(result.details or result.message)
    if result.outcome == "skipped":
        ElementTree.SubElement(case, "skipped")
    if result.printed:
        ElementTree.SubElement(case, "system-out").text = _clean(result.printed)
    return case


def _broken(step: Step, broken: Broken) -> ElementTree.Element:
    counts = {"tests": "1", "failures": "0", "errors": "1", "skipped": "0"}
    suite = ElementTree.Element("testsuite", {"name": step.name, **counts})
    case = ElementTree.SubElement(
        suite, "testcase", classname="project", name="the project loads"
    )
    error = ElementTree.SubElement(case, "error", message=_clean(broken.sentence))
    error.text = _clean(broken.next_action)
    return suite


def _clean(text: str) -> str:
    return NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _bad_place(file: Path, why: str) -> CourseError:
    return CourseError(
        f"The report cannot be written to {file}: {why}.",
        "Name a new file in a folder that is there: --junit report.xml",
    )
