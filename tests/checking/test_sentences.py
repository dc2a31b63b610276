"""The report of a check is made of sentences once; the surfaces lay them out.

Here of small projects; tests/curriculum/test_mistakes.py holds it for every mistake.
"""

import json
from dataclasses import replace

import pytest
from support.same_sentences import assert_same_sentences, in_the_lab
from support.small_project import PROJECT, VIEWS, write

from course.checking.hints import compose_hints
from course.checking.json_report import report
from course.checking.results import Broken, Report, TestResult
from course.checking.review import Examination, examine
from course.curriculum.steps import Step
from course.paths import Places

GREET = TestResult("test_greet.py::test_hello", "greet", "passed")
PART = TestResult(
    "test_part.py::test_goodbye[a b]",
    "part",
    "failed",
    message="AssertionError: assert 404 == 200",
    file="users/views.py",
    line=4,
    rule="goodbye is said",
    why="Whoever leaves says `goodbye`.",
    expected="the status 200 OK",
    happened="GET /goodbye/ answered 404 Not Found",
    test_file="test_part.py",
    test_line=8,
    printed="asking for words\n  and\n\nwaiting\n",
)
MOON = {"message": "assert 'moon' == 'world'", "happened": "", "line": 5}
PLACE = ("users/views.py", 3)

STATES = {
    "passed": (1, Report((GREET,))),
    "the last passed": (2, Report((GREET, replace(PART, outcome="passed")))),
    "not yet": (2, Report((GREET, PART, replace(PART, nodeid="test_part.py::test_b")))),
    "earlier": (2, Report((replace(GREET, outcome="failed"), PART))),
    "a stray test": (2, Report((GREET, TestResult("test_x.py", None, "failed", "no")))),
    "mistake": (1, Report((replace(PART, task="greet", **MOON),))),
    "nothing": (1, Report()),
    "broken": (1, Report((), Broken("users/views.py, line 3: no.", "Mend.", *PLACE))),
    "broken elsewhere": (1, Report((), Broken("No API.", "Make `it`:\nit .", *PLACE))),
    "broken, no place": (1, Report((), Broken("Nothing is here.", "Type:\nmake it"))),
    "broken, mistake": (2, Report((), Broken("Python cannot read it.", "No.", *PLACE))),
}


@pytest.fixture
def state(steps: list[Step], home: Places):
    """``state(name)`` answers with what a check comes to."""

    def make(name: str) -> Examination:
        number, ran = STATES[name]
        write(home.work, PROJECT)
        if "mistake" in name:
            line = VIEWS.replace("world", "moon").replace("request):", "request:")
            write(home.work, {"users/views.py": line})
        return examine(steps[number - 1], steps, ran, home.work)

    return make


@pytest.mark.parametrize("name", STATES)
def test_terminal_json_and_lab_say_the_same(name, state, home, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")

    assert_same_sentences(state(name), home)


@pytest.mark.parametrize(
    ("name", "summary", "outcome"),
    [
        ("passed", "Step 01 passes.", "passed"),
        (
            "not yet",
            "1 of 1 tasks are not met yet. goodbye is said",
            "0 of 1 tasks done",
        ),
        (
            "mistake",
            "1 of 1 tasks are not met yet. The moon is greeted",
            "0 of 1 tasks done",
        ),
        (
            "broken, no place",
            "No test can run. Nothing is here.",
            "the project does not load",
        ),
        (
            "broken, mistake",
            "No test can run. A bracket is not closed",
            "the project does not load",
        ),
    ],
)
def test_a_check_is_summed_up_in_words(name, summary, outcome, state, home):
    sentences = report(state(name), home)["sentences"]

    assert (sentences["summary"], sentences["outcome"]) == (summary, outcome)


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        ("passed", []),
        (
            "not yet",
            [
                (
                    "users/views.py",
                    4,
                    "goodbye is said",
                    "Whoever leaves says `goodbye`.",
                )
            ],
        ),
        (
            "mistake",
            [
                (
                    "users/views.py",
                    5,
                    "`users/views.py` greets the moon, which does not answer.",
                    'Write "world" for "moon".',
                )
            ],
        ),
        (
            "broken, mistake",
            [
                (
                    "users/views.py",
                    4,
                    "`def hello(request` has no closing bracket.",
                    "Close it.",
                ),
                ("users/views.py", 3, "Python cannot read it.", "No."),
            ],
        ),
        ("broken, no place", []),
    ],
)
def test_the_lines_that_are_named_are_marked(name, marks, state, home):
    found = report(state(name), home)["sentences"]["marks"]

    assert [tuple(mark.values()) for mark in found] == marks


def test_a_hint_about_another_answer_is_passed_over(state, steps):
    examined = state("not yet")
    asked = ("Why 500? A bug.", "Why 404? No path.", "Where? There.", "Why 403? Shut.")
    task = replace(steps[1].tasks[0], hints=asked)
    step = replace(steps[1], tasks=(task,))
    verdict = replace(examined.judgement.tasks[0], step=step)
    judgement = replace(examined.judgement, tasks=(verdict,))
    hints = compose_hints(replace(examined, step=step, judgement=judgement))

    assert hints is not None
    assert [hint.passed_over for hint in hints.hints] == [True, False, False, False]
    assert (hints.hints[1].title, hints.hints[1].text) == (
        "Hint 2 of 4: Why 404?",
        "No path.",
    )
    numbers = [[hint.number for hint in hints.after(seen)] for seen in range(5)]
    assert numbers == [[2], [2], [3], [4], [1, 2, 3, 4]]


@pytest.mark.parametrize("name", ["passed", "a stray test", "nothing", "broken"])
def test_where_no_task_is_open_there_are_no_hints(name, state, home):
    assert report(state(name), home)["sentences"]["hints"] is None


@pytest.mark.parametrize("name", STATES)
def test_nothing_in_the_lab_sends_anybody_to_a_terminal(name, state, home):
    document = json.loads(json.dumps(report(state(name), home)))
    said = " ".join(in_the_lab(document, home.work))

    assert "learn.py" not in said
    assert "terminal" not in said
