"""What a run of the tests says at its end, beside what pytest says."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from support.groups import LEFT_OUT, LeftOut, count

# The property that a test records which puts a mistake into a step.
MISTAKE = "mistake"
# The property that a test records which compares a check in the tab with one here.
SAME = "same"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what was left out, and why, and how many mistakes were recognized."""
    stats = terminalreporter.stats
    left_out = terminalreporter.config.stash.setdefault(LEFT_OUT, {})
    for report in stats.get("skipped", []):
        # (file, line, "Skipped: reason")
        reason = str(report.longrepr[2]).removeprefix("Skipped: ")
        count(left_out, reason, report.nodeid)
    lines = [*were_left_out(left_out), mistakes_recognized(stats)]
    # Tests that measure something say it by record_property("measured", …).
    measured = [
        f"Measured: {value}"
        for report in stats.get("passed", [])
        for name, value in report.user_properties
        if name == "measured"
    ]
    for line in filter(None, [*lines, same_in_the_tab(stats), *measured]):
        terminalreporter.write_line(line)


def were_left_out(left_out: LeftOut) -> list[str]:
    """Return a line for each reason: how many tests of which groups it left out."""
    lines = []
    for reason, groups in left_out.items():
        total = sum(groups.values())
        line = f"Left out: {total} test{'s' * (total > 1)}, {reason}"
        parts = ", ".join(f"{name} {number}" for name, number in groups.items())
        lines += [line, *textwrap.wrap(f"  {parts}", 79, subsequent_indent="  ")]
    return lines


def _recorded(stats: Mapping[str, Sequence[Any]], wanted: str) -> dict[str, set[str]]:
    """Return the values of a property, by the outcome of the test that recorded it."""
    return {
        outcome: {
            str(value)
            for report in stats.get(outcome, ())
            for name, value in getattr(report, "user_properties", ())
            if name == wanted
        }
        for outcome in ("passed", "failed", "error")
    }


def same_in_the_tab(stats: Mapping[str, Sequence[Any]]) -> str:
    """Return a line on the checks that were compared, "" where none was."""
    found = _recorded(stats, SAME)
    tried = found["passed"] | found["failed"] | found["error"]
    same = found["passed"] - found["failed"] - found["error"]
    if not tried:
        return ""
    return f"Check in the tab: {len(same)} of {len(tried)} are the same as here"


def mistakes_recognized(stats: Mapping[str, Sequence[Any]]) -> str:
    """Return a line on the mistakes that the tests looked for, "" where none did.

    Such a test records the property MISTAKE, "02_custom_user/user-not-saved".
    """
    found = _recorded(stats, MISTAKE)
    tried = found["passed"] | found["failed"] | found["error"]
    if not tried:
        return ""
    steps = {value.partition("/")[0] for value in tried}
    recognized = found["passed"] - found["failed"] - found["error"]
    return (
        f"Recognized: {len(recognized)} of {len(tried)} mistakes; steps: {len(steps)}"
    )
