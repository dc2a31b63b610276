"""``author propagate``: carry an edit of one step into all the steps after it."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from course.curriculum.steps import Step, find_step, load_steps
from course.errors import CourseError
from course.paths import places
from course.terminal import console, symbol
from course.workspace.conflict_markers import marked_lines
from course.workspace.merge_files import BESIDE, read_tree
from tools.propagate.carry import Hop, carry
from tools.propagate.git import unpack_committed
from tools.propagate.journal import Run, forget_run, lay_down, load_run, save_run

COMMAND = "python learn.py author propagate"


def register(app: typer.Typer, author: typer.Typer) -> None:
    """Add the verb."""

    @author.command("propagate")
    def command(
        step: Annotated[
            str | None, typer.Argument(help="The step that was edited: 2, 02 or name.")
        ] = None,
        base: Annotated[
            str, typer.Option(help="The commit that has the step before the edit.")
        ] = "HEAD",
        dry_run: Annotated[
            bool,
            typer.Option("--dry-run", help="Say what would change; write nothing."),
        ] = False,
        go_on: Annotated[
            bool, typer.Option("--continue", help="Go on after settling a conflict.")
        ] = False,
        abort: Annotated[
            bool, typer.Option("--abort", help="Put all later steps back.")
        ] = False,
    ) -> None:
        """Carry the edit of a step into all the steps after it.

        The edit is what differs from the last commit: commit before you edit the same
        lines again. Stops with conflict markers in the step where it meets other
        changes, and resumes from there.
        """
        here = places()
        if abort:
            code = put_back(here.root, here.learn)
        elif step is None or go_on:
            code = resume(here.root, here.learn, named=step)
        else:
            code = propagate(here.root, here.learn, step, base, dry_run=dry_run)
        raise typer.Exit(code)


def propagate(
    root: Path, learn: Path, name: str, revision: str = "HEAD", *, dry_run: bool = False
) -> int:
    """Carry the edit of a step, measured against a commit, into the steps after it.

    Returns 0 when every later step has it, 1 when it stopped at a conflict. Raises
    CourseError where there is no such step, commit or earlier state of the step.
    """
    steps = load_steps(root)
    step = find_step(name, steps)
    waiting = load_run(learn)
    if waiting and not dry_run:
        return resume(root, learn, named=name)
    if waiting:
        raise _waits(waiting)
    later = steps[steps.index(step) + 1 :]
    if not later:
        console().print(f"Step {step.number_text} is the last: nothing comes after it.")
        return 0
    with tempfile.TemporaryDirectory(prefix="base-") as folder:
        base = read_tree(unpack_committed(root, step, revision, Path(folder)))
    now = read_tree(step.path)
    run = Run(step.name, [Hop(step.name, base, base, now)])
    _travel(run, later)
    _report(run)
    if dry_run:
        console().print("Nothing was written (--dry-run).")
        return 1 if run.hops[-1].conflicts else 0
    if base == now:
        console().print(
            f"Step {step.number_text} is as it is in {revision}: nothing to carry. "
            f"For an edit already committed: {COMMAND} {step.number_text} --base HEAD~1"
        )
        return 0
    return _carry_out(run, root, learn)


def resume(root: Path, learn: Path, *, named: str | None = None) -> int:
    """Go on with the run that stopped at a conflict; the same results as propagate.

    Raises CourseError where no run waits, another step is named, or a conflict is not
    settled yet.
    """
    run = load_run(learn)
    if run is None:
        raise CourseError(
            "No propagation waits to be continued.", f"Name the step: {COMMAND} 02"
        )
    steps = load_steps(root)
    if named is not None and find_step(named, steps).name != run.origin:
        raise _waits(run)
    if run.laid_down < len(run.hops):
        return _carry_out(run, root, learn)
    stop = run.hops[-1]
    step = find_step(stop.step, steps)
    if places_left := _unsettled(stop, root):
        listing = "\n".join(f"  {place}" for place in places_left)
        raise CourseError(
            f"Step {stop.step[:2]} still holds conflict markers:\n{listing}",
            f"Settle these places, then type: {COMMAND} --continue (or --abort).",
            code=1,
        )
    stop.after = read_tree(step.path)
    stop.conflicts = {}
    _travel(run, steps[steps.index(step) + 1 :])
    _report(run)
    return _carry_out(run, root, learn)


def put_back(root: Path, learn: Path) -> int:
    """Undo the run that waits: every file it wrote is again what it was before."""
    run = load_run(learn)
    if run is None:
        raise CourseError("No propagation waits: there is nothing to put back.")
    rescue = learn / "propagate-rescued"
    for hop in run.hops[1:]:
        folder = root / "steps" / hop.step
        kept = rescue / hop.step
        for path in lay_down(folder, hop.after, hop.before, kept, keep_all=True):
            console().print(f"put back  steps/{hop.step}/{path}")
    forget_run(learn)
    if rescue.is_dir():
        console().print(f"What these files held until now is kept in {rescue}")
    return 0


def _travel(run: Run, later: list[Step]) -> None:
    """Add hops to a run, up to the last step or the first conflict."""
    for step in later:
        run.hops.append(carry(run.hops[-1], step.name, read_tree(step.path)))
        if run.hops[-1].conflicts:
            return


def _carry_out(run: Run, root: Path, learn: Path) -> int:
    """Write what the run decided; the record is written first, so nothing is lost."""
    save_run(learn, run)
    for hop in run.hops[run.laid_down :]:
        rescue = learn / "propagate-rescued" / hop.step
        lay_down(root / "steps" / hop.step, hop.before, hop.after, rescue)
    run.laid_down = len(run.hops)
    stop = run.hops[-1]
    if stop.conflicts:
        save_run(learn, run)
        _explain(run, root)
        return 1
    forget_run(learn)
    reached = ", ".join(hop.step[:2] for hop in run.hops[1:])
    out = console()
    out.print(
        f"{symbol('pass')} The edit of step {run.origin[:2]} was carried to {reached}."
    )
    out.print(f"{symbol('next')} python learn.py author verify")
    return 0


def _waits(run: Run) -> CourseError:
    return CourseError(
        f"The edit of step {run.origin[:2]} still waits at step "
        f"{run.hops[-1].step[:2]}.",
        f"Finish it first: {COMMAND} --continue (or --abort).",
    )


def _report(run: Run) -> None:
    out = console()
    for hop in run.hops[run.laid_down :]:
        for path, note in hop.notes.items():
            out.print(f"step {hop.step[:2]}  {path}: {note}")
        for path, why in hop.conflicts.items():
            out.print(f"step {hop.step[:2]}  {path}: conflict, {why}")


def _explain(run: Run, root: Path) -> None:
    stop, out = run.hops[-1], console()
    out.print(
        f"{symbol('fail')} The edit of step {run.origin[:2]} meets other changes in "
        f"step {stop.step[:2]}:"
    )
    for place in _unsettled(stop, root):
        out.print(f"  {place}")
    out.print(f"{symbol('next')} Settle these places, then type: {COMMAND} --continue")
    out.print(f"  To put everything back: {COMMAND} --abort")


def _unsettled(stop: Hop, root: Path) -> list[str]:
    """Return ``file:line`` of each conflict that a person has not settled yet."""
    found = []
    for path in stop.conflicts:
        shown = f"steps/{stop.step}/{path}"
        file = root / shown
        if file.with_name(file.name + BESIDE).exists():
            found.append(f"{shown}{BESIDE} (move it over {file.name}, or delete it)")
        if not file.is_file():
            continue
        before = stop.before[path].data if path in stop.before else b""
        middle = b"=======" not in before.splitlines()
        lines = marked_lines(file.read_bytes(), lone_middle=middle)
        found += [f"{shown}:{line}" for line in lines]
    return found
