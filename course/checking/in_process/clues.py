"""What a learner's project says about an exception: places, names, nearest spellings.

Used inside the process that runs the tests: standard library only.
"""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from course.checking.in_process.frames import project_frames, with_suggestion
from course.checking.results import Broken
from course.curriculum.project_files import project_files

SETTINGS = "config/settings.py"
# A project may keep them in parts.
SETTINGS_PACKAGE = "config/settings"


@dataclass(frozen=True)
class Case:
    """An exception that stopped a project from loading, and that project."""

    error: BaseException
    project: Path

    @cached_property
    def message(self) -> str:
        """What the exception says, in one line, with Python's suggestion."""
        return " ".join(with_suggestion(self.error).split())

    @cached_property
    def frames(self) -> list[tuple[str, int]]:
        """The places in the project that led to it, the deepest last."""
        return project_frames(self.error, self.project)

    @property
    def where(self) -> str:
        """The place as it stands at the beginning of a sentence."""
        return "{}, line {}".format(*self.frames[-1]) if self.frames else "The project"

    def broken(
        self,
        sentence: str,
        next_action: str,
        place: tuple[str, int | None] | None = None,
    ) -> Broken:
        """Make the answer; its place is the deepest frame unless another is given."""
        if place is None and self.frames:
            place = self.frames[-1]
        return Broken(sentence, next_action, *(place or (None, None)))

    def in_settings(self, pattern: str) -> tuple[str, int | None]:
        """Return the place in the settings that matches the regular expression."""
        return in_settings(self.project, pattern)

    def quoted(self) -> tuple[str, int] | None:
        """Return the first place in the project of a text that the message quotes."""
        for text in re.findall(r"['\"]([\w./-]+)['\"]", self.message):
            for name in project_files(self.project):
                if not name.endswith(".py") or name.startswith("tests/"):
                    continue
                line = find_line(self.project / name, rf"['\"]{re.escape(text)}['\"]")
                if line:
                    return name, line
        return None

    def modules(self) -> list[str]:
        """Return the dotted names of the project's modules."""
        paths = [Path(name) for name in project_files(self.project)]
        return [
            ".".join(path.with_suffix("").parts).removesuffix(".__init__")
            for path in paths
            if path.suffix == ".py"
        ]


def settings_files(project: Path) -> list[str]:
    """Return the files of the settings: one, or those of a package, its own first.

    Python takes the package where there are both.
    """
    package = project / SETTINGS_PACKAGE
    if (package / "__init__.py").is_file():
        return [
            f"{SETTINGS_PACKAGE}/{path.name}" for path in sorted(package.glob("*.py"))
        ]
    return [SETTINGS] if (project / SETTINGS).is_file() else []


def in_settings(project: Path, pattern: str) -> tuple[str, int | None]:
    """Return the first place in the settings that matches the regular expression."""
    files = settings_files(project) or [SETTINGS]
    places = [(name, find_line(project / name, pattern)) for name in files]
    return next((place for place in places if place[1]), places[0])


def find_line(file: Path, pattern: str) -> int | None:
    """Return the number of the first line that matches, or None."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    matches = (n for n, line in enumerate(lines, 1) if re.search(pattern, line))
    return next(matches, None)


def nearest(name: str, names: Iterable[str]) -> str:
    """Return “ Did you mean …?” for the most alike of the names, or ``""``."""
    near = difflib.get_close_matches(name, list(names), n=1, cutoff=0.6)
    return f" Did you mean {near[0]}?" if near and near[0] != name else ""


def at(place: tuple[str, int | None]) -> str:
    """Return the place in words: ``config/settings.py, line 12``."""
    file, line = place
    return f"{file}, line {line}" if line else file
