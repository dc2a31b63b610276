"""``check --watch``: an answer after each save, keys, and nothing left behind."""

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import psutil
import pytest

from course.checking.watch.keyboard import Keyboard
from course.checking.watch.warm_runner import CAN_FORK, WarmRunner
from course.commands.check_watch import Watcher
from course.curriculum.project_files import copy_project
from course.curriculum.steps import load_steps
from course.paths import ROOT, Places
from course.terminal import console
from course.workspace.progress import current_step

ON_A_TERMINAL = pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")
FORKS = pytest.mark.skipif(not CAN_FORK, reason="runs are new processes here")
# Seconds that an answer may take on a busy machine.
LONGEST = 60


@pytest.fixture(scope="module")
def warm() -> Iterator[WarmRunner]:
    """One process for the tests of this file."""
    with WarmRunner() as process:
        yield process


class Script:
    """Stands for the keyboard: does the next thing each time an answer is complete."""

    there = True

    def __init__(self, capsys: pytest.CaptureFixture[str], todo: list[object]) -> None:
        self._capsys, self._todo = capsys, todo
        self._deadline = time.monotonic() + LONGEST
        self._seen = ""
        self.said: list[str] = []

    def read(self, seconds: float) -> str:
        assert time.monotonic() < self._deadline, self._seen
        time.sleep(seconds)
        self._seen += self._capsys.readouterr().out
        if "\nWatching " not in self._seen:
            return ""
        self.said.append(self._seen)
        self._seen = ""
        action = self._todo.pop(0) if self._todo else "q"
        if callable(action):
            action()
            return ""
        return str(action)


@pytest.fixture
def play(places: Places, capsys, monkeypatch, warm) -> Callable[..., list[str]]:
    """Watch step 01 while keys are pressed and functions called, in turn."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(ROOT)

    def run(*todo: object, count: int | None = None) -> list[str]:
        steps, script = load_steps()[:count], Script(capsys, list(todo))
        watcher = Watcher(steps[0], steps, places, warm, script, console())
        watcher.watch()
        watcher.stop()
        return script.said

    return run


def test_a_save_brings_the_answer_and_the_open_task_first(play, places):
    copy_project(ROOT / "steps" / "01_project", places.work)
    file = places.work / "config" / "views.py"
    good = file.read_text("utf-8")

    def spoil() -> None:
        file.write_text(good.replace('"ok"', '"bad"'), "utf-8")

    def spoil_again() -> None:
        file.write_text(good.replace('"ok"', '"worse"'), "utf-8")

    said = play(spoil, spoil_again, lambda: file.write_text(good, "utf-8"))

    assert "Step 01 passes" in said[0]
    assert "config/views.py: running the tests of step 01" in said[1]
    assert "not yet" in said[1]
    part = said[2].partition("The other tests are running")
    assert part[1]
    assert "not yet: " in part[0]
    assert "worse" in part[0]
    # The first answer is not the last: the tasks come all, as `check` lists them.
    assert "Step 01: " in part[2]
    assert "passed: " in said[3].partition("The other tests are running")[0]
    assert "Step 01 passes" in said[3]


def test_keys_do_what_they_say(play, places):
    copy_project(ROOT / "steps" / "01_project", places.work)
    file = places.work / "config" / "views.py"
    file.write_text(file.read_text("utf-8").replace('"ok"', '"bad"'), "utf-8")

    said = play("h", "d", "l")

    assert "of 3: " in said[1]
    assert "config/views.py" in said[2]
    assert "06  A protected update" in said[3]


def test_next_goes_on_only_when_asked_and_only_when_passed(play, places):
    copy_project(ROOT / "steps" / "01_project", places.work)
    file = places.work / "config" / "views.py"
    good = file.read_text("utf-8")
    file.write_text(good.replace('"ok"', '"bad"'), "utf-8")

    said = play("n", lambda: file.write_text(good, "utf-8"), "n")

    assert "Step 01 does not pass yet" in said[1]
    assert "Step 01 passes" in said[2]
    assert "Step 02: " in said[3]
    assert current_step(places) == 2


def test_the_last_step_has_no_next(play, places):
    copy_project(ROOT / "steps" / "01_project", places.work)

    said = play("n", count=1)

    assert "This is the last step" in said[1]


def test_a_project_that_is_gone_is_waited_for(play, places):
    def come() -> None:
        copy_project(ROOT / "steps" / "01_project", places.work)

    said = play(come)

    assert "There is no folder" in said[0]
    assert "Step 01 passes" in said[1]


# As a process: what no function can show.


class Terminal:
    """`check --watch` in a terminal of its own."""

    def __init__(self, environment: dict[str, str], stdin: int | None = None) -> None:
        import pty
        import termios

        self.master, self.slave = pty.openpty()
        self.before = termios.tcgetattr(self.slave)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "course", "check", "1", "--watch"],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=self.slave if stdin is None else stdin,
            stdout=self.slave,
            stderr=self.slave,
            start_new_session=True,
        )
        self.said = ""

    def until(self, text: str) -> str:
        """Read until the text has come; return all that came."""
        deadline = time.monotonic() + LONGEST
        while text not in self.said:
            assert time.monotonic() < deadline, self.said
            if select.select([self.master], [], [], 0.1)[0]:
                self.said += os.read(self.master, 65536).decode("utf-8", "replace")
        said, self.said = self.said, ""
        return said

    def local(self) -> list[object]:
        """Return the terminal's modes: echo, line by line and so on."""
        import termios

        return termios.tcgetattr(self.slave)

    def end(self) -> None:
        """End the process if it has not, and close the terminal."""
        self.process.kill()
        self.process.wait()
        os.close(self.master)
        os.close(self.slave)


