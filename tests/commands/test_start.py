"""``start``: work/ is the end of the step before, and what was in it is saved whole."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.needed_tools import Answer
from support.small_project import write

from course.curriculum.project_files import changed_paths, project_files
from course.curriculum.steps import ABOUT_A_STEP, load_steps
from course.errors import CourseError
from course.paths import ROOT, Places
from course.workspace import replace_work
from course.workspace.progress import current_step, mark_passed, set_current_step
from course.workspace.replace_work import repair
from course.workspace.saved_copies import lay_down

Cli = Callable[..., Answer]


def fill(folder: Path) -> dict[str, bytes]:
    """Put a learner's strange files into a folder, and return what is in it."""
    (folder / "users" / "ünï côde").mkdir(parents=True)
    (folder / "users" / "ünï côde" / "views.py").write_text("mine\n", encoding="utf-8")
    (folder / "db.sqlite3").write_bytes(b"rows\0")
    (folder / ".env").write_text("KEY=1\n", encoding="utf-8")
    (folder / "empty").mkdir()
    return contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        if path.is_file()
        else b""
        for path in folder.rglob("*")
    }


def saved(places: Places) -> list[Path]:
    return sorted(places.saved.glob("*"))


def test_start_lays_down_the_end_of_the_step_before(cli: Cli, places):
    answer = cli("start", "3")
    before = load_steps()[1]

    assert answer.code == 0
    assert changed_paths(before.path, places.work) == []
    assert (places.work / "tests" / "conftest.py").is_file()
    assert not any((places.work / name).exists() for name in ABOUT_A_STEP)
    assert current_step(places) == 3
    assert "You are on step 03" in answer.out
    assert str(Path("steps", "03_serializers", "README.md")) in answer.out
    assert "python learn.py check" in answer.out
    assert saved(places) == []


def test_step_one_begins_with_an_empty_folder_and_the_line_to_type(cli: Cli, places):
    answer = cli("start", "1")

    assert answer.code == 0
    assert list(places.work.iterdir()) == []
    assert "startproject config ." in answer.out


def test_what_was_there_is_saved_whole(cli: Cli, places):
    mine = fill(places.work)
    answer = cli("start", "2")

    (copy,) = saved(places)
    assert contents(copy) == mine
    assert copy.name in answer.out
    assert "python learn.py restore 1" in answer.out
    assert not (places.work / "db.sqlite3").exists()
    assert not (places.work / "users").exists()


def test_what_git_and_the_editor_keep_comes_along(cli: Cli, places):
    """The learner's history goes on: git shows what start has changed."""
    mine = {".git/objects/aa/bb": "x", ".vscode/settings.json": "{}", "a.py": ""}
    write(places.work, mine)
    (places.work / ".git" / "objects" / "aa" / "bb").chmod(0o444)
    cli("start", "2")

    assert (places.work / ".git" / "objects" / "aa" / "bb").read_text() == "x"
    assert (places.work / ".vscode" / "settings.json").read_text() == "{}"
    assert not (places.work / "a.py").exists()
    (copy,) = saved(places)
    assert sorted(mine) == sorted(
        path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()
    )


def test_two_copies_of_the_same_second_do_not_collide(cli: Cli, places, monkeypatch):
    class Noon(replace_work.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2026, 11, 24, 12, 0, 0)

    monkeypatch.setattr(replace_work, "datetime", Noon)
    for number in range(3):
        places.work.mkdir(exist_ok=True)
        (places.work / f"file-{number}").touch()
        cli("start", "1")

    assert [copy.name for copy in saved(places)] == [
        "2026-11-24_120000",
        "2026-11-24_120000-2",
        "2026-11-24_120000-3",
    ]


def test_an_empty_folder_is_not_saved(cli: Cli, places):
    places.work.mkdir(parents=True)
    cli("start", "1")

    assert saved(places) == []


def test_a_file_called_work_is_saved_too(cli: Cli, places):
    places.work.parent.mkdir(exist_ok=True)
    places.work.write_text("notes", encoding="utf-8")

    assert cli("start", "2").code == 0
    assert saved(places)[0].read_text(encoding="utf-8") == "notes"


