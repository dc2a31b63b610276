"""What a fault is, and how it is put into a copy of a project."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


class CannotPutBackError(Exception):
    """The step has changed, and the fault no longer says what to change in it."""


@dataclass(frozen=True)
class Change:
    """In the file ``path``, the text ``old`` becomes ``new``."""

    path: str
    old: str
    new: str

    def apply(self, project: Path) -> None:
        """Change the file.

        Raises CannotPutBackError where ``old`` is not there exactly once: a fault
        that changes nothing would be caught by nothing, or by luck.
        """
        file = project / self.path
        text = _read(file, self.path)
        if (found := text.count(self.old)) != 1:
            raise CannotPutBackError(
                f"{self.path} has this text {found} times, not once:\n{self.old}"
            )
        file.write_text(text.replace(self.old, self.new), encoding="utf-8")


@dataclass(frozen=True)
class Instead:
    """The whole file ``path`` becomes ``text``; it has to be there before."""

    path: str
    text: str

    def apply(self, project: Path) -> None:
        """Replace the file; CannotPutBackError where there is none."""
        _read(project / self.path, self.path)
        (project / self.path).write_text(self.text, encoding="utf-8")


@dataclass(frozen=True)
class Fault:
    """One fault, put back into one step.

    ``numbers``: of the fault table and of the attacks, such as "15 L4"; empty for a
    fault that neither lists. ``put_back`` says in words what ``changes`` do.
    ``tests`` are node ids of the step's own tests, all of which have to go red, with
    a message that the regular expression ``red`` matches. ``starts`` is False where
    Django's own checks refuse the project, though its tests run.
    """

    name: str
    numbers: str
    step: int
    put_back: str
    changes: tuple[Change | Instead, ...]
    tests: tuple[str, ...]
    red: str
    starts: bool = True

    def apply(self, project: Path) -> None:
        """Put the fault into this copy of the step's project.

        Raises CannotPutBackError where the step has changed.
        """
        for change in self.changes:
            change.apply(project)


def in_file(path: str) -> Callable[[str, str], Change]:
    """Return Change for one file, so that a fault need not repeat its path."""

    def change(old: str, new: str) -> Change:
        return Change(path, old, new)

    return change


def _read(file: Path, name: str) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise CannotPutBackError(f"{name} is not there.") from error
