"""``author verify``: every step against the step before it, as a table."""

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from course.curriculum.steps import Step, find_step, load_steps
from course.notes.last_proof import note_proof
from course.paths import ROOT, Places, places
from course.terminal import console, symbol
from tools.chain import CHECKS, Chain, Defect
from tools.chain.red_and_green import failing_tasks

# The table fits a terminal of this many columns.
WIDTH = 100


def register(app: typer.Typer, author: typer.Typer) -> None:
    """Add the verb."""

    @author.command("verify")
    def command(
        steps: Annotated[
            list[str] | None, typer.Argument(help="Some steps; all without one.")
        ] = None,
    ) -> None:
        """Check every step against the step before it, and print a table."""
        raise typer.Exit(verify(steps or [], where=places()))


def verify(
    names: Iterable[str] = (), root: Path = ROOT, where: Places | None = None
) -> int:
    """Run all checks on the named steps, or on all; 0 where no step has a defect.

    With ``where``, the steps without one are noted there, for the site. Raises
    CourseError where there is no such step.
    """
    steps = load_steps(root)
    chosen = [find_step(name, steps) for name in names] or steps
    with Chain(steps, root) as chain:
        # A spinner, and only on a terminal.
        with console(stderr=True).status("Running every step's tests …"):
            rows = run_checks(chain, [step for step in steps if step in chosen])
        out = console()
        # Rich takes a pipe for a terminal of 80 columns.
        out.width = min(out.width, WIDTH) if out.is_terminal else WIDTH
        out.print(make_table(chain, rows), soft_wrap=False)
        for defect in (defect for row in rows for defect in row.defects):
            out.print(f"\n{symbol('fail')} {defect.check}  {defect}")
        for row in rows:
            if where and not row.defects:
                note_proof(where.learn, row.step, len(chain.green(row.step).results))
    bad = [row.step.number_text for row in rows if row.defects]
    out.print()
    if bad:
        out.print(
            f"{symbol('fail')} Defects in step {', '.join(bad)}.", style="bold red"
        )
        return 1
    out.print(f"{symbol('pass')} Every step holds against the step before it.")
    return 0


@dataclass(frozen=True)
class Row:
    """What the checks say of one step."""

    step: Step
    defects: list[Defect]

    def of(self, *checks: str) -> list[Defect]:
        """Return the defects that these checks found."""
        return [defect for defect in self.defects if defect.check in checks]


def run_checks(chain: Chain, steps: list[Step]) -> list[Row]:
    """Run all checks; the processes of as many steps at once as there are cores."""
    pairs = [(step, chain.before(step)) for step in steps]
    needed = {each.name: each for pair in pairs for each in pair if each}
    chain.project_before(chain.steps[0])
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        # What new tests are is known once both neighbors' tests have run.
        list(pool.map(chain.green, needed.values()))

        def row(step: Step) -> Row:
            return Row(step, [d for name in CHECKS for d in chain.check(name, step)])

        return list(pool.map(row, steps))


def make_table(chain: Chain, rows: list[Row]) -> Table:
    """Return a table with a row for each step, in words and symbols."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for title in ("step", "tests", "green on N", "red on N-1, by task"):
        table.add_column(title, no_wrap="red" not in title, overflow="fold")
    for title in ("lines", "data", "files"):
        table.add_column(title, no_wrap=title != "files")
    for row in rows:
        step = row.step
        added, removed = chain.lines(step)
        files = row.of("kept", "changes", "undone", "requirements", "stray")
        checks = ", ".join(dict.fromkeys(defect.check for defect in files))
        table.add_row(
            step.name,
            str(len(chain.green(step).results)),
            _cell(row.of("green"), "all", f"not {len(row.of('green'))}"),
            _cell(row.of("red"), _red(chain, step), f"not {len(row.of('red'))}"),
            _cell(row.of("size"), f"+{added} -{removed}", f"+{added} -{removed}"),
            _cell(row.of("data"), _data(chain, step), "lost"),
            _cell(files, "kept", checks),
        )
    return table


def _cell(defects: list[Defect], good: str, bad: str) -> Text:
    name, style = ("fail", "red") if defects else ("pass", "green")
    return Text.assemble((symbol(name), style), f" {bad if defects else good}")


def _red(chain: Chain, step: Step) -> str:
    tasks = ", ".join(failing_tasks(step, chain.red(step)))
    return f"{len(chain.new(step))}: {tasks}"


def _data(chain: Chain, step: Step) -> str:
    maker = chain.data_maker(step)
    if maker is None:
        return "no table"
    return (
        f"{maker.number_text} to {step.number_text}" if maker != step else "made here"
    )
