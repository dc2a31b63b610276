"""``hint``: one hint more each time, for the first task that does not pass."""

import json
import os
from collections.abc import Callable

import pytest
from support.full_disk import fill_up
from support.needed_tools import Answer
from support.small_project import PROJECT, VIEWS, write
from support.small_tutorial import BOTH

from course.checking.last_report import fingerprint, recall, remember
from course.checking.results import Broken, Report, TestResult
from course.commands.hint import hint
from course.curriculum.steps import Step, load_steps
from course.errors import CourseError
from course.paths import ROOT, Places
from course.workspace.progress import (
    hints_shown,
    passed_steps,
    set_current_step,
    set_hints_shown,
)


@pytest.fixture
def hinted(
    steps: list[Step],
    home: Places,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., Answer]:
    """Ask for a hint for a small step; the project is as it is."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(ROOT)

    def run(number: int) -> Answer:
        capsys.readouterr()
        code = hint(steps[number - 1], steps, home)
        return Answer(code, *capsys.readouterr())

    return run


def result(**more: str) -> TestResult:
    """A failed test of the task of step 2."""
    return TestResult("test_part.py::test_goodbye", "part", "failed", **more)


@pytest.fixture
def failing(steps: list[Step], home: Places) -> Callable[..., None]:
    """Say what the last check of step 2 said; without this, the tests run."""

    def fail(*results: TestResult, broken: Broken | None = None) -> None:
        write(home.work, PROJECT)
        report = Report(results, broken)
        remember(steps[1], home, fingerprint(steps[1], home), report)

    return fail


def test_each_call_goes_one_hint_further(hinted, failing, home):
    failing(result(happened="GET /goodbye/ answered 404 Not Found"))
    first, second, third, again = (hinted(2) for _ in range(4))

    assert first.code == 1
    assert first.out.startswith("GET /goodbye/ parts\n")
    assert "Hint 1 of 3: Which view answers part?\n  None yet.\n" in first.out
    assert "type: python learn.py check 2" in first.out
    assert "Hint 2" not in first.out
    assert "Hint 2 of 3: Where is it?" in second.out
    assert "Hint 1" not in second.out
    assert "last hint" not in second.out
    assert 'Hint 3 of 3: What is it?\n  `path("part/", part)`.' in third.out
    assert "That was the last hint of this task." in third.out
    assert "with our solution, type: python learn.py diff 2 --solution" in third.out
    # Whoever asks once more has lost sight of them.
    assert [f"Hint {n} of 3" in again.out for n in (1, 2, 3)] == [True] * 3
    assert "That was the last hint of this task." in again.out
    assert hints_shown(home, 2, "part") == 3


def test_a_hint_that_asks_about_another_answer_is_passed_over(hinted, failing, steps):
    path = steps[1].path / "step.toml"
    text = path.read_text("utf-8").replace("Which view answers part?", "Why 404?")
    path.write_text(text, "utf-8")
    steps[:] = load_steps(path.parents[2])
    failing(result(happened="GET /goodbye/ answered 500 Internal Server Error"))

    assert "Hint 2 of 3: Where is it?" in hinted(2).out


def test_a_hint_that_asks_about_the_answer_is_given(hinted, failing, steps):
    path = steps[1].path / "step.toml"
    text = path.read_text("utf-8").replace("Which view answers part?", "Why 404?")
    path.write_text(text, "utf-8")
    steps[:] = load_steps(path.parents[2])
    failing(result(message="AssertionError: assert 404 == 200"))

    assert "Hint 1 of 3: Why 404?" in hinted(2).out


def test_the_last_hint_is_given_in_any_case(hinted, failing, steps, home):
    path = steps[1].path / "step.toml"
    text = path.read_text("utf-8").replace("What is it?", "Why 403?")
    path.write_text(text, "utf-8")
    steps[:] = load_steps(path.parents[2])
    failing(result(message="AssertionError: assert 404 == 200"))
    set_hints_shown(home, 2, "part", 2)
    answer = hinted(2)

    assert "Hint 3 of 3: Why 403?" in answer.out
    assert "Hint 1" not in answer.out


def test_a_task_of_an_earlier_step_gets_its_own_hint(hinted, failing, home):
    set_hints_shown(home, 2, "part", 2)
    failing(result(), TestResult("test_greet.py::test_hello", "greet", "failed"))
    answer = hinted(2)

    assert "GET /hello/ greets (step 01)" in answer.out
    assert "Which view answers greet?" in answer.out
    assert (hints_shown(home, 1, "greet"), hints_shown(home, 2, "part")) == (1, 2)


def test_a_recognized_mistake_is_repeated_before_the_hint(hinted, checked):
    checked(1, {"users/views.py": VIEWS.replace("world", "moon")})
    answer = hinted(1)

    assert "line 5: The moon is greeted\n" in answer.out
    assert answer.out.index("Only the world has ears.") < answer.out.index("Hint 1")


def test_a_project_that_does_not_load_is_told_so(hinted, failing, home):
    failing(broken=Broken("users/views.py, line 3: no.", "Mend line 3."))
    answer = hinted(2)

    assert answer.code == 1
    assert "users/views.py, line 3: no." in answer.out
    assert "Mend line 3." in answer.out
    assert "Hint" not in answer.out
    assert hints_shown(home, 2, "part") == 0


def test_where_all_passes_there_is_no_hint(hinted, failing):
    failing(TestResult("test_part.py::test_goodbye", "part", "passed"))
    answer = hinted(2)

    assert answer.code == 0
    assert "Step 02 passes: there is nothing to hint at." in answer.out
    assert "python learn.py check 2" in answer.out


def test_a_change_since_the_last_check_lets_the_tests_run(failing, hinted, home):
    failing(result())
    assert hinted(2).code == 1
    write(home.work, {"config/urls.py": BOTH})

    assert hinted(2).code == 0
    # To pass a step is for check to say.
    assert passed_steps(home) == set()


def test_without_a_check_before_the_tests_run(hinted, home):
    write(home.work, PROJECT)

    assert "Hint 1 of 3: Which view answers part?" in hinted(2).out


def test_without_a_project_it_says_how_to_start(hinted):
    with pytest.raises(CourseError, match="no folder work"):
        hinted(1)


def test_the_last_check_is_told_again_as_it_was(checked, steps, home):
    checked(2, {"users/views.py": VIEWS.replace('"world"', "world")})
    report = recall(steps[1], home)

    assert report is not None
    outcomes = [(each.task, each.outcome, each.line) for each in report.results]
    assert outcomes[0] == ("greet", "failed", 5)
    assert recall(steps[0], home) is None


@pytest.mark.parametrize("change", ["edit", "new file", "gone", "tests"])
def test_the_last_check_holds_until_something_changes(failing, steps, home, change):
    failing(result())
    assert recall(steps[1], home) == Report((result(),))

    if change == "edit":
        # As long as before, and within the same second.
        write(home.work, {"users/views.py": VIEWS.replace("world", "earth")})
    elif change == "new file":
        write(home.work, {"users/ü.py": ""})
    elif change == "gone":
        (home.work / "manage.py").unlink()
    else:
        write(steps[1].path / "tests", {"test_new.py": ""})
    assert recall(steps[1], home) is None


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"step": "02_part", "fingerprint": 1}', "\x00"]
)
def test_a_last_check_of_another_version_counts_for_nothing(steps, home, text):
    write(home.learn, {"check.json": text})
    assert recall(steps[1], home) is None


def test_a_report_with_fields_of_another_version_counts_for_nothing(
    failing, steps, home
):
    failing(result())
    file = home.learn / "check.json"
    data = json.loads(file.read_text("utf-8"))
    data["report"]["results"][0]["colour"] = "red"
    file.write_text(json.dumps(data), "utf-8")

    assert recall(steps[1], home) is None


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_files_that_cannot_be_read_do_not_stop_it(failing, steps, home):
    failing(result())
    hidden = home.work / "secret.bin"
    hidden.write_bytes(b"x")
    hidden.chmod(0)
    (home.work / "loop").symlink_to(home.work)

    assert len(fingerprint(steps[1], home)) == 64


def test_strange_progress_counts_as_no_hint(home):
    write(home.learn, {"progress.json": '{"hints": [1]}'})
    assert hints_shown(home, 1, "greet") == 0


def test_a_full_disk_takes_no_hint(hinted, failing, home, monkeypatch):
    failing(result(happened="GET /goodbye/ answered 404 Not Found"))
    fill_up(home.learn, monkeypatch)
    answer = hinted(2)

    assert answer.code == 1
    assert "Hint 1 of 3" in answer.out
    assert "type: python learn.py check 2" in answer.out
    assert "Your progress could not be kept" in answer.err


def test_on_the_command_line_it_takes_the_step_in_hand(cli, places):
    step = load_steps()[1]
    places.work.mkdir()
    set_current_step(places, 2)
    report = Report((TestResult("test_users.py::test_x", "create-users", "failed"),))
    remember(step, places, fingerprint(step, places), report)
    answer = cli("hint")

    assert answer.code == 1
    assert "Hint 1 of 3: Who makes users?" in answer.out
    assert max(len(line) for line in answer.out.splitlines()) <= 80
