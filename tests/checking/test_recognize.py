"""The engine behind the catalogue of mistakes: it reads, recognizes, and puts in."""

import re
from pathlib import Path
from typing import Any

import pytest
from support.small_project import write

from course.checking.recognize import load_mistakes, put_in, recognize, recognize_all
from course.checking.results import Broken, Report, TestResult
from course.checking.source_patterns import SourceFiles, glob_pattern, without_comments
from course.curriculum.steps import Step, load_step
from course.errors import CourseError

STEP = """\
title = "t"
goal = "g"
idea = "i"
changes = []
[[tasks]]
slug = "first"
title = "The first"
red = "."
[[tasks]]
slug = "second"
title = "The second"
red = "."
"""
MISTAKE = """\
title = "No b"
task = "second"
say = "It has no b."
fix = "Add b."
why = "Because of c."
file = "config/settings.py"
line = "^A ="
[when]
message = "KeyError: 'b'"
[[change]]
file = "config/settings.py"
old = "B = 2\\n"
new = ""
"""
SETTINGS = "# A = 0\nA = 1\nB = 2\n"


@pytest.fixture
def step(tmp_path: Path) -> Step:
    """A step of two tasks without any mistake."""
    write(tmp_path / "01_step", {"step.toml": STEP})
    return load_step(tmp_path / "01_step")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one file."""
    write(tmp_path / "work", {"config/settings.py": SETTINGS})
    return tmp_path / "work"


def describe(step: Step, name: str = "no-b", text: str = MISTAKE, **more: str) -> None:
    """Write a mistake's file, with some of its lines replaced."""
    for key, line in more.items():
        pattern = re.compile(rf"(?m)^{key} = .*$")
        text, count = pattern.subn(lambda _, new=line: new, text, count=1)
        assert count == 1, key
    write(step.path / "mistakes", {f"{name}.toml": text})


def failed(message: str = "KeyError: 'b'", task: str = "second", **more: Any) -> Report:
    """A report with one failed test, and one that passed."""
    one = TestResult("test_it.py::test_b[x]", task, "failed", message, **more)
    return Report((TestResult("test_it.py::test_a", "first", "passed"), one))


def found(step: Step, report: Report, project: Path) -> str | None:
    """Return the slug of the mistake that is recognized."""
    one = recognize(load_mistakes(step), report, project)
    return one.mistake.slug if one else None


def test_a_mistake_is_recognized_with_its_place(step, project):
    describe(step)
    one = recognize(load_mistakes(step), failed(), project)

    assert one is not None
    assert (one.mistake.slug, one.mistake.fix) == ("no-b", "Add b.")
    # The comment above it does not count, and the line keeps its number.
    assert (one.file, one.line) == ("config/settings.py", 2)
    assert one.result is not None
    assert one.result.nodeid == "test_it.py::test_b[x]"


def test_a_mistake_of_a_task_that_passes_is_none(step, project):
    describe(step)
    assert found(step, failed(task="first"), project) is None
    assert found(step, Report(), project) is None


@pytest.mark.parametrize("field", ["happened", "details", "printed"])
def test_the_message_may_stand_in_any_part_of_what_a_test_says(step, project, field):
    describe(step)
    assert found(step, failed("x", **{field: "so:\nKeyError: 'b'\n"}), project)
    assert found(step, failed("x", **{field: "so:\nKeyError: 'c'\n"}), project) is None


def test_test_and_message_must_hold_of_the_same_test(step, project):
    describe(step, message="message = \"KeyError: 'b'\"\ntest = 'test_b\\[x'")
    assert found(step, failed(), project) == "no-b"

    other = TestResult("test_it.py::test_c", "second", "failed", "KeyError: 'b'")
    assert found(step, Report((other, *failed("no").results)), project) is None


