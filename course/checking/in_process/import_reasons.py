"""What keeps Python itself from reading a project: syntax, imports, names.

Each function answers for one kind of exception, or returns None.
"""

import pkgutil
import re
import sys

from course.checking.in_process.clues import Case, at, nearest, settings_files
from course.checking.in_process.frames import inside_project
from course.checking.results import Broken
from course.workspace.conflict_markers import marked_lines


def syntax(case: Case) -> Broken | None:
    """A file that is no Python."""
    error = case.error
    if not isinstance(error, SyntaxError):
        return None
    file = inside_project(error.filename or "", case.project)
    if file is None:
        return None
    where = at((file, error.lineno or None))
    place = (file, error.lineno or None)
    message = error.msg or "invalid syntax"
    if "null bytes" in message or "unicode error" in message:
        return case.broken(
            f"{file} is not saved as UTF-8, so Python cannot read it.",
            "Save it again with the encoding UTF-8 (in Windows PowerShell, > writes "
            "UTF-16).",
            place,
        )
    if markers := marked_lines((case.project / file).read_bytes()):
        return case.broken(
            f"{at((file, markers[0]))}: a merge left its markers here.",
            "Above ======= stands yours, below it the step's: keep what is right of "
            "both, and take out the marker lines.",
            (file, markers[0]),
        )
    if isinstance(error, IndentationError):
        return case.broken(
            f"{where}: the indentation does not fit: {message}.",
            "Line it up with its neighbours: four spaces a level, no tabs.",
            place,
        )
    text = f": {error.text.strip()}" if error.text and error.text.strip() else "."
    return case.broken(
        f"{where}: Python cannot read this line ({message}){text}",
        "Look at that line and at the one above it: a bracket, quote, comma or colon.",
        place,
    )


def missing_module(case: Case) -> Broken | None:
    """An import of a module, or a setting that names one, that is not there."""
    error = case.error
    if not isinstance(error, ModuleNotFoundError) or not error.name:
        return None
    name, own = error.name, case.modules()
    if case.frames:
        sentence = f"{case.where} imports {name}, and there is no such module."
        place = None
    else:
        # Django imports what the settings name: no line of the project is running.
        place = case.in_settings(rf"[\"']{re.escape(name)}\b")
        sentence = f"{at(place)} names {name}, and there is no such module."
    if name.partition(".")[0] in {module.partition(".")[0] for module in own}:
        file = f"{name.replace('.', '/')}.py"
        action = f"Correct the name, or create {file}."
    else:
        action = (
            "Correct the name. If it is a package: this step's packages are in its "
            "requirements.txt."
        )
    # A project imports nothing from its tests.
    meant = [module for module in own if module.partition(".")[0] != "tests"]
    # users.urls is like users.serializers in the name of the app alone.
    last = name.rpartition(".")[2]
    alike = [
        module
        for module in (*meant, *_beside(name))
        if nearest(last, [end := module.rpartition(".")[2]]) or last == end
    ]
    near = nearest(name, alike)
    return case.broken(f"{sentence}{near}", action, place)


def circular_import(case: Case) -> Broken | None:
    """Two modules that import each other at their top."""
    if "partially initialized module" not in case.message:
        return None
    settings = settings_files(case.project)
    circle = [file for file, _ in case.frames if file not in settings]
    circle = list(dict.fromkeys(circle))
    # The circle starts where the module that is imported last was entered first.
    match = re.search(r"partially initialized module '([\w.]+)'", case.message)
    entered = f"{match[1].replace('.', '/')}.py" if match else ""
    if entered in circle:
        circle = circle[circle.index(entered) :]
    return case.broken(
        f"{case.where}: a circular import: {' and '.join(circle)} import each other.",
        "Let one of them import nothing from the other: move what both need into a "
        "third module.",
    )


def missing_name(case: Case) -> Broken | None:
    """An import of a name that its module does not have."""
    match = re.match(r"cannot import name '(\w+)' from '([\w.]+)'", case.message)
    if not isinstance(case.error, ImportError) or not match:
        return None
    name, module = match.groups()
    has = vars(sys.modules[module]) if module in sys.modules else {}
    return case.broken(
        f"{case.where} imports {name} from {module}, which has no such name."
        f"{nearest(name, has)}",
        _correct(case, name, module),
    )


def missing_attribute(case: Case) -> Broken | None:
    """A use of a name that a module does not have: ``views.LoginView``."""
    match = re.match(r"module '([\w.]+)' has no attribute '(\w+)'", case.message)
    if not isinstance(case.error, AttributeError) or not match or not case.frames:
        return None
    module, name = match.groups()
    has = vars(sys.modules[module]) if module in sys.modules else {}
    return case.broken(
        f"{case.where} uses {name} of {module}, which has no such name."
        f"{nearest(name, has)}",
        _correct(case, name, module),
    )


def undefined_name(case: Case) -> Broken | None:
    """A name that nothing has defined."""
    error = case.error
    if not isinstance(error, NameError) or not error.name or not case.frames:
        return None
    suggestion = re.search(r"Did you mean: '(\w+)'", case.message)
    near = f" Did you mean {suggestion[1]}?" if suggestion else ""
    return case.broken(
        f"{case.where} uses the name {error.name}, which is not defined there.{near}",
        f"Correct the spelling, or import {error.name} at the top of the file.",
    )


def _correct(case: Case, name: str, module: str) -> str:
    own = f", or write {name} in {module}" if module in case.modules() else ""
    return f"Correct the name{own}."


def _beside(name: str) -> list[str]:
    """Return the names of the modules that can be imported from the same package."""
    parent = name.rpartition(".")[0]
    path = getattr(sys.modules.get(parent), "__path__", []) if parent else None
    return [
        f"{parent}.{module.name}" if parent else module.name
        for module in pkgutil.iter_modules(path)
    ]
