"""``test``: the repository's own tests."""

import contextlib
import importlib.util
import os
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from course.paths import Places, places
from course.servers.postgres import Postgres, own_postgres, private_postgres
from course.servers.supervisor import Guarded, stopped_by_signals
from course.setup.extras import load
from course.setup.missing_package import need
from course.terminal import console, symbol

# Tests that need a PostgreSQL find its URL there; see tests/support/needed_tools.py.
POSTGRES_URL = "LEARN_POSTGRES_URL"
# Set where a browser was asked for; see tests/browser/conftest.py.
BROWSER = "LEARN_BROWSER"
# Set where all tests of a kind were asked for, and not one of each; see
# tests/support/needed_tools.py.
FULL = "LEARN_FULL"
BROWSER_TESTS = "tests/browser/requirements.txt"


def selftest(
    where: Places,
    arguments: Sequence[str],
    *,
    postgres: bool = False,
    browser: bool = False,
    full: bool = False,
) -> int:
    """Run pytest over tests/ and return its verdict: 0 pass, 1 not, 2 set-up problem.

    ``arguments`` go to pytest as they are. With ``postgres`` the tests that need one
    run too: on the server of DATABASE_URL, or on a private one. With ``browser`` those
    that look at the site in a browser: Playwright is loaded on first use. With ``full``
    every mistake, fault and solution is tried, and not one of each step. Raises
    CourseError where a server or a browser cannot be had.
    """
    need("xdist", "`test`", where)
    out = console()
    if browser and not _have_playwright():
        load(
            "Playwright",
            ["-r", str(where.root / BROWSER_TESTS)],
            _have_playwright,
            size="53 MB to load, 165 MB on disk",
            otherwise="Look at the network, or leave --browser out.",
        )
    begin = time.monotonic()
    with stopped_by_signals(), _server(where, wanted=postgres) as server:
        environment = dict(os.environ)
        if browser:
            environment[BROWSER] = "1"
        if full:
            environment[FULL] = "1"
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


def _have_playwright() -> bool:
    return importlib.util.find_spec("playwright") is not None


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
        browser: Annotated[
            bool,
            typer.Option("--browser", help="Also what looks at the site in Chromium."),
        ] = False,
        full: Annotated[
            bool,
            typer.Option("--full", help="Every mistake and fault, not one a step."),
        ] = False,
    ) -> None:
        """Run the repository's own tests; further arguments go to pytest."""
        code = selftest(
            places(), context.args, postgres=postgres, browser=browser, full=full
        )
        raise typer.Exit(code)
