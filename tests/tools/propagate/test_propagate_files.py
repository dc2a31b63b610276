"""``author propagate`` on files of every kind, added, removed, renamed."""

import os
import stat

import pytest

from course.errors import CourseError
from course.workspace.merge_files import BESIDE
from tools.propagate.command import resume


def test_added_removed_and_renamed_files_travel(tutorial):
    for step in (1, 2, 3, 4):
        tutorial.write(step, "users/old.py", "x = 1\ny = 2\nz = 3\n")
        tutorial.write(step, "gone/only.py", "gone = True\n")
    tutorial.commit()
    tutorial.write(1, "users/new.py", tutorial.file(1, "users/old.py").read_bytes())
    tutorial.file(1, "users/old.py").unlink()
    tutorial.file(1, "gone/only.py").unlink()
    tutorial.write(1, "fresh.py", "fresh = True\n")

    assert tutorial.propagate(1) == 0

    assert tutorial.read(4, "users/new.py") == "x = 1\ny = 2\nz = 3\n"
    assert tutorial.read(4, "fresh.py") == "fresh = True\n"
    assert not tutorial.file(4, "users/old.py").exists()
    assert not tutorial.file(4, "gone").exists(), "an empty folder stays behind"


def test_file_removed_by_the_edit_and_by_a_later_step_is_gone(tutorial):
    for step in (1, 2):
        tutorial.write(step, "old.py", "x = 1\n")
    tutorial.commit()
    tutorial.file(1, "old.py").unlink()

    assert tutorial.propagate(1) == 0

    assert not tutorial.file(2, "old.py").exists()


def test_files_about_a_step_stay(tutorial):
    tutorial.write(1, "README.md", "# New notes\n")
    tutorial.edit(1, 'goal = "g"', 'goal = "another"', "step.toml")

    assert tutorial.propagate(1) == 0

    assert tutorial.read(2, "README.md") == "# 02_middle\n"
    assert 'goal = "g"' in tutorial.read(2, "step.toml")


def test_files_that_the_edit_leaves_alone_are_not_written(tutorial):
    tutorial.write(1, "urls.py", "urls = []\n")
    for step in (2, 3, 4):
        tutorial.write(step, "urls.py", "urls = [1]\n")
    tutorial.commit()
    stamp = tutorial.file(3, "urls.py").stat().st_mtime_ns
    tutorial.edit(1, "DEBUG = False", "DEBUG = True")

    tutorial.propagate(1)

    assert tutorial.file(3, "urls.py").stat().st_mtime_ns == stamp


def test_windows_line_endings_are_kept(tutorial):
    text = tutorial.read(3).replace("\n", "\r\n")
    tutorial.write(3, "settings.py", text)
    tutorial.commit()
    tutorial.edit(1, "    'a',\n", "    'a',\n    'b',\n")

    assert tutorial.propagate(1) == 0

    expected = text.replace("    'a',\r\n", "    'a',\r\n    'b',\r\n")
    assert tutorial.read(3) == expected
    assert "\r" not in tutorial.read(4)


def test_other_line_endings_alone_are_no_edit(tutorial):
    for step in (1, 2, 3, 4):
        tutorial.write(step, "same.py", "one\ntwo\n")
    tutorial.commit()
    for path in ("settings.py", "same.py"):
        tutorial.write(1, path, tutorial.read(1, path).replace("\n", "\r\n"))
    before = tutorial.everything()

    assert tutorial.propagate(1) == 0

    assert tutorial.everything() == before


def test_edit_that_also_changes_line_endings_brings_the_edit_alone(tutorial):
    for step in (1, 2, 3, 4):
        tutorial.write(step, "same.py", "one\ntwo\n")
    tutorial.commit()
    tutorial.write(1, "same.py", "one\r\n2\r\n")

    assert tutorial.propagate(1) == 0

    assert tutorial.read(4, "same.py") == "one\n2\n"


def test_checkout_with_windows_line_endings_is_no_edit(tutorial, capsys):
    # As on Windows with core.autocrlf: the commit has \n, every file here \r\n.
    tutorial.git("config", "core.autocrlf", "true")
    for step in (1, 2, 3, 4):
        text = tutorial.read(step).replace("\n", "\r\n")
        tutorial.write(step, "settings.py", text)

    assert tutorial.propagate(1) == 0

    assert "nothing to carry" in capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="Windows has no executable bits")
