"""Every test of a step is kept by the next, or declared."""

from course.curriculum.test_sources import sources_of
from tools.chain.kept_tests import check_kept

ONE = "def test_one():\n    answer = 1\n    assert answer == 1\n"
TWO = "@pytest.mark.task('x')\ndef test_two():\n    pass\n"
FILE = "tests/test_it.py"


def test_kept_tests_and_new_ones_are_fine(make_steps):
    one, two = make_steps({FILE: ONE}, {FILE: f"# A comment.\n\n\n{ONE}\n\n{TWO}"})

    assert check_kept(two, one) == []


def test_first_step_has_nothing_to_keep(make_steps):
    (one,) = make_steps({FILE: ONE})

    assert check_kept(one, None) == []


def test_test_that_is_gone_is_a_defect(make_steps):
    one, two = make_steps({FILE: ONE + TWO}, {FILE: ONE})

    (defect,) = check_kept(two, one)

    assert defect.where == "tests/test_it.py::test_two"
    assert defect.what == "the test of step 01 is gone"
    assert "author propagate 01" in defect.next_action
    assert "[tests] removed" in defect.next_action


def test_test_that_was_changed_is_a_defect_with_its_first_line(make_steps):
    one, two = make_steps({FILE: ONE}, {FILE: ONE.replace("= 1", "= 2")})

    (defect,) = check_kept(two, one)

    assert defect.what == "the test is not what it is in step 01"
    assert defect.lines == ("was: answer = 1", "now: answer = 2")
    assert "[tests] changed" in defect.next_action


def test_changed_marker_is_a_change(make_steps):
    one, two = make_steps({FILE: TWO}, {FILE: TWO.replace("'x'", "'y'")})

    (defect,) = check_kept(two, one)

    assert defect.lines[0] == "was: @pytest.mark.task('x')"


def test_lines_added_at_the_end_of_a_test_are_a_change(make_steps):
    one, two = make_steps({FILE: ONE}, {FILE: ONE + "    assert True\n"})

    (defect,) = check_kept(two, one)

    assert defect.lines == ("was: (nothing)", "now: assert True")


def test_declared_changes_are_fine(make_steps):
    toml = (
        '[tests]\nremoved = ["test_it.py::test_two"]\n'
        'changed = ["test_it.py::test_one"]\n'
    )
    one, two = make_steps({FILE: ONE + TWO}, {FILE: ONE.replace("1", "2")}, toml=toml)

    assert check_kept(two, one) == []


def test_declarations_that_are_not_true_are_defects(make_steps):
    toml = (
        '[tests]\nremoved = ["test_it.py::test_one", "test_it.py::test_never"]\n'
        'changed = ["test_it.py::test_one", "test_it.py::test_new"]\n'
    )
    one, two = make_steps(
        {FILE: ONE}, {FILE: ONE + TWO.replace("two", "new")}, toml=toml
    )

    assert {(each.where, each.what) for each in check_kept(two, one)} == {
        (f"{FILE}::test_one", "step.toml declares it removed, but it is still there"),
        (
            f"{FILE}::test_never",
            "step.toml declares it removed, but no such test before",
        ),
        (
            f"{FILE}::test_one",
            "step.toml declares it changed, but it is the same in both",
        ),
        (
            f"{FILE}::test_new",
            "step.toml declares it changed, but it is not in both steps",
        ),
    }


def test_sources_of_methods_and_async_tests_are_found(make_steps):
    text = (
        "class TestLogin:\n    def test_in(self):\n        pass\n\n"
        "    def helper(self):\n        pass\n\n\n"
        "async def test_out():\n    pass\n"
    )
    (one,) = make_steps({FILE: text, "tests/conftest.py": ONE})

    assert set(sources_of(one.path / "tests")) == {
        "test_it.py::TestLogin::test_in",
        "test_it.py::test_out",
    }