@pytest.mark.parametrize(
    "stop", [KeyboardInterrupt(), OSError("full")], ids=["Ctrl-C", "full disk"]
)
@pytest.mark.parametrize("moment", ["copying", "moving mine", "moving the new"])
def test_interrupted_at_any_moment_mine_is_whole(places, monkeypatch, moment, stop):
    mine = fill(places.work)
    rename, renames = os.rename, []

    def copy2(*arguments):
        raise stop

    def interrupted(source, target):
        renames.append(target)
        if len(renames) == {"moving mine": 1, "moving the new": 2}[moment]:
            raise stop
        rename(source, target)

    if moment == "copying":
        monkeypatch.setattr(shutil, "copy2", copy2)
    else:
        monkeypatch.setattr(os, "rename", interrupted)
    with pytest.raises((KeyboardInterrupt, CourseError)):
        lay_down(load_steps()[0], places, 2, "start 2")

    assert contents(places.work) == mine
    assert saved(places) == []
    assert not (places.learn / "building").exists()
    assert repair(places) == ""


def test_killed_between_the_two_moves_mine_is_in_the_saved_copies(places, monkeypatch):
    """A kill runs no clean-up: what is on disk then is all there is."""
    mine = fill(places.work)
    rename = os.rename
    seen: dict[str, dict[str, bytes]] = {}

    def watched(source, target):
        seen["old"] = contents(places.work) if places.work.exists() else {}
        seen["saved"] = contents(places.saved) if places.saved.exists() else {}
        seen["new"] = contents(Path(source))
        rename(source, target)

    monkeypatch.setattr(os, "rename", watched)
    lay_down(load_steps()[0], places, 2, "start 2")

    # Seen before the second move: nothing in work/, both whole elsewhere.
    (copy,) = saved(places)
    assert seen["old"] == {}
    assert {name: data for name, data in seen["saved"].items() if "/" in name} == {
        f"{copy.name}/{name}": data for name, data in mine.items()
    }
    assert sorted(name for name in seen["new"] if "." in name) == sorted(
        name for name in contents(places.work) if "." in name
    )


def test_a_folder_that_cannot_be_moved_is_said_and_left(cli: Cli, places, monkeypatch):
    """On Windows a folder stays where it is while a program has it open."""
    mine = fill(places.work)

    def refuse(source, target):
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(os, "rename", refuse)
    answer = cli("start", "2")

    assert answer.code == 2
    assert "Access is denied" in answer.err
    assert "Close what uses it" in answer.err
    assert contents(places.work) == mine
    assert current_step(places) is None


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps the folder in place")
def test_from_inside_work_it_says_how_to_get_back(cli: Cli, places, monkeypatch):
    """A shell stays in the folder that was moved, whatever its name is now."""
    fill(places.work)
    monkeypatch.chdir(places.work)
    answer = cli("start", "2")

    assert f"First of all, type: cd {places.work}" in answer.out
    assert "A terminal" not in answer.out
    assert Path.cwd() == places.work
    assert "learn.py check" in answer.out


def test_without_a_number_it_starts_the_next_step(cli: Cli, places):
    assert "step 01" in cli("start").out

    mark_passed(places, 1)
    assert "step 02" in cli("start").out

    mark_passed(places, 2)
    set_current_step(places, 1)
    assert "step 02" in cli("start").out


def test_after_the_last_step_there_is_no_next(cli: Cli, places):
    last = load_steps()[-1].number
    set_current_step(places, last)
    mark_passed(places, last)
    answer = cli("start")

    assert answer.code == 2
    assert "You have passed the last step" in answer.err
    assert not places.work.exists()


def test_an_unknown_step_changes_nothing(cli: Cli, places):
    mine = fill(places.work)

    assert cli("start", "77").code == 2
    assert contents(places.work) == mine
    assert saved(places) == []


def test_the_steps_are_left_as_they_are(cli: Cli):
    before = {step.name: project_files(step.path) for step in load_steps()}
    cli("start", "2")

    assert {step.name: project_files(step.path) for step in load_steps()} == before
    assert not (ROOT / "steps" / "building").exists()
