"""``list`` shows the way, how far the learner is, and the task that is open."""

import re
from collections.abc import Callable

import pytest
from support.needed_tools import Answer

from course.checking.last_report import fingerprint, remember
from course.checking.results import Broken, Report, TestResult
from course.curriculum.steps import Step, load_steps
from course.paths import Places
from course.workspace.progress import current_step, mark_passed, set_current_step

Cli = Callable[..., Answer]


def test_the_list_without_progress_shows_the_whole_way(cli: Cli) -> None:
    answer = cli("list")

    assert answer.code == 0
    for step in load_steps():
        assert f"{step.number_text}  {step.title}" in answer.out
        assert " ".join(step.idea.split()) in " ".join(answer.out.split())
    assert answer.out.count("not yet") == len(load_steps())
    assert "python learn.py start 1" in answer.out


def test_the_list_has_a_word_for_each_state(cli: Cli, places: Places) -> None:
    mark_passed(places, 1)
    set_current_step(places, 2)
    lines = cli("list").out.splitlines()
    titles = [line for line in lines if line[3:5].isdigit()]

    assert [line.split("  ")[-1].strip() for line in titles[:3]] == [
        "passed",
        "you are here",
        "not yet",
    ]


def test_the_list_says_what_to_do_next(cli: Cli, places: Places) -> None:
    set_current_step(places, 1)
    assert "python learn.py check" in cli("list").out

    mark_passed(places, 1)
    out = cli("list").out
    assert "passed, you are here" in out
    assert "python learn.py start" in out


def test_the_list_fits_80_columns_and_a_file(cli: Cli, places: Places) -> None:
    set_current_step(places, 2)
    out = cli("list").out

    assert max(len(line) for line in out.splitlines()) <= 80
    assert "\x1b" not in out


@pytest.mark.parametrize("text", ["", "{", "[]", '{"current": "x", "passed": 3}'])
def test_unreadable_progress_is_no_progress(
    cli: Cli, places: Places, text: str
) -> None:
    places.learn.mkdir()
    (places.learn / "progress.json").write_text(text, encoding="utf-8")

    assert current_step(places) is None
    assert cli("list").code == 0


def checked(step: Step, where: Places, *failing: str, broken: Broken | None = None):
    """Leave a last check of a step in which the tests of these tasks failed."""
    results = [
        TestResult(
            f"test_x.py::test_{task.slug}",
            task.slug,
            "failed" if task.slug in failing else "passed",
        )
        for task in step.tasks
    ]
    report = Report(() if broken else tuple(results), broken)
    remember(step, where, fingerprint(step, where), report)
    set_current_step(where, step.number)


def test_before_any_check_the_first_task_is_to_do(cli: Cli, places: Places) -> None:
    step = load_steps()[4]
    set_current_step(places, 5)

    assert f"To do: first, {step.tasks[0].title}" in " ".join(cli("list").out.split())


def test_the_task_that_the_last_check_left_open_is_to_do(
    cli: Cli, places: Places
) -> None:
    step = load_steps()[4]
    checked(step, places, step.tasks[2].slug, step.tasks[3].slug)
    out = cli("list").out

    assert f"      To do: {step.tasks[2].title}\n" in out
    tasks = len(step.tasks)
    assert f"      {tasks - 2} of {tasks} tasks passed at the last check." in out


def test_a_check_stays_the_last_one_when_a_file_is_changed(
    cli: Cli, places: Places
) -> None:
    step = load_steps()[4]
    checked(step, places, step.tasks[2].slug)
    places.work.mkdir()
    (places.work / "new.py").write_text("")

    assert f"To do: {step.tasks[2].title}" in cli("list").out


def test_a_check_of_another_step_says_nothing_about_this_one(
    cli: Cli, places: Places
) -> None:
    steps = load_steps()
    checked(steps[4], places, steps[4].tasks[2].slug)
    set_current_step(places, 4)

    out = " ".join(cli("list").out.split())
    assert f"To do: first, {steps[3].tasks[0].title}" in out


def test_a_project_that_cannot_be_tested_is_what_is_to_do(
    cli: Cli, places: Places
) -> None:
    broken = Broken("config/urls.py, line 3: a bracket is never closed.", "Close it.")
    checked(load_steps()[4], places, broken=broken)

    assert f"      To do: {broken.sentence}" in cli("list").out


def test_without_a_step_in_hand_the_first_that_is_open_comes_next(
    cli: Cli, places: Places
) -> None:
    for number in (1, 2):
        mark_passed(places, number)

    assert "python learn.py start 3" in cli("list").out


def test_who_has_passed_everything_is_told_so(cli: Cli, places: Places) -> None:
    for step in load_steps():
        mark_passed(places, step.number)

    assert "All steps passed" in cli("list").out


def test_no_state_is_told_by_colour_alone(
    cli: Cli, places: Places, monkeypatch
) -> None:
    step = load_steps()[1]
    mark_passed(places, 1)
    checked(step, places, step.tasks[0].slug)
    plain = cli("list").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured = cli("list").out

    assert "\x1b[1;32m✓" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain
    # Both cannot be read on a white ground.
    assert not re.search(r"\x1b\[(?:[\d;]*;)?(?:2|33|93|37|97)m", coloured)
