"""``author bench check``: how long a learner waits for an answer, as figures."""

import os
import queue
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Annotated

import typer
from rich.table import Table

from course.curriculum.project_files import copy_project
from course.curriculum.steps import Step, find_step, load_steps, previous_step
from course.errors import CourseError
from course.paths import ROOT, places
from course.terminal import console

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
# Seconds until the bench gives up waiting for an answer.
LONGEST = 120
# What `check --watch` prints once the open task is known, and once all is.
FIRST, LAST = "The other tests are running", "Watching "


@dataclass(frozen=True)
class Timing:
    """Seconds of some runs of the same thing."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The time in the middle."""
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        low, high = min(self.seconds), max(self.seconds)
        return f"{self.median:.2f} ({low:.2f}-{high:.2f})"


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
    out = console()
    bare = Timing(tuple(_seconds(BARE, {}) for _ in range(runs)))
    table = Table(
        "Step",
        "Django loads",
        "x",
        "Cold check",
        "x",
        "Save: open task",
        "x",
        "Save: all",
        "x",
    )
    for step in chosen:
        before = previous_step(step, steps)
        with tempfile.TemporaryDirectory(prefix="learn-bench-") as at:
            environment = {
                "LEARN_WORK": str(Path(at) / "work"),
                "LEARN_HOME": str(Path(at) / ".learn"),
            }
            work = Path(environment["LEARN_WORK"])
            copy_project(step.path, work)
            check = [sys.executable, "-m", "course", "check", str(step.number)]
            cold = Timing(tuple(_seconds(check, environment) for _ in range(runs)))
            last = Timing(tuple(t for _, t in measure(check, environment, work, runs)))
            load = [sys.executable, "-B", "-c", LOADED]
            loaded = Timing(tuple(_seconds(load, {}, work) for _ in range(runs)))
            row = [step.name, str(loaded), _ratio(loaded, bare)]
            row += [str(cold), _ratio(cold, bare)]
            if before is None:
                # What comes before the first step passes none of its tests.
                row += ["", ""]
            else:
                shutil.rmtree(work)
                copy_project(before.path, work)
                both = list(measure(check, environment, work, runs))
                first = Timing(tuple(answer for answer, _ in both))
                row += [str(first), _ratio(first, bare)]
            table.add_row(*row, str(last), _ratio(last, bare))
    out.print(f"Seconds: median (lowest-highest) of {runs} runs, {_machine()}.")
    out.print(f"x: as a multiple of `import django, rest_framework`, which is {bare}.")
    out.print("Save: open task is measured on the end of the step before.")
    out.print("Save: all is measured on the end of the step.")
    out.print(table)


def measure(
    check: Sequence[str], environment: dict[str, str], work: Path, runs: int
) -> Iterator[tuple[float, float]]:
    """Yield the seconds from each save to the first answer, and to the last one.

    Raises CourseError where no answer comes.
    """
    with _watching([*check, "--watch"], environment) as lines:
        _wait(lines, LAST)
        file, number = work / "config" / "settings.py", 0
        while number < runs:
            number += 1
            with file.open("a", encoding="utf-8") as text:
                text.write(f"# Saved {number} times.\n")
            saved = time.monotonic()
            first, found = _wait(lines, FIRST, LAST)
            last = first if found == LAST else _wait(lines, LAST)[0]
            yield first - saved, last - saved


Lines = queue.Queue[tuple[float, str]]


@contextmanager
def _watching(command: Sequence[str], environment: dict[str, str]) -> Iterator[Lines]:
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    lines: Lines = queue.Queue()
    assert process.stdout is not None
    reader = threading.Thread(target=_read, args=(process.stdout, lines), daemon=True)
    reader.start()
    try:
        yield lines
    finally:
        process.terminate()
        process.wait()
        reader.join()
        process.stdout.close()


def _read(output: IO[str], lines: Lines) -> None:
    for line in output:
        lines.put((time.monotonic(), line))


def _wait(lines: Lines, *texts: str) -> tuple[float, str]:
    deadline = time.monotonic() + LONGEST
    while True:
        try:
            at, line = lines.get(timeout=max(deadline - time.monotonic(), 0))
        except queue.Empty:
            message = f"`check --watch` gave no answer for {LONGEST} seconds."
            raise CourseError(message, "Type the command, and look at it.") from None
        for text in texts:
            if text in line:
                return at, text


def _seconds(
    command: Sequence[str], environment: dict[str, str], folder: Path = ROOT
) -> float:
    began = time.monotonic()
    subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return time.monotonic() - began


def _ratio(timing: Timing, bare: Timing) -> str:
    return f"{timing.median / bare.median:.0f}"


def _machine() -> str:
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} processors{load}"
