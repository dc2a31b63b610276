"""A forgotten propagation undoes an edit in the next step, and that is found."""

import pytest

from tools.chain.undone_hunks import check_undone

SETTINGS = """\
DEBUG = False

APPS = [
    "auth",
]

LIFETIME = 5
"""
MORE = SETTINGS + "\nAUDIENCE = 'api'\n"


def test_steps_that_only_add_are_fine(make_steps):
    steps = make_steps({"a.py": SETTINGS}, {"a.py": MORE}, {"a.py": MORE + "x = 1\n"})

    assert check_undone(steps[0], None) == []
    assert check_undone(steps[1], steps[0]) == []
    assert check_undone(steps[2], steps[1], steps[0]) == []


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("LIFETIME = 5", "LIFETIME = 15", "LIFETIME = 15"),
        ('    "auth",\n', '    "auth",\n    "admin",\n', '"admin",'),
        ("DEBUG = False", "DEBUG = 1 == 2", "DEBUG = 1 == 2"),
        ("\nAUDIENCE", "\nif DEBUG:\n    AUDIENCE", "if DEBUG:"),
    ],
    ids=["changed", "inserted", "inherited", "block"],
)
def test_edit_that_was_not_carried_on_is_found(make_steps, old, new, line):
    edited = MORE.replace(old, new)
    assert edited != MORE
    steps = make_steps(
        {"a.py": SETTINGS}, {"a.py": edited}, {"a.py": MORE + "ISSUER = 'us'\n"}
    )

    found = check_undone(steps[2], steps[1], steps[0])

    assert line in [each for defect in found for each in defect.lines]
    assert {defect.step for defect in found} == {"03_step"}
    number = edited.splitlines().index(
        next(x for x in edited.splitlines() if line in x)
    )
    assert found[0].where == f"a.py:{number + 1}"
    assert "python learn.py author propagate 02" in found[0].next_action


def test_edit_that_was_carried_on_is_fine(make_steps):
    edited = MORE.replace("LIFETIME = 5", "LIFETIME = 15")
    toml = "[undoes]\n'a.py' = ['LIFETIME = 5']\n"
    one, two = make_steps({"a.py": SETTINGS}, {"a.py": edited}, toml=toml)
    assert check_undone(two, one) == []

    # Step 03 has the edit, and so takes nothing away.
    steps = make_steps(
        {"a.py": SETTINGS}, {"a.py": edited}, {"a.py": edited + "ISSUER = 'us'\n"}
    )
    assert check_undone(steps[2], steps[1], steps[0]) == []


def test_deletion_that_was_not_carried_on_comes_back(make_steps):
    without = MORE.replace("LIFETIME = 5\n", "")
    steps = make_steps(
        {"a.py": SETTINGS}, {"a.py": without}, {"a.py": MORE + "ISSUER = 'us'\n"}
    )

    (defect,) = check_undone(steps[2], steps[1], steps[0])

    assert defect.what == "brings back what step 02 took away"
    assert defect.lines == ("LIFETIME = 5",)
    assert defect.where == "a.py:7"


def test_line_comes_back_as_often_as_it_went(make_steps):
    steps = make_steps(
        {"a.py": "x = 1\ny = 1\n"},
        {"a.py": "y = 1\n"},
        {"a.py": "x = 1\ny = 1\nx = 1\n"},
    )

    (defect,) = check_undone(steps[2], steps[1], steps[0])

    assert defect.lines == ("x = 1",)


def test_brackets_come_and_go(make_steps):
    steps = make_steps(
        {"a.py": "]\nx = 1\n"}, {"a.py": "x = 1\n"}, {"a.py": "x = 1\n]\n"}
    )

    assert check_undone(steps[1], steps[0]) == []
    assert check_undone(steps[2], steps[1], steps[0]) == []


