"""The chain of steps: each check over two neighbors, each process run once."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

from course.checking.results import Report
from course.checking.runner import clean_environment, run_tests
from course.curriculum.steps import Step
from course.paths import ROOT
from course.setup.programs import run_python
from tools.chain.defect import Defect
from tools.chain.kept_tests import check_kept
from tools.chain.red_and_green import judge_green, judge_red, new_tests
from tools.chain.step_files import (
    check_changes,
    check_requirements,
    check_size,
    check_stray,
    code_lines,
)
from tools.chain.undone_hunks import check_undone

DATA_PROCESS = Path(__file__).resolve().parent / "data_process.py"
# For one process that migrates and logs in.
PATIENCE_SECONDS = 120


class Chain(ExitStack):
    """All steps in their order; use it in a ``with`` block, it has a temporary folder.

    A run is made when it is first asked for and kept.
    """

    def __init__(self, steps: list[Step], root: Path = ROOT) -> None:
        super().__init__()
        self.steps = steps
        self.root = root
        self._folder = self.enter_context(tempfile.TemporaryDirectory(prefix="chain-"))
        self._green: dict[str, Report] = {}
        self._red: dict[str, Report] = {}

    def before(self, step: Step, by: int = 1) -> Step | None:
        """Return the step that comes ``by`` places before, or None."""
        index = self.steps.index(step) - by
        return self.steps[index] if index >= 0 else None

    def project_before(self, step: Step) -> Path:
        """Return the project on which a step begins: for the first, startproject's."""
        before = self.before(step)
        if before:
            return before.path
        zero = Path(self._folder, "00")
        if not zero.is_dir():
            zero.mkdir()
            command = [sys.executable, "-m", "django", "startproject", "config", "."]
            subprocess.run(command, cwd=zero, check=True, env=clean_environment())
        return zero

    def green(self, step: Step) -> Report:
        """Run a step's tests on the step."""
        if step.name not in self._green:
            self._green[step.name] = run_tests(step.path / "tests", step.path)
        return self._green[step.name]

    def new(self, step: Step) -> list[str]:
        """Return the node ids of the tests that the step before does not have."""
        before = self.before(step)
        return new_tests(self.green(step), self.green(before) if before else None)

    def red(self, step: Step) -> Report:
        """Run a step's new tests on the step before."""
        if step.name not in self._red:
            new = self.new(step)
            known = [result.nodeid for result in self.green(step).results]
            self._red[step.name] = (
                run_tests(
                    step.path / "tests",
                    self.project_before(step),
                    select=shortened(new, known),
                )
                if new
                else Report()
            )
        return self._red[step.name]

    def lines(self, step: Step) -> tuple[int, int]:
        """Return how many lines of code the step adds and takes away."""
        return code_lines(self.project_before(step), step)

    def check(self, name: str, step: Step) -> list[Defect]:
        """Run one check of ``CHECKS`` on a step."""
        return CHECKS[name](self, step)

    def check_red(self, step: Step) -> list[Defect]:
        """New tests fail on the step before, each for its task's reason."""
        tasks = {each.nodeid: each.task for each in self.green(step).results}
        return judge_red(step, self.new(step), tasks, self.red(step))

    def data_maker(self, step: Step) -> Step | None:
        """Return the step whose code makes the data that this step must keep.

        That is the step before, or the step itself where it makes the first tables;
        None where there are no tables yet.
        """
        if not has_tables(step):
            return None
        before = self.before(step)
        return before if before and has_tables(before) else step

    def check_data(self, step: Step) -> list[Defect]:
        """Carry users from the step before to this one, and log in."""
        maker = self.data_maker(step)
        if maker is None:
            return []
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            url = sqlite_url(Path(folder, "db.sqlite3"))
            for project, action in ((maker, "make"), (step, "use")):
                if error := run_inside(project.path, action, url):
                    what = f"step {project.number_text}'s code cannot {action} the data"
                    where = f"data from step {maker.number_text}"
                    return [Defect("data", step.name, where, what, (error,))]
        return []


CHECKS: dict[str, Callable[[Chain, Step], list[Defect]]] = {
    "green": lambda chain, step: judge_green(step, chain.green(step)),
    "red": Chain.check_red,
    "kept": lambda chain, step: check_kept(step, chain.before(step)),
    "changes": lambda chain, step: check_changes(step, chain.before(step)),
    "size": lambda chain, step: check_size(step, chain.project_before(step)),
    "undone": lambda chain, step: check_undone(
        step, chain.before(step), chain.before(step, 2)
    ),
    "data": Chain.check_data,
    "requirements": lambda chain, step: check_requirements(
        step, chain.root / "requirements.txt"
    ),
    "stray": lambda chain, step: check_stray(step, chain.root),
}


def has_tables(step: Step) -> bool:
    """Tell whether a step has migrations of its own."""
    return any(step.path.glob("*/migrations/[0-9]*.py"))


def sqlite_url(file: Path) -> str:
    """Return the DATABASE_URL of a file, whatever characters its path has."""
    return "sqlite:///" + quote(file.as_posix(), safe="/:")


def run_inside(project: Path, action: str, url: str) -> str:
    """Run ``make`` or ``use`` with a project's code; return its error, or ""."""
    try:
        ran = run_python(
            str(DATA_PROCESS),
            action,
            folder=project,
            environment={
                **clean_environment(),
                "DATABASE_URL": url,
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            timeout=PATIENCE_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return f"still running after {PATIENCE_SECONDS} seconds"
    if ran.returncode == 0:
        return ""
    lines = ran.stderr.strip().splitlines() or [f"exit code {ran.returncode}"]
    return lines[-1]


def shortened(wanted: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return fewer, shorter node ids that select the same tests.

    A file or a function all of whose tests are wanted is named alone: the list goes
    through one command line, which Windows limits to 32,767 characters.
    """
    wanted = list(wanted)
    left = set(known) - set(wanted)
    found: dict[str, None] = {}
    for nodeid in wanted:
        file, function = nodeid.partition("::")[0], nodeid.partition("[")[0]
        if not any(other.partition("::")[0] == file for other in left):
            found[file] = None
        elif not any(other.partition("[")[0] == function for other in left):
            found[function] = None
        else:
            found[nodeid] = None
    return list(found)
