"""Run a program so that it reaches no network, as far as this system can do that.

On Linux it gets a network namespace of its own, in which there is no card. Elsewhere
the kit's Python refuses every address but those of this machine; pip, which fills that
Python and is not asked, looks at no index.
"""

import json
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# As root, and as anybody in a user namespace of their own.
NAMESPACES = (["unshare", "--net"], ["unshare", "--map-root-user", "--net"])
CARDS = "import json, socket; print(json.dumps([n for _, n in socket.if_nameindex()]))"
GUARD = "no_network"
GUARD_FILE = Path(__file__).with_name("socket_guard.py")


@dataclass(frozen=True)
class Isolation:
    """What stands before a command, and how that is told."""

    prefix: tuple[str, ...]
    told: str

    @property
    def is_namespace(self) -> bool:
        """True where the system itself keeps the network away."""
        return bool(self.prefix)


def isolation() -> Isolation:
    """Return the best that works here."""
    for command in NAMESPACES:
        if _works(command):
            return Isolation(
                tuple(command),
                f"in a network namespace without a network ({command[0]})",
            )
    return Isolation((), "without a namespace: pip asks no index, sockets are guarded")


def _works(command: Sequence[str]) -> bool:
    if shutil.which(command[0]) is None:
        return False
    asked = [*command, sys.executable, "-I", "-c", CARDS]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    try:
        # Believed when seen: nothing but the loopback card.
        return done.returncode == 0 and json.loads(done.stdout) == ["lo"]
    except ValueError:
        return False


def guard_sockets(python: Path) -> None:
    """Let every process of this environment refuse to reach other machines."""
    folder = _site_packages(python)
    shutil.copy(GUARD_FILE, folder / f"{GUARD}.py")
    # Read at each start, also with the options -I and -P.
    (folder / f"{GUARD}.pth").write_text(f"import {GUARD}\n", encoding="utf-8")


def _site_packages(python: Path) -> Path:
    scheme = {"base": str(python.parents[1]), "platbase": str(python.parents[1])}
    return Path(sysconfig.get_path("purelib", "venv", scheme))
