"""``restore`` lists the saved copies of work/ and brings one back, whole."""

import json
import os
from collections.abc import Callable
from datetime import datetime

import pytest
from support.learner_folders import contents, make_socket, make_strange
from support.needed_tools import Answer
from support.small_project import write

from course.commands.restore import list_copies, time_in_words
from course.paths import Places
from course.workspace.copy_tree import move
from course.workspace.progress import (
    current_step,
    mark_passed,
    passed_steps,
    set_current_step,
)
from course.workspace.replace_work import repair

Cli = Callable[..., Answer]


@pytest.fixture
def two_copies(cli: Cli, places: Places) -> Places:
    """A learner who saved a project on step 01, one on step 02, and is on 03."""
    for number in (1, 2):
        write(places.work, {"mine.txt": f"on {number}\n", "users/a.py": "A\n"})
        set_current_step(places, number)
        cli("start", str(number + 1))
        mark_passed(places, number)
    write(places.work, {"mine.txt": "on 3\n"})
    return places


def test_without_copies_it_says_what_saves(cli: Cli, places):
    assert "Nothing has been saved yet" in cli("restore").out
    answer = cli("restore", "1")

    assert answer.code == 2
    assert "There is no saved copy yet." in answer.err
    assert not places.learn.exists()


def test_the_list_is_in_words_and_fits_80_columns(cli: Cli, two_copies):
    (two_copies.saved / "2026-11-23_120000").mkdir()
    answer = cli("restore")

    assert answer.code == 0
    heading, *lines = answer.out.splitlines()
    assert "the newest first" in heading
    (line,) = [one for one in lines if one.startswith("   1  ")]
    assert " at 12:00 " in line
    assert line.endswith("0 files")
    assert max(map(len, lines)) <= 80
    assert "\x1b" not in answer.out


def test_the_newest_comes_first_and_numbers_stay(cli: Cli, two_copies):
    lines = [
        line.split()
        for line in cli("restore").out.splitlines()
        if line[:4].strip().isdigit()
    ]

    assert [line[0] for line in lines] == ["2", "1"]
    assert [line[4:6] for line in lines] == [["step", "02"], ["step", "01"]]
    # The end of step 01 was laid down before the second was saved.
    assert lines[1][6:] == ["2", "files"]

    cli("restore", "1")
    again = cli("restore").out
    assert "   3  " in again
    assert "saved by `restore 1`" in again


def test_it_brings_back_the_project_and_the_progress(cli: Cli, two_copies):
    work, before = two_copies.work, contents(two_copies.work)
    copies = {copy: contents(copy) for copy in two_copies.saved.iterdir()}
    answer = cli("restore", "1")

    assert answer.code == 0
    assert (work / "mine.txt").read_text(encoding="utf-8") == "on 1\n"
    assert current_step(two_copies) == 1
    assert passed_steps(two_copies) == set()
    assert "You are on step 01 again." in answer.out
    assert "python learn.py restore 3" in answer.out
    for copy, there in copies.items():
        assert contents(copy) == there
    (present,) = set(two_copies.saved.iterdir()) - set(copies)
    assert contents(present) == before

    cli("restore", "3")
    assert contents(work) == before
    assert current_step(two_copies) == 3
    assert passed_steps(two_copies) == {1, 2}


def test_a_copy_has_its_name_too(cli: Cli, two_copies):
    name = min(copy.name for copy in two_copies.saved.iterdir())
    cli("restore", name)

    assert (two_copies.work / "mine.txt").read_text(encoding="utf-8") == "on 1\n"


@pytest.mark.parametrize("text", ["3", "0", "-1", "x", "../work"])
def test_an_unknown_copy_changes_nothing(cli: Cli, two_copies, text):
    before = contents(two_copies.work)
    answer = cli("restore", "--", text)

    assert answer.code == 2
    assert "there are 1 to 2" in answer.err
    assert contents(two_copies.work) == before


