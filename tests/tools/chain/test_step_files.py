"""Paths, size, pins and strays of a step, each check seen to find its defect."""

import pytest
from support.git_repository import git, make_repository
from support.needed_tools import need_tool

from tools.chain.step_files import (
    MOST_LINES,
    check_changes,
    check_requirements,
    check_size,
    check_stray,
    code_lines,
)

LOCK = """\
# Made by a tool.
django==5.2.19
    # via us
psycopg[binary]==3.3.9
tzdata==2026.6 ; sys_platform == 'win32'
numpy==1.0 ; python_version < '3.12'
numpy==2.0 ; python_version >= '3.12'
typing-extensions==4.16.0
"""


def test_declared_changes_are_fine(make_steps):
    one, two = make_steps(
        {"a.py": "a\n", "b.py": "b\n", "c.py": "c\n"},
        {"a.py": "a\n", "b.py": "B\n", "d.py": "d\n"},
        changes=["b.py", "c.py", "d.py"],
    )

    assert check_changes(two, one) == []
    assert check_changes(one, None) == []


def test_undeclared_change_is_a_forgotten_propagation_or_entry(make_steps):
    one, two = make_steps(
        {"a.py": "a\n", "b.py": "b\n"}, {"a.py": "A\n"}, changes=["b.py"]
    )

    (defect,) = check_changes(two, one)

    assert defect.where == "a.py"
    assert defect.what == "differs from step 01, undeclared"
    assert "author propagate 01" in defect.next_action
    assert "`changes`" in defect.next_action


def test_declared_change_that_is_none_is_a_defect(make_steps):
    one, two = make_steps(
        {"a.py": "a\n"}, {"a.py": "a\n"}, changes=["a.py", "README.md"]
    )

    found = check_changes(two, one)

    assert [defect.where for defect in found] == ["README.md", "a.py"]
    assert found[0].what == "is declared, but does not differ from step 01"


def test_change_that_is_declared_twice_is_a_defect(make_steps):
    one, two = make_steps({"a.py": "a\n"}, {"a.py": "A\n"}, changes=["a.py", "a.py"])

    (defect,) = check_changes(two, one)

    assert defect.what == "is declared twice"


def test_first_step_declares_all_its_files(make_steps):
    (one,) = make_steps({"a.py": "a\n", "b.py": "b\n"}, changes=["a.py"])

    (defect,) = check_changes(one, None)

    assert defect.where == "b.py"
    assert "propagate" not in defect.next_action


@pytest.mark.parametrize("more", [0, 1])
def test_size_counts_added_lines_of_code_alone(make_steps, more):
    code = "".join(f"x{n} = 1\n\n" for n in range(MOST_LINES + more))
    one, two = make_steps(
        {"users/models.py": "old = 1\n"},
        {
            "users/models.py": code,
            "users/migrations/0001_initial.py": "y = 1\n" * 99,
            "tests/test_x.py": "z = 1\n" * 99,
            "README.md": "Notes.\n" * 99,
            "requirements.txt": "a==1\n",
            "pytest.ini": "[pytest]\n",
        },
    )

    assert code_lines(one.path, two) == (MOST_LINES + more, 1)
    found = check_size(two, one.path)
    assert [defect.what for defect in found] == more * [
        f"adds {MOST_LINES + 1} lines of code; the most is {MOST_LINES}"
    ]


def test_pins_of_the_lock_are_fine(make_steps, tmp_path):
    (tmp_path / "lock.txt").write_text(LOCK, encoding="utf-8")
    pins = (
        "# What this step asks for.\nDjango==5.2.19  # the framework\n"
        "psycopg[binary]==3.3.9\n\ntyping_extensions==4.16.0\n"
        "numpy==1.0 ; python_version < '3.12'\nnumpy==2.0 ; python_version >= '3.12'\n"
        "tzdata==2026.6 ; sys_platform == 'win32'\n"
    )
    (one,) = make_steps({"requirements.txt": pins})

    assert check_requirements(one, tmp_path / "lock.txt") == []


@pytest.mark.parametrize(
    ("pins", "what"),
    [
        ("django==5.2.18\n", "django is 5.2.18; the lock has 5.2.19"),
        ("flask==3.0\n", "flask is 3.0; the lock has nothing"),
        ("django>=5.2\n", "django is not pinned; the lock has 5.2.19"),
        ("Django\n", "django is not pinned; the lock has 5.2.19"),
        ("numpy==2.0\n", "numpy is 2.0; the lock has 1.0 and 2.0"),
    ],
    ids=["old", "unknown", "range", "bare", "half"],
)
def test_other_pins_are_defects(make_steps, tmp_path, pins, what):
    (tmp_path / "lock.txt").write_text(LOCK, encoding="utf-8")
    (one,) = make_steps({"requirements.txt": pins})

    (defect,) = check_requirements(one, tmp_path / "lock.txt")

    assert defect.what == what


def test_step_without_requirements_is_a_defect(make_steps, tmp_path):
    (tmp_path / "lock.txt").write_text(LOCK, encoding="utf-8")
    (one,) = make_steps({"a.py": ""})

    (defect,) = check_requirements(one, tmp_path / "lock.txt")

    assert defect.what == "is missing"


def test_conflict_marker_is_a_stray(make_steps, tmp_path):
    (one,) = make_steps(
        {"a.py": "x = 1\n<<<<<<< step 02 (yours)\n=======\n", "b.md": "T\n=======\n"}
    )

    found = check_stray(one, tmp_path)

    assert [defect.where for defect in found] == ["a.py:2", "a.py:3"]
    assert found[0].lines == ("<<<<<<< step 02 (yours)",)


@pytest.mark.parametrize("name", ["a.py.orig", "a.py.rej", "logo.png.the-edit"])
def test_leftover_of_a_merge_is_a_stray(make_steps, tmp_path, name):
    (one,) = make_steps({name: "x\n"})

    (defect,) = check_stray(one, tmp_path)

    assert defect.where == name


def test_files_that_git_ignores_are_strays(make_steps, tmp_path):
    need_tool("git")
    (one,) = make_steps(
        {
            "a.py": "x = 1\n",
            ".env": "SECRET_KEY=x\n",
            "db.sqlite3": "",
            "users/__pycache__/models.pyc": "",
        }
    )
    (tmp_path / ".gitignore").write_text(
        "*.sqlite3\n__pycache__/\n.env\n", encoding="utf-8"
    )
    make_repository(tmp_path)
    git(tmp_path, "add", "--force", "steps/01_step/db.sqlite3")

    found = check_stray(one, tmp_path)

    # A cache that is not tracked is nobody's business: running a step leaves some.
    assert [defect.where for defect in found] == [".env", "db.sqlite3"]
    assert "missing from a clone" in found[0].what


def test_without_git_nothing_is_asked(make_steps, tmp_path, monkeypatch):
    (one,) = make_steps({"a.py": "x = 1\n"})
    monkeypatch.setenv("PATH", str(tmp_path))

    assert check_stray(one, tmp_path) == []


def test_without_a_repository_git_is_not_needed(make_steps, tmp_path):
    (one,) = make_steps({"a.py": "x = 1\n", ".env": ""})
    (tmp_path / ".gitignore").write_text(".env\n", encoding="utf-8")

    assert check_stray(one, tmp_path) == []
