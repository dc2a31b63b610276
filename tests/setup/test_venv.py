"""When ``.venv`` is set up, and how it is repaired. Doubles stand for the commands."""

import os
from pathlib import Path

import pytest
from support.setup_doubles import IN_PLACE, OFFLINE, PIP_TOO, WITH_UV, Steps

from course.errors import CourseError
from course.setup import stamp, venv


def test_the_python_of_the_environment_on_each_system() -> None:
    assert stamp.venv_python(Path("r"), "posix") == Path("r/.venv/bin/python")
    assert stamp.venv_python(Path("r"), "nt") == Path("r/.venv/Scripts/python.exe")


def test_a_second_call_needs_no_set_up(root: Path, steps: Steps) -> None:
    venv.set_up(root)

    assert steps.titles == WITH_UV
    assert steps.stamps[0] == steps.stamps[-1] == stamp.UNFINISHED
    assert stamp.is_ready(root)
    venv.set_up(root)
    assert steps.titles == WITH_UV


@pytest.mark.parametrize("change", ["lock", "python", "gone", "unfinished", "half"])
def test_what_makes_a_set_up_necessary(
    change: str, root: Path, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv.set_up(root)
    if change == "lock":
        (root / "requirements.txt").write_text("django\n", encoding="utf-8")
    elif change == "python":
        monkeypatch.setattr(stamp, "this_python", lambda: "cpython 3.99.0 '/usr'")
    elif change == "gone":
        stamp.venv_python(root).unlink()
    elif change == "unfinished":
        stamp.write_stamp(root, stamp.UNFINISHED)
    else:
        stamp.write_stamp(root, stamp.wanted_stamp(root)[:-9])

    assert not stamp.is_ready(root)


def test_a_stamp_that_cannot_be_replaced_stays_whole(
    root: Path, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv.set_up(root)
    before = stamp.read_stamp(root)
    monkeypatch.setattr(os, "fsync", lambda number: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        stamp.write_stamp(root, "new")

    assert stamp.read_stamp(root) == before


def test_a_changed_lock_is_installed_in_place(root: Path, steps: Steps) -> None:
    venv.set_up(root)
    (root / "requirements.txt").write_text("django\n", encoding="utf-8")
    steps.titles.clear()

    venv.set_up(root)

    assert steps.titles == IN_PLACE
    assert stamp.is_ready(root)


def test_an_environment_made_by_hand_is_kept(root: Path, steps: Steps) -> None:
    venv.set_up(root)
    (root / ".venv" / "learn.stamp").unlink()
    (root / ".venv" / "extra").touch()
    steps.titles.clear()
    steps.failures["Adding pip"] = "No module named ensurepip"

    venv.set_up(root)

    assert steps.titles == ["Adding pip", *IN_PLACE]
    assert (root / ".venv" / "extra").exists()


def test_offline_a_changed_lock_does_not_spoil_what_is_there(
    root: Path, steps: Steps
) -> None:
    venv.set_up(root)
    before = stamp.read_stamp(root)
    (root / "requirements.txt").write_text("django\n", encoding="utf-8")
    steps.failures = {"Fetching uv": OFFLINE, PIP_TOO: OFFLINE}

    with pytest.raises(CourseError, match="index cannot be reached"):
        venv.set_up(root)

    assert stamp.read_stamp(root) == before
    (root / "requirements.txt").write_text("", encoding="utf-8")
    assert stamp.is_ready(root)


@pytest.mark.parametrize("works", [True, False])
def test_the_environment_of_another_python_goes_when_the_new_one_is_complete(
    works: bool, root: Path, steps: Steps
) -> None:
    venv.set_up(root)
    (root / ".venv" / "other").touch()
    stamp.write_stamp(root, "cpython 3.99.0\nhash\n")
    (root / "inside").write_text("cpython 3.99.0", encoding="utf-8")
    steps.failures = {} if works else {"Fetching uv": OFFLINE, PIP_TOO: OFFLINE}

    if works:
        venv.set_up(root)
        assert stamp.is_ready(root)
    else:
        with pytest.raises(CourseError):
            venv.set_up(root)
        assert stamp.read_stamp(root).startswith("cpython 3.99.0")
    assert (root / ".venv" / "other").exists() != works
    assert [path.name for path in (root / ".learn").iterdir()] == ["setup.lock"]


@pytest.mark.parametrize("stopped_at", WITH_UV)
def test_stopped_with_ctrl_c_the_next_call_starts_over(
    stopped_at: str, root: Path, steps: Steps
) -> None:
    steps.failures[stopped_at] = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        venv.set_up(root)
    assert not (root / ".venv").exists()
    steps.failures.clear()
    steps.titles.clear()

    venv.set_up(root)

    assert steps.titles == WITH_UV
    assert stamp.is_ready(root)


def test_stopped_while_a_changed_lock_is_installed_all_is_made_anew(
    root: Path, steps: Steps
) -> None:
    venv.set_up(root)
    (root / "requirements.txt").write_text("django\n", encoding="utf-8")
    steps.failures["Installing the packages"] = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        venv.set_up(root)
    assert stamp.read_stamp(root) == stamp.UNFINISHED
    steps.failures.clear()
    steps.titles.clear()

    venv.set_up(root)

    assert steps.titles == WITH_UV


def test_an_unfinished_environment_is_made_anew(root: Path, steps: Steps) -> None:
    venv.set_up(root)
    (root / ".venv" / "half a package").touch()
    stamp.write_stamp(root, stamp.UNFINISHED)
    steps.titles.clear()

    venv.set_up(root)

    assert steps.titles == WITH_UV
    assert not (root / ".venv" / "half a package").exists()


def test_killed_while_replacing_the_old_one_is_put_back(
    root: Path, steps: Steps
) -> None:
    venv.set_up(root)
    (root / ".venv").rename(root / ".learn" / "venv-aside")
    (root / ".venv").mkdir()
    stamp.write_stamp(root, stamp.UNFINISHED)
    steps.titles.clear()

    venv.set_up(root)

    assert steps.titles == []
    assert stamp.is_ready(root)


def test_an_environment_without_its_python_is_made_anew(
    root: Path, steps: Steps
) -> None:
    venv.set_up(root)
    stamp.venv_python(root).unlink()
    steps.titles.clear()

    venv.set_up(root)

    assert steps.titles == WITH_UV


def test_a_python_that_does_not_run_says_nothing(root: Path) -> None:
    assert venv.python_inside(root) == ""
    python = stamp.venv_python(root)
    python.parent.mkdir(parents=True)
    python.write_text("not a program", encoding="utf-8")
    python.chmod(0o755)
    assert venv.python_inside(root) == ""
