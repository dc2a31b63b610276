"""What Django's own system checks say about a project, with the place in it."""

import inspect
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from course.checking.in_process.clues import at, find_line, in_settings
from course.checking.in_process.django_reasons import APPS
from course.checking.in_process.frames import inside_project
from course.checking.results import Broken
from course.curriculum.project_files import project_files

CLASHES = {"fields.E304", "fields.E305"}


def explain_checks(errors: Sequence[Any], project: Path) -> Broken:
    """Put the first of Django's check messages into a sentence with its place."""
    from django.conf import settings

    if settings.AUTH_USER_MODEL == "auth.User":
        for error in errors:
            if error.id in CLASHES and "auth.User" in error.msg:
                return _user_model_not_set(error, project)
    error = errors[0]
    if answer := _class_for_view(error, project):
        return answer
    place = _place(error.obj, project)
    message = " ".join(str(error.msg).split())
    more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
    return Broken(
        f"{at(place) if place else 'Django'}: Django's system check says: "
        f"{message} [{error.id}]{more}",
        " ".join(str(error.hint or "Correct that.").split()),
        *(place or (None, None)),
    )


def _class_for_view(error: Any, project: Path) -> Broken | None:
    match = re.search(r"pass (\w+)\.as_view\(\)", error.msg)
    if error.id != "urls.E009" or not match:
        return None
    for name in project_files(project):
        line = find_line(project / name, rf"path\(.*\b{match[1]}\b(?!\.as_view)")
        if name.endswith(".py") and line:
            return Broken(
                f"{at((name, line))}: {match[1]} is a class, and a path needs a view.",
                f"Write {match[1]}.as_view() there.",
                name,
                line,
            )
    return None


def _user_model_not_set(error: Any, project: Path) -> Broken:
    model = getattr(error.obj, "model", None)
    label = model._meta.label if model is not None else "users.User"
    if label == "auth.User":
        label = "users.User"
    file, line = in_settings(project, APPS)
    return Broken(
        f"{file} does not set AUTH_USER_MODEL, so Django's own user and "
        f"{label} claim the same names.",
        f'Add AUTH_USER_MODEL = "{label}" to {file}.',
        file,
        line,
    )


def _place(subject: Any, project: Path) -> tuple[str, int | None] | None:
    # A check names a model, a field of one, an admin class, or a URL pattern.
    view = getattr(subject, "callback", None)
    candidates: tuple[Any, ...] = (subject, view, type(subject))
    for each in (getattr(subject, "model", None), *candidates):
        try:
            file = inside_project(inspect.getsourcefile(each) or "", project)
            if file:
                return file, inspect.getsourcelines(each)[1]
        except (OSError, TypeError):
            continue
    return None
