"""One command of the set-up, its line of progress, and the lock around all."""

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from support.setup_doubles import LEARN, WITH_UV, Steps, posix_only

import learn
from course.setup import setup_step, venv

# Seconds; a busy machine takes its time.
LONGEST = 180


@pytest.mark.parametrize("terminal", [True, False])
def test_progress_moves_on_a_terminal_only(
    terminal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = io.StringIO()
    out.isatty = lambda: terminal
    monkeypatch.setattr(sys, "stderr", out)
    now = iter([0.0, 1.0, 16.0, 17.0, 18.0])
    monkeypatch.setattr(setup_step, "time", SimpleNamespace(monotonic=now.__next__))

    progress = setup_step.Progress("[1/4] Making")
    for _ in range(3):
        progress.tick()
    progress.done("done")

    moving = "\r[1/4] Making / 1 s \r[1/4] Making - 16 s \r[1/4] Making | 17 s \r"
    plain = "[1/4] Making ...\n[1/4] Making: 16 s so far\n"
    expected = (moving if terminal else plain) + "[1/4] Making: done, 18 s\n"
    assert out.getvalue() == expected


def test_nothing_breaks_without_standard_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stderr", None)

    setup_step.Progress("title").done("done")
    learn.say("message", "action")


@pytest.fixture
def lock(root: Path) -> Iterator[io.TextIOWrapper]:
    with venv.only_one(root) as file:
        yield file


def test_a_step_returns_success_and_the_last_lines(
    root: Path, lock: io.TextIOWrapper
) -> None:
    code = "import sys; print('ü\\n' * 99, sys.stdin.read()); sys.exit('end')"

    succeeded, output = setup_step.run_step(
        "t", [sys.executable, "-X", "utf8", "-c", code], root, lock
    )

    assert not succeeded
    assert output.endswith("ü\n\nend\n") or output.endswith("ü\n \nend\n")
    assert len(output.splitlines()) == 60


def test_a_stopped_step_leaves_no_process(
    root: Path, lock: io.TextIOWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[str]] = []

    class Recorded(subprocess.Popen):
        def __init__(self, *arguments: object, **options: object) -> None:
            super().__init__(*arguments, **options)
            started.append(self)

    def interrupt(progress: setup_step.Progress) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", Recorded)
    monkeypatch.setattr(setup_step.Progress, "tick", interrupt)

    with pytest.raises(KeyboardInterrupt):
        setup_step.run_step(
            "t", [sys.executable, "-c", "import time; time.sleep(600)"], root, lock
        )

    assert started[0].poll() is not None


def is_free(root: Path) -> bool:
    with (root / ".learn" / "setup.lock").open("a") as file:
        return venv.try_lock(file)


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONGEST
    while not condition():
        assert time.monotonic() < deadline
        threading.Event().wait(0.02)


def test_a_second_set_up_waits_for_the_first(
    root: Path, steps: Steps, capsys: pytest.CaptureFixture[str]
) -> None:
    second = threading.Thread(target=venv.set_up, args=(root,))
    told: list[str] = []

    def waits() -> bool:
        told.append(capsys.readouterr().err)
        return "Another set-up runs here" in "".join(told)

    with venv.only_one(root):
        second.start()
        wait_for(waits)
        assert steps.titles == []
    second.join(LONGEST)

    assert steps.titles == WITH_UV


@posix_only
def test_a_killed_set_up_is_locked_until_its_command_ends(root: Path) -> None:
    code = """if True:
        import sys
        from pathlib import Path
        from course.setup.venv import only_one
        from course.setup.setup_step import run_step
        wait = "import os, time; print(os.getpid(), file=open('pid', 'w')); "
        root = Path(sys.argv[1])
        with only_one(root) as lock:
            run_step("t", [sys.executable, "-c", wait + "time.sleep(600)"], root, lock)
        """
    launcher = subprocess.Popen(
        [sys.executable, "-c", code, root],
        cwd=LEARN.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    pid = root / "pid"
    try:
        wait_for(lambda: pid.exists() and pid.read_text().strip().isdigit())
    finally:
        launcher.kill()
        launcher.wait()

    try:
        assert not is_free(root)
    finally:
        os.kill(int(pid.read_text()), signal.SIGKILL)
    wait_for(lambda: is_free(root))
