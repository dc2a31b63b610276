"""What the worker calls: each function takes plain values and returns JSON."""

import importlib
import json
import os
import random
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from course.browser.python import machine

ROOT = Path("/tutorial")
PROJECT = Path("/project")
DATABASE = PROJECT / "db.sqlite3"

# What every project loads and none decides: Django, and what stands on it.
DJANGO = (
    "course.servers.load_project",
    "course.browser.python.serving",
    "django.contrib.admin",
    "django.contrib.staticfiles.handlers",
    "django.core.management.commands.migrate",
    "django.db.models",
    "django.views.defaults",
)
PACKAGES = ("dj_database_url", "django.test", "jwt", "rest_framework.permissions")

_kept: dict[str, Any] = {}


def prepare() -> None:
    """Put into place what a tab has not. Called once, before anything else.

    A process that begins with the memory of another has it behind it.
    """
    machine.prepare()


def load(modules: Iterable[str]) -> None:
    """Load modules, so that the memory has them when it is remembered."""
    for name in modules:
        importlib.import_module(name)


def begin_process(variables: str) -> None:
    """Be a process of one's own, with these variables, as JSON, and its own chances."""
    os.environ.update(json.loads(variables))
    random.seed()


def begin(host: str, migrated: bool) -> str:
    """Load the project and bring its tables up to date, as ``learn.py run`` does.

    ``migrated`` says that they are, by the very same files.
    Returns "null", or why the project does not load: what ``broken`` is in the report.
    """
    from course.browser.python.serving import Server, allow_host
    from course.servers.load_project import look

    allow_host(host)
    _enter()
    found = look(PROJECT, migrated=migrated)
    broken = found["broken"]
    if broken is None and found["tables"]:
        broken = _migrate()
    if broken is not None:
        about = {name: broken[name] for name in ("next_action", "file", "line")}
        return json.dumps({"message": broken["sentence"], **about})
    _kept["server"] = Server()
    return "null"


def begin_notebook() -> str:
    """Stand where the notebooks stand; they load their step's project themselves."""
    from course.browser.python.cells import Cells

    folder = ROOT / "notebooks"
    folder.mkdir(exist_ok=True)
    os.chdir(folder)
    _kept["cells"] = Cells()
    return "null"


def request(asked: str, body: bytes) -> tuple[str, bytes]:
    """Send one request to the project; returns the answer's head, and its body."""
    what = json.loads(asked)
    status, reason, headers, content = _kept["server"].answer(
        what["method"],
        what["path"],
        [(str(name), str(value)) for name, value in what["headers"]],
        body,
        prefix=what.get("prefix", ""),
        browser=what.get("browser", False),
    )
    head = {"status": status, "reason": reason, "headers": headers}
    return json.dumps(head), content


def run_cell(code: str) -> str:
    """Run a cell; returns its outputs."""
    from course.browser.python.cells import Cells

    if "cells" not in _kept:
        _kept["cells"] = Cells()
    return json.dumps(_kept["cells"].run(code))


def command(line: str) -> str:
    """Run one command of a terminal in the project; returns its code and output."""
    from course.browser.python.commands import run_command

    # As in a new terminal, where nothing is set for the project.
    os.chdir(PROJECT)
    code, output = run_command(line)
    return json.dumps({"code": code, "output": output})


def files(known: str) -> str:
    """Return the project's texts as a command has left them; ``known`` were there."""
    from course.browser.python.commands import texts

    return json.dumps(texts(PROJECT, json.loads(known)))


def tables() -> str:
    """Return the tables of the database."""
    from course.browser.python.tables import tables as found

    return json.dumps(found(DATABASE))


def check(number: int, patience: float, tell: Callable[[str, int, str], None]) -> str:
    """Run the tests of a step; returns what ``learn.py check --json`` prints."""
    from course.browser.python.checking import check as checked

    return json.dumps(checked(ROOT, number, PROJECT, patience, tell))


def judge(number: int, code: int | None) -> str:
    """Return what ``check`` would, from the records of a run that was ended."""
    from course.browser.python.checking import judge as judged

    return json.dumps(judged(ROOT, number, PROJECT, code))


def close_database() -> None:
    """Let go of the database, whose file is about to be another one."""
    from django.db import connections

    connections.close_all()


def _enter() -> None:
    os.chdir(PROJECT)
    sys.path.insert(0, str(PROJECT))
    os.environ.setdefault("DEBUG", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def _migrate() -> dict[str, Any] | None:
    """Bring the tables up to date, as ``learn.py run``; return why that failed."""
    from django.core.management import call_command

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        return {
            "sentence": f"The migrations of your project do not run: {said}",
            "next_action": "Mend what it names, and start again.",
            "file": None,
            "line": None,
        }
    return None
