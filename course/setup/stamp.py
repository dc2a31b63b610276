"""What ``.venv`` was made from, and whether that still holds.

``learn.py`` asks on every call, so this imports little and starts no process. The
stamp is written last: without it, or with the mark UNFINISHED, nothing in ``.venv``
is relied on.
"""

import hashlib
import os
import sys
from pathlib import Path

from course.setup.kit_layout import is_kit
from course.setup.whole_files import write_whole

UNFINISHED = "unfinished\n"


def venv_python(root: Path, os_name: str = os.name) -> Path:
    """Return the path of the Python in ``.venv``, whether it is there or not."""
    windows = os_name == "nt"
    folder, name = ("Scripts", "python.exe") if windows else ("bin", "python")
    return root / ".venv" / folder / name


def this_python() -> str:
    """Return kind, version and place of this Python; the same in its environments."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    # In ASCII, so that it passes through every pipe and every code page.
    place = ascii(os.path.realpath(sys.base_prefix))
    return f"{sys.implementation.name} {version} {place}"


def wanted_stamp(root: Path) -> str:
    """Return the stamp of an environment that fits this Python and the lock."""
    lock = (root / "requirements.txt").read_bytes()
    if is_kit(root):
        # Here, because every call of learn.py comes by.
        from course.setup.core_pins import core_pins

        lock = "\n".join(core_pins(root)).encode()
    return f"{this_python()}\n{hashlib.sha256(lock).hexdigest()}\n"


def read_stamp(root: Path) -> str:
    """Return the stamp, UNFINISHED during a set-up, or "" where there is none."""
    try:
        return (root / ".venv" / "learn.stamp").read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def write_stamp(root: Path, text: str) -> None:
    """Replace the stamp in one go; after a power cut it is the old one or the new."""
    write_whole(root / ".venv" / "learn.stamp", text, synced=True)


def is_ready(root: Path) -> bool:
    """Return whether ``.venv`` is complete and fits."""
    return venv_python(root).exists() and read_stamp(root) == wanted_stamp(root)
