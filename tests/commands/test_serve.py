"""The bare call says what comes next and serves the site until it is stopped."""

import os
import signal
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from threading import Event
from typing import Any, NoReturn, cast

import pytest
from support.served_verb import PATIENCE, all_gone, free_port, started, until

from course.commands import serve as serve_verb
from course.commands.serve import keep_up_to_date, open_browser, serve, what_next
from course.curriculum.steps import load_steps
from course.errors import CourseError
from course.paths import Places
from course.servers.static_site import StaticServer
from course.website import kept_site as kept
from course.website.kept_site import fingerprint, kept_site
from course.workspace.progress import mark_passed, set_current_step

# What a page of a small site says, in place of the tutorial's own.
PAGE = "# One page\n"


@pytest.fixture
def small(places: Places, tmp_path: Path) -> Places:
    """A place whose site is one page, which MkDocs builds within a second."""
    root = tmp_path / "root"
    (root / "docs").mkdir(parents=True)
    (root / "docs" / "index.md").write_text(PAGE, encoding="utf-8")
    (root / "mkdocs.yml").write_text("site_name: a\ntheme: mkdocs\n", "utf-8")
    return Places(root, places.work, places.learn)


@pytest.fixture
def one_moment(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The site is served until it is looked after changes; its home pages by then."""
    homes: list[bytes] = []

    def read_and_stop(where: Places, server: StaticServer, key: str) -> NoReturn:
        connection = HTTPConnection(*server.server_address[:2], timeout=10)
        connection.request("GET", "/")
        homes.append(connection.getresponse().read())
        connection.close()
        raise KeyboardInterrupt

    monkeypatch.setattr(serve_verb, "keep_up_to_date", read_and_stop)
    return homes


def sites(where: Places) -> list[str]:
    """Return the names of all built sites, and of what is left of a build."""
    return [path.name for path in where.learn.glob("site*/*") if path.is_dir()]


def test_the_site_is_served_until_it_is_stopped(places: Places, tmp_path: Path) -> None:
    kept = places.learn / "site" / fingerprint(places)
    kept.mkdir(parents=True)
    (kept / "index.html").write_text("As it was built before.", encoding="utf-8")
    log = tmp_path / "log"
    with started(["serve", "--no-browser"], places, log) as running:
        family = running.family()
        home = running.answer("GET", "/")
        until(lambda: "second terminal" in running.said(), "nothing is said")

        assert (home.status, home.body) == (200, b"As it was built before.")
        assert f"The site: http://127.0.0.1:{running.port}/" in running.said()
        assert "being built" not in running.said()
        with pytest.raises(CourseError, match="the site of this tutorial answers"):
            serve(places, running.port, browser=False)

        running.process.send_signal(signal.SIGTERM)
        code = running.process.wait(timeout=PATIENCE)

        until(lambda: all_gone(family), "a process of the site is left")
        if os.name == "posix":
            assert code == 0
            assert "Traceback" not in running.said()


def test_the_site_is_built_on_the_first_start_alone(
    small: Places, one_moment: list[bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    assert serve(small, free_port(), browser=False) == 0
    first = capsys.readouterr().out
    assert serve(small, free_port(), browser=False) == 0
    second = capsys.readouterr().out

    assert all(b"One page" in home for home in one_moment)
    assert len(sites(small)) == 1
    assert "The site is being built, as on the first start" in first
    assert "is being built" not in second
    for said in (first, second):
        assert "Ctrl-C stops it" in said
        assert "open a second terminal in this folder" in said


def test_a_site_that_cannot_be_built_is_a_sentence(small: Places) -> None:
    (small.root / "mkdocs.yml").write_text("theme: nothing_of_that_name\n")

    with pytest.raises(CourseError) as caught:
        serve(small, free_port(), browser=False)

    assert caught.value.code == 1
    assert "The site cannot be built" in caught.value.message
    assert "mkdocs build --strict" in caught.value.next_action
    assert sites(small) == []


def test_an_address_that_is_none_is_told_before_anything_is_built(
    small: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "build_site", lambda where, site: pytest.fail("built"))

    with pytest.raises(CourseError, match=r"192\.0\.2\.1 cannot be listened on"):
        serve(small, free_port(), bind="192.0.2.1", browser=False)


def test_a_build_that_is_stopped_leaves_nothing(
    small: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(where: Places, site: Path) -> None:
        site.mkdir()
        (site / "index.html").write_text("half", encoding="utf-8")
        raise KeyboardInterrupt

    monkeypatch.setattr(kept, "build_site", stopped)

    assert serve(small, free_port(), browser=False) == 0
    assert sites(small) == []


def test_ctrl_c_as_the_first_request_is_answered_ends_the_server_too(
    small: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(threading.Thread):
        def start(self) -> None:
            super().start()
            raise KeyboardInterrupt

    monkeypatch.setattr(threading, "Thread", Interrupted)

    assert serve(small, free_port(), browser=False) == 0
    assert not [each for each in threading.enumerate() if type(each) is Interrupted]


@pytest.mark.parametrize("made_now", [True, False])
def test_labs_that_are_being_made_are_announced(
    small: Places,
    one_moment: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    made_now: bool,
) -> None:
    monkeypatch.setattr(serve_verb, "build_in_background", lambda where: made_now)

    serve(small, free_port(), browser=False)

    assert ("Its labs are still being made" in capsys.readouterr().out) is made_now


@dataclass
class Served:
    """In place of a server: the folder that it has."""

    folder: Path


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """``looks(a, b)``: before each look at the sources they are changed by these."""

    def plan(*changes: Callable[[], object]) -> None:
        left = list(changes)

        def pause(seconds: float) -> None:
            if not left:
                raise KeyboardInterrupt
            left.pop(0)()

        monkeypatch.setattr("course.commands.serve.time.sleep", pause)

    return plan


def keep_for_a_moment(where: Places) -> Served:
    """Serve the site as it is, look as often as planned, and return what is served."""
    key = fingerprint(where)
    server = Served(kept_site(where, key))
    with pytest.raises(KeyboardInterrupt):
        keep_up_to_date(where, cast(StaticServer, server), key)
    return server


def nothing() -> None:
    """Change nothing."""


def test_a_change_is_built_and_served_without_a_restart(
    small: Places,
    looks: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = small.root / "docs" / "index.md"
    looks(nothing, lambda: page.write_text("# Changed\n", "utf-8"), nothing, nothing)

    server = keep_for_a_moment(small)

    assert "Changed" in (server.folder / "index.html").read_text(encoding="utf-8")
    assert capsys.readouterr().out.count("was built again. Reload its page") == 1


def test_labs_join_the_site_when_their_runtime_is_made(
    small: Places, looks: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = small.learn / "runtime" / "abc" / "base.json"

    def make() -> None:
        made.parent.mkdir(parents=True)
        made.write_text("{}", encoding="utf-8")

    def build(where: Places, site: Path) -> None:
        site.mkdir()
        labs = "with labs" if made.is_file() else "without labs"
        (site / "index.html").write_text(labs, encoding="utf-8")

    monkeypatch.setattr(kept, "build_site", build)
    looks(nothing, make, nothing)

    server = keep_for_a_moment(small)

    assert (server.folder / "index.html").read_text(encoding="utf-8") == "with labs"


def test_what_is_changed_in_one_go_is_built_once(
    small: Places, looks: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    page, built = small.root / "docs" / "index.md", []

    def build(where: Places, site: Path) -> None:
        site.mkdir()
        built.append(page.read_text("utf-8"))
        (site / "index.html").touch()

    monkeypatch.setattr(kept, "build_site", build)
    looks(*(lambda n=n: page.write_text(n, "utf-8") for n in "abcc"))

    keep_for_a_moment(small)

    assert built == [PAGE, "c"]


def test_a_change_that_cannot_be_built_is_told_once_and_leaves_the_site(
    small: Places, looks: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    settings = small.root / "mkdocs.yml"
    looks(lambda: settings.write_text("theme: none_such\n"), nothing, nothing)

    server = keep_for_a_moment(small)

    said = capsys.readouterr().err
    assert said.count("The site cannot be built") == 1
    assert "The site is still served as it was" in said
    assert "One page" in (server.folder / "index.html").read_text(encoding="utf-8")


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
