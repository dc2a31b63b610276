"""``author record``: write into the notes what really happens, and say what did."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer
from rich.table import Table

from course.curriculum.steps import Step, find_step, load_steps
from course.notes.claims import unbound
from course.notes.pages import (
    COLUMNS,
    Source,
    counts,
    reasons,
    remember,
    sources,
)
from course.notes.prove import Proof
from course.paths import places
from course.setup.missing_package import need
from course.terminal import console, symbol


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
        """Run every block of the notes and write down what it really says.

        Without a step: of all notes, the pages under docs/ and the files at the root.
        """
        where, steps = places(), load_steps()
        need("time_machine", "`author record`", where)
        found = sources(where.root, steps)
        wanted = [find_step(name, steps) for name in names or ()]
        chosen = [each for each in found if each.step in wanted] if wanted else found
        wrong = record(chosen, steps, write=not check)
        remember(where.learn, wrong, steps)
        raise typer.Exit(1 if any(wrong.values()) else 0)


def record(
    chosen: Sequence[Source], steps: Sequence[Step], *, write: bool
) -> dict[Source, int]:
    """Prove some Markdown; return how many of its blocks and claims are not so.

    With ``write``, responses and outputs are replaced by what happened. A listing
    that is no excerpt, a block that is not declared, and a claim that no test holds
    are for a person to mend.
    """
    out = console()
    wrong: dict[Source, int] = {}
    for source in chosen:
        proofs = source.prove(steps)
        # Those with a reason cannot be written down.
        left = [p for p in proofs if not p.holds and (p.reason or not write)]
        said = [explain(source.name, proof) for proof in left]
        loose = unbound(source.step) if source.step else []
        said += [f"{symbol('fail')} {source.name}: {line}" for line in loose]
        for line in said:
            out.print(line)
        if write:
            rewrite(source, proofs)
        wrong[source] = len(said)
    for line in why_skipped(wrong):
        out.print(line)
    out.print(truth_report(wrong))
    if number := sum(wrong.values()):
        out.print(f"{symbol('fail')} {number} blocks or claims are not so.")
    return wrong


def rewrite(source: Source, proofs: Sequence[Proof]) -> None:
    """Put what happened into a file; one that is right stays untouched."""
    before = text = source.path.read_text(encoding="utf-8")
    for proof in sorted(proofs, key=lambda each: -each.block.start):
        if not proof.holds and not proof.reason:
            is_so = proof.block.written(proof.actual)
            text = text[: proof.block.start] + is_so + text[proof.block.end :]
    if text != before:
        source.path.write_text(text, encoding="utf-8", newline="\n")


def explain(name: str, proof: Proof) -> str:
    """Say where a block is wrong: what it says and what is so."""
    place = f"{name}, line {proof.block.line}"
    if proof.reason:
        return f"{symbol('fail')} {place}: {proof.reason}"
    said, is_so = proof.block.body.splitlines(), proof.actual.splitlines()
    for one, other in zip([*said, ""], [*is_so, ""], strict=False):
        if one != other:
            return f"{symbol('fail')} {place}:\n  it says {one}\n  it is   {other}"
    return f"{symbol('fail')} {place}: its ends differ"


def truth_report(wrong: Mapping[Source, int]) -> Table:
    """Return a table with a row a file: how its blocks are proved, what is wrong."""
    table = Table(box=None, pad_edge=False)
    table.add_column("file", no_wrap=True)
    for name in (*COLUMNS, "wrong"):
        table.add_column(name, justify="right")
    for source, number in wrong.items():
        count = counts(source.blocks())
        table.add_row(
            source.name.removesuffix("/README.md"),
            *(str(count[how]) for how in COLUMNS),
            str(number),
        )
    return table


def why_skipped(wrong: Mapping[Source, int]) -> list[str]:
    """Return a line for each reason to skip blocks: the file, how many, and why."""
    return [
        f"{source.name.removesuffix('/README.md')} skips {many}: {reason}"
        for source in wrong
        for reason, many in reasons(source.blocks()).items()
    ]
