#!/usr/bin/env python3
"""Start here: ``python3 learn.py``.

The first call makes the virtual environment ``.venv`` and installs what
``requirements.txt`` names; every call runs ``python -m course`` in it, with the
arguments passed on as they are. This file needs the standard library only, and parses
on Python 3.6, so that an old Python gives an answer instead of a syntax error.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent
OLDEST = (3, 11)
NEWER = ("3.13", "3.12", "3.11", "3.14")
PARTS = ("requirements.txt", "course/__main__.py")

# "-m course" would look into the current folder first and import a learner's own
# token.py; PYTHONPATH would reach every process that the learner's project starts.
RUN = """
import sys
try:
    import runpy
    sys.path.insert(0, sys.argv.pop(1))
    runpy.run_module("course", run_name="__main__", alter_sys=True)
except KeyboardInterrupt:
    sys.exit(130)
"""


def say(message: str, next_action: str) -> None:
    """Print what happened and what to do next, where standard error is open."""
    with suppress(AttributeError, OSError, ValueError):
        sys.stderr.write(f"{message}\n-> {next_action}\n")
        sys.stderr.flush()


def newer_python(os_name: str = os.name) -> list:
    """Return the command of a Python on this machine that is new enough, or []."""
    import subprocess

    test = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    for version in NEWER:
        command = ["py", "-" + version] if os_name == "nt" else ["python" + version]
        # A shim of pyenv is there for a version that is not: only a start tells.
        try:
            subprocess.check_output([*command, "-c", test], stderr=subprocess.STDOUT)
        except (OSError, subprocess.CalledProcessError):
            continue
        return command
    return []


def refuse_python(argv: list, os_name: str = os.name) -> int:
    """Say that this Python is too old and what to type instead; return 2."""
    words = [*newer_python(os_name), sys.argv[0], *argv]
    command = " ".join(f'"{word}"' if " " in word else word for word in words)
    needed, this = [".".join(map(str, v)) for v in (OLDEST, sys.version_info[:3])]
    if len(words) > len(argv) + 1:
        action = f"Type: {command}"
    else:
        start = f"py -{NEWER[0]}" if os_name == "nt" else f"python{NEWER[0]}"
        action = (
            f"Install Python {NEWER[0]} from https://www.python.org/downloads/, open a "
            f"new terminal and type: {start} {command}"
        )
    say(f"Python {needed} or later is needed, this is {this}.", action)
    return 2


def run_course(python: Path, root: Path, argv: list, os_name: str = os.name) -> int:
    """Run ``python -m course`` in ``.venv`` and return its exit code.

    On POSIX this process becomes that one, so that signals reach it. On Windows both
    receive Ctrl-C: the child decides what it means, and this one waits for it. Raises
    OSError where that Python does not start.
    """
    command = [str(python), "-P", "-c", RUN, str(root), *argv]
    # Both would bring in another Python's packages.
    left_out = ("PYTHONHOME", "PYTHONPATH")
    env = {name: os.environ[name] for name in os.environ if name not in left_out}
    if os_name != "nt":
        os.execve(command[0], command, env)
    import subprocess

    with subprocess.Popen(command, env=env) as child:
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                continue


def main(argv: list, root: Path = ROOT) -> int:
    """Prepare ``.venv`` where needed and run one command; return the exit code."""
    if sys.version_info < OLDEST:
        return refuse_python(argv)
    missing = [part for part in PARTS if not (root / part).is_file()]
    if missing:
        say(
            f"This is not the whole repository: {root} has no {', '.join(missing)}.",
            "Clone it again, or unpack the whole archive, and start learn.py there.",
        )
        return 2
    sys.path.insert(0, str(ROOT))
    try:
        from course.setup.stamp import is_ready, venv_python

        python = venv_python(root)
        # A Python that is there but does not start is mended below.
        with suppress(OSError):
            if is_ready(root):
                return run_course(python, root, argv)
        from course.setup.venv import prepare

        return prepare(root) or run_course(python, root, argv)
    except KeyboardInterrupt:
        say("Stopped.", "The next call of learn.py takes it up again.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
