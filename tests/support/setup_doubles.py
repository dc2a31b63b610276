"""A least repository, and a stand-in for the commands that set it up."""

import os
import shutil
from pathlib import Path

import pytest

import learn
from course.setup import stamp

LEARN = Path(learn.__file__)
OFFLINE = "NewConnectionError: [Errno -3] Temporary failure in name resolution"
PIP_TOO = "Installing the packages with pip"
IN_PLACE = ["Fetching uv", "Installing the packages"]
WITH_UV = ["Making .venv", "Adding pip", *IN_PLACE]

posix_only = pytest.mark.skipif(os.name == "nt", reason="signals and groups of POSIX")

SETUP = ("__init__", "checksums", "core_pins", "from_kit", "install", "kit_layout")
SETUP += ("kit_wheels", "launch", "setup_step", "stamp", "venv", "whole_files")
PARTS = ("__init__", "errors", "terminal", *(f"setup/{name}" for name in SETUP))
STUB = """
import json, os, sys, time
if sys.argv[1:] == ["serve"]:
    print("ready", flush=True)
    time.sleep(600)
outside = [name for name in ("PYTHONPATH", "PYTHONHOME") if name in os.environ]
print(json.dumps([sys.argv[1:], os.getcwd(), sys.prefix, sys.path[0], outside]))
sys.exit(7)
"""


def make_repository(root: Path) -> Path:
    """Lay down the least that the launcher calls a whole repository."""
    (root / "course/setup").mkdir(parents=True)
    for name in PARTS:
        source, target = LEARN.parent / "course", root / "course"
        shutil.copy(source / f"{name}.py", target / f"{name}.py")
    (root / "course" / "__main__.py").write_text(STUB, encoding="utf-8")
    (root / "requirements.txt").write_text("", encoding="utf-8")
    shutil.copy(LEARN, root)
    return root


class Steps:
    """Stands in for ``run_step``: records titles; fails or stops where it is told."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.titles: list[str] = []
        self.stamps: list[str] = []
        self.failures: dict[str, str | BaseException] = {}

    def __call__(
        self, title: str, command: list[str], *rest: object
    ) -> tuple[bool, str]:
        """Pretend to run one command, as ``run_step`` would."""
        name = title.partition(" ")[2]
        self.titles.append(name)
        self.stamps.append(stamp.read_stamp(self.root))
        failure = self.failures.get(name, "")
        if isinstance(failure, BaseException):
            raise failure
        if name == "Making .venv":
            python = stamp.venv_python(self.root)
            python.parent.mkdir()
            python.write_text("a Python", encoding="utf-8")
        return not failure, failure
