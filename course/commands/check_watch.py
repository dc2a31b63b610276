"""``check --watch``: test the learner's project again after each save.

The tests run in new processes, as for ``check``, or in forks of one that has Django
loaded (course/checking/watch/warm_runner.py). Those of the task that is open run first,
and their answer is shown while the others run.
"""

import io
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from course.checking.last_report import fingerprint
from course.checking.results import Report
from course.checking.review import Examination, examine
from course.checking.runner import MOMENT_SECONDS, Run
from course.checking.session import TIMEOUT, conclude, keep_report, move_on
from course.checking.watch.file_watcher import BETWEEN_LOOKS_SECONDS, FileWatcher
from course.checking.watch.keyboard import Keyboard
from course.checking.watch.warm_runner import WarmRunner
from course.commands.diff import diff
from course.commands.hint import hint
from course.commands.list import show_steps
from course.curriculum.steps import Step
from course.errors import CourseError
from course.paths import Places, display_path
from course.terminal import complain, console, symbol
from course.workspace.progress import passed_steps

if TYPE_CHECKING:
    from rich.console import Console

KEYS = "h hint   d diff   n next   l list   q quit"


def watch(step: Step, steps: list[Step], where: Places) -> int:
    """Check ``work/`` now and after each save, until q or Ctrl-C; return 0."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Whoever reads this from a pipe wants it now.
        sys.stdout.reconfigure(line_buffering=True)
    try:
        with WarmRunner() as warm, Keyboard() as keyboard, _signals(keyboard):
            warm.load()
            with ExitStack() as ends:
                watcher = Watcher(step, steps, where, warm, keyboard, console())
                ends.callback(watcher.stop)
                watcher.watch()
    except KeyboardInterrupt:
        # Ctrl-C is how one leaves where there are no keys; its echo ends here.
        print()
    return 0


class Watcher:
    """What is being watched, the run under way, and what the last one said."""

    def __init__(
        self,
        step: Step,
        steps: list[Step],
        where: Places,
        warm: WarmRunner,
        keyboard: Keyboard,
        out: "Console",
    ) -> None:
        self._step, self._steps, self._where = step, steps, where
        self._warm, self._keyboard, self._out = warm, keyboard, out
        self._files = FileWatcher(where.work)
        self._run: Run | None = None
        self._before = ""
        self._pressed = ""
        self._answered = False
        # The tasks that did not pass at the last run, the one to work on first.
        self._open: list[str] = []

    def watch(self) -> None:
        """Run and answer until somebody presses q."""
        move_on(self._step, self._where)
        self._begin([])
        while True:
            key = self._keyboard.read(
                MOMENT_SECONDS if self._run else BETWEEN_LOOKS_SECONDS
            )
            if key == "q":
                return
            if key:
                self._press(key)
            if saved := self._files.look():
                self._begin(saved)
            if self._run:
                self._follow(self._run)

    def stop(self) -> None:
        """End the run that is under way."""
        if self._run is not None:
            self._run.close()
            self._run = None

    def _begin(self, saved: list[str]) -> None:
        # What ran until now was about files that are different now.
        self.stop()
        work = f"{display_path(self._where.work, self._where)}{os.sep}"
        self._clear()
        if not self._where.work.is_dir():
            self._out.print(f"There is no folder {work} now.")
            self._waiting()
            return
        time = f"{datetime.now():%H:%M:%S}"
        more = f" and {len(saved) - 1} more" if len(saved) > 1 else ""
        what = f"{saved[0]}{more}" if saved else work
        number = self._step.number_text
        self._out.print(f"{time} {what}: running the tests of step {number} …\n")
        self._before = fingerprint(self._step, self._where)
        self._answered = not self._open
        self._run = self._warm.start(
            self._step.path / "tests",
            self._where.work,
            first=self._open,
            timeout=TIMEOUT,
        )

    def _follow(self, run: Run) -> None:
        report = run.wait(MOMENT_SECONDS)
        if report is not None:
            self.stop()
            self._finish(report)
        elif not self._answered and (part := run.answer(self._open[0])):
            self._answered = True
            self._tell_part(self._examine(part))

    def _examine(self, report: Report) -> Examination:
        return examine(self._step, self._steps, report, self._where.work)

    def _finish(self, report: Report) -> None:
        self._clear()
        keep_report(self._step, self._where, self._before, report)
        examined = self._examine(report)
        conclude(examined, self._where, self._out)
        verdicts = (*examined.judgement.earlier, *examined.judgement.tasks)
        failed = [verdict.slug for verdict in verdicts if verdict.failed]
        if examined.open_task and examined.open_task.slug in failed:
            failed.remove(examined.open_task.slug)
            failed.insert(0, examined.open_task.slug)
        if not report.broken:
            self._open = failed
        self._waiting()
        if self._pressed:
            key, self._pressed = self._pressed, ""
            self._press(key)

    def _tell_part(self, examined: Examination) -> None:
        """Say what the open task's tests said; the others are still running."""
        verdict = next(
            verdict
            for verdict in (*examined.judgement.tasks, *examined.judgement.swept)
            if verdict.slug == self._open[0]
        )
        state = "fail" if verdict.failed else "pass"
        self._out.print(f"{symbol(state)} {verdict.status}: {verdict.title}")
        if verdict.failed and (failure := examined.failure):
            self._out.print(f"  {failure.happened or failure.message}")
        self._out.print(f"{symbol('skip')} The other tests are running …")

    def _press(self, key: str) -> None:
        """Do what the key stands for, once the tests have run."""
        actions: dict[str, Callable[[], Any]] = {
            "h": lambda: hint(self._step, self._steps, self._where),
            "d": lambda: diff(self._step, self._steps, self._where),
            "l": lambda: show_steps(self._steps, self._where),
            "n": self._next,
        }
        if key not in actions:
            return
        if self._run:
            self._pressed = key
            return
        self._out.print()
        try:
            actions[key]()
        except CourseError as error:
            complain(error)
        if self._run is None:
            self._waiting()

    def _next(self) -> None:
        after = next((s for s in self._steps if s.number > self._step.number), None)
        if self._step.number not in passed_steps(self._where):
            self._out.print(f"Step {self._step.number_text} does not pass yet.")
        elif after is None:
            self._out.print("This is the last step.")
        else:
            self._step = after
            move_on(after, self._where)
            self._open = []
            self._begin([])

    def _waiting(self) -> None:
        work = f"{display_path(self._where.work, self._where)}{os.sep}"
        keys = KEYS if self._keyboard.there else "Ctrl-C ends"
        self._out.print(f"\nWatching {work}   {keys}")

    def _clear(self) -> None:
        if self._out.is_terminal and not self._out.is_dumb_terminal:
            self._out.clear()
        else:
            self._out.print("-" * 40)


@contextmanager
def _signals(keyboard: Keyboard) -> Iterator[None]:
    """Whoever ends this process, or closes its terminal, ends it as Ctrl-C does."""

    def end(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    def go_on(number: int, frame: object) -> None:
        # After Ctrl-Z, the shell has had the terminal.
        keyboard.again()

    wanted = {"SIGTERM": end, "SIGHUP": end, "SIGCONT": go_on}
    before = {
        number: signal.signal(number, handler)
        for name, handler in wanted.items()
        if (number := getattr(signal, name, None)) is not None
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
