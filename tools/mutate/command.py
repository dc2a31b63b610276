"""``author mutate``: do the tests of a step notice when its code is changed?

A runner of our own, on the processes of course/checking/watch/warm_runner.py. mutmut 3
wants one package, its tests beside it and its own copy of both, and six projects with
tests that are run from outside do not fit; cosmic-ray starts Python and Django anew for
each of three thousand mutants. The changes are those of tools/mutate/operators.py.
Migrations are left out: Django wrote them, and the tests compare them with the models.
"""

import shutil
import tempfile
import threading
import tomllib
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from course.checking.results import Report
from course.checking.watch.warm_runner import WarmRunner
from course.curriculum.project_files import copy_project
from course.curriculum.steps import Step, find_step, load_steps
from course.errors import CourseError
from course.paths import ROOT
from course.terminal import console
from tools.mutate.operators import Mutant, mutants

REASONS = ROOT / "tests" / "mutants.toml"
FOLDERS = ("config", "users")
# Percent of the viable mutants that the tests have to notice.
ENOUGH = 95
# For one mutant's tests, and for each of them: a change may make a loop.
TIMEOUT_SECONDS, PATIENCE_SECONDS = 90, 20
# The rest of the tests says nothing new once one has failed.
FIRST_FAILURE = {"PYTEST_ADDOPTS": "-x"}

Change = tuple[str, str, str]


@dataclass(frozen=True)
class Reason:
    """Why a change that no test notices is right; ``equivalent`` if none could.

    ``steps`` are the numbers of the steps for which that is so, all if there is none.
    """

    text: str
    equivalent: bool = False
    steps: tuple[int, ...] = ()


NOTHING, BARE = Reason(""), "  No reason is given."


@dataclass(frozen=True)
class Outcome:
    """A mutant of one file and the test that noticed it, None where none did."""

    file: str
    mutant: Mutant
    killer: str | None
    timeout: bool = False

    @property
    def change(self) -> Change:
        """What is changed, whatever the line's number is."""
        return self.file, self.mutant.before, self.mutant.after


@dataclass
class Knowledge:
    """Which tests noticed what: they are asked first the next time."""

    killers: dict[Change, str] = field(default_factory=dict)
    tasks: dict[str, Counter[str]] = field(default_factory=dict)

    def first(self, file: str) -> list[str]:
        """Return the tasks whose tests noticed most changes of that file."""
        return [task for task, _ in self.tasks.get(file, Counter()).most_common()]


def register(app: typer.Typer, author: typer.Typer) -> None:
    """Add ``author mutate`` to the command line."""

    @author.command("mutate")
    def command(
        step: Annotated[
            str | None, typer.Argument(help="One step; without it, all.")
        ] = None,
    ) -> None:
        """Change each line of a step's code, and see whether its tests notice."""
        steps = load_steps()
        raise typer.Exit(mutate([find_step(step, steps)] if step else steps))


def mutate(steps: Sequence[Step], *, workers: int = 2) -> int:
    """Print what became of the mutants; return 0 if enough are noticed, else 1.

    Those that are not have to be in tests/mutants.toml, with the reason. One that is
    equivalent there (no test could tell) is not viable: it does not count. Raises
    CourseError where that file is malformed.
    """
    reasons, knowledge, out = read_reasons(), Knowledge(), console()
    table = Table("Step", "Mutants", "Equivalent", "Viable", "Killed", "Timeouts")
    for heading in ("Survived", "No reason", "% of viable"):
        table.add_column(heading)
    good = True
    for step in steps:
        outcomes = list(test_mutants(step, knowledge, workers))
        left = [outcome for outcome in outcomes if outcome.killer is None]
        why = {each: _reason(each, step, reasons) for each in left}
        for outcome, reason in why.items():
            mutant, kind = outcome.mutant, "Equivalent" if reason.equivalent else ""
            out.print(f"{step.name}/{outcome.file}:{mutant.line}", style="bold")
            out.print(f"  - {mutant.before}\n  + {mutant.after}")
            out.print(f"  {kind or 'Harmless'}: {reason.text}" if reason.text else BARE)
        equal = sum(reason.equivalent for reason in why.values())
        bare = sum(not reason.text for reason in why.values())
        late = sum(outcome.timeout for outcome in outcomes)
        killed, viable = len(outcomes) - len(left), len(outcomes) - equal
        percent = 100 * killed / max(viable, 1)
        good = good and not bare and percent >= ENOUGH
        counts = (len(outcomes), equal, viable, killed - late, late, len(left) - equal)
        table.add_row(step.name, *map(str, (*counts, bare)), f"{percent:.1f}")
    out.print(table)
    return 0 if good else 1