def test_declared_lines_may_go_and_come_back(make_steps):
    toml = "[undoes]\n'a.py' = ['DEBUG = False', 'LIFETIME = 5']\n"
    without = MORE.replace("LIFETIME = 5\n", "")
    steps = make_steps(
        {"a.py": SETTINGS},
        {"a.py": without},
        {"a.py": MORE.replace("DEBUG = False\n", "")},
        toml=toml,
    )

    assert check_undone(steps[2], steps[1], steps[0]) == []


def test_declaration_covers_a_line_once(make_steps):
    toml = "[undoes]\n'a.py' = ['x = 1']\n"
    one, two = make_steps(
        {"a.py": "x = 1\ny = 2\nx = 1\n"}, {"a.py": "y = 2\n"}, toml=toml
    )

    (defect,) = check_undone(two, one)

    assert defect.lines == ("x = 1",)
    assert defect.where == "a.py:3"


def test_declaration_that_is_not_true_is_a_defect(make_steps):
    toml = "[undoes]\n'a.py' = ['LIFETIME = 5', 'never = 1']\n"
    one, two = make_steps({"a.py": SETTINGS}, {"a.py": SETTINGS}, toml=toml)

    (defect,) = check_undone(two, one)

    assert "is not undone" in defect.what
    assert defect.lines == ("LIFETIME = 5", "never = 1")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("from a import b\n", "from a import (\n    b,\n    c,\n)\n"),
        ("    import a\n", "    import a, b\n"),
        ("from . import a\n", "from . import a, b\n"),
    ],
)
def test_import_may_grow(make_steps, old, new):
    one, two = make_steps(
        {"a.py": f"if x:\n{old}" if old[0] == " " else old},
        {"a.py": f"if x:\n{new}" if new[0] == " " else new},
    )

    assert check_undone(two, one) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("from a import b, c\n", "from a import b\n"),
        ("from a import b\n", "from x import b\n"),
        ("from . import b\n", "from .. import b\n"),
        ("import a as b\n", "import a\n"),
        ("from a import b\n", "from a import (b\n"),
    ],
)
def test_import_may_not_lose_a_name(make_steps, old, new):
    one, two = make_steps({"a.py": old}, {"a.py": new})

    assert len(check_undone(two, one)) == 1


def test_line_may_move_inside_its_file(make_steps):
    one, two = make_steps({"a.py": "x = 1\ny = 2\n"}, {"a.py": "y = 2\nx = 1\n"})

    assert check_undone(two, one) == []


def test_other_indentation_is_another_line(make_steps):
    one, two = make_steps(
        {"a.py": "if x:\n    y()\nreturn z\n"},
        {"a.py": "if x:\n    y()\n    return z\n"},
    )

    assert len(check_undone(two, one)) == 1


def test_helpers_of_tests_count_and_test_functions_do_not(make_steps):
    test = "def test_a():\n    assert a == 1\n"
    one, two = make_steps(
        {"tests/test_a.py": f"KEY = 1\n\n\n{test}"},
        {"tests/test_a.py": "KEY = 2\n\n\n" + test.replace("1", "2")},
    )

    (defect,) = check_undone(two, one)

    assert defect.lines == ("KEY = 1",)


def test_removed_and_binary_files_are_left_to_the_list_of_changes(make_steps):
    one, two = make_steps(
        {"gone.py": "x = 1\n", "logo.png": b"\x89PNG\xff old"},
        {"logo.png": b"\x89PNG\xff new"},
    )

    assert check_undone(two, one) == []


def test_proposed_declaration_is_what_makes_it_fine(make_steps):
    lines = """x = "it's"\ny = 'a\\\\b'\nz = 1\n"""
    one, two = make_steps({"a.py": lines + "k = 1\n"}, {"a.py": "k = 1\n"})
    (defect,) = check_undone(two, one)
    entry = defect.next_action.partition("[undoes] ")[2]

    one, two = make_steps(
        {"a.py": lines + "k = 1\n"}, {"a.py": "k = 1\n"}, toml=f"[undoes]\n{entry}\n"
    )

    assert check_undone(two, one) == []
