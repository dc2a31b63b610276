"""The bare call says what comes next and serves the site until it is stopped."""

import os
import signal
import webbrowser
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from support.served_verb import PATIENCE, all_gone, started, until

from course.commands.serve import open_browser, serve, what_next
from course.curriculum.steps import load_steps
from course.errors import CourseError
from course.paths import Places
from course.workspace.progress import mark_passed, set_current_step


def test_the_site_is_served_until_it_is_stopped(places: Places, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with started(["serve", "--no-browser"], places, log) as running:
        family = running.family()
        home = running.answer("GET", "/")
        until(lambda: "The site: " in running.said(), "no address is said")

        assert home.status == 200
        assert b"JWT authentication in Django" in home.body
        assert f"The site: http://127.0.0.1:{running.port}/" in running.said()
        with pytest.raises(CourseError, match="the site of this tutorial answers"):
            serve(places, running.port, browser=False)

        running.process.send_signal(signal.SIGTERM)
        code = running.process.wait(timeout=PATIENCE)

        until(lambda: all_gone(family), "a process of the site is left")
        if os.name == "posix":
            assert code == 0
            assert "Traceback" not in running.said()


def test_a_site_that_cannot_be_built_is_a_sentence(
    places: Places, tmp_path: Path
) -> None:
    (tmp_path / "mkdocs.yml").write_text("theme: nothing_of_that_name\n")
    elsewhere = Places(tmp_path, places.work, places.learn)

    with pytest.raises(CourseError) as caught:
        serve(elsewhere, 0, browser=False)

    assert caught.value.code == 1
    assert "The site cannot be served" in caught.value.message


def test_a_beginner_is_told_how_to_begin(places: Places) -> None:
    assert "start" in what_next(places, load_steps())[-1]


def test_whoever_is_on_the_way_is_told_where(places: Places) -> None:
    set_current_step(places, 2)

    here, after = what_next(places, load_steps())

    assert here.startswith("You are at step 02")
    assert "check" in after


def test_whoever_has_passed_is_told_the_next_step(places: Places) -> None:
    set_current_step(places, 2)
    mark_passed(places, 2)

    here, after = what_next(places, load_steps())

    assert "Its tests have passed" in here
    assert "step 03" in after
    assert "start 3" in after


def test_at_the_end_nothing_comes_next(places: Places) -> None:
    last = load_steps()[-1].number
    set_current_step(places, last)
    mark_passed(places, last)

    assert "the last step" in " ".join(what_next(places, load_steps()))


def test_no_browser_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Event()

    def none_there(address: str) -> bool:
        asked.set()
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "open", none_there)

    open_browser("http://127.0.0.1:8000/")

    assert asked.wait(10)


def test_a_browser_without_a_screen_is_not_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(webbrowser, "open", asked.append)

    open_browser("http://127.0.0.1:8000/")

    assert asked == []


def test_a_port_that_is_no_port_is_refused(cli: Callable[..., Any]) -> None:
    answer = cli("serve", "--no-browser", "--port", "80001")

    assert answer.code == 2
