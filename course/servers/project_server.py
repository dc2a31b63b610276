"""A project about to be served: its environment, whether it loads, its tables."""

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from course.curriculum.steps import Step
from course.errors import CourseError
from course.paths import Places
from course.setup.programs import run_python

# Lines of migrate that tell a learner nothing.
MIGRATE_SAYS = ("Operations to perform", "  Apply all", "Running mig", "  No mig")
# Seconds in which a slow machine has loaded a project.
LOADING = 60.0
READY = Path(__file__).resolve().parent / "load_project.py"


@dataclass(frozen=True)
class Project:
    """What is served: a folder, what to call it, and the name of its data."""

    folder: Path
    title: str
    data: str
    step: Step | None = None


def project_environment(where: Places, project: Project) -> dict[str, str]:
    """Return the variables that the project's processes get."""
    environment = {
        name: value
        for name, value in os.environ.items()
        # Of another project, perhaps; manage.py sets its own.
        if name != "DJANGO_SETTINGS_MODULE"
    }
    environment["PYTHONUNBUFFERED"] = "1"
    environment.setdefault("DEBUG", "1")
    if project.step is not None:
        # Nothing is written into a step's folder, nor into the learner's database.
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
        file = where.learn / "run" / project.data / "db.sqlite3"
        file.parent.mkdir(parents=True, exist_ok=True)
        environment["DATABASE_URL"] = f"sqlite:///{quote(file.as_posix(), safe='/:')}"
    return environment


def has_tables(project: Project, environment: Mapping[str, str]) -> bool:
    """Load the project; tell whether it has tables to bring up to date.

    Raises CourseError, with the place in the project, where it does not load.
    """
    try:
        done = run_python(
            str(READY),
            folder=project.folder,
            environment=environment,
            timeout=LOADING,
        )
    except subprocess.TimeoutExpired:
        raise CourseError(
            f"{project.title.capitalize()} does not come to the end of loading.",
            "Look for a loop, or for something that waits, outside of functions.",
            code=1,
        ) from None
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise CourseError(
            f"Python ended while loading {project.title}: {_last_line(done.stderr)}",
            "Look at what was changed last.",
            code=1,
        ) from None
    if broken := answer["broken"]:
        raise CourseError(broken["sentence"], broken["next_action"], code=1)
    return bool(answer["tables"])


def migrate(project: Project, environment: Mapping[str, str]) -> list[str]:
    """Bring the tables up to date; return what there is to say about it.

    Raises CourseError with the last line of the migration that does not run.
    """
    command = ("manage.py", "migrate", "--noinput", "--no-color")
    done = run_python(*command, folder=project.folder, environment=environment)
    if done.returncode:
        raise CourseError(
            f"The migrations of {project.title} do not run: {_last_line(done.stderr)}",
            "Mend what it names. To see all of it, in that folder: "
            "python manage.py migrate",
            code=1,
        )
    lines = done.stdout.splitlines()
    return [line for line in lines if not line.startswith(MIGRATE_SAYS)]


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it said nothing"])[-1]
