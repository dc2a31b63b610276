"""Run the blocks of some notes and compare what they say with what happens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from course.curriculum.steps import Step
from course.errors import CourseError
from course.notes.blocks import Block, first_difference, read_blocks
from course.notes.execute import outputs, send
from course.notes.requests import asked
from course.paths import ROOT

PAGE = "…\n"
# How a block of each kind is proved; one of an unknown kind is not.
HOW = {
    "request": "run",
    "command": "run",
    "response": "compared",
    "output": "compared",
    "listing": "compared",
    "declared": "declared",
    "skipped": "skipped",
    "unknown": "undeclared",
}
NO_STEP = 'a request of no step: say which, http step="05"'
UNKNOWN = "no title, no known language"

_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Proof:
    """One block and its verdict.

    ``actual`` is what the body of the block should be: its own text where it is
    right. ``how`` is a value of HOW; ``reason`` is why a block is skipped, or what is
    wrong with it.
    """

    block: Block
    how: str
    actual: str
    reason: str = ""

    @property
    def holds(self) -> bool:
        """True where the notes say what is so."""
        return self.how != "undeclared" and self.actual == self.block.body


def prove(step: Step, steps: Sequence[Step]) -> list[Proof]:
    """Return the proof of each block of the step's notes.

    Raises CourseError where the notes cannot be read or the step cannot be served.
    """
    return prove_file(step.path / "README.md", steps, step)


def prove_file(
    file: Path, steps: Sequence[Step], home: Step | None = None
) -> list[Proof]:
    """Return the proof of each block of a Markdown file.

    ``home`` is the step that a block means which names none; without it that is the
    repository: listings are its files, commands run in a copy of it. Raises
    CourseError as ``prove`` does.
    """
    blocks = read_blocks(file)
    found = [(block, _meant(block, file, home, steps)) for block in blocks]
    responses = _in_pairs(
        [pair for pair in found if pair[1] != ROOT],
        "request",
        lambda folder, requests: send(folder, [asked(each) for each in requests]),
    )
    printed = _in_pairs(
        found,
        "command",
        lambda folder, commands: outputs(folder, [each.body for each in commands]),
    )
    actual = {
        **{block.start: _response(block, a) for block, a in responses},
        **{block.start: text for block, text in printed},
    }
    return [_proof(block, folder, actual) for block, folder in found]


def _in_pairs(
    found: Sequence[tuple[Block, Path]],
    kind: str,
    run: Callable[[Path, Sequence[Block]], list[_Result]],
) -> list[tuple[Block, _Result]]:
    """Run the blocks of a kind, folder by folder; return what follows each with what
    came of it."""
    by_folder: dict[Path, list[tuple[Block, Block]]] = {}
    for (block, folder), (follower, _) in pairwise(found):
        if block.kind == kind:
            by_folder.setdefault(folder, []).append((block, follower))
    return [
        (follower, result)
        for folder, pairs in by_folder.items()
        for (_, follower), result in zip(
            pairs, run(folder, [block for block, _ in pairs]), strict=True
        )
    ]


def _proof(block: Block, folder: Path, actual: dict[int, str]) -> Proof:
    how = HOW[block.kind]
    if block.kind == "skipped":
        return Proof(block, how, block.body, block.options["skip"])
    if block.kind == "unknown":
        return Proof(block, how, block.body, UNKNOWN)
    if block.kind == "request" and folder == ROOT:
        return Proof(block, "undeclared", block.body, NO_STEP)
    if block.kind == "listing":
        return _listing(block, folder)
    return Proof(block, how, actual.get(block.start, block.body))


def _listing(block: Block, folder: Path) -> Proof:
    source = folder / block.title
    if not source.is_file():
        where = folder.name if folder != ROOT else "the repository"
        return Proof(block, "compared", "", f"{where} has no file {block.title}")
    missing = first_difference(block.body, source.read_text(encoding="utf-8"))
    if missing is None:
        return Proof(block, "compared", block.body)
    return Proof(block, "compared", "", f"not in {block.title}:\n{missing}")


def _meant(block: Block, file: Path, home: Step | None, steps: Sequence[Step]) -> Path:
    """Return the folder that a block is about: a step's, or the repository."""
    if block.step is None:
        return home.path if home else ROOT
    found = next((step for step in steps if step.number == block.step), None)
    if found is None:
        raise CourseError(
            f"{file.parent.name}/{file.name}, line {block.line}: there is no step "
            f"{block.step}.",
            "Correct the title of that block.",
        )
    return found.path


def _response(block: Block, answer: dict[str, Any]) -> str:
    """Write an answer as the block does: its headers, and no others."""
    head, _, _ = block.body.partition("\n\n")
    names = [line.partition(":")[0] for line in head.strip().splitlines()[1:]]
    lines = [f"HTTP/1.1 {answer['status']}"]
    lines += [f"{name}: {answer['headers'].get(name, '(none)')}" for name in names]
    body = answer["body"]
    if answer["headers"].get("Content-Type", "").startswith("text/html"):
        body = PAGE.strip()
    return "\n".join(lines) + "\n" + (f"\n{body}\n" if body else "")
