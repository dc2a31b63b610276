"""``check``: a learner reads what passes, what does not yet, and what to do next."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.full_disk import fill_up
from support.small_project import VIEWS, write
from support.small_tutorial import BOTH

from course.checking.results import Report, TestResult
from course.checking.review import examine
from course.checking.session import conclude
from course.checking.verdicts import judge
from course.curriculum.project_files import copy_project
from course.curriculum.steps import load_steps
from course.paths import ROOT
from course.terminal import console
from course.workspace.progress import (
    choose_step,
    current_step,
    mark_passed,
    passed_steps,
    set_current_step,
)


def test_a_step_that_passes_says_so_and_what_comes_next(checked, home):
    set_current_step(home, 1)
    answer = checked(1)

    assert answer.code == 0
    assert "passed    GET /hello/ greets" in answer.out
    assert "Step 01 passes: 1 test." in answer.out
    assert "Next is step 02, Part" in answer.out
    assert "python learn.py start 2" in answer.out
    assert passed_steps(home) == {1}
    assert current_step(home) == 1


def test_the_last_step_says_so_and_that_it_looked_at_all_before(checked, home):
    answer = checked(2, {"config/urls.py": BOTH})

    assert answer.code == 0
    said = " ".join(answer.out.split())
    assert "It was the last step" in said
    assert "all 2 tasks are met" in said
    assert "start" not in said
    # The tests of step 1 ran with those of step 2.
    assert passed_steps(home) == {1, 2}


def test_a_task_that_is_not_done_is_told_in_words(checked, home):
    answer = checked(2)

    assert answer.code == 1
    said = " ".join(answer.out.split())
    assert "not yet GET /goodbye/ parts" in said
    assert "The rule: goodbye is said" in said
    assert "Expected: the status 200 OK" in said
    assert "What happened: GET /goodbye/ answered 404 Not Found" in said
    assert "test_goodbye_is_said" in said
    assert "test_part.py, line 8" in said
    assert "For a hint, type: python learn.py hint 2" in said
    assert "Which view answers part?" not in said
    assert "Also failing: 1 more test of this task" in said
    assert "type: python learn.py check 2" in said
    assert "Traceback" not in said
    assert passed_steps(home) == set()


def test_an_exception_names_the_line_of_the_learners_file(checked):
    answer = checked(1, {"users/views.py": VIEWS.replace('"world"', "world")})

    assert answer.code == 1
    assert "NameError: name 'world' is not defined" in answer.out
    assert f"{Path('work', 'users', 'views.py')}, line 5" in answer.out


def test_a_task_of_an_earlier_step_that_is_not_met_comes_first(checked):
    answer = checked(2, {"users/views.py": VIEWS.replace("world", "sun")})

    assert answer.code == 1
    said = " ".join(answer.out.split())
    missed = "You are on 02; task `greet` of 01 is not met: GET /hello/ greets"
    assert missed in said
    assert said.index(missed) < said.index("not yet GET /goodbye/ parts")
    assert "The rule: hello answers the world Why: Whoever asks is greeted." in said
    assert 'What happened: GET /hello/ answered 200 OK: {"hello": "sun"}' in said
    assert f"The notes of that step: {Path('steps', '01_greet', 'README.md')}" in said


def test_a_recognized_mistake_comes_before_the_failure(checked):
    answer = checked(1, {"users/views.py": VIEWS.replace("world", "moon")})

    assert answer.code == 1
    said = " ".join(answer.out.split())
    assert (
        f"{Path('work', 'users', 'views.py')}, line 5: The moon is greeted "
        "What is wrong: `users/views.py` greets the moon, which does not answer. "
        'To change: Write "world" for "moon". '
        "Why: Only the world has ears. "
        "GET /hello/ greets The rule: hello answers the world"
    ) in said
    assert "hint" not in said
    assert "type: python learn.py check 1" in said


def test_the_mistake_of_an_earlier_step_is_recognized_too(checked):
    answer = checked(2, {"users/views.py": VIEWS.replace("world", "moon")})

    said = " ".join(answer.out.split())
    assert "task `greet` of 01 is not met" in said
    assert "line 5: The moon is greeted" in said
    assert "The rule: hello answers the world" in said


def test_a_mistake_that_keeps_the_project_from_loading_is_recognized(checked):
    answer = checked(2, {"users/views.py": VIEWS.replace("request):", "request:")})

    assert answer.code == 1
    said = " ".join(answer.out.split())
    assert "line 4: A bracket is not closed What is wrong: `def hello(request`" in said
    assert "What happened: users/views.py, line 4: Python cannot read" in said
    # What to change is said already.
    assert "Look at that line" not in said
    assert "type: python learn.py check 2" in said


def test_a_project_that_does_not_load_gets_one_sentence(checked):
    answer = checked(1, {"users/views.py": "def hello(request:\n"})

    assert answer.code == 1
    said = " ".join(answer.out.split())
    assert "No test can run against the project" in said
    assert "users/views.py, line 1: Python cannot read this line" in said
    assert "When you have changed that, type: python learn.py check 1" in said
    assert "Traceback" not in said
    assert "passed" not in said


def test_there_are_words_for_every_colour_and_none_in_a_file(checked, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    answer = checked(1)

    assert "\x1b" not in answer.out
    assert max(len(line) for line in answer.out.splitlines()) <= 80


def results(**outcomes: str) -> Report:
    return Report(
        tuple(
            TestResult(f"test_it.py::test_{task}_{number}", task, outcome)
            for task, line in outcomes.items()
            for number, outcome in enumerate(line.split())
        )
    )


@pytest.mark.parametrize(
    ("report", "status", "passed"),
    [
        (results(part="passed passed"), "passed", True),
        (results(part="passed failed"), "not yet", False),
        (results(part="passed skipped"), "passed", True),
        (results(part="skipped"), "skipped", True),
        (results(greet="passed"), "untested", True),
        (results(part="passed", unknown="failed"), "passed", False),
        (Report(), "untested", False),
    ],
    ids=["passed", "one fails", "one skipped", "skipped", "none", "stray", "nothing"],
)
def test_a_task_passes_when_its_tests_do(steps, report, status, passed):
    judgement = judge(steps[1], steps, report)

    assert [verdict.status for verdict in judgement.tasks] == [status]
    assert judgement.passed is passed


def test_the_step_in_hand_is_the_current_one_or_the_first_not_passed(steps, home):
    assert choose_step(None, steps, home).number == 1

    mark_passed(home, 1)
    assert choose_step(None, steps, home).number == 2

    set_current_step(home, 1)
    assert choose_step(None, steps, home).number == 1


def test_checking_the_step_after_a_passed_one_goes_on_with_it(checked, home):
    set_current_step(home, 1)
    mark_passed(home, 1)
    checked(2)
    assert current_step(home) == 2

    checked(1)
    assert current_step(home) == 2


def test_checking_a_step_far_ahead_does_not_move_there(checked, home):
    set_current_step(home, 1)
    checked(2)

    assert current_step(home) == 1


def test_without_a_project_it_says_how_to_start(cli):
    answer = cli("check", "2")

    assert answer.code == 2
    assert "no folder" in answer.err
    assert "python learn.py start 2" in answer.err


def test_an_unknown_step_is_named_with_the_nearest(cli):
    answer = cli("check", "jwt_logn")

    assert answer.code == 2
    assert "Did you mean 05_jwt_login?" in answer.err


def test_an_empty_work_folder_gets_the_line_to_type(cli, places):
    places.work.mkdir()
    answer = cli("check", "1")

    assert answer.code == 1
    assert "no Django project here yet" in answer.out
    assert "startproject config ." in answer.out


def test_the_end_of_a_real_step_passes_and_the_one_before_does_not(cli, places):
    steps = load_steps()
    copy_project(steps[0].path, places.work)

    passing = cli("check", "1")
    assert passing.code == 0, passing.out
    assert passing.out.count("passed") >= len(steps[0].tasks)

    failing = cli("check", "2")
    assert failing.code == 1
    assert failing.out.count("not yet") == len(steps[1].tasks)


def process(*arguments: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "course", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=180,
    )


def test_as_a_process_it_answers_without_a_traceback(places):
    ran = process("check", "99")

    assert ran.returncode == 2
    assert b"There is no step" in ran.stderr
    assert b"Traceback" not in ran.stderr
    assert b"-> Name a step" in ran.stderr


def test_a_terminal_without_the_letters_gets_question_marks(places):
    write(places.work, {"manage.py": "", "config/settings.py": "x = “ü”"})
    ran = process("check", "1")

    assert ran.returncode == 1, ran.stderr
    assert b"x No test can run" in ran.stdout
    assert b"config/settings.py, line 1" in ran.stdout
    assert b"x = ?" in ran.stdout


def test_a_step_that_was_left_out_is_named_in_one_line(home, capsys):
    steps = load_steps()
    tasks = [task.slug for step in steps[:4] for task in step.tasks]
    missed = [task.slug for step in steps[2:4] for task in step.tasks]
    outcomes = {slug: "failed" if slug in missed else "passed" for slug in tasks}
    examined = examine(steps[3], steps, results(**outcomes), home.work)
    code = conclude(examined, home, console())

    assert code == 1
    said = " ".join(capsys.readouterr().out.split())
    missing = "You are on 04; step 03, Serializers, one for each purpose, is missing"
    assert f"{missing}: none of its 4 tasks is met." in said
    assert said.count("You are on 04") == 1
    assert said.count("is not met") == 0
    assert said.index(missing) < said.index("not yet POST /user/create/ answers 201")
    assert "03_serializers/README.md" in said.replace(os.sep, "/")


def test_several_tasks_of_earlier_steps_are_named_each(home, capsys):
    steps = load_steps()
    slugs = [task.slug for step in steps[:3] for task in step.tasks]
    missed = ("health", "admin")
    outcomes = {slug: "failed" if slug in missed else "passed" for slug in slugs}
    conclude(examine(steps[2], steps, results(**outcomes), home.work), home, console())

    said = " ".join(capsys.readouterr().out.split())
    assert "You are on 03; task `health` of 01 is not met: GET /health/ answers" in said
    assert " Task `admin` of 02 is not met: A superuser logs in to /admin/" in said
    assert said.count("You are on") == 1


@pytest.mark.parametrize("as_json", [False, True], ids=["words", "json"])
def test_a_full_disk_takes_no_verdict_from_the_learner(
    checked, home, monkeypatch, as_json
):
    home.learn.mkdir(parents=True)
    fill_up(home.learn, monkeypatch)
    answer = checked(1, as_json=as_json)

    assert answer.code == 0
    if as_json:
        assert [task["status"] for task in json.loads(answer.out)["tasks"]] == [
            "passed"
        ]
    else:
        assert "Step 01 passes: 1 test." in answer.out
    said = " ".join(answer.err.split())
    assert "What this check found could not be kept in .learn/check.json" in said
    assert "Your progress could not be kept in .learn/progress.json" in said
    assert "No space left on device" in said
    assert "Make room on the disk" in said
    assert list(home.learn.iterdir()) == []
