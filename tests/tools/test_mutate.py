"""``author mutate``: changes that tests have to notice, and what became of them."""

from pathlib import Path

import pytest

from course.curriculum.steps import Step, load_step, load_steps
from course.errors import CourseError
from tools.mutate.command import (
    REASONS,
    Knowledge,
    mutate,
    read_reasons,
    step_mutants,
    test_mutants,
)
from tools.mutate.operators import mutants

VIEWS = '''\
"""Views."""

from django.http import JsonResponse


def half(number):
    """Half of it, and for others the same."""
    if number > 0 and number != 3:
        return number // 2
    return 7
'''
TEST = """\
import pytest


@pytest.mark.task("half")
@pytest.mark.parametrize(("number", "is_half"), [(4, 2), (3, 7), (0, 7), (1, 0)])
def test_half(number, is_half):
    from users.half import half

    assert half(number) == is_half
"""
DESCRIPTION = """\
title = "Half"
goal = "Half of it."
idea = "Half."
changes = []
[[tasks]]
slug = "half"
title = "Half of it"
red = ""
"""


def changed(source: str) -> set[tuple[str, str]]:
    """Return the lines before and after, of each mutant."""
    return {(mutant.before, mutant.after) for mutant in mutants(source)}


@pytest.mark.parametrize(
    ("source", "after"),
    [
        ("a = b == c", "a = b != c"),
        ("a = b < c", "a = b <= c"),
        ("a = b in c", "a = b not in c"),
        ("a = b is None", "a = b is not None"),
        ("a = b and c", "a = b or c"),
        ("a = not b", "a = (b)"),
        ("a = b + c", "a = b - c"),
        ("a = True", "a = False"),
        ("a = 15", "a = 16"),
        ("a = 'b'", "a = 'XXbXX'"),
        ("a = b'c'", "a = b'XXcXX'"),
        ("a = f'b{c}'", "a = f'XXb{c}'"),
        ("a = b", "a = None"),
        ("a = b", "pass"),
        ("a()", "pass"),
        ("raise a", "pass"),
        ("a = [b, c]", "a = [b, ]"),
        ("a = {'b': 1, 'c': 2}", "a = { 'c': 2}"),
        ("a(b, c=d)", "a(b, )"),
        ("a(b, c=d)", "a(None, c=d)"),
        ("a = b if c else d", "a = b if not (c) else d"),
    ],
)
def test_a_line_is_changed_as_a_mistake_would(source, after):
    assert (source, after) in changed(source)


def test_conditions_returns_decorators_and_exceptions_are_changed():
    source = "@a\ndef f():\n    try:\n        return 1\n    except (B, C):\n        d\n"
    source += "    if e:\n        d\n"

    found = changed(source)

    assert ("@a", "") in found
    assert ("return 1", "return None") in found
    assert ("except (B, C):", "except (B, ):") in found
    assert ("except (B, C):", "except ZeroDivisionError:") in found
    assert ("if e:", "if not (e):") in found


def test_docstrings_are_not_changed_and_letters_of_others_do_no_harm():
    source = '"""Über."""\n\nname = "Zoë" if größe == 1 else "x"\n'

    assert not any("Über" in before for before, _ in changed(source))
    assert {before for before, _ in changed(source)} == {
        'name = "Zoë" if größe == 1 else "x"'
    }


def test_each_mutant_compiles_and_is_there_once():
    for file, mutant in step_mutants(load_steps()[-1]):
        compile(mutant.source, file, "exec", dont_inherit=True)
    sources = [mutant.source for _, mutant in step_mutants(load_steps()[0])]
    assert len(sources) == len(set(sources))


@pytest.fixture
def small(tmp_path: Path) -> Step:
    """A step with one function, and a test of it."""
    from support.small_project import INI, PROJECT, write

    step = tmp_path / "01_half"
    write(step, {**PROJECT, "users/half.py": VIEWS, "step.toml": DESCRIPTION})
    write(step, {"pytest.ini": INI, "tests/test_half.py": TEST})
    return load_step(step)


def of_half(step: Step) -> list[tuple[str, object]]:
    """Return only the mutants of the function."""
    return [item for item in step_mutants(step) if item[0] == "users/half.py"]


def test_what_the_tests_notice_is_killed_and_the_rest_survives(small, monkeypatch):
    found = of_half(small)
    monkeypatch.setattr("tools.mutate.command.step_mutants", lambda step: iter(found))

    outcomes = list(test_mutants(small, Knowledge(), workers=1))

    assert len(outcomes) == len(found)
    survived = {o.mutant.after for o in outcomes if o.killer is None}
    assert survived == set()
    killers = {o.mutant.after: o.killer for o in outcomes if o.killer}
    assert killers["return None"].startswith("test_half.py::test_half[")
    assert (small.path / "users" / "half.py").read_text("utf-8") == VIEWS


def test_survivors_are_shown_and_make_the_command_fail(small, monkeypatch, capsys):
    test = small.path / "tests" / "test_half.py"
    test.write_text(test.read_text("utf-8").replace("(0, 7), ", ""), "utf-8")
    found = [each for each in of_half(small) if "number >= 0" in each[1].after]
    monkeypatch.setattr("tools.mutate.command.step_mutants", lambda step: iter(found))

    code = mutate([small], workers=1)

    said = capsys.readouterr().out
    assert code == 1
    assert "- if number > 0 and number != 3:" in said
    assert "+ if number >= 0 and number != 3:" in said
    assert "No reason is given" in said


def test_the_reasons_name_changes_that_there_are():
    """A line that was rewritten takes its reason with it."""
    there = {
        (file, mutant.before, mutant.after)
        for step in load_steps()
        for file, mutant in step_mutants(step)
    }

    assert set(read_reasons()) <= there


def test_reasons_that_cannot_be_read_are_a_sentence(tmp_path):
    file = tmp_path / "mutants.toml"
    file.write_text('[[survivors]]\nfile = "a"\n', "utf-8")

    with pytest.raises(CourseError, match=REASONS.name):
        read_reasons(file)
