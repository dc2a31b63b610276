"""The wheels of a kit, as this machine takes them. Standard library only.

In the folder ``wheels`` are an archive for each system, one for all, and ``kit.json``,
which says what was found when the kit was made. In an archive the wheels are not
compressed one by one: so what four Pythons share in them is stored once.
"""

import json
import platform
import shutil
import subprocess
import sysconfig
import tarfile
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.setup.checksums import differing
from course.setup.kit_layout import ABOUT, WHEELS

FOR_ALL = "any"
AGAIN = "Copy the kit once more, unpack it, and type the same command there."
NAMES = {"macosx": "macos", "win": "windows"}


def about(root: Path) -> dict[str, Any]:
    """Return what the kit says about itself: ``systems`` and ``made``.

    Raises CourseError where that cannot be read.
    """
    try:
        told = json.loads((root / WHEELS / ABOUT).read_text(encoding="utf-8"))
        return {"made": str(told["made"]), "systems": dict(told["systems"])}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CourseError(f"{WHEELS}/{ABOUT} cannot be read: {error}.", AGAIN) from None


def archive_name(system: str) -> str:
    """Return the path of a system's wheels in a kit."""
    return f"{WHEELS}/{system}.tar.xz"


def system_here() -> str:
    """Return the system and processor that this Python was built for."""
    kind, _, rest = sysconfig.get_platform().partition("-")
    # On a Mac one Python may serve two processors: which one is at work now?
    machine = platform.machine() if kind == "macosx" else rest.rpartition("-")[2]
    return f"{NAMES.get(kind, kind)}-{machine}"


def served(root: Path) -> str:
    """Return for which systems and Pythons the kit has wheels, in words."""
    systems = about(root)["systems"]
    return "; ".join(f"{each}: {', '.join(systems[each])}" for each in sorted(systems))


def unpack(root: Path, target: Path) -> None:
    """Lay the wheels for this system into ``target``.

    Raises CourseError where the kit is not for this system, or is damaged.
    """
    system = system_here()
    if system not in about(root)["systems"]:
        raise CourseError(
            f"This kit has no wheels for {system}, which this Python is built for.",
            f"It has them for {served(root)}. With a network: delete the folder "
            f"{WHEELS}, then type the same command again.",
        )
    names = [archive_name(FOR_ALL), archive_name(system)]
    if wrong := differing(root, names):
        raise CourseError(
            f"{wrong[0]} of the kit is damaged: it is not what its SHA256SUMS say.",
            AGAIN,
        )
    for name in names:
        try:
            _unpack(root / name, target)
        except (OSError, EOFError, tarfile.TarError, _lzma_error()) as error:
            raise CourseError(f"{name} cannot be unpacked: {error}.", AGAIN) from error


def _unpack(archive: Path, target: Path) -> None:
    try:
        with tarfile.open(archive, "r:xz") as wheels:
            for wheel in wheels:
                # Wheels lie side by side: a name that leads elsewhere is none of ours.
                if not wheel.isfile() or "/" in wheel.name or "\\" in wheel.name:
                    continue
                content = wheels.extractfile(wheel)
                assert content is not None
                with content, (target / wheel.name).open("wb") as file:
                    shutil.copyfileobj(content, file)
    except tarfile.CompressionError:
        # This Python was built without lzma; the tar of most systems knows it.
        command = ["tar", "-xf", str(archive), "-C", str(target)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise OSError("this Python was built without lzma, and tar fails") from None


def _lzma_error() -> type[Exception]:
    try:
        from lzma import LZMAError
    except ImportError:
        return EOFError
    return LZMAError