def test_mutants(step: Step, knowledge: Knowledge, workers: int) -> Iterator[Outcome]:
    """Test every mutant of the step's code, in so many processes at a time."""
    work, local = list(step_mutants(step)), threading.local()
    with ExitStack() as ends:
        at = ends.enter_context(tempfile.TemporaryDirectory(prefix="learn-mutants-"))

        def prepare() -> None:
            local.project = Path(tempfile.mkdtemp(dir=at)) / "project"
            copy_project(step.path, local.project)
            local.warm = ends.enter_context(WarmRunner())

        def test(item: tuple[str, Mutant]) -> Outcome:
            return _test(step, *item, local.project, local.warm, knowledge)

        with ThreadPoolExecutor(workers, initializer=prepare) as pool:
            yield from pool.map(test, work)


# pytest would otherwise take it for a test.
test_mutants.__test__ = False  # type: ignore[attr-defined]


def step_mutants(step: Step) -> Iterator[tuple[str, Mutant]]:
    """Yield the path and the mutants of each module of the step."""
    for folder in FOLDERS:
        for path in sorted((step.path / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                name = path.relative_to(step.path).as_posix()
                with warnings.catch_warnings():
                    # A change may be one that Python warns of.
                    warnings.simplefilter("ignore")
                    found = mutants(path.read_text(encoding="utf-8"))
                yield from ((name, mutant) for mutant in found)


def _test(
    step: Step,
    file: str,
    mutant: Mutant,
    project: Path,
    warm: WarmRunner,
    knowledge: Knowledge,
) -> Outcome:
    outcome = Outcome(file, mutant, None)
    killer = knowledge.killers.get(outcome.change)
    (project / file).write_text(mutant.source, encoding="utf-8", newline="\n")
    try:
        report = None
        if killer and (step.path / "tests" / killer.partition("::")[0]).is_file():
            # What noticed it in the step before may well do so again.
            report = _run(step, project, warm, select=[killer])
            report = report if _noticed(report) else None
        if report is None:
            report = _run(step, project, warm, first=knowledge.first(file))
    finally:
        shutil.copyfile(step.path / file, project / file)
    if not (noticed := _noticed(report)):
        return outcome
    nodeid, task, message = noticed
    if nodeid:
        knowledge.killers[outcome.change] = nodeid
    if task:
        knowledge.tasks.setdefault(file, Counter())[task] += 1
    return Outcome(file, mutant, nodeid, message.startswith("Still running"))


def _run(
    step: Step,
    project: Path,
    warm: WarmRunner,
    select: Sequence[str] = (),
    first: Sequence[str] = (),
) -> Report:
    return warm.run_tests(
        step.path / "tests",
        project,
        select=select,
        first=first,
        environment=FIRST_FAILURE,
        timeout=TIMEOUT_SECONDS,
        patience=PATIENCE_SECONDS,
        workers=1,
    )


def _noticed(report: Report) -> tuple[str, str | None, str] | None:
    """Return the test that failed, its task and what it said; None if none did."""
    if report.broken:
        return "", None, report.broken.sentence
    failed = [
        result
        for result in report.results
        # Those after the one that failed did not run.
        if result.outcome == "failed" and not result.message.startswith("Not run:")
    ]
    return (failed[0].nodeid, failed[0].task, failed[0].message) if failed else None


def _reason(
    outcome: Outcome, step: Step, reasons: Mapping[Change, Sequence[Reason]]
) -> Reason:
    for reason in reasons.get(outcome.change, ()):
        if step.number in (reason.steps or (step.number,)):
            return reason
    return NOTHING


def read_reasons(path: Path = REASONS) -> Mapping[Change, Sequence[Reason]]:
    """Return why some changes survive, by file and lines.

    Raises CourseError where the file cannot be read.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        found: dict[Change, list[Reason]] = {}
        for entry in data.get("survivors", ()):
            equivalent, steps = entry.get("equivalent", False), entry.get("steps", ())
            reason = Reason(entry["reason"], equivalent, tuple(steps))
            for after in entry["after"]:
                change = (entry["file"], entry["before"], after)
                found.setdefault(change, []).append(reason)
        return found
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise CourseError(
            f"tests/mutants.toml cannot be read: {error!r}.", "Correct that entry."
        ) from error
