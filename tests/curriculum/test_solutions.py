"""Correct solutions that are not ours pass ``check``; one with a hole does not.

A solution is a folder in tests/solutions/: the files in which it differs from the step,
and solution.toml, which says in a sentence how. ``check`` judges what a project does.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from support.groups import one_of_each
from support.needed_tools import Answer
from support.solution import Edit, Solution, load_solutions

from course.checking import session
from course.checking.results import Report
from course.checking.watch.warm_runner import WarmRunner
from course.commands.check import check
from course.curriculum.project_files import changed_paths, project_files
from course.curriculum.steps import load_steps
from course.paths import ROOT, Places
from course.workspace.progress import passed_steps

SOLUTIONS = {solution.path.name: solution for solution in load_solutions()}
STEPS = load_steps()
# A hole put into a solution, the tests that look there, and the title of the task that
# ``check`` has to say is open.
HOLES = [
    pytest.param(
        "create_by_function",
        Edit("users/views.py", "@permission_classes([AllowAny])\n", ""),
        "test_create.py",
        "POST /user/create/ answers 201",
        id="nobody may register",
    ),
    pytest.param(
        "another_manager",
        Edit("users/accounts.py", "except IntegrityError as", "except KeyError as"),
        "test_create.py",
        "Two registrations of one address at once",
        id="the lost race is 500",
    ),
    pytest.param(
        "login_of_simplejwt",
        Edit(
            "users/login.py", "import AccessToken", "import RefreshToken as AccessToken"
        ),
        "test_token.py",
        "Every other view asks for a token",
        id="a refresh token is given out",
    ),
    pytest.param(
        "authentication_by_hand",
        Edit("config/bearer.py", "user is None or not user.is_active", "user is None"),
        "test_refused_tokens.py",
        "A token of an inactive or deleted user is 401",
        id="an inactive user comes in",
    ),
    pytest.param(
        "update_by_hand",
        Edit("users/own_record.py", "[IsAuthenticated]", "[]"),
        "test_refused_tokens.py",
        "Without a token in the header it is 401",
        id="everybody comes in",
    ),
]


@pytest.fixture(scope="module")
def warm() -> Iterator[WarmRunner]:
    """One process that has loaded Django already, for all tests of this file."""
    with WarmRunner() as process:
        yield process


@pytest.fixture
def judged(
    places: Places,
    warm: WarmRunner,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., Answer]:
    """``judged(solution, *edits)`` lays it down in work/ and checks it.

    ``select`` narrows the check to some files of tests.
    """
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(ROOT)

    def judge(solution: Solution, *edits: Edit, select: Sequence[str] = ()) -> Answer:
        def run_tests(*arguments: Any, **options: Any) -> Report:
            return warm.run_tests(*arguments, **options | {"select": select})

        monkeypatch.setattr(session, "run_tests", run_tests)
        solution.lay(places.work)
        for edit in edits:
            edit.make(places.work)
        code = check(solution.step, STEPS, places)
        return Answer(code, *capsys.readouterr())

    return judge


@pytest.mark.parametrize(
    "name", one_of_each(list(SOLUTIONS), lambda name: SOLUTIONS[name].step.number)
)
def test_another_correct_solution_passes_check(
    name: str, judged: Callable[..., Answer], places: Places
) -> None:
    step = SOLUTIONS[name].step

    answer = judged(SOLUTIONS[name])

    assert answer.code == 0, answer.out
    # All tasks of the earlier steps were swept, and are met.
    assert passed_steps(places) == set(range(1, step.number + 1))


@pytest.mark.parametrize(("name", "hole", "tests", "task"), HOLES)
def test_a_solution_with_a_hole_does_not_pass(
    name: str, hole: Edit, tests: str, task: str, judged: Callable[..., Answer]
) -> None:
    """The control: a way of one's own is no way around the rules of the step."""
    answer = judged(SOLUTIONS[name], hole, select=[tests])

    assert answer.code == 1, answer.out
    assert f"✗ not yet   {task}" in answer.out


def test_there_are_ten_solutions_and_some_of_each_step() -> None:
    assert len(SOLUTIONS) >= 10
    assert {each.step.number for each in SOLUTIONS.values()} == {4, 5, 6}


@pytest.mark.parametrize("name", SOLUTIONS)
def test_a_solution_holds_what_differs_and_no_more(name: str, places: Places) -> None:
    """A file that is the same as the step's would hide a change of the step."""
    solution = SOLUTIONS[name]

    solution.lay(places.work)

    changed = set(changed_paths(solution.step.path, places.work))
    named = {*project_files(solution.path), *solution.removes}
    named |= {edit.file for edit in solution.edits}
    assert changed == named - {"solution.toml"}
    assert solution.differs.endswith(".")
