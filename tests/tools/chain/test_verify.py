"""``author verify``: the table, the defects below it, and the exit code."""

import threading
from collections.abc import Callable
from importlib.metadata import version

import pytest

import tools.chain.command
from course.checking.results import Report, TestResult
from course.curriculum.steps import load_steps
from course.errors import CourseError
from course.notes.last_proof import read_proof
from tools.chain import Chain, Defect
from tools.chain.command import WIDTH, run_checks, verify

FOUND = Defect(
    "undone",
    "02_step",
    "a.py:7",
    "takes away what step 01 has",
    ("LIFETIME = 5",),
    "python learn.py author propagate 01",
)


class FakeChain(Chain):
    """A chain that starts no process and finds what it is told to find."""

    defects: tuple[Defect, ...] = ()

    def project_before(self, step):
        return step.path

    def green(self, step):
        tests = [f"test_{n}.py::x" for n in range(step.number)]
        return Report(tuple(TestResult(test, "task", "passed") for test in tests))

    def red(self, step):
        return Report((TestResult("test_0.py::x", "task", "failed"),))

    def check(self, name, step):
        return [d for d in self.defects if (d.check, d.step) == (name, step.name)]


@pytest.fixture
def root(make_steps, tmp_path, monkeypatch):
    make_steps({"a.py": "x = 1\n"}, {"a.py": "x = 1\n"}, {"b.py": "y = 2\n"})
    monkeypatch.setattr(tools.chain.command, "Chain", FakeChain)
    return tmp_path


@pytest.fixture
def seed(monkeypatch) -> Callable[..., None]:
    return lambda *found: monkeypatch.setattr(FakeChain, "defects", found)


def test_sound_steps_have_a_row_each_and_exit_code_0(root, capsys):
    assert verify(root=root) == 0

    lines = capsys.readouterr().out.splitlines()
    head, rows = lines[0], lines[1:4]
    titles = ("step", "tests", "green on N", "red on N-1, by task", "lines", "data")
    assert all(title in head for title in titles)
    assert [row.split()[:2] for row in rows] == [
        ["01_step", "1"],
        ["02_step", "2"],
        ["03_step", "3"],
    ]
    assert "✓ 1: task" in rows[1]
    assert lines[-1] == "✓ Every step holds against the step before it."


def test_steps_without_a_defect_are_noted_for_the_site(root, seed, places):
    seed(FOUND)

    verify(root=root, where=places)

    proofs = {step.name: read_proof(places.learn, step) for step in load_steps(root)}
    assert proofs["02_step"] is None
    assert proofs["01_step"].tests == 1
    assert proofs["03_step"].tests == 3
    assert proofs["03_step"].versions["django"] == version("django")


def test_defect_marks_its_row_and_is_told_below(root, seed, capsys):
    seed(FOUND)

    assert verify(root=root) == 1

    out = capsys.readouterr().out
    rows = out.splitlines()[1:4]
    assert ["✗ undone" in row for row in rows] == [False, True, False]
    assert (
        "✗ undone  02_step  a.py:7: takes away what step 01 has\n"
        "    LIFETIME = 5\n"
        "    -> python learn.py author propagate 01\n"
    ) in out
    assert out.splitlines()[-1] == "✗ Defects in step 02."


@pytest.mark.parametrize(
    ("check", "cell"),
    [
        ("green", "✗ not 1"),
        ("red", "✗ not 1"),
        ("size", "✗ +0 -0"),
        ("data", "✗ lost"),
        ("kept", "✗ kept"),
        ("changes", "✗ changes"),
        ("requirements", "✗ requirements"),
        ("stray", "✗ stray"),
    ],
)
def test_each_check_has_its_cell(root, seed, capsys, check, cell):
    seed(Defect(check, "02_step", "a.py", "is wrong"))

    assert verify(root=root) == 1

    assert cell in capsys.readouterr().out.splitlines()[2]


def test_some_steps_only(root, seed, capsys):
    seed(FOUND)

    assert verify(["3", "01"], root=root) == 0

    out = capsys.readouterr().out
    assert [row.split()[0] for row in out.splitlines()[1:3]] == ["01_step", "03_step"]
    assert "02_step" not in out


def test_unknown_step_is_refused(root):
    with pytest.raises(CourseError, match="There is no step “9”"):
        verify(["9"], root=root)


def test_piped_table_is_plain_and_fits(root, seed, capsys, monkeypatch):
    many = ", ".join(f"a-long-name-of-a-task-{n}" for n in range(9))
    monkeypatch.setattr(tools.chain.command, "_red", lambda chain, step: f"99: {many}")

    verify(root=root)

    out = capsys.readouterr().out
    assert "\x1b" not in out
    # Wider than the 80 columns that a pipe is taken for.
    assert 80 < max(map(len, out.splitlines())) <= WIDTH
    assert "a-long-name-of-a-task-8" in out


def test_steps_run_side_by_side(make_steps, monkeypatch):
    steps = make_steps({"a.py": ""}, {"a.py": ""})
    together = threading.Barrier(2, timeout=180)
    monkeypatch.setattr(tools.chain.command.os, "cpu_count", lambda: 2)

    class Meeting(FakeChain):
        def green(self, step):
            # Breaks the barrier, and so fails, unless both steps are in here at once.
            together.wait()
            return super().green(step)

        def check(self, name, step):
            if name == "data":
                together.wait()
            return []

    with Meeting(steps) as chain:
        rows = run_checks(chain, steps)

    assert [row.step.name for row in rows] == ["01_step", "02_step"]
