"""What the repository's tests share: missing tools, PostgreSQL, groups of tests.

A test that needs a tool says so by ``need_tool("chromium")``. Where the tool is
missing, the test is skipped on a person's machine and fails in CI: there a missing
tool is a mistake in the set-up.
"""

import os
import shutil
import sys
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import pytest

# Variables that a project obeys: those of this terminal are not meant for tests, and a
# test must not reach the database of a person.
for _name in (
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DEBUG",
    "DJANGO_SETTINGS_MODULE",
    "JWT_SIGNING_KEY",
    "LEARN_HOME",
    "LEARN_WORK",
    "SECRET_KEY",
):
    os.environ.pop(_name, None)

# Commands are shown as this machine takes them; here there is a plain ``python``.
os.environ["PATH"] = os.pathsep.join(
    [os.path.dirname(sys.executable), os.environ.get("PATH", os.defpath)]
)

POSTGRES_URL = "LEARN_POSTGRES_URL"
# The property that a test records which puts a mistake into a step.
MISTAKE = "mistake"
# The property that a test records which compares a check in the tab with one here.
SAME = "same"
# Set by `learn.py test --full`; .ci/run says where it sets it.
FULL = "LEARN_FULL"
NOT_FULL = "one of each step ran, not all: python learn.py test --full"
NO_POSTGRES = "needs PostgreSQL: python learn.py test --postgres"


@dataclass(frozen=True)
class Answer:
    """What a command said: its exit code, and what it wrote on both streams."""

    code: int
    out: str
    err: str


def find_tool(*names: str) -> str | None:
    """Return the path of the first of these programs that is installed, if one is."""
    return next((found for name in names if (found := shutil.which(name))), None)


def need_tool(*names: str) -> str:
    """Return the path of the first of these programs that is installed."""
    if found := find_tool(*names):
        return found
    missing(f"{' or '.join(names)} is not installed")


def missing(reason: str) -> NoReturn:
    """Skip this test, or fail it where ``CI`` is set, because of a missing tool."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; with CI set, every tool has to be there", pytrace=False)
    pytest.skip(reason)


def postgres_url() -> str:
    """Return the DATABASE_URL of the PostgreSQL that tests may use, or skip."""
    url = os.environ.get(POSTGRES_URL)
    if not url:
        pytest.skip(NO_POSTGRES)
    return url


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Skip what is marked ``postgres`` or ``full`` where nobody asked for it."""
    if config.getoption("loadgroup", default=False):
        _keep_groups_together(items)
    left_out = {}
    if not os.environ.get(POSTGRES_URL):
        left_out["postgres"] = NO_POSTGRES
    if not os.environ.get(FULL):
        left_out["full"] = NOT_FULL
    for item in items:
        for marker, reason in left_out.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


def one_of_each(values: Sequence[Any], kind: Callable[[Any], Hashable]) -> list[Any]:
    """Return the values as parameters; all but the first of a kind are ``full``.

    A value that is a tuple stands for several parameters.
    """
    seen: set[Hashable] = set()
    found = []
    for value in values:
        marks = [pytest.mark.full] if kind(value) in seen else []
        seen.add(kind(value))
        several = value if isinstance(value, tuple) else (value,)
        found.append(pytest.param(*several, marks=marks))
    return found


def _keep_groups_together(items: list[pytest.Item]) -> None:
    # pytest-xdist 3.8 tells the group of a test by its id, and writes it where pytest
    # 9.2 no longer reads it: https://github.com/pytest-dev/pytest-xdist/issues/1386
    for item in items:
        marker = item.get_closest_marker("xdist_group")
        if marker and "@" not in item.nodeid.rpartition("]")[2]:
            kind: Any = type(item._id)  # type: ignore[attr-defined]
            item._id = kind.parse(  # type: ignore[attr-defined]
                f"{item.nodeid}@{marker.args[0]}"
            )


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what was left out, and why, and how many mistakes were recognized."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        # (file, line, "Skipped: reason")
        reason = str(report.longrepr[2]).removeprefix("Skipped: ")
        reasons[reason] = reasons.get(reason, 0) + 1
    for reason, count in reasons.items():
        terminalreporter.write_line(
            f"Left out: {count} test{'s' * (count > 1)}, {reason}"
        )
    if line := mistakes_recognized(terminalreporter.stats):
        terminalreporter.write_line(line)
    if line := same_in_the_tab(terminalreporter.stats):
        terminalreporter.write_line(line)
    # Tests that measure something say it by record_property("measured", …).
    for report in terminalreporter.stats.get("passed", []):
        for name, value in report.user_properties:
            if name == "measured":
                terminalreporter.write_line(f"Measured: {value}")


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
