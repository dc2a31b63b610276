"""``teach kit --verify``: prove a kit, from its checksums to every step's tests."""

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from course.errors import CourseError
from course.kit.contents import count_systems, unpack_kit
from course.kit.isolated import Isolation, guard_sockets, isolation
from course.output import complain, console, symbol
from course.setup_step import VERSION, run_step
from course.stamp import venv_python
from course.steps import load_steps

# What would lead the kit's programs to another place, or to another project.
NOT_PASSED_ON = ("DATABASE_URL", "LEARN_", "PIP_", "PYTHON", "UV_", "VIRTUAL_ENV")


def verify_kit(file: Path) -> int:
    """Check the checksums, install from the wheels, run the steps; return 0 or 1.

    All that happens in a temporary folder, without a network. Raises CourseError where
    the file is no kit at all.
    """
    try:
        with tempfile.TemporaryDirectory(
            prefix="kit-", ignore_cleanup_errors=True
        ) as folder:
            _verify(file, Path(folder))
    except CourseError as error:
        complain(error)
        return error.code
    console().print(f"{symbol('pass')} The kit works.", style="bold")
    return 0


def _verify(file: Path, folder: Path) -> None:
    root, count = unpack_kit(file, folder)
    _tell(f"Checksums: {count} files are as they were packed.")
    systems = count_systems(root)
    _tell(f"Wheels: all are there, for {systems} pairs of a system and a Python.")
    alone = isolation()
    with tempfile.TemporaryFile("w") as lock:
        run = _Run(root, alone, lock)
        run("The set-up from the wheels", "doctor")
        if not alone.is_namespace:
            guard_sockets(venv_python(root))
        _tell(f"Set up with Python {VERSION}, {alone.told}.")
        run("The list of steps", "list")
        for step in load_steps(root):
            run(f"Step {step.number_text}", "check", step.name, work=step.path)
            _tell(f"Step {step.number_text}: its tests pass.")


class _Run:
    """Types commands into the unpacked kit, as a learner would."""

    def __init__(self, root: Path, alone: Isolation, lock: TextIO) -> None:
        self._root, self._alone, self._lock = root, alone, lock
        # Not the Python of this environment: a learner has none.
        self._python = getattr(sys, "_base_executable", None) or sys.executable

    def __call__(self, title: str, *arguments: str, work: Path | None = None) -> None:
        command = [*self._alone.prefix, self._python, "learn.py", *arguments]
        passed, said = run_step(
            title, command, self._root, self._lock, _environment(work)
        )
        if not passed:
            lines = "\n".join(f"    {line}" for line in said.splitlines()[-20:])
            raise CourseError(
                f"{title} fails in the kit, {self._alone.told}:\n{lines}",
                "Mend that in the repository, and make the kit anew.",
                code=1,
            )


def _environment(work: Path | None) -> Mapping[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(NOT_PASSED_ON)
    }
    return kept | ({"LEARN_WORK": str(work)} if work else {})


def _tell(text: str) -> None:
    console().print(f"{symbol('pass')} {text}")
