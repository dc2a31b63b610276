"""The command line: every verb is a module of this package, put together here."""

import importlib
import io
import sys
from collections.abc import Sequence

import typer
from typer.exceptions import Abort, TyperException

from course.errors import CourseError
from course.output import complain, console
from course.places import places
from course.saving import repair

# Each module has a function ``register(app, author)`` that adds its verbs.
VERBS = (
    "listing",
    "start",
    "catchup",
    "restore",
    "run",
    "check",
    "request",
    "decode",
    "hint",
    "diff",
    "doctor",
    "selftest",
    "serve",
    "notebook",
    "teach",
    "propagate",
    "verify",
    "record",
    "runtime",
    "lock",
    "bench",
    "mutate",
)

# Verbs that are not called as their module.
MODULES = {
    "catch-up": "catchup",
    "http": "request",
    "list": "listing",
    "test": "selftest",
}


def command_line(verb: str) -> typer.Typer:
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
    module = MODULES.get(verb, verb)
    for name in [module] if module in VERBS else VERBS:
        importlib.import_module(f"course.{name}").register(app, author)
    app.add_typer(author, name="author")
    return app


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; no traceback for expected errors."""
    arguments = list(sys.argv[1:] if argv is None else argv) or ["serve"]
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A letter that the terminal cannot show is no reason to stop.
        sys.stdout.reconfigure(errors="replace")
    try:
        if interrupted := repair(places()):
            console(stderr=True).print(interrupted)
        app = command_line(arguments[0])
        result = app(arguments, prog_name="learn.py", standalone_mode=False)
    except CourseError as error:
        complain(error)
        return error.code
    except TyperException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, Abort):
        complain(CourseError("Stopped."))
        return 130
    return result if isinstance(result, int) else 0
