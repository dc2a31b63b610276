"""``teach kit --verify``: install from a kit without a network, and run the steps."""

import re
import sys
import tempfile
import time
from pathlib import Path

from course.checking.runner import clean_environment
from course.curriculum.steps import load_steps
from course.setup.kit_wheels import system_here
from course.setup.stamp import venv_python
from course.teaching.kit.contents import (
    AGAIN,
    Verdict,
    check_sums,
    check_wheels,
    unpack,
)
from course.teaching.kit.without_network import PROBE, Shut, shut
from course.terminal import console, symbol

COUNT = re.compile(r"(\d+) passed")


def verify_kit(file: Path) -> int:
    """Prove a kit and print what was found; return 0 where all holds, else 1.

    Raises CourseError where the file is no kit at all.
    """
    verdict = Verdict()
    with tempfile.TemporaryDirectory(prefix="kit-") as folder:
        root = unpack(file, Path(folder), verdict)
        # What is not what it was when it was made is not run.
        if verdict.good and check_sums(root, verdict):
            check_wheels(root, verdict)
            _run(root, Path(folder), verdict)
    out = console()
    if verdict.good:
        out.print(f"{symbol('pass')} The kit holds.", style="bold")
        return 0
    out.print(f"{symbol('fail')} The kit does not hold.", style="bold")
    out.print(f"{symbol('next')} {AGAIN}")
    return 1


def _run(root: Path, folder: Path, verdict: Verdict) -> None:
    """Set up from the kit as a learner does, and run all steps, without a network."""
    here = shut(_environment(folder))
    python = getattr(sys, "_base_executable", None) or sys.executable
    version = ".".join(map(str, sys.version_info[:3]))
    console().print(f"Shut off by {here.how}.")
    begin = time.monotonic()
    done = here.run(here.set_up(python, root), root)
    what = f"Set up from the kit: Python {version}, {system_here()}"
    if not verdict.say(
        done.returncode == 0, f"{what}, {time.monotonic() - begin:.0f} s.", done.stdout
    ):
        return
    inside = str(venv_python(root))
    probe = here.run([inside, "-I", "-c", PROBE], root)
    reached = not probe.stdout.strip()
    verdict.say(
        not reached,
        "The network is reached: this proves nothing."
        if reached
        else f"No other machine is reached: {probe.stdout.strip()}.",
    )
    _steps(root, inside, here, verdict)
    _verbs(root, python, here, verdict)


def _steps(root: Path, python: str, here: Shut, verdict: Verdict) -> None:
    tests = [python, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    for step in load_steps(root):
        done = here.run(tests, step.path)
        count = COUNT.search(done.stdout)
        passed = done.returncode == 0 and count is not None
        said = f"{count[1]} tests pass" if count and passed else "its tests do not pass"
        verdict.say(passed, f"{step.name}: {said}.", done.stdout[-4000:])


def _verbs(root: Path, python: str, here: Shut, verdict: Verdict) -> None:
    """Go a learner's way: begin step 2, have step 1 checked; see all verbs load."""
    for line in ("start 2", "check 1", "--help"):
        command = [python, str(root / "learn.py"), *line.split()]
        done = here.run(command, root)
        verdict.say(done.returncode == 0, f"learn.py {line}", done.stdout[-4000:])


def _environment(home: Path) -> dict[str, str]:
    """Return an environment without what this machine knows of indexes and proxies."""
    kept = {
        name: value
        for name, value in clean_environment().items()
        if not name.startswith(("PIP_", "UV_", "LEARN_", "DJANGO_", "VIRTUAL_ENV"))
        and not name.lower().endswith("_proxy")
        and not name.startswith("PYTEST_")
    }
    return {**kept, "HOME": str(home), "USERPROFILE": str(home)}
