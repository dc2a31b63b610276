"""``author propagate`` stops at a conflict, and goes on from there."""

import pytest

from course.errors import CourseError
from tools.propagate.command import put_back, resume


def test_conflict_stops_in_the_step_with_labeled_markers(conflicted, capsys):
    assert (
        "<<<<<<< step 03 (yours)\nLIFETIME = 30\n=======\nLIFETIME = 7\n"
        ">>>>>>> step 02 (the edit)\n"
    ) in conflicted.read(3)
    assert "LIFETIME = 7" in conflicted.read(2)
    assert "LIFETIME = 30" in conflicted.read(4)
    # The file, the line of each marker, and what to type next.
    out = capsys.readouterr().out
    line = conflicted.read(3).splitlines().index("<<<<<<< step 03 (yours)") + 1
    assert f"steps/03_later/settings.py:{line}\n" in out
    assert "author propagate --continue" in out
    assert "author propagate --abort" in out


def test_continue_is_refused_while_markers_remain(conflicted):
    with pytest.raises(CourseError) as caught:
        resume(conflicted.root, conflicted.learn)

    assert "steps/03_later/settings.py:7" in caught.value.message
    assert caught.value.code == 1


def test_forgotten_middle_marker_is_refused(conflicted):
    text = conflicted.read(3).splitlines(keepends=True)
    kept = [line for line in text if line[:7] not in ("<<<<<<<", ">>>>>>>")]
    conflicted.write(3, "settings.py", "".join(kept))

    with pytest.raises(CourseError, match=r"settings\.py:8"):
        resume(conflicted.root, conflicted.learn)


def test_conflict_in_the_last_step_ends_there(tutorial):
    tutorial.edit(4, "LIFETIME = 5", "LIFETIME = 30")
    tutorial.edit(1, "LIFETIME = 5", "LIFETIME = 7")
    assert tutorial.propagate(1) == 1
    tutorial.write(4, "settings.py", "LIFETIME = 37\n")

    assert resume(tutorial.root, tutorial.learn) == 0

    with pytest.raises(CourseError, match="No propagation waits"):
        resume(tutorial.root, tutorial.learn)


def test_continue_leaves_the_steps_before_the_stop_alone(conflicted):
    conflicted.edit(2, "# End.", "# The end of step 02.")
    conflicted.put_back(3)

    assert resume(conflicted.root, conflicted.learn) == 0

    assert "# The end of step 02." in conflicted.read(2)
    assert "LIFETIME = 30" in conflicted.read(4)


def test_abort_keeps_the_conflicts_settled_so_far(tutorial):
    tutorial.edit(2, "LIFETIME = 5", "LIFETIME = 20")
    tutorial.edit(3, "LIFETIME = 5", "LIFETIME = 30")
    tutorial.edit(1, "LIFETIME = 5", "LIFETIME = 7")
    before = tutorial.everything()
    assert tutorial.propagate(1) == 1
    tutorial.write(2, "settings.py", "LIFETIME = 27\n")
    assert resume(tutorial.root, tutorial.learn) == 1

    put_back(tutorial.root, tutorial.learn)

    assert tutorial.everything() == before
    kept = tutorial.learn / "propagate-rescued" / "02_middle" / "settings.py"
    assert kept.read_text(encoding="utf-8") == "LIFETIME = 27\n"


@pytest.mark.parametrize("again", ["continue", "same command"])
def test_resolution_and_edit_are_carried_onward(conflicted, again):
    settled = conflicted.read(1).replace("LIFETIME = 7", "LIFETIME = 37")
    conflicted.write(3, "settings.py", settled + "STEP_1 = 1\nSTEP_2 = 2\n")
    # What the edit needs in another file of that step is part of the resolution.
    conflicted.write(3, "helper.py", "needed = True\n")

    if again == "continue":
        assert resume(conflicted.root, conflicted.learn) == 0
    else:
        assert conflicted.propagate(1) == 0

    assert "LIFETIME = 37" in conflicted.read(4)
    assert "STEP_3 = 3" in conflicted.read(4)
    assert conflicted.read(4, "helper.py") == "needed = True\n"
    assert not conflicted.file(2, "helper.py").exists()


def test_another_step_is_refused_while_one_waits(conflicted):
    with pytest.raises(CourseError, match="step 01 still waits at step 03"):
        conflicted.propagate(2)
    with pytest.raises(CourseError, match="step 01 still waits at step 03"):
        conflicted.propagate(1, dry_run=True)
