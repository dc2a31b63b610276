"""``test``: the repository's own tests."""

import contextlib
import os
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from course.guard import Guarded, stopped_by_signals
from course.output import console, symbol
from course.places import Places, places
from course.postgres import Postgres, own_postgres, private_postgres

# Tests that need a PostgreSQL find its URL there; see tests/tools.py.
POSTGRES_URL = "LEARN_POSTGRES_URL"


def selftest(where: Places, arguments: Sequence[str], *, postgres: bool = False) -> int:
    """Run pytest over tests/ and return its verdict: 0 pass, 1 not, 2 set-up problem.

    ``arguments`` go to pytest as they are. With ``postgres`` the tests that need one
    run too: on the server of DATABASE_URL, or on a private one.
    """
    out = console()
    begin = time.monotonic()
    with stopped_by_signals(), _server(where, wanted=postgres) as server:
        environment = dict(os.environ)
        if server is not None:
            out.print(f"PostgreSQL {server.version} runs for the tests.")
            environment[POSTGRES_URL] = server.url
        with Guarded(
            _command(arguments),
            folder=where.root,
            environment=environment,
            # Tests tidy up on Ctrl-C: they stop their servers.
            ask_by="SIGINT",
            patience=20,
        ) as run:
            code = run.wait()
    passed = code == 0
    word = "All tests passed" if passed else "The tests did not pass"
    mark = symbol("pass" if passed else "fail")
    out.print(f"{mark} {word}, after {time.monotonic() - begin:.0f} s.")
    # pytest: 1 is failed tests; what is above is a run that did not come about.
    return code if code in (0, 1) else 2


def _command(arguments: Sequence[str]) -> list[str]:
    command = [sys.executable, "-m", "pytest", "--dist", "loadgroup"]
    if not any(argument.startswith(("-n", "--pdb")) for argument in arguments):
        # Two at least: the tests of one group wait for servers, not for a processor.
        command += ["-n", str(max(2, os.cpu_count() or 2))]
    return [*command, *arguments]


@contextlib.contextmanager
def _server(where: Places, *, wanted: bool) -> Iterator[Postgres | None]:
    if not wanted:
        yield None
    elif url := os.environ.get("DATABASE_URL"):
        yield own_postgres(url)
    else:
        with private_postgres(where, "test", throwaway=True) as server:
            yield server


def register(app: typer.Typer, author: typer.Typer) -> None:
    """Add the verb to the command line."""

    @app.command(
        "test",
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    )
    def command(
        context: typer.Context,
        postgres: Annotated[
            bool,
            typer.Option("--postgres", help="Also what needs a real PostgreSQL."),
        ] = False,
    ) -> None:
        """Run the repository's own tests; further arguments go to pytest."""
        raise typer.Exit(selftest(places(), context.args, postgres=postgres))
