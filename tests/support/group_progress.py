"""What `learn.py test` shows of the tests: a line a group, and not a dot a test.

With pytest-xdist it works in the controller, which is told of each result. It leaves in
the file ``LEARN_TEST_COUNTS``, as JSON, how many tests passed, failed and were left
out. Groups are shown where ``LEARN_TEST_GROUPS`` is set; without it pytest prints what
it always prints.
"""

import json
import os
from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.live import Live
from rich.text import Text

from course.terminal import console, symbol
from support.groups import GROUPS, LEFT_OUT, group_of

COUNTS, SHOWN = "LEARN_TEST_COUNTS", "LEARN_TEST_GROUPS"


@dataclass
class Group:
    """The tests of one group; ``seconds`` are those of all processes together."""

    name: str
    total: int
    results: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def complete(self) -> bool:
        """True where no test is left to wait for."""
        return self.results.total() >= self.total

    def line(self, processes: int) -> Text:
        """Return what is known of it by now."""
        failed, skipped = self.results["failed"], self.results["skipped"]
        words = [f"{failed} failed"] * bool(failed)
        words += [f"{self.results['passed']} passed"]
        words += [f"{skipped} left out"] * bool(skipped)
        if not self.complete:
            words += [f"of {self.total}"]
        mark = "fail" if failed else "pass" if self.complete else "next"
        text = f"{symbol(mark):<2} {self.name:<10}{', '.join(words):<40}"
        line = Text(f"{text}{self.seconds / processes:5.0f} s")
        line.stylize({"fail": "red", "pass": "green"}.get(mark, ""), 0, 2)
        return line


class Shown:
    """The groups on a terminal that can move its cursor, else each when complete."""

    def __init__(self, out: Console) -> None:
        self._out = out
        self._live: Live | None = None
        if out.is_terminal and not out.is_dumb_terminal:
            # Nothing refreshes it by itself: without pytest-xdist, what is printed
            # while a test runs is the test's.
            self._live = Live(console=out, auto_refresh=False)
            self._live.start()

    def update(self, lines: Sequence[Text], complete: Text | None) -> None:
        """Show how it stands; ``complete`` is the line of a group that is through."""
        if self._live:
            self._live.update(Text("\n").join(lines), refresh=True)
        elif complete:
            self._out.print(complete)

    def stop(self) -> None:
        """Leave what is shown as it is."""
        if self._live:
            self._live.stop()


class GroupProgress:
    """Count the results by group, and show how far each group is."""

    def __init__(self, config: pytest.Config, counts: Path, *, shows: bool) -> None:
        self._config, self._counts, self._shows = config, counts, shows
        self._groups: dict[str, Group] = {}
        self._shown: Shown | None = None
        # What became so far of tests whose phases are not all reported.
        self._open: dict[str, str] = {}
        # Files of tests that cannot be imported.
        self._not_loaded = 0

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Sequence[str]) -> None:
        """Learn from the first process which tests there are."""
        if not self._groups:
            self._begin(ids)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Learn, where one process does all, which tests there are."""
        if session.items:
            self._begin([item.nodeid for item in session.items])

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Count a file of tests that cannot be imported."""
        self._not_loaded += report.failed

    @pytest.hookimpl(wrapper=True)
    def pytest_report_teststatus(self) -> Generator[None, Any, Any]:
        """Let pytest count each result, and print no letter for it."""
        category, letter, word = yield
        return (category, "", word) if self._shows else (category, letter, word)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take in one phase of a test; its last one completes it."""
        group = self._groups.get(group_of(report.nodeid))
        if group is None:
            return
        group.seconds += report.duration
        so_far = self._open.get(report.nodeid, "passed")
        self._open[report.nodeid] = max(
            so_far, report.outcome, key=("passed", "skipped", "failed").index
        )
        # The last phase; a process that dies in a test reports "???" of it.
        if report.when not in ("setup", "call"):
            group.results[self._open.pop(report.nodeid)] += 1
            self._show(group)

    def pytest_sessionfinish(self) -> None:
        """Show no more: what follows is what pytest says of failures."""
        if self._shown:
            self._shown.stop()

    def pytest_unconfigure(self) -> None:
        """Leave the counts."""
        totals = sum((group.results for group in self._groups.values()), Counter())
        left_out = self._config.stash.get(LEFT_OUT, {}).values()
        counts = {
            "failed": totals["failed"] + self._not_loaded,
            "passed": totals["passed"],
            "left out": sum(sum(groups.values()) for groups in left_out),
        }
        self._counts.write_text(json.dumps(counts), encoding="utf-8")

    def _begin(self, ids: Sequence[str]) -> None:
        totals = Counter(map(group_of, ids))
        self._groups = {
            name: Group(name, totals[name]) for name in GROUPS if totals[name]
        }
        if self._shows:
            self._shown = Shown(console())

    def _show(self, group: Group) -> None:
        if self._shown:
            processes = self._config.getoption("numprocesses", None) or 1
            lines = [each.line(processes) for each in self._groups.values()]
            self._shown.update(lines, group.line(processes) if group.complete else None)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Begin, where `learn.py test` asked for it; not in its helpers."""
    # A pytest that a test starts is not asked.
    counts, shows = os.environ.pop(COUNTS, ""), os.environ.pop(SHOWN, "")
    if counts:
        progress = GroupProgress(config, Path(counts), shows=bool(shows))
        config.pluginmanager.register(progress, "group-progress")
    if shows and config.pluginmanager.hasplugin("terminaldistreporter"):
        # pytest-xdist is not to say how it starts its processes.
        config.pluginmanager.unregister(name="terminaldistreporter")
        config.pluginmanager.getplugin("dsession").terminal = None
