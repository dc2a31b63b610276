"""The steps of the tutorial, as their ``step.toml`` files describe them."""

import difflib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from course.errors import CourseError
from course.paths import ROOT

# Files that are about a step and not part of the project that the learner writes.
ABOUT_A_STEP = ("README.md", "step.toml", "INSTRUCTOR.md", "mistakes")


@dataclass(frozen=True)
class Task:
    """One thing to build in a step; tests name it with ``@pytest.mark.task(slug)``.

    ``red`` is a regular expression: what the tests of this task say on the step
    before, where the task is not done yet.
    """

    slug: str
    title: str
    red: str
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One folder under ``steps/``: a complete Django project with its description."""

    number: int
    name: str
    path: Path
    title: str
    goal: str
    idea: str
    endpoints: tuple[str, ...]
    changes: tuple[str, ...]
    removed_tests: tuple[str, ...]
    changed_tests: tuple[str, ...]
    tasks: tuple[Task, ...]
    # Lines that the step takes away or brings back: path and lines (course/chain).
    undoes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    # Minutes of a workshop: to teach the step, and for the room to do it.
    teach: int = 0
    practise: int = 0

    @property
    def number_text(self) -> str:
        """The number as it stands in the folder's name: ``"05"``."""
        return f"{self.number:02d}"

    def task(self, slug: str) -> Task | None:
        """Return the task of that name, or None where it belongs to another step."""
        return next((task for task in self.tasks if task.slug == slug), None)


def load_step(path: Path) -> Step:
    """Read one step folder.

    Raises CourseError where ``step.toml`` is missing, malformed or incomplete.
    """
    try:
        data = tomllib.loads((path / "step.toml").read_text(encoding="utf-8"))
        tests, minutes = data.get("tests", {}), data.get("minutes", {})
        return Step(
            number=int(path.name.partition("_")[0]),
            name=path.name,
            path=path,
            title=data["title"],
            goal=data["goal"],
            idea=data["idea"],
            endpoints=tuple(data.get("endpoints", ())),
            changes=tuple(data["changes"]),
            removed_tests=tuple(tests.get("removed", ())),
            changed_tests=tuple(tests.get("changed", ())),
            tasks=tuple(
                Task(
                    slug=task["slug"],
                    title=task["title"],
                    red=task["red"],
                    hints=tuple(task.get("hints", ())),
                )
                for task in data["tasks"]
            ),
            undoes=tuple(
                (path, tuple(lines)) for path, lines in data.get("undoes", {}).items()
            ),
            teach=int(minutes.get("teach", 0)),
            practise=int(minutes.get("practise", 0)),
        )
    except FileNotFoundError as error:
        raise CourseError(
            f"{path.name} has no step.toml.", "Restore the file from the repository."
        ) from error
    except (tomllib.TOMLDecodeError, KeyError, ValueError) as error:
        raise CourseError(
            f"{path.name}/step.toml cannot be read: {error}.", "Correct that entry."
        ) from error


def load_steps(root: Path = ROOT) -> list[Step]:
    """Return all steps in their order.

    Raises CourseError where a description cannot be read.
    """
    folders = sorted((root / "steps").glob("[0-9][0-9]_*"))
    return [load_step(folder) for folder in folders if folder.is_dir()]


def find_step(text: str, steps: list[Step]) -> Step:
    """Return the step that ``text`` names: ``5``, ``05`` or ``05_jwt_login``.

    Raises CourseError with the list of steps and the nearest name where there is none.
    """
    wanted = text.strip().strip("/\\").lower()
    for step in steps:
        if wanted == step.name or (
            re.fullmatch(r"\d{1,3}", wanted) and int(wanted) == step.number
        ):
            return step
    names = [step.name for step in steps]
    plain = {name.partition("_")[2]: name for name in names}
    near = difflib.get_close_matches(wanted, [*names, *plain], n=1, cutoff=0.5)
    listing = "\n".join(f"  {step.number_text}  {step.name}" for step in steps)
    question = (
        f" Did you mean {plain.get(near[0], near[0])}?" if near and wanted else ""
    )
    raise CourseError(
        f"There is no step “{text}”.{question}\nThe steps are:\n{listing}",
        "Name a step by its number or its folder: 5, 05 or 05_jwt_login.",
    )


def previous_step(step: Step, steps: list[Step]) -> Step | None:
    """Return the step before ``step``, or None for the first."""
    index = steps.index(step)
    return steps[index - 1] if index else None
