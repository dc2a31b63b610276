"""A solution of a step that differs from ours: some files laid over the step's own."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from course.curriculum.project_files import copy_project
from course.curriculum.steps import Step, load_steps

FOLDER = Path(__file__).resolve().parents[1] / "solutions"
ABOUT = "solution.toml"
KEYS = {"step", "differs", "removes", "change"}


@dataclass(frozen=True)
class Edit:
    """A small change of a file of the step: ``old`` becomes ``new``."""

    file: str
    old: str
    new: str

    def make(self, project: Path) -> None:
        """Make it; AssertionError where the old text is not there exactly once."""
        path = project / self.file
        text = path.read_text(encoding="utf-8")
        assert text.count(self.old) == 1, f"{self.file} has not, once: {self.old!r}"
        path.write_text(text.replace(self.old, self.new), encoding="utf-8")


@dataclass(frozen=True)
class Solution:
    """Another way to do a step; ``differs`` says in one sentence what is different."""

    path: Path
    step: Step
    differs: str
    removes: tuple[str, ...]
    edits: tuple[Edit, ...]

    def lay(self, project: Path) -> None:
        """Make ``project`` a copy of the step, with this solution laid over it."""
        copy_project(self.step.path, project)
        for name in self.removes:
            (project / name).unlink()
        for edit in self.edits:
            edit.make(project)
        copy_project(self.path, project)
        (project / ABOUT).unlink()


def load_solutions() -> list[Solution]:
    """Return all solutions, by name; AssertionError for a key that means nothing."""
    return [_load(path.parent) for path in sorted(FOLDER.glob(f"*/{ABOUT}"))]


def _load(path: Path) -> Solution:
    data = tomllib.loads((path / ABOUT).read_text(encoding="utf-8"))
    assert not data.keys() - KEYS, f"{path.name}: {sorted(data.keys() - KEYS)}"
    return Solution(
        path,
        load_steps()[data["step"] - 1],
        data["differs"],
        tuple(data.get("removes", ())),
        tuple(Edit(**each) for each in data.get("change", ())),
    )
