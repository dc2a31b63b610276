"""The schedule of a workshop is added up from its steps, and says if it is too long."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from support.small_project import write

from course.curriculum.profiles import FILE, load_profiles
from course.curriculum.schedule import Schedule, make_schedule, read_time
from course.curriculum.steps import Step, load_step, load_steps
from course.errors import CourseError

STEP = """\
title = "Doors"
goal = "g"
idea = "i"
changes = []
tasks = []
[minutes]
teach = 10
practise = 15
"""
ALL = "[all]\narrive = 30\nslack = 15\nlook = 3\ntolerance = 15\n"
# 30 to arrive, 10 + 15 for the step, 15 of slack: 70 minutes.
DAY = """\
[day]
title = "A day"
minutes = 70
[[day.sessions]]
taught = [1]
"""


@pytest.fixture
def step(tmp_path: Path) -> Step:
    """A step with ten minutes to teach and fifteen to practise."""
    write(tmp_path, {"01_doors/step.toml": STEP})
    return load_step(tmp_path / "01_doors")


def schedule(root: Path, steps: list[Step], text: str = DAY) -> Schedule:
    """Return the schedule of the one profile that this text describes, from 09:00."""
    write(root, {FILE.as_posix(): ALL + text})
    return make_schedule(load_profiles(root)["day"], steps, read_time("09:00"))


def test_the_minutes_are_those_of_the_step(tmp_path: Path, step: Step) -> None:
    rows = schedule(tmp_path, [step]).rows

    assert [row.minutes for row in rows] == [30, 10, 15, 15]
    assert [row.start - 540 for row in rows] == [0, 30, 40, 55]


@pytest.mark.parametrize(
    ("teach", "over", "fits"),
    [(9, -1, True), (10, 0, True), (25, 15, True), (26, 16, False)],
)
def test_more_than_a_quarter_of_an_hour_over_does_not_fit(
    tmp_path: Path, step: Step, teach: int, over: int, fits: bool
) -> None:
    made = schedule(tmp_path, [replace(step, teach=teach)])

    assert (made.over, made.fits) == (over, fits)


def test_a_shown_step_costs_no_practice_and_a_laid_one_a_look(
    tmp_path: Path, step: Step
) -> None:
    steps = [replace(step, number=number) for number in (1, 2, 3)]
    made = schedule(
        tmp_path, steps, DAY.replace("taught = [1]", "laid = [1]\nshown = [2]")
    )

    assert [row.minutes for row in made.rows] == [30, 3, 10, 15]
    assert made.home == (steps[2],)


def test_the_next_session_begins_after_the_break(tmp_path: Path, step: Step) -> None:
    steps = [step, replace(step, number=2)]
    later = 'pause = 20\nfor = "Tea"\n[[day.sessions]]\ntaught = [2]\n'
    rows = schedule(tmp_path, steps, DAY + later).rows

    tea = next(row for row in rows if row.what == "Tea")
    assert (tea.start - 540, tea.minutes) == (70, 20)
    assert [row.minutes for row in rows if row.start > tea.start] == [10, 15, 15]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("taught = [1]", "taught = [2]", r"in the order \[2\]"),
        ("taught = [1]", "taught = [1, 2]", "names step 2, and there is none"),
        ("taught = [1]", "taught = 1", "cannot be read"),
        ('title = "A day"\n', "", "cannot be read: 'title'"),
    ],
)
def test_a_wrong_profile_is_named(
    tmp_path: Path, step: Step, old: str, new: str, said: str
) -> None:
    with pytest.raises(CourseError, match=said):
        schedule(tmp_path, [step], DAY.replace(old, new))


def test_a_step_without_minutes_is_named(tmp_path: Path, step: Step) -> None:
    with pytest.raises(CourseError, match=r"01_doors/step\.toml does not say"):
        schedule(tmp_path, [replace(step, practise=0)])


def test_no_session_of_ours_is_longer_than_eighty_minutes() -> None:
    steps = {each.number: each for each in load_steps()}
    for profile in load_profiles().values():
        for session in profile.sessions:
            alone = replace(profile, sessions=(session,), arrive=0, slack=0)
            made = make_schedule(alone, list(steps.values()), 0)

            assert made.end - session.pause < 80, profile.name


def test_all_our_profiles_fit_and_follow_without_a_gap() -> None:
    assert set(load_profiles()) == {"two-hours", "half-day", "full-day"}
    for profile in load_profiles().values():
        made = make_schedule(profile, load_steps(), read_time("09:00"))

        assert made.fits, profile.name
        for row, after in pairwise(made.rows):
            assert row.start + row.minutes == after.start
        assert made.rows[0].minutes == 30
        slack = [row for row in made.rows if row.what.startswith("Questions")]
        assert [row.minutes for row in slack] == [15] * len(profile.sessions)


def test_all_profiles_are_printed_and_pass_the_check(cli) -> None:
    answer = cli("teach", "schedule", "--all-profiles", "--check")

    assert answer.code == 0
    for profile in load_profiles().values():
        assert f"{profile.title}, 09:00 to" in answer.out


def test_one_profile_is_printed_from_the_time_that_was_named(cli) -> None:
    answer = cli("teach", "schedule", "--profile", "two-hours", "--start", "13:30")

    lines = answer.out.splitlines()
    assert (answer.code, lines[0]) == (0, "Two hours, 13:30 to 15:30")
    assert lines[1].split()[:3] == ["13:30", "30", "min"]
    assert "A full day" not in answer.out
    assert max(map(len, lines)) <= 80


def test_a_day_may_end_after_midnight(cli) -> None:
    answer = cli("teach", "schedule", "--profile", "two-hours", "--start", "23:00")

    assert answer.out.startswith("Two hours, 23:00 to 01:00\n")


def test_the_check_fails_where_a_day_runs_over(cli, monkeypatch) -> None:
    longer = [replace(each, teach=each.teach + 20) for each in load_steps()]
    monkeypatch.setattr("course.commands.teach.load_steps", lambda: longer)

    alone = cli("teach", "schedule", "--profile", "two-hours")
    checked = cli("teach", "schedule", "--profile", "two-hours", "--check")

    assert (alone.code, checked.code) == (0, 1)
    assert alone.out == checked.out
    assert "Too long: two-hours by 22 min; 15 min are tolerated." in checked.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--profile", "haf-day"), "Did you mean half-day?"),
        (("--profile", "week"), "two-hours, half-day, full-day"),
        (("--start", "nine"), "“nine” is no time of day."),
        (("--start", "24:00"), "--start 09:00"),
        (("--start", "09:60"), "--start 09:00"),
        (("--all-profiles", "--profile", "two-hours"), "exclude each other"),
    ],
)
def test_a_wrong_word_prints_no_schedule(cli, arguments, said) -> None:
    answer = cli("teach", "schedule", *arguments)

    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_the_help_names_every_profile(cli) -> None:
    answer = cli("teach", "schedule", "--help")

    assert all(name in answer.out for name in load_profiles())
