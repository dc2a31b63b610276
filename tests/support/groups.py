"""The groups of the tests, and what the short run leaves out of them.

`learn.py test` answers: does this copy work on my machine? What proves the tools in
depth waits for ``--full``, which CI sets. Whoever names files or tests gets them all.
"""

import os
import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

# Set by `learn.py test` with --browser, --full and --postgres.
BROWSER, FULL, POSTGRES = "LEARN_BROWSER", "LEARN_FULL", "LEARN_POSTGRES_URL"
NO_BROWSER = "needs a browser: python learn.py test --browser"
NOT_FULL = "the tools in depth, more of a kind: python learn.py test --full"
NO_POSTGRES = "needs PostgreSQL: python learn.py test --postgres"

# What is found first at the begin of a test's id, after tests/, is its group.
GROUPS = {
    "steps": r"curriculum/|tools/chain/test_chain\.py::.*-(green|data)\b",
    "chain": r"tools/chain/",
    "notes": r"notes/",
    "site": r"website/",
    "browser": r"browser/",
    "verbs": r"commands/|client/|tokens/|test_(streams|terminal)\.py",
    "checks": r"checking/",
    "work": r"workspace/",
    "set-up": r"setup/|servers/",
    "labs": r"tab/",
    "teaching": r"teaching/",
    "tools": r"",
}
# Folders, files and tests that prove the tools in depth, by the begins of their ids.
# Those of QUICK are in the short run all the same: one of each verb at least.
DEEP = (
    "checking/in_process/test_startup.py",
    "checking/test_reports.py",
    "checking/test_runner.py",
    "checking/watch/",
    "commands/test_catch_up.py",
    "commands/test_check.py",
    "commands/test_check_watch.py",
    "commands/test_decode.py::test_a_project_",
    "commands/test_decode.py::test_the_key_and_the_demands",
    "commands/test_hint.py::test_a_change_since",
    "commands/test_hint.py::test_the_last_check",
    "commands/test_http.py",
    "commands/test_notebook.py::test_the_copy_runs",
    "commands/test_run.py",
    "commands/test_start_from.py::test_a_zip_bomb",
    "commands/test_start_from.py::test_damage",
    "commands/test_teach_serve.py::test_a_busy_port",
    "commands/test_teach_serve.py::test_a_site_",
    "commands/test_teach_serve.py::test_it_is_stopped_by",
    "commands/test_test.py",
    "curriculum/test_faults.py",
    "curriculum/test_race.py",
    "curriculum/test_solutions.py",
    "curriculum/test_troubles.py",
    "notes/test_clients.py",
    "notes/test_notes.py::test_each_lie",
    "notes/test_notes.py::test_notes_that_",
    "setup/test_launcher.py",
    "tab/test_databases.py",
    "teaching/test_instructors.py::test_what_they_see",
    "teaching/test_kit_verify.py",
    "teaching/test_kit_wheels.py",
    "test_streams.py",
    "test_terminal.py",
    "tools/",
    "website/test_decoder_",
    "website/test_lab_modules.py",
    "website/test_proof_page.py::test_a_request_on_a_page",
    "workspace/test_merge_files.py::test_random_edits",
    "workspace/test_nothing_lost.py",
)
QUICK = (
    "checking/in_process/test_startup.py::test_a_project_that_is_not_there",
    "checking/test_reports.py::test_a_place",
    "checking/test_reports.py::test_junit_of",
    "checking/test_runner.py::test_a_test_that_passes",
    "checking/test_runner.py::test_a_wrong",
    "commands/test_catch_up.py::test_it_lays_down_the_step_before",
    "commands/test_check.py::test_a_recognized_mistake",
    "commands/test_check.py::test_an_empty_work_folder",
    "commands/test_check.py::test_the_end_of_a_real_step",
    "commands/test_check_watch.py::test_a_save_brings_the_answer",
    "commands/test_http.py::test_a_login_is_remembered",
    "commands/test_http.py::test_status_headers_and_body",
    "commands/test_run.py::test_a_step_is_migrated_and_served",
    "commands/test_test.py::test_a_group_is_a_line",
    "curriculum/test_faults.py::test_every_number",
    "setup/test_launcher.py::test_an_old_python",
    "setup/test_launcher.py::test_ctrl_c_in_the_set_up",
    "setup/test_launcher.py::test_half_a_repository",
    "test_streams.py::test_a_process_says_nothing_of_a_pipe",
    "test_terminal.py::test_a_report_for_other_programs",
    "tools/chain/test_chain.py::test_step_holds",
    "tools/chain/test_judge.py",
    "tools/chain/test_kept.py",
    "tools/chain/test_step_files.py",
    "tools/chain/test_undone.py",
    "tools/chain/test_verify.py",
    "tools/propagate/test_propagate.py::test_edit_reaches_every_later_step",
    "tools/test_bench.py::test_a_",
    "tools/test_mutate.py::test_survivors_are_shown",
    "website/test_decoder_words.py::test_of_each_broken",
)

# How many tests were left out, by reason and group.
LeftOut = dict[str, dict[str, int]]
LEFT_OUT = pytest.StashKey[LeftOut]()


def group_of(nodeid: str) -> str:
    """Return the group of a test, which is named by its id."""
    path = nodeid.removeprefix("tests/")
    return next(name for name, begin in GROUPS.items() if re.match(begin, path))


def is_deep(nodeid: str) -> bool:
    """Tell whether the short run leaves this test out."""
    path = nodeid.removeprefix("tests/")
    return path.startswith(DEEP) and not path.startswith(QUICK)


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


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave out what nobody asked for, and keep the tests of a group together."""
    if config.getoption("loadgroup", default=False):
        _keep_groups_together(items)
    named, left_out = _are_named(config), config.stash.setdefault(LEFT_OUT, {})
    reasons = [_reason_to_leave_out(item, named) for item in items]
    for item, reason in zip(items, reasons, strict=True):
        if reason:
            count(left_out, reason, item.nodeid)
    pairs = list(zip(items, reasons, strict=True))
    config.hook.pytest_deselected(items=[item for item, reason in pairs if reason])
    items[:] = [item for item, reason in pairs if not reason]
    if hasattr(config, "workeroutput"):
        # A process of pytest-xdist says it at its end.
        config.workeroutput["left_out"] = left_out


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take from a process of pytest-xdist what it left out: they all leave the same."""
    said = getattr(node, "workeroutput", {}).get("left_out", {})
    node.config.stash.setdefault(LEFT_OUT, {}).update(said)


def count(left_out: LeftOut, reason: str, nodeid: str) -> None:
    """Count one more test that was left out."""
    groups = left_out.setdefault(reason, {})
    groups[group_of(nodeid)] = groups.get(group_of(nodeid), 0) + 1


def _are_named(config: pytest.Config) -> bool:
    """Tell whether somebody named tests, and did not ask for all there are."""

    def resolved(root: Path, paths: Iterable[str]) -> set[Path]:
        return {(root / path).resolve() for path in paths}

    every = resolved(config.rootpath, config.getini("testpaths"))
    return resolved(config.invocation_params.dir, config.args) != every


def _reason_to_leave_out(item: pytest.Item, named: bool) -> str:
    marked = item.get_closest_marker
    if marked("postgres") and not os.environ.get(POSTGRES):
        return NO_POSTGRES
    if group_of(item.nodeid) == "browser" and not (named or os.environ.get(BROWSER)):
        return NO_BROWSER
    deep = marked("full") or (is_deep(item.nodeid) and not named)
    return NOT_FULL if deep and not os.environ.get(FULL) else ""


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
