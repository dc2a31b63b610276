"""``author bench check``: how long a learner waits for an answer, as figures."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from types import MappingProxyType
from typing import Annotated

import typer

from course.curriculum.project_files import copy_project
from course.curriculum.steps import Step, find_step, load_steps, previous_step
from course.errors import CourseError
from course.paths import ROOT, places
from course.setup.programs import run_program
from course.terminal import console
from tools.bench.figures import Timing, print_table

BARE = [sys.executable, "-c", "import django, rest_framework"]
# What no check of a project can do without: Django, its apps and its views.
LOADED = """
import os, sys
sys.path.insert(0, os.getcwd())
os.environ |= {"DEBUG": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
import django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
"""
COLUMNS = ("Django loads", "Cold check", "Save: open task", "Save: all")
# Until the bench gives up waiting for an answer.
LONGEST_SECONDS = 120
# What `check --watch` prints once the open task is known, and once all is.
FIRST, LAST = "The other tests are running", "Watching "


def register(app: typer.Typer, author: typer.Typer) -> None:
    """Add ``author bench check`` to the command line."""
    bench = typer.Typer(help="Figures: how long things take.", no_args_is_help=True)
    author.add_typer(bench, name="bench")

    @bench.callback()
    def several() -> None:
        """Figures: how long things take."""

    @bench.command("check")
    def command(
        step: Annotated[
            str | None, typer.Argument(help="One step; without it, all.")
        ] = None,
        runs: Annotated[int, typer.Option(help="How often each is measured.")] = 5,
    ) -> None:
        """Measure a cold check, and the time from a save to its answer."""
        steps = load_steps()
        chosen = [find_step(step, steps)] if step else steps
        bench_check(chosen, steps, max(runs, 1))

    @bench.command("tab")
    def tab(
        runs: Annotated[int, typer.Option(help="How often each is measured.")] = 5,
        write: Annotated[
            bool, typer.Option("--write", help="Put the table into its page.")
        ] = False,
    ) -> None:
        """Measure the lab of a browser's tab, beside Pyodide as it is shipped."""
        from tools.bench.tab import bench_tab

        bench_tab(places(), max(runs, 1), write=write)


def bench_check(chosen: Sequence[Step], steps: list[Step], runs: int) -> None:
    """Print a table of medians (with the lowest and the highest) in seconds."""
    out, bare = console(), Timing.of(lambda: _seconds(BARE), runs)
    rows = []
    for step in chosen:
        row = [step.name]
        for timing in _measure_step(step, previous_step(step, steps), runs):
            ratio = timing and f"{timing.median / bare.median:.0f}"
            row += [str(timing or ""), ratio or ""]
        rows.append(row)
    out.print(f"Seconds: median (lowest-highest) of {runs} runs, {_machine()}.")
    out.print(f"x: as a multiple of `import django, rest_framework`, which is {bare}.")
    out.print("Save: open task is measured on the end of the step before.")
    out.print("Save: all is measured on the end of the step.")
    print_table(["Step", *(each for name in COLUMNS for each in (name, "x"))], rows)


def _measure_step(
    step: Step, before: Step | None, runs: int
) -> tuple[Timing | None, ...]:
    """Return the timing of each of ``COLUMNS``; None where there is none."""
    check = [sys.executable, "-m", "course", "check", str(step.number)]
    load = [sys.executable, "-B", "-c", LOADED]
    with _home(step) as (work, environment):
        loaded = Timing.of(lambda: _seconds(load, folder=work), runs)
        cold = Timing.of(lambda: _seconds(check, environment), runs)
        last = Timing(tuple(t for _, t in measure(check, environment, work, runs)))
    if before is None:
        # What comes before the first step passes none of its tests.
        return loaded, cold, None, last
    with _home(before) as (work, environment):
        first = Timing(tuple(t for t, _ in measure(check, environment, work, runs)))
    return loaded, cold, first, last


@contextmanager
def _home(step: Step) -> Iterator[tuple[Path, dict[str, str]]]:
    """Make the folders of a learner who has finished the step."""
    with tempfile.TemporaryDirectory(prefix="learn-bench-") as at:
        work = Path(at) / "work"
        copy_project(step.path, work)
        yield work, {"LEARN_WORK": str(work), "LEARN_HOME": str(Path(at) / ".learn")}


def measure(
    check: Sequence[str], environment: dict[str, str], work: Path, runs: int
) -> Iterator[tuple[float, float]]:
    """Yield the seconds from each save to the first answer, and to the last one.

    Raises CourseError where no answer comes.
    """
    file = work / "config" / "settings.py"
    with _watching([*check, "--watch"], environment) as watcher:
        _wait(watcher, LAST)
        for number in range(runs):
            with file.open("a", encoding="utf-8") as text:
                text.write(f"# Saved {number + 1} times.\n")
            saved = time.monotonic()
            first, found = _wait(watcher, FIRST, LAST)
            last = first if found == LAST else _wait(watcher, LAST)[0]
            yield first - saved, last - saved


Watching = subprocess.Popen[str]


@contextmanager
def _watching(
    command: Sequence[str], environment: dict[str, str]
) -> Iterator[Watching]:
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def _wait(watcher: Watching, *texts: str) -> tuple[float, str]:
    """Return when one of the texts has come, and which."""
    assert watcher.stdout is not None
    timer = Timer(LONGEST_SECONDS, watcher.kill)
    timer.start()
    try:
        for line in watcher.stdout:
            for text in texts:
                if text in line:
                    return time.monotonic(), text
    finally:
        timer.cancel()
    message = f"`check --watch` gave no answer for {LONGEST_SECONDS} seconds, or ended."
    raise CourseError(message, "Type the command, and look at it.")


def _seconds(
    command: Sequence[str],
    environment: Mapping[str, str] = MappingProxyType({}),
    folder: Path = ROOT,
) -> float:
    began = time.monotonic()
    run_program(command, folder, {**os.environ, **environment})
    return time.monotonic() - began


def _machine() -> str:
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} processors{load}"
