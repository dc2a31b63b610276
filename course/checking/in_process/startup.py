"""Load a project as Django does when it starts, and say what is in the way.

Used inside the process that runs the tests. The stages come in Django's own order;
the first that fails is the answer.
"""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from course.checking.in_process.clues import SETTINGS, settings_files
from course.checking.in_process.startup_reasons import DATABASE, explain
from course.checking.in_process.system_check_reasons import explain_checks
from course.checking.results import Broken
from course.curriculum.project_files import project_files
from course.paths import startproject


def diagnose(project: Path) -> Broken | None:
    """Load the project; return why that failed, or None where it is ready for tests."""
    if broken := _missing(project):
        return broken
    try:
        _compile(project)
        with _without_database():
            _load_apps()
            _load_urls()
            return _system_checks(project)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        # SystemExit as well: a learner's module may call exit().
        return explain(error, project)


def _missing(project: Path) -> Broken | None:
    missing = [] if (project / "manage.py").is_file() else ["manage.py"]
    if not settings_files(project):
        missing.append(SETTINGS)
    if not missing:
        return None
    for path in sorted(project.glob("*/manage.py")):
        folder = path.parent.name
        return Broken(
            f"The project is one folder too deep: manage.py is in {folder}/.",
            f"Remove {folder}/ and type, with the dot at its end:\n{startproject()}",
            f"{folder}/manage.py",
        )
    for path in sorted(project.glob("*/settings.py")):
        folder = path.parent.name
        if SETTINGS in missing:
            return Broken(
                f"The settings are in {folder}/settings.py, and the tests look for "
                f"{SETTINGS}.",
                f"Call that folder config, as this does:\n{startproject()}",
                f"{folder}/settings.py",
            )
    if len(missing) == 2:
        return Broken(
            f"There is no Django project here yet: no manage.py and no {SETTINGS}.",
            f"Type this in the folder of the project:\n{startproject()}",
        )
    return Broken(
        f"{missing[0]} is missing.",
        "Bring it back: every step has one to copy.",
        missing[0],
    )


def _compile(project: Path) -> None:
    for name in project_files(project):
        # The learner's own tests are theirs to run; these tests are the repository's.
        if name.endswith(".py") and not name.startswith("tests/"):
            source = (project / name).read_bytes()
            try:
                compile(source, str(project / name), "exec", dont_inherit=True)
            except SyntaxError as error:
                # Where null bytes are found, Python names neither file nor line.
                error.filename = error.filename or str(project / name)
                raise


def _load_apps() -> None:
    import django
    from django.conf import settings

    importlib.import_module(settings.SETTINGS_MODULE)
    # Django refuses an empty one, but only whoever asks for it.
    settings.SECRET_KEY  # noqa: B018
    django.setup()


def _load_urls() -> None:
    from django.urls import get_resolver

    # Includes are imported where they are written, so this reaches every URLconf.
    get_resolver().url_patterns  # noqa: B018


def _system_checks(project: Path) -> Broken | None:
    from django.core.checks import ERROR, run_checks

    errors = [
        message
        for message in run_checks()
        if message.level >= ERROR and not message.is_silenced()
    ]
    return explain_checks(errors, project) if errors else None


@contextmanager
def _without_database() -> Iterator[None]:
    from django.db.backends.base.base import BaseDatabaseWrapper

    def refuse(self: Any) -> None:
        raise RuntimeError(DATABASE)

    with mock.patch.object(BaseDatabaseWrapper, "ensure_connection", refuse):
        yield