def test_a_project_that_does_not_load_shows_a_mistake_by_its_message(step, project):
    describe(step)
    broken = Broken("config/settings.py: KeyError: 'b'.", "Mend it.")
    one = recognize(load_mistakes(step), Report((), broken), project)

    assert one is not None
    assert one.result is None
    assert found(step, Report((), Broken("no", "n"), "KeyError: 'b'"), project)
    describe(step, message="test = 'test_b'")
    assert found(step, Report((), broken, "test_b"), project) is None
    describe(step, message="source = [{file = '**', has = 'B'}]")
    assert found(step, Report((), broken), project) is None


@pytest.mark.parametrize(
    ("source", "fits"),
    [
        ('{file = "config/settings.py", has = "^B = 2$"}', True),
        ('{file = "config/settings.py", has = "A = 0"}', False),
        ('{file = "config/settings.py", lacks = "A = 0"}', True),
        ('{file = "config/settings.py", lacks = "B"}', False),
        ('{file = "**/*.py", has = "B", lacks = "C"}', True),
        ('{file = "**/*.py", has = "B", lacks = "A"}', False),
        ('{file = "users/models.py", lacks = "B"}', False),
        ('{file = "users/models.py", has = "B"}', False),
        ('{file = "users/models.py", absent = true}', True),
        ('{file = "*/settings.py", absent = true}', False),
        ('{file = "tests/*.py", has = "B"}', False),
        ('{file = "**/*.py", has = "B"}, {file = "**/*.py", has = "C"}', False),
    ],
)
def test_all_conditions_on_the_source_must_hold(step, project, source, fits):
    write(project, {"tests/test_own.py": "B = 2\n", "config/__init__.py": ""})
    describe(step, message=f"source = [{source}]")

    assert (found(step, failed(), project) == "no-b") is fits


def test_the_earlier_task_comes_first_then_the_more_precise_signature(step, project):
    both = Report((*failed().results, *failed(task="first").results))
    describe(step, "a-plain")
    describe(step, "b-precise", message="message = \"KeyError: 'b'\"\ntest = 'test_b'")
    assert found(step, both, project) == "b-precise"

    describe(step, "c-first", task='task = "first"')
    mistakes = recognize_all(load_mistakes(step), both, project)
    slugs = [one.mistake.slug for one in mistakes]
    assert slugs == ["c-first", "b-precise", "a-plain"]


@pytest.mark.parametrize(
    ("file", "line", "place"),
    [
        ("config/*.py", "^B", ("config/settings.py", 3)),
        ("**/*.py", r"^\s*B", ("config/settings.py", 3)),
        ("config/settings.py", "^Z", ("config/settings.py", None)),
        ("config/urls.py", "^B", ("config/urls.py", None)),
        ("users/*.py", "^B", ("users/views.py", 7)),
        ("nothing/*.py", "^B", ("users/views.py", 7)),
    ],
    ids=["line", "blank line", "no such line", "no file", "traceback", "elsewhere"],
)
def test_the_place_is_the_line_or_that_of_the_failure(step, project, file, line, place):
    write(project, {"users/views.py": "x = 1\n", "config/settings.py": "A = 1\n\nB\n"})
    describe(step, file=f'file = "{file}"', line=f"line = '{line}'")
    report = failed(file="users/views.py", line=7)
    one = recognize(load_mistakes(step), report, project)

    assert one is not None
    assert (one.file, one.line) == place


def test_the_test_that_shows_it_is_of_its_own_task_if_there_is_one(step, project):
    describe(step)
    other = failed(task="first").results[1]
    one = recognize(load_mistakes(step), Report((other, *failed().results)), project)

    assert one is not None
    assert one.result is not None
    assert one.result.task == "second"