def test_executable_bit_travels(tutorial):
    file = tutorial.file(1, "settings.py")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)

    assert tutorial.propagate(1) == 0

    assert tutorial.file(4, "settings.py").stat().st_mode & stat.S_IXUSR
    assert tutorial.read(4).endswith("STEP_3 = 3\n")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no executable bits")
def test_executable_bit_of_the_edited_file_is_no_edit(tutorial):
    file = tutorial.file(1, "settings.py")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    tutorial.commit()
    tutorial.edit(1, "DEBUG = False", "DEBUG = True")

    assert tutorial.propagate(1) == 0

    assert not tutorial.file(4, "settings.py").stat().st_mode & stat.S_IXUSR


def test_binary_file_is_replaced_whole(tutorial):
    for step in (1, 2, 3, 4):
        tutorial.write(step, "logo.png", b"\x89PNG\0old")
    tutorial.commit()
    tutorial.write(1, "logo.png", b"\x89PNG\0new\r\n")

    assert tutorial.propagate(1) == 0

    assert tutorial.file(4, "logo.png").read_bytes() == b"\x89PNG\0new\r\n"


def test_binary_conflict_puts_the_edit_beside(tutorial, capsys):
    for step in (1, 2, 3, 4):
        tutorial.write(step, "logo.png", b"\0old" + bytes([step // 3]))
    tutorial.commit()
    tutorial.write(1, "logo.png", b"\0new")

    assert tutorial.propagate(1) == 1

    beside = tutorial.file(3, f"logo.png{BESIDE}")
    assert tutorial.file(3, "logo.png").read_bytes() == b"\0old\1"
    assert beside.read_bytes() == b"\0new"
    assert f"logo.png{BESIDE}" in capsys.readouterr().out
    with pytest.raises(CourseError, match=r"logo\.png\.the-edit"):
        resume(tutorial.root, tutorial.learn)
    os.replace(beside, tutorial.file(3, "logo.png"))
    assert resume(tutorial.root, tutorial.learn) == 0
    assert tutorial.file(4, "logo.png").read_bytes() == b"\0new"


def test_text_that_the_edit_made_binary_is_put_beside(tutorial):
    tutorial.write(1, "settings.py", b"\0binary now")

    assert tutorial.propagate(1) == 1

    assert tutorial.file(2, f"settings.py{BESIDE}").read_bytes() == b"\0binary now"
    assert tutorial.read(2).endswith("STEP_1 = 1\n")


def test_changed_here_and_removed_by_the_edit_is_a_conflict(tutorial):
    tutorial.file(1, "settings.py").unlink()

    assert tutorial.propagate(1) == 1

    text = tutorial.read(2)
    assert text.startswith("<<<<<<< step 02 (yours)\nDEBUG = False\n")
    assert text.endswith("=======\n>>>>>>> step 01 (the edit), file removed\n")
    tutorial.file(2, "settings.py").unlink()
    assert resume(tutorial.root, tutorial.learn) == 1, "step 03 has lines of its own"


def test_removed_here_and_changed_by_the_edit_is_a_conflict(tutorial):
    for step in (3, 4):
        tutorial.file(step, "settings.py").unlink()
    tutorial.commit()
    tutorial.edit(1, "DEBUG = False", "DEBUG = True")

    assert tutorial.propagate(1) == 1

    assert tutorial.read(3).startswith("<<<<<<< step 03 (yours), file removed\n")
    tutorial.file(3, "settings.py").unlink()
    assert resume(tutorial.root, tutorial.learn) == 0
    assert not tutorial.file(4, "settings.py").exists()


def test_row_of_equal_signs_that_was_there_before_is_no_marker(tutorial):
    for step in (1, 2, 3, 4):
        tutorial.write(step, "notes.txt", f"A title\n=======\n\nText {step // 3}\n")
    tutorial.commit()
    tutorial.edit(1, "Text 0", "Words", "notes.txt")
    assert tutorial.propagate(1) == 1

    tutorial.write(3, "notes.txt", "A title\n=======\n\nWords 1\n")

    assert resume(tutorial.root, tutorial.learn) == 0
    assert tutorial.read(4, "notes.txt") == "A title\n=======\n\nWords 1\n"
