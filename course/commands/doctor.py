"""``doctor``: check the machine, one line and one fix each."""

import json
import shutil
import sqlite3
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from course.doctor import machine_checks, workplace_checks
from course.doctor.machine_checks import Finding
from course.errors import CourseError
from course.paths import Places, places
from course.streams import run_to_end
from course.terminal import harmless, symbol

if TYPE_CHECKING:
    import typer

# Without Typer and Rich, `python -m course.commands.doctor` answers where the set-up
# failed.
SYMBOLS = {"ok": "pass", "note": "skip", "mend": "fail"}

INDENT = " " * 7
# Longer lines are hard to read, however wide the terminal is.
WIDEST = 100

CHECKS: dict[str, Callable[[Places], Finding]] = {
    "Python": machine_checks.python,
    "Virtual environment": machine_checks.environment,
    "Packages": machine_checks.packages,
    "SQLite": machine_checks.sqlite,
    "Ports": workplace_checks.ports,
    "Writing": workplace_checks.writing,
    "Place": workplace_checks.place,
    "Clock": workplace_checks.clock,
    "Terminal": workplace_checks.terminal,
    "Variables": workplace_checks.variables,
    "Browser": machine_checks.browser,
    "PostgreSQL": machine_checks.postgresql,
    "Git": machine_checks.git,
}


def doctor(where: Places, *, as_json: bool = False) -> int:
    """Print the findings; return 0 where nothing needs mending, else 2."""
    findings = []
    for finding in examine(where):
        findings.append(finding)
        if not as_json:
            print(harmless(_line(finding)), flush=True)
    to_mend = sum(finding.state == "mend" for finding in findings)
    if as_json:
        print(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        print(_summary(to_mend))
    return 2 if to_mend else 0


def examine(where: Places) -> Iterator[Finding]:
    """Yield a finding for each check; one that fails itself becomes a note."""
    for name, check in CHECKS.items():
        try:
            yield check(where)
        except (OSError, CourseError, sqlite3.Error) as error:
            yield Finding(name, "note", f"could not be looked at: {error}")


def _line(finding: Finding) -> str:
    text = f"{symbol(SYMBOLS[finding.state])} {finding.state:<4} {finding.name}: "
    lines = textwrap.wrap(
        text + finding.said,
        min(shutil.get_terminal_size().columns, WIDEST),
        subsequent_indent=INDENT,
        # A path is copied from here.
        break_long_words=False,
        break_on_hyphens=False,
    )
    if finding.fix:
        # In one piece: there may be a command in it.
        lines.append(f"{INDENT}{symbol('next')} {finding.fix}")
    return "\n".join(lines)


def _summary(to_mend: int) -> str:
    if not to_mend:
        return "Nothing is in the way."
    return f"To mend: {to_mend} line{'s' * (to_mend > 1)} above."


def register(app: "typer.Typer", author: "typer.Typer") -> None:
    """Add the verb to the command line."""
    import typer

    @app.command("doctor")
    def command(
        as_json: bool = typer.Option(
            False, "--json", help="Print one JSON document, for programs."
        ),
    ) -> None:
        """Check the machine: one line and one fix each.

        It needs none of the installed packages, so that it answers where they fail.
        """
        raise typer.Exit(doctor(places(), as_json=as_json))


def main(argv: Sequence[str]) -> int:
    """Run without the command line's packages."""
    return run_to_end(lambda: doctor(places(), as_json="--json" in argv))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
