"""What a learner has from version 0.1.0 is found and usable.

The texts of the files are those that version 0.1.0 wrote.
"""

import json
from collections.abc import Callable

import pytest
from support.learner_folders import contents
from support.needed_tools import Answer
from support.small_project import write

from course.checking.last_report import fingerprint
from course.curriculum.project_files import copy_project
from course.curriculum.steps import load_steps
from course.paths import Places
from course.workspace.progress import current_step, hints_shown, passed_steps

Cli = Callable[..., Answer]

COPY = "2026-11-20_192926"
PROGRESS = """{
  "current": 3,
  "hints": {
    "02/custom-user-model": 1,
    "03/read-serializer": 1
  },
  "passed": [
    1,
    2
  ]
}"""
SAVED = """{
 "2026-11-20_192926": {
  "verb": "catch-up 3",
  "progress": {
   "current": 2,
   "hints": {
    "02/custom-user-model": 1
   }
  }
 }
}"""
RESULT = {
    "nodeid": "test_serializers.py::test_that_there_is_one",
    "task": "read-serializer",
    "outcome": "failed",
    "message": "ImportError: no UserSerializer",
    "details": "",
    "file": "users/models.py",
    "line": 3,
    "seconds": 0.52,
    "rule": "there is one",
    "why": "",
    "expected": "",
    "happened": "",
    "test_file": None,
    "test_line": None,
    "printed": "",
}


@pytest.fixture
def before(places: Places) -> Places:
    """A learner on step 03, with a copy saved on step 02 and a failed check."""
    steps = load_steps()
    copy_project(steps[1].path, places.work)
    copy_project(steps[0].path, places.saved / COPY)
    write(places.saved / COPY, {"mine.txt": "as I left it\n"})
    report = {"results": [RESULT], "broken": None, "output": ""}
    check = {"step": steps[2].name, "fingerprint": "", "report": report}
    write(places.learn, {"progress.json": PROGRESS, "saved.json": SAVED})
    check["fingerprint"] = fingerprint(steps[2], places)
    write(places.learn, {"check.json": json.dumps(check), "switch.lock": ""})
    return places


def test_the_progress_counts(cli: Cli, before: Places) -> None:
    answer = cli("list")

    assert answer.code == 0
    assert (current_step(before), passed_steps(before)) == (3, {1, 2})
    assert hints_shown(before, 3, "read-serializer") == 1


def test_the_last_check_is_told_again(cli: Cli, before: Places) -> None:
    answer = cli("hint")

    assert answer.code == 1
    assert "2 of 3" in answer.out
    assert hints_shown(before, 3, "read-serializer") == 2


def test_a_saved_copy_comes_back_with_its_progress(cli: Cli, before: Places) -> None:
    copy, work = contents(before.saved / COPY), contents(before.work)
    answer = cli("restore", "1")

    assert answer.code == 0
    assert contents(before.work) == copy
    # As it was when the copy was saved: no step had passed then.
    assert (current_step(before), passed_steps(before)) == (2, set())
    assert work in [contents(folder) for folder in before.saved.iterdir()]
    assert contents(before.saved / COPY) == copy


def test_it_goes_on_with_the_next_step(cli: Cli, before: Places) -> None:
    work = contents(before.work)
    answer = cli("catch-up", "4")

    assert answer.code == 0
    assert current_step(before) == 4
    assert work in [contents(folder) for folder in before.saved.iterdir()]
