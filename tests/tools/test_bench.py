"""``author bench check``: figures in one run. Nothing here demands a time."""

import os
import re
import sys

import pytest

from course.curriculum.steps import load_steps
from course.errors import CourseError
from tools.bench.check import _wait, _watching, bench_check
from tools.bench.figures import MARKS, Timing, write_table
from tools.bench.tab import IN_SECONDS, _rows


def test_a_timing_is_its_median_with_the_lowest_and_the_highest():
    assert str(Timing((0.5, 0.25, 3.0))) == "0.50 (0.25-3.00)"


def test_the_figures_of_a_step_stand_beside_the_bare_import(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    steps = load_steps()

    bench_check(steps[:1], steps, 1)

    said = capsys.readouterr().out
    assert re.search(r"import django, rest_framework`, which is \d+\.\d\d", said)
    row = next(line for line in said.splitlines() if "01_project" in line)
    # Loading Django, the cold check and the save, each with its multiple.
    assert len(re.findall(r"\d+\.\d\d \(\d+\.\d\d-\d+\.\d\d\)", row)) == 3


@pytest.mark.parametrize(
    "code", ["print('something else')", "import time; time.sleep(600)"]
)
def test_a_watch_that_does_not_answer_is_no_endless_wait(monkeypatch, code):
    monkeypatch.setattr("tools.bench.check.LONGEST_SECONDS", 0.2)
    command = [sys.executable, "-c", code]

    with _watching(command, dict(os.environ)) as watcher, pytest.raises(CourseError):
        _wait(watcher, "Watching ")


def test_figures_are_put_between_the_marks_of_their_page(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{MARKS[0]}\nold\n{MARKS[1]}\nafter\n", "utf-8")

    write_table(page, ("what", "here"), [("a \\1", "1 s")])

    assert page.read_text("utf-8") == (
        f"before\n{MARKS[0]}\n\n| what | here |\n|---|---|\n| a \\1 | 1 s |\n\n"
        f"{MARKS[1]}\nafter\n"
    )


def test_each_figure_of_the_tab_stands_beside_its_aim():
    parts = dict.fromkeys(
        ["interpreter", "python", "stdlib", "core", "more", "tests"], 2_000_000
    )
    times = dict.fromkeys([*IN_SECONDS, "get", "login"], 1500.0)

    rows = _rows(parts, times, 16_100_000)

    assert {len(row) for row in rows} == {3}
    assert ["all of it", "12.0 MB", "12 MB"] in rows
    assert ["ready the first time, from this machine", "1.50 s", "2 s"] in rows
    assert ["Pyodide as it is shipped: to load", "16.1 MB", ""] in rows
