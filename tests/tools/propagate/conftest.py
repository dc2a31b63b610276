"""A small tutorial in a git repository, for ``author propagate``."""

from pathlib import Path

import pytest
from support.git_repository import git, make_repository
from support.needed_tools import need_tool

from tools.propagate.command import propagate

NAMES = ("01_start", "02_middle", "03_later", "04_last")
TOML = """\
title = "A step"
goal = "g"
idea = "i"
changes = []
tasks = []
"""
SETTINGS = "DEBUG = False\n\nAPPS = [\n    'a',\n]\n\nLIFETIME = 5\n\n# End.\n"


class Tutorial:
    """Four small steps in a git repository, and the commands on them."""

    def __init__(self, root: Path) -> None:
        self.root, self.learn = root, root / ".learn"
        for number, name in enumerate(NAMES):
            self.write(name, "step.toml", TOML)
            self.write(name, "README.md", f"# {name}\n")
            # Each step adds a line of its own below the part that all share.
            extra = "".join(f"STEP_{n} = {n}\n" for n in range(1, number + 1))
            self.write(name, "settings.py", SETTINGS + extra)
        make_repository(root)

    def git(self, *arguments: str) -> None:
        git(self.root, *arguments)

    def commit(self) -> None:
        self.git("add", "--all", "steps")
        self.git("commit", "--quiet", "--message", "x")

    def put_back(self, *steps: int) -> None:
        folders = [f"steps/{NAMES[step - 1]}" for step in steps]
        self.git("checkout", "--", *folders)

    def file(self, step: str | int, path: str) -> Path:
        name = step if isinstance(step, str) else NAMES[step - 1]
        return self.root / "steps" / name / path

    def write(self, step: str | int, path: str, text: str | bytes) -> None:
        file = self.file(step, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)

    def read(self, step: int, path: str = "settings.py") -> str:
        return self.file(step, path).read_bytes().decode()

    def edit(self, step: int, old: str, new: str, path: str = "settings.py") -> None:
        text = self.read(step, path)
        assert old in text
        self.write(step, path, text.replace(old, new))

    def everything(self) -> dict[str, bytes]:
        """All files of all steps, to compare before and after."""
        steps = self.root / "steps"
        return {
            str(file.relative_to(steps)): file.read_bytes()
            for file in sorted(steps.rglob("*"))
            if file.is_file()
        }

    def propagate(self, step: int, base: str = "HEAD", *, dry_run: bool = False) -> int:
        return propagate(self.root, self.learn, str(step), base, dry_run=dry_run)


@pytest.fixture
def tutorial(tmp_path: Path) -> Tutorial:
    need_tool("git")
    return Tutorial(tmp_path)


@pytest.fixture
def conflicted(tutorial: Tutorial, capsys: pytest.CaptureFixture[str]) -> Tutorial:
    """Step 01's edit of the lifetime has stopped at step 03, which has its own."""
    for step in (3, 4):
        tutorial.edit(step, "LIFETIME = 5", "LIFETIME = 30")
    tutorial.commit()
    tutorial.edit(1, "LIFETIME = 5", "LIFETIME = 7")
    assert tutorial.propagate(1) == 1
    return tutorial
