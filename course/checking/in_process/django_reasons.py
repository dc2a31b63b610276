"""What keeps Django from starting with a project: settings, apps, URLs.

Each function answers for one kind of exception, or returns None.
"""

import os
import re
import traceback

from django.apps import apps

from course.checking.in_process.clues import Case, at
from course.checking.results import Broken

USER_MODEL = r"^\s*AUTH_USER_MODEL\b"
APPS = r"^\s*INSTALLED_APPS\b"


def environment_variable(case: Case) -> Broken | None:
    """A variable of the environment that is not set."""
    codes = [frame.f_code for frame, _ in traceback.walk_tb(case.error.__traceback__)]
    if codes and codes[-1] is os._Environ.__getitem__.__code__:
        name = str(case.error.args[0])
    elif match := re.match(r"Set the (\w+) environment variable", case.message):
        name = match[1]
    else:
        return None
    return case.broken(
        f"{case.where} needs the environment variable {name}, which is not set.",
        f"Give {name} a value that stands in for it while DEBUG=1: the tests set "
        "nothing but that.",
    )


def missing_setting(case: Case) -> Broken | None:
    """A setting that the code asks for and the settings do not have."""
    match = re.match(r"'Settings' object has no attribute '(\w+)'", case.message)
    if not match:
        return None
    who = case.where if case.frames else "Django"
    file, _ = case.in_settings(APPS)
    return case.broken(
        f"{who} asks for the setting {match[1]}, and {file} has none.",
        f"Define {match[1]} in {file}, or correct the name.",
    )


def app_not_installed(case: Case) -> Broken | None:
    """A model, or AUTH_USER_MODEL, of an app that INSTALLED_APPS does not name."""
    if match := re.match(r"Model class ([\w.]+) doesn't declare", case.message):
        module = match[1].rpartition(".")[0]
        app, what = re.split(r"\.models\b", module)[0], f"its model {match[1]}"
    elif match := re.match(r"AUTH_USER_MODEL refers to model '(\w+)\.", case.message):
        app, what = match[1], "its model in AUTH_USER_MODEL"
        if app in apps.app_configs or not (case.project / app).is_dir():
            return None
    else:
        return None
    place = case.in_settings(APPS)
    if place[1] is None:
        return case.broken(
            f"{place[0]} does not set INSTALLED_APPS.",
            f"Write the list of apps there, under that name, with {app}.",
            place,
        )
    return case.broken(
        f"{at(place)}: INSTALLED_APPS does not name the app “{app}”, so Django refuses "
        f"{what}.",
        f'Add "{app}" to INSTALLED_APPS.',
        place,
    )


def user_model(case: Case) -> Broken | None:
    """AUTH_USER_MODEL names no model."""
    match = re.match(
        r"AUTH_USER_MODEL (?:refers to model '(.*)' that|must)", case.message
    )
    if not match:
        return None
    place = case.in_settings(USER_MODEL)
    what = f"{match[1]}, which is no model" if match[1] else "no app and model"
    return case.broken(
        f"{at(place)}: AUTH_USER_MODEL names {what}.",
        'Write the app and the class, as in "users.User": the class is in the app\'s '
        "models.py.",
        place,
    )


def too_early(case: Case) -> Broken | None:
    """A model that is asked for before the apps are loaded."""
    if type(case.error).__name__ != "AppRegistryNotReady":
        return None
    return case.broken(
        f"{case.where} needs a model before Django has loaded the apps.",
        "Import models neither in the settings nor in __init__.py or apps.py; name the "
        "user model there as a text, settings.AUTH_USER_MODEL.",
    )


def url_configuration(case: Case) -> Broken | None:
    """A URLconf without patterns, or an include() without a name."""
    if match := re.match(r"The included URLconf '([\w.]+)'", case.message):
        file = f"{match[1].replace('.', '/')}.py"
        return case.broken(
            f"{file} has no list called urlpatterns.",
            f"Define it there: urlpatterns = [path(…), …]. If it is there, {file} "
            "takes part in a circular import.",
            (file, None),
        )
    if "without providing an app_name" in case.message:
        return case.broken(
            f"{case.where}: include() is given a namespace, and the included URLs have "
            "no app_name.",
            'Write app_name = "users" (the app\'s name) in the included urls.py.',
        )
    if match := re.search(r"view must be a callable", case.message):
        return case.broken(
            f"{case.where}: this path has no view that can be called.",
            "Pass a function, or a class with as_view(): LoginView.as_view().",
        )
    return None


def configuration(case: Case) -> Broken | None:
    """Any other ImproperlyConfigured, in Django's own words."""
    if type(case.error).__name__ != "ImproperlyConfigured":
        return None
    match = re.search(r"\b[A-Z][A-Z_]{4,}\b", case.message)
    place: tuple[str, int | None]
    if case.frames:
        place = case.frames[-1]
    else:
        place = case.in_settings(rf"^\s*{match[0]}\b" if match else r"(?!)")
    return case.broken(
        f"{at(place)}: Django refuses the settings: {case.message}",
        "Correct that setting.",
        place,
    )
