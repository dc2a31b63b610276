"""Put an exception that stopped a project into words that a learner can act on."""

from collections.abc import Callable
from pathlib import Path

from course.checking.in_process import django_reasons, import_reasons
from course.checking.in_process.clues import Case, at
from course.checking.in_process.frames import exception_line
from course.checking.results import Broken

DATABASE = "the database was asked while the project was loading"


def explain(error: BaseException, project: Path) -> Broken:
    """Return why the project does not load, and what to do about it."""
    case = Case(error, project)
    for reason in REASONS:
        if answer := reason(case):
            return answer
    place = case.frames[-1] if case.frames else case.quoted()
    if place is None:
        return case.broken(
            f"Django does not start with this project: {exception_line(error)}",
            "Look at what you changed last, config/settings.py first.",
        )
    return case.broken(
        f"{at(place)}: {case.message} ({type(error).__name__}).",
        "Correct that line.",
        place,
    )


def _ended(case: Case) -> Broken | None:
    if not isinstance(case.error, SystemExit):
        return None
    return case.broken(
        f"{case.where} ends Python while the project is loading (exit or sys.exit).",
        "Take that call out, or move it into a function.",
    )


def _input(case: Case) -> Broken | None:
    if not isinstance(case.error, EOFError):
        return None
    return case.broken(
        f"{case.where} waits for somebody to type while the project is loading.",
        "Take input() out of the modules of the project.",
    )


def _database(case: Case) -> Broken | None:
    if str(case.error) != DATABASE:
        return None
    return case.broken(
        f"{case.where} asks the database while the project is loading.",
        "Move the query into a function or method: it runs before there are tables.",
    )


REASONS: tuple[Callable[[Case], Broken | None], ...] = (
    import_reasons.syntax,
    import_reasons.circular_import,
    import_reasons.missing_module,
    import_reasons.missing_name,
    import_reasons.missing_attribute,
    import_reasons.undefined_name,
    _ended,
    _input,
    _database,
    django_reasons.environment_variable,
    django_reasons.missing_setting,
    django_reasons.app_not_installed,
    django_reasons.user_model,
    django_reasons.too_early,
    django_reasons.url_configuration,
    django_reasons.configuration,
)
