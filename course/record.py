"""``author record``: write into the notes what really happens, and say what did."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.table import Table

from course.notes.prove import Proof, prove
from course.output import console, symbol
from course.steps import Step, find_step, load_steps

# What stands in a table of proofs; a block is exactly one of these.
COLUMNS = ("compared", "declared", "skipped", "undeclared")


def register(app: typer.Typer, author: typer.Typer) -> None:
    """Add the verb to the command line."""

    @author.command("record")
    def command(
        names: Annotated[
            list[str] | None, typer.Argument(metavar="[N]...", help="Only these steps.")
        ] = None,
        check: Annotated[
            bool, typer.Option("--check", help="Write nothing: say what is not so.")
        ] = False,
    ) -> None:
        """Run every block of the notes and write down what it really says."""
        steps = load_steps()
        chosen = [find_step(name, steps) for name in names or ()] or steps
        raise typer.Exit(record(chosen, steps, write=not check))


def record(chosen: Sequence[Step], steps: Sequence[Step], *, write: bool) -> int:
    """Prove the notes of some steps; return 0 where they hold or were brought to it.

    With ``write``, responses and outputs are replaced by what happened. A listing
    that is no excerpt, and a block that is not declared, are for a person to mend.
    """
    out = console()
    proofs = {step: prove(step, steps) for step in chosen}
    wrong = 0
    for step, found in proofs.items():
        for proof in found:
            if proof.holds:
                continue
            if write and not proof.reason:
                continue
            wrong += 1
            out.print(explain(step, proof))
        if write:
            rewrite(step, found)
    out.print(truth_report(proofs))
    if wrong:
        out.print(f"{symbol('fail')} {wrong} blocks of the notes are not so.")
    return 1 if wrong else 0


def rewrite(step: Step, proofs: Sequence[Proof]) -> None:
    """Put what happened into the notes; a file that is right stays untouched."""
    path = step.path / "README.md"
    before = text = path.read_text(encoding="utf-8")
    for proof in sorted(proofs, key=lambda each: -each.block.start):
        if not proof.holds and not proof.reason:
            is_so = proof.block.written(proof.actual)
            text = text[: proof.block.start] + is_so + text[proof.block.end :]
    if text != before:
        path.write_text(text, encoding="utf-8", newline="\n")


def explain(step: Step, proof: Proof) -> str:
    """Say where a block is wrong: what it says and what is so."""
    place = f"steps/{step.name}/README.md, line {proof.block.line}"
    if proof.reason:
        return f"{symbol('fail')} {place}: {proof.reason}"
    said, is_so = proof.block.body.splitlines(), proof.actual.splitlines()
    for one, other in zip([*said, ""], [*is_so, ""], strict=False):
        if one != other:
            return f"{symbol('fail')} {place}:\n  it says {one}\n  it is   {other}"
    return f"{symbol('fail')} {place}: its ends differ"


def truth_report(proofs: dict[Step, list[Proof]]) -> Table:
    """Return a table with a row a step: how its blocks are proved."""
    table = Table("notes", *COLUMNS, "why skipped", box=None, pad_edge=False)
    for step, found in proofs.items():
        count = Counter(proof.how for proof in found)
        why = Counter(proof.reason for proof in found if proof.how == "skipped")
        table.add_row(
            step.name,
            *(str(count[how]) for how in COLUMNS),
            "\n".join(f"{number}: {reason}" for reason, number in why.items()),
        )
    return table