@pytest.fixture
def terminal(places: Places) -> Iterator[Callable[..., Terminal]]:
    """Start `check --watch` on the end of step 01 and wait for its answer."""
    started: list[Terminal] = []

    def start(stdin: int | None = None, **more: str) -> Terminal:
        copy_project(ROOT / "steps" / "01_project", places.work)
        environment = {"TERM": "xterm", "COLUMNS": "100", **more}
        started.append(Terminal(environment, stdin))
        return started[-1]

    yield start
    for one in started:
        one.end()


@ON_A_TERMINAL
def test_q_ends_and_the_terminal_is_as_before(terminal):
    one = terminal()
    one.until("q quit")
    assert one.local() != one.before
    family = psutil.Process(one.process.pid).children(recursive=True)

    os.write(one.master, b"q")

    assert one.process.wait(LONGEST) == 0
    assert one.local() == one.before
    assert psutil.wait_procs(family, LONGEST)[1] == []


@ON_A_TERMINAL
@FORKS
def test_no_process_outlives_one_that_was_killed(terminal):
    one = terminal()
    one.until("q quit")
    family = psutil.Process(one.process.pid).children(recursive=True)
    assert family

    one.process.kill()

    assert psutil.wait_procs(family, LONGEST)[1] == []


@ON_A_TERMINAL
def test_a_pipe_as_input_is_watched_without_keys_until_the_process_is_ended(terminal):
    reading, writing = os.pipe()
    os.write(writing, b"q\n")
    one = terminal(reading)
    os.close(reading)
    os.close(writing)

    said = one.until("Ctrl-C ends")

    assert "q quit" not in said
    assert one.process.poll() is None
    ends_quietly(one, signal.SIGTERM)


@ON_A_TERMINAL
def test_a_plain_terminal_gets_plain_text_and_ctrl_c_ends(terminal):
    one = terminal(TERM="dumb", NO_COLOR="1")

    said = one.until("q quit")

    assert "Step 01 passes" in said
    assert not re.search("\x1b", said)
    ends_quietly(one, signal.SIGINT)


def ends_quietly(one: Terminal, number: int) -> None:
    """The signal ends the process with 0, and nothing of it is left."""
    family = psutil.Process(one.process.pid).children(recursive=True)

    one.process.send_signal(number)

    assert one.process.wait(LONGEST) == 0
    assert one.local() == one.before
    assert "Traceback" not in one.said
    assert psutil.wait_procs(family, LONGEST)[1] == []


def test_keys_without_a_terminal_are_none():
    with Keyboard() as keys:
        assert not keys.there
        assert keys.read(0) == ""