def test_a_copy_made_by_hand_keeps_the_progress(cli: Cli, two_copies):
    write(two_copies.saved / "before lunch", {"x.py": ""})
    answer = cli("restore", "before lunch")

    assert answer.code == 0
    assert current_step(two_copies) == 3
    assert [path.name for path in two_copies.work.iterdir()] == ["x.py"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_strange_files_come_back(cli: Cli, places):
    make_strange(places.work, places.work.parent / "outside")
    make_socket(places.work)
    before, outside = contents(places.work), contents(places.work.parent / "outside")
    cli("start", "2")
    answer = cli("restore", "1")

    now = contents(places.work)
    assert {path for path in before if path not in now} == {"pipe", "server.sock"}
    assert all(before[path] == there for path, there in now.items())
    assert "pipe is a pipe" in answer.out
    assert (places.work / "locked").stat().st_mode & 0o777 == 0o555
    assert contents(places.work.parent / "outside") == outside


def test_a_single_file_comes_back(cli: Cli, places):
    places.work.write_text("notes", encoding="utf-8")
    cli("start", "1")
    answer = cli("restore", "1")

    assert "(one file)" in answer.out
    assert places.work.read_text(encoding="utf-8") == "notes"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("2026-11-24_090502", "today at 09:05"),
        ("2026-11-24_000000-2", "today at 00:00"),
        ("2026-11-23_235959", "yesterday at 23:59"),
        ("2026-11-02_120000", "on 2 November at 12:00"),
        ("2025-11-24_120000", "on 24 November 2025 at 12:00"),
    ],
)
def test_the_time_is_told_in_words(tmp_path, name, words):
    assert time_in_words(tmp_path / name, datetime(2026, 11, 24, 10)) == words


def test_a_name_that_is_no_time_is_told_by_the_file(places, capsys):
    copy = places.saved / "2026-99-99_999999"
    write(copy, {"a": ""})
    os.utime(copy, (0, datetime(2026, 11, 20, 8, 30).timestamp()))
    list_copies(places, datetime(2026, 11, 24))

    assert "on 20 November at 08:30" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "{", "[]"])
def test_a_note_that_cannot_be_read_is_dropped(cli: Cli, places, text):
    write(places.learn, {"switch.json": text, "saved.json": text})
    write(places.work, {"mine.txt": ""})

    assert cli("start", "1").code == 0
    assert cli("restore").code == 0
    assert not (places.learn / "switch.json").exists()


def interrupted(places: Places) -> None:
    """Leave what a kill between the two renames leaves; mine is in the saved copy."""
    write(places.saved / "2026-11-24_120000", {"mine.txt": "mine\n"})
    note = {
        "verb": "start 2",
        "new": "building/x/work",
        "saved": "2026-11-24_120000",
        "progress": {"current": 2},
    }
    write(places.learn, {"switch.json": json.dumps(note)})


def test_where_the_new_project_is_gone_the_old_one_comes_back(cli: Cli, places):
    interrupted(places)
    answer = cli("list")

    assert "is as it was before" in answer.err
    assert (places.work / "mine.txt").exists()
    assert current_step(places) is None
    assert list(places.saved.iterdir()) == []


def test_work_made_anew_after_a_kill_is_not_touched(cli: Cli, places):
    """Who finds no work/ may make one before the next command comes to repair it."""
    interrupted(places)
    write(places.learn / "building" / "x" / "work", {"new.txt": ""})
    write(places.work, {"by hand.txt": ""})
    answer = cli("list")

    assert "The last command was interrupted: start 2." in answer.err
    assert "2026-11-24_120000" in answer.err
    assert [path.name for path in places.work.iterdir()] == ["by hand.txt"]
    assert (places.saved / "2026-11-24_120000" / "mine.txt").exists()
    assert repair(places) == ""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("fails", [False, True])
def test_a_read_only_folder_is_moved_and_stays_so(tmp_path, monkeypatch, fails):
    """The system wants to write to a folder that changes its parent."""
    source, target, rename = tmp_path / "a", tmp_path / "b", os.rename
    source.mkdir()
    source.chmod(0o555)

    def as_for_others_than_root(one, other):
        if fails or not os.stat(one).st_mode & 0o200:
            raise PermissionError(13, "Permission denied")
        rename(one, other)

    monkeypatch.setattr(os, "rename", as_for_others_than_root)
    if fails:
        with pytest.raises(PermissionError):
            move(source, target)
    else:
        move(source, target)

    there = source if fails else target
    assert there.stat().st_mode & 0o777 == 0o555
    there.chmod(0o755)
