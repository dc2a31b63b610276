"""The second half of ``learn.py``: ``.venv`` where needed, then ``python -m course``.

Imported before anything is installed: the standard library and ``course`` only.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from course.setup.stamp import is_ready, venv_python

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


def launch(root: str | Path, argv: Sequence[str]) -> int:
    """Prepare ``.venv`` where needed and run one command; return the exit code."""
    root = Path(root)
    try:
        # A Python that is there but does not start is mended below.
        with suppress(OSError):
            if is_ready(root):
                return run_course(venv_python(root), root, argv)
        # Here, because most calls do without.
        from course.setup.venv import prepare

        return prepare(root) or run_course(venv_python(root), root, argv)
    except KeyboardInterrupt:
        from course.setup.setup_step import tell

        tell("Stopped.\n-> The next call of learn.py takes it up again.")
        return 130


def run_course(
    python: Path, root: Path, argv: Sequence[str], os_name: str = os.name
) -> int:
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
    # Here, because most systems do without, and this runs on every call.
    import subprocess

    with subprocess.Popen(command, env=env) as child:
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                continue
