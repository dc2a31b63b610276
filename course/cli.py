"""The command line: every verb is a module of commands/, put together here."""

import importlib
import io
import sys
from collections.abc import Sequence
from typing import Any, cast

import typer
from typer.exceptions import Abort, TyperException

from course.errors import CourseError
from course.paths import ROOT, places
from course.streams import run_to_end
from course.terminal import complain, console
from course.workspace.replace_work import repair

# In the order of the help. Each is a module of course/commands/, with a function
# ``register(app, author)`` that adds it.
VERBS = (
    "list",
    "start",
    "catch-up",
    "restore",
    "run",
    "check",
    "http",
    "decode",
    "hint",
    "diff",
    "doctor",
    "test",
    "serve",
    "notebook",
    "teach",
    "runtime",
)


def make_app(verb: str) -> typer.Typer:
    """Return the command line; where one verb is called, no module but its own."""
    app = typer.Typer(
        name="learn.py",
        help="JWT authentication in Django, one runnable step at a time.",
        no_args_is_help=False,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    author = typer.Typer(help="For maintainers of the steps.", no_args_is_help=True)
    for name in [verb] if verb in VERBS else VERBS:
        module = f"course.commands.{name.replace('-', '_')}"
        importlib.import_module(module).register(app, author)
    if verb not in VERBS and (ROOT / "tools/verbs.py").is_file():
        importlib.import_module("tools.verbs").register(app, author)
    app.add_typer(author, name="author")
    return app


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; no traceback for expected errors."""
    arguments = list(sys.argv[1:] if argv is None else argv) or ["serve"]
    return run_to_end(lambda: _run(arguments))


def _run(arguments: list[str]) -> int:
    try:
        if interrupted := repair(places()):
            console(stderr=True).print(interrupted)
        app = make_app(arguments[0])
        result = app(arguments, prog_name="learn.py", standalone_mode=False)
    except CourseError as error:
        complain(error)
        return error.code
    except TyperException as error:
        # Its text repeats what was typed.
        words = io.StringIO()
        cast(Any, error).show(words)
        console(stderr=True).print(words.getvalue(), end="")
        return error.exit_code
    except (KeyboardInterrupt, Abort):
        complain(CourseError("Stopped."))
        return 130
    return result if isinstance(result, int) else 0
