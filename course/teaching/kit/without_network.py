"""Shut the network off for a command: really, and say how."""

import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from course.setup.programs import Ended, run_program

HERE = Path(__file__).resolve().parent
NAMESPACE = "a network namespace of its own, with nothing but the loopback address"
GUARD = "an audit hook in its .venv that refuses what leaves this machine"
# A datagram's socket: to connect it sends nothing, to whatever address.
PROBE = """
import socket
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
    try:
        probe.connect(("192.0.2.1", 9))
    except OSError as error:
        print(error)
"""
# What stands in for ``learn.py`` in its first call, where there is no namespace.
SET_UP = """
import shutil, sys
from pathlib import Path
root = Path(sys.argv[1])
sys.path.insert(0, str(root))
from course.setup import venv

def add_pip(root, lock, before=venv.add_pip):
    before(root, lock)
    for folder in (root / ".venv").glob("**/site-packages"):
        shutil.copy(sys.argv[2], folder / "no_sockets.py")
        line = "import no_sockets; no_sockets.shut_off()"
        (folder / "no_sockets.pth").write_text(line)

venv.add_pip = add_pip
sys.exit(venv.prepare(root))
"""


@dataclass(frozen=True)
class Shut:
    """A way to run commands without a network."""

    how: str
    environment: Mapping[str, str]
    prefix: tuple[str, ...] = ()

    def run(self, command: list[str], folder: Path) -> Ended:
        """Run a command to its end; both its streams are its ``stdout``."""
        return run_program([*self.prefix, *command], folder, self.environment)

    def set_up(self, python: str, root: Path) -> list[str]:
        """Return the command that sets up the kit in ``root``, as a learner's does."""
        if self.prefix:
            return [python, str(root / "learn.py"), "list"]
        return [python, "-c", SET_UP, str(root), str(HERE / "no_sockets.py")]


def shut(environment: Mapping[str, str]) -> Shut:
    """Return the best way to run commands without a network that this system has."""
    if tool := shutil.which("unshare"):
        for options in (["--net"], ["--net", "--map-root-user"]):
            alone = [sys.executable, "-I", str(HERE / "run_alone.py")]
            prefix = (tool, *options, "--", *alone)
            probe = Shut(NAMESPACE, environment, prefix)
            if probe.run([sys.executable, "-c", ""], HERE).returncode == 0:
                return probe
    return Shut(GUARD, environment)
