"""What the processes of a run wrote down, made into one report."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from course.checking.jobs import Job
from course.checking.results import Broken, Report, TestResult

# Characters of the raw output that a report keeps.
TAIL = 20_000

_Kind = TypeVar("_Kind", "TestResult", "Broken")


def read_jobs(jobs: Sequence[Job], codes: Sequence[int | None]) -> Report:
    """Make one report of what several processes wrote, in the order of the tests."""
    reports: list[Report] = []
    position: dict[str, int] = {}
    for job, code in zip(jobs, codes, strict=True):
        records = read_records(job.results)
        order = next((r["tests"] for r in records if r["kind"] == "order"), ())
        position = position or {nodeid: n for n, nodeid in enumerate(order)}
        text = ""
        if job.output.is_file():
            text = job.output.read_bytes().decode("utf-8", "replace")[-TAIL:]
        collected = [r["tests"] for r in records if r["kind"] == "collected"]
        # With fewer tests than processes, a share may be empty.
        empty = collected == [[]] and len(order) > 0
        reports.append(
            Report((), None, text) if empty else read_report(records, text, code)
        )
    output = "".join(report.output for report in reports)[-TAIL:]
    for report in reports:
        if report.broken:
            return Report((), report.broken, output)
    # A test file that cannot be read is found by each process.
    unique = {r.nodeid: r for report in reversed(reports) for r in report.results}
    results = sorted(unique.values(), key=lambda r: position.get(r.nodeid, -1))
    return Report(tuple(results), None, output)


def read_report(
    records: Sequence[Mapping[str, Any]], output: str, code: int | None
) -> Report:
    """Make a report of what the process wrote down before it ended with ``code``.

    A test that ended the process, or never ended itself, counts as failed, and so do
    those after it. ``code`` is None where the process had to be killed.
    """
    kinds = {str(record["kind"]): record for record in records}
    if broken := kinds.get("broken"):
        return Report((), _only(Broken, broken), output)
    if not kinds.get("collected", {}).get("tests") and "result" not in kinds:
        return Report((), _not_started(kinds, code), output)
    results = [
        _only(TestResult, record) for record in records if record["kind"] == "result"
    ]
    known = {result.nodeid for result in results}
    left = [each for each in kinds["collected"]["tests"] if each[0] not in known]
    for position, (nodeid, task) in enumerate(left):
        if position == 0:
            message, place = _end(kinds, code)
        else:
            message, place = f"Not run: {left[0][0]} did not let it.", (None, None)
        results.append(TestResult(nodeid, task, "failed", message, "", *place))
    return Report(tuple(results), None, output)


def _not_started(kinds: Mapping[str, Mapping[str, Any]], code: int | None) -> Broken:
    if "end" in kinds:
        return Broken(
            "The tests of this step could not start; your project is not the reason.",
            "Restore the folder steps/ from the repository.",
        )
    message, (file, line) = _end(kinds, code)
    where = f"{file}, line {line}: " if file else ""
    return Broken(
        f"{where}{message} while the project was loading.",
        "Look for a loop, a wait or a call that ends Python outside of any function.",
        file,
        line,
    )


def _end(
    kinds: Mapping[str, Mapping[str, Any]], code: int | None
) -> tuple[str, tuple[str | None, int | None]]:
    stuck = kinds.get("stuck")
    if stuck:
        file, line = stuck["place"] or (None, None)
        return f"Still running after {stuck['seconds']:g} seconds", (file, line)
    if code is None:
        return "Still running when its time was over", (None, None)
    return f"Python ended with exit code {code}", (None, None)


def _only(kind: type[_Kind], record: Mapping[str, Any]) -> _Kind:
    names = {field.name for field in fields(kind)}
    return kind(**{name: record[name] for name in names & record.keys()})


def read_records(path: Path) -> list[dict[str, Any]]:
    """Return what the process wrote down; nothing where it did not come that far."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8") as file:
        # Whoever is killed while writing leaves half a line at the end.
        return [json.loads(line) for line in file if line.endswith("\n")]
