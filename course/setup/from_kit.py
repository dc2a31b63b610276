"""Fill ``.venv`` from the wheels of a kit, without a network. Standard library only."""

import re
import tempfile
from pathlib import Path
from typing import TextIO

from course.errors import CourseError
from course.setup.core_pins import core_pins
from course.setup.kit_layout import WHEELS
from course.setup.kit_wheels import AGAIN, served, system_here, unpack
from course.setup.setup_step import VERSION, explain, run_step
from course.setup.stamp import venv_python

NO_WHEEL = re.compile(r"No matching distribution found for (\S+)")


def install_from_kit(root: Path, lock: TextIO) -> None:
    """Install the core pins of ``requirements.txt``; CourseError where that fails.

    pip alone does it: uv is not in a kit, and nobody is asked over a network.
    """
    pins = core_pins(root)
    if not pins:
        raise CourseError("requirements.txt does not say what a kit needs.", AGAIN)
    with tempfile.TemporaryDirectory(dir=root / ".learn", prefix="wheels-") as folder:
        unpack(root, Path(folder))
        python = str(venv_python(root))
        pip = [python, "-I", "-m", "pip", "install", "--isolated", "--no-input"]
        pip += ["--disable-pip-version-check", "--progress-bar", "off"]
        pip += ["--no-index", "--find-links", folder, "--only-binary", ":all:", *pins]
        installed, output = run_step(
            "[4/4] Installing the packages of the kit", pip, root, lock
        )
    if installed:
        return
    if missing := NO_WHEEL.search(output):
        raise CourseError(
            f"This kit has no wheel of {missing[1]} for Python {VERSION} on "
            f"{system_here()}.",
            f"It has them for {served(root)}. Take one of these, or with a network "
            f"delete the folder {WHEELS}; then type the same command again.",
        )
    raise explain("Installing the packages of the kit", output)
