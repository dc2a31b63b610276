"""``author bench check``: figures in one run. Nothing here demands a time."""

import os
import re
import sys

import pytest

from course.curriculum.steps import load_steps
from course.errors import CourseError
from tools.bench.check import Timing, _wait, _watching, bench_check


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


def test_a_watch_that_ends_is_no_endless_wait(monkeypatch):
    monkeypatch.setattr("tools.bench.check.LONGEST", 0.2)
    command = [sys.executable, "-c", "print('something else')"]

    with _watching(command, dict(os.environ)) as lines, pytest.raises(CourseError):
        _wait(lines, "Watching ")