def test_the_changes_put_the_mistake_in(step, project):
    more = '[[change]]\nfile = "new/a.py"\ntext = "x"\n'
    more += '[[change]]\nfile = "config/old.py"\ndelete = true\n'
    write(project, {"config/old.py": "x"})
    describe(step, text=MISTAKE + more)
    (mistake,) = load_mistakes(step)
    put_in(mistake, project)

    assert (project / "config/settings.py").read_text("utf-8") == "# A = 0\nA = 1\n"
    assert (project / "new/a.py").read_text("utf-8") == "x"
    assert not (project / "config/old.py").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A = 1\n", "found 0 times"),
        ("B = 2\nB = 2\n", "found 2"),
        (None, "there is no"),
    ],
)
def test_a_stale_change_fails_loudly(step, project, text, said):
    path = project / "config/settings.py"
    path.unlink() if text is None else path.write_text(text, "utf-8")
    describe(step)
    (mistake,) = load_mistakes(step)

    with pytest.raises(CourseError, match=said) as caught:
        put_in(mistake, project)
    assert "no-b" in caught.value.message


@pytest.mark.parametrize(
    ("key", "line", "said"),
    [
        ("title", "", "title: is missing"),
        ("say", "say = 1", "say: no text"),
        ("why", 'why = ""', "why: no text"),
        ("task", 'task = "third"', "task: 01_step has no task 'third'"),
        ("line", 'lime = "x"', "lime: is no key"),
        ("line", 'line = "("', "line: no regular expression"),
        ("message", "", "when: names no sign"),
        ("message", 'tset = "x"', "when.tset: is no key"),
        ("message", 'message = "*"', "when.message: no regular expression"),
        ("message", "source = [{has = 'x', lacks = 'y'}]", "when.source[0].file: is"),
        ("message", "source = [{file = 'x'}]", "when.source[0]: says neither"),
        ("message", "source = [{file = 'x', absent = false}]", "when.source[0].absent"),
        ("message", "source = ['x']", "when.source[0]: no table"),
        ("message", "source = 'x'", "when.source: no list"),
        ("new", 'now = ""', "change[0]: needs old and new"),
        ("old", 'old = ""', "change[0].old: is empty"),
        ("new", "new = 1", "change[0].new: is no text"),
        ("say", "say = '", "cannot be read"),
    ],
)
def test_a_wrong_description_is_named_by_file_and_key(step, key, line, said):
    describe(step, **{key: line})

    with pytest.raises(CourseError) as caught:
        load_mistakes(step)
    assert f"steps/01_step/mistakes/no-b.toml: {said}" in caught.value.message


def test_a_name_that_is_not_in_kebab_case_is_refused(step):
    describe(step, "No_B")
    with pytest.raises(CourseError, match="kebab-case"):
        load_mistakes(step)


def test_a_step_without_mistakes_has_none(step):
    assert load_mistakes(step) == ()


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("a = 1  # one\n# two\nb = '# three'\n", "a = 1\n\nb = '# three'\n"),
        ('"""Text.\n# in it\n"""\n', '"""Text.\n# in it\n"""\n'),
        ("a = (  # open\n", "a = (  # open\n"),
        ("if a:\n  b\n c  # wrong\n", "if a:\n  b\n c  # wrong\n"),
        ("a\f = 1  # x\nb  # y", "a\f = 1\nb"),
    ],
    ids=["comments", "string", "no end", "indentation", "form feed"],
)
def test_comments_are_left_out_where_python_can_read_the_file(source, left):
    assert without_comments(source) == left


@pytest.mark.parametrize(
    ("glob", "path", "fits"),
    [
        ("users/*.py", "users/views.py", True),
        ("users/*.py", "users/api/views.py", False),
        ("**/*.py", "manage.py", True),
        ("**/*.py", "users/api/views.py", True),
        ("users/**", "users/api/views.py", True),
        ("users/migrations/000?_*.py", "users/migrations/0001_initial.py", True),
        ("users.py", "usersxpy", False),
    ],
)
def test_a_glob_fits_paths(glob, path, fits):
    assert bool(glob_pattern(glob).fullmatch(path)) is fits


def test_a_file_that_is_no_text_has_no_say(project):
    (project / "picture.py").write_bytes(b"\xff\xfe\x00\x00")
    files = SourceFiles(project)

    assert files.fitting("*.py") == ["picture.py"]
    assert files.line_of("picture.py", re.compile("A")) is None
    assert files.text("gone.py") == ""
