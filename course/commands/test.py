"""``test``: the repository's own tests."""

import contextlib
import importlib.util
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from course.paths import Places, places
from course.servers.postgres import Postgres, own_postgres, private_postgres
from course.servers.supervisor import Guarded, stopped_by_signals
from course.setup.extras import load
from course.setup.missing_package import need
from course.terminal import console, symbol
from course.workspace.json_files import read_object, write_object

# What the tests are told: where a PostgreSQL answers, and that a browser or the tools
# in depth were asked for; see tests/support/groups.py.
POSTGRES, BROWSER, FULL = "LEARN_POSTGRES_URL", "LEARN_BROWSER", "LEARN_FULL"
# Where they leave their counts, and that they are to show groups; see
# tests/support/group_progress.py.
COUNTS, GROUPS = "LEARN_TEST_COUNTS", "LEARN_TEST_GROUPS"
BROWSER_TESTS = "tests/browser/requirements.txt"
# Seconds on two cores: those of each run, and what each option adds.
SECONDS = {"--full": 400, "--browser": 400, "--postgres": 60}
SHORT = 90


def selftest(
    where: Places,
    arguments: Sequence[str],
    *,
    postgres: bool = False,
    browser: bool = False,
    full: bool = False,
) -> int:
    """Run pytest over tests/ and return its verdict: 0 pass, 1 not, 2 set-up problem.

    ``arguments`` go to pytest as they are, which then prints what it always prints.
    With ``postgres`` the tests that need one run too: on the server of DATABASE_URL, or
    on a private one. With ``browser`` those that look at the site in a browser:
    Playwright is loaded on first use. With ``full`` those that prove the tools in
    depth. Raises CourseError where a server or a browser cannot be had.
    """
    need("xdist", "`test`", where)
    out = console()
    wanted = {"--full": full, "--browser": browser, "--postgres": postgres}
    options = [option for option, asked in wanted.items() if asked]
    if not arguments:
        out.print(_how_long(where, options))
    if browser and not _have_playwright():
        load(
            "Playwright",
            ["-r", str(where.root / BROWSER_TESTS)],
            _have_playwright,
            size="53 MB to load, 165 MB on disk",
            otherwise="Look at the network, or leave --browser out.",
        )
    told = {BROWSER: browser, FULL: full, GROUPS: not arguments}
    environment = {name: "1" for name, asked in told.items() if asked}
    begin = time.monotonic()
    with stopped_by_signals(), _server(where, wanted=postgres) as server:
        if server is not None:
            out.print(f"PostgreSQL {server.version} runs for the tests.")
            environment[POSTGRES] = server.url
        code, counts = _run(where, _command(arguments), environment)
    seconds = time.monotonic() - begin
    if code == 0 and not arguments:
        _remember(where, options, seconds)
    mark = symbol("pass" if code == 0 else "fail")
    out.print(f"{mark} {_in_words(code, counts)}, after {seconds:.0f} s.")
    # pytest: 1 is failed tests; what is above is a run that did not come about.
    return code if code in (0, 1) else 2


def _run(
    where: Places, command: Sequence[str], environment: Mapping[str, str]
) -> tuple[int, dict[str, int]]:
    """Run the tests; return their exit code, and what they counted."""
    with tempfile.TemporaryDirectory() as folder:
        counts = Path(folder) / "counts.json"
        with Guarded(
            command,
            folder=where.root,
            environment={**os.environ, **environment, COUNTS: str(counts)},
            # Tests tidy up on Ctrl-C: they stop their servers.
            ask_by="SIGINT",
            patience=20,
        ) as run:
            code = run.wait()
        return code, read_object(counts)


def _in_words(code: int, counts: Mapping[str, int]) -> str:
    """Return the result: "1 failed, 811 passed, 1396 left out"."""
    if code not in (0, 1):
        return "The tests did not run"
    numbers = [f"{count} {name}" for name, count in counts.items() if count]
    words = "The tests did not pass" if code else "All tests passed"
    return ", ".join(numbers) or words


def _how_long(where: Places, options: Sequence[str]) -> str:
    """Return how long the run may take, and where that is known from."""
    last = read_object(_times(where)).get(" ".join(options))
    if isinstance(last, int):
        return f"About {last} s: the last run here took as long. Ctrl-C stops it."
    seconds = SHORT + sum(SECONDS[option] for option in options)
    return f"About {seconds} s on two cores; none was timed here. Ctrl-C stops it."


def _remember(where: Places, options: Sequence[str], seconds: float) -> None:
    """Keep how long this run took, for the next; it is no loss where that fails."""
    times = {**read_object(_times(where)), " ".join(options): round(seconds)}
    with contextlib.suppress(OSError):
        write_object(_times(where), times)


def _times(where: Places) -> Path:
    return where.learn / "test-times.json"


def _have_playwright() -> bool:
    return importlib.util.find_spec("playwright") is not None


def _command(arguments: Sequence[str]) -> list[str]:
    command = [sys.executable, "-m", "pytest", "--dist", "loadgroup"]
    if not any(argument.startswith(("-n", "--pdb")) for argument in arguments):
        # Two at least: the tests of one group wait for servers, not for a processor.
        command += ["-n", str(max(2, os.cpu_count() or 2))]
    if not arguments:
        # Groups are shown in place of dots; nothing of pytest's but failures.
        command += ["-qq", "-o", "console_output_style=classic"]
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
            typer.Option("--full", help="Also what proves the tools in depth."),
        ] = False,
    ) -> None:
        """Run the repository's own tests; further arguments go to pytest."""
        code = selftest(
            places(), context.args, postgres=postgres, browser=browser, full=full
        )
        raise typer.Exit(code)
