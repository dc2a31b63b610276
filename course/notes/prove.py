"""Run the blocks of a step's notes and compare what they say with what happens."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

from course.errors import CourseError
from course.notes.asked import asked
from course.notes.blocks import Block, first_difference, read_blocks
from course.projectfiles import copy_project
from course.runner import clean_environment
from course.steps import Step

INSIDE = Path(__file__).resolve().parent / "inside.py"
PAGE = "…\n"


@dataclass(frozen=True)
class Proof:
    """One block and its verdict.

    ``actual`` is what the body of the block should be: its own text where it is
    right. ``how`` is "compared", "declared", "skipped" or "undeclared"; ``reason``
    is why a block is skipped, or what is wrong with it.
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
    blocks = read_blocks(step.path / "README.md")
    responses = _responses(step, steps, blocks)
    outputs = _outputs(step, blocks)
    return [
        _proof(block, step, steps, {**responses, **outputs}.get(block.start))
        for block in blocks
    ]


def _proof(
    block: Block, step: Step, steps: Sequence[Step], actual: str | None
) -> Proof:
    if block.kind == "skipped":
        return Proof(block, "skipped", block.body, block.options["skip"])
    if block.kind == "declared":
        return Proof(block, "declared", block.body)
    if block.kind == "unknown":
        return Proof(block, "undeclared", block.body, "no title, no known language")
    if block.kind == "listing":
        return _listing(block, _meant(block, step, steps))
    return Proof(block, "compared", block.body if actual is None else actual)


def _listing(block: Block, step: Step) -> Proof:
    source = step.path / block.title
    if not source.is_file():
        return Proof(block, "compared", "", f"{step.name} has no file {block.title}")
    missing = first_difference(block.body, source.read_text(encoding="utf-8"))
    if missing is None:
        return Proof(block, "compared", block.body)
    return Proof(block, "compared", "", f"not in {block.title}:\n{missing}")


def _meant(block: Block, step: Step, steps: Sequence[Step]) -> Step:
    number = block.step or step.number
    found = next((each for each in steps if each.number == number), None)
    if found is None:
        raise CourseError(
            f"{step.name}/README.md, line {block.line}: there is no step {number}.",
            "Correct the title of that block.",
        )
    return found


def _responses(
    step: Step, steps: Sequence[Step], blocks: Sequence[Block]
) -> dict[int, str]:
    """Return what each response should be, by the place of its block."""
    by_step: dict[Path, list[tuple[Block, Block]]] = {}
    for request, response in pairwise(blocks):
        if request.kind == "request":
            meant = _meant(request, step, steps)
            by_step.setdefault(meant.path, []).append((request, response))
    found = {}
    for path, pairs in by_step.items():
        answers = _send(path, [asdict(asked(request)) for request, _ in pairs])
        for (_, response), answer in zip(pairs, answers, strict=True):
            found[response.start] = _response(response, answer)
    return found


def _response(block: Block, answer: dict) -> str:
    """Write an answer as the block does: its headers, and no others."""
    head, _, _ = block.body.partition("\n\n")
    names = [line.partition(":")[0] for line in head.strip().splitlines()[1:]]
    lines = [f"HTTP/1.1 {answer['status']}"]
    lines += [f"{name}: {answer['headers'].get(name, '(none)')}" for name in names]
    body = answer["body"]
    if answer["headers"].get("Content-Type", "").startswith("text/html"):
        body = PAGE.strip()
    return "\n".join(lines) + "\n" + (f"\n{body}\n" if body else "")


def _send(project: Path, requests: list[dict[str, object]]) -> list[dict]:
    with tempfile.TemporaryDirectory(prefix="learn-notes-") as folder:
        copy, target = Path(folder) / "work", Path(folder) / "answers.json"
        copy_project(project, copy)
        done = subprocess.run(
            [sys.executable, str(INSIDE), str(target)],
            cwd=copy,
            env=environment(),
            input=json.dumps(requests),
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )
        if not target.is_file():
            raise CourseError(
                f"{project.name} could not be served:\n{done.stderr[-2000:]}",
                "Run the step's own tests first: author verify",
            )
        return json.loads(target.read_text(encoding="utf-8"))


def _outputs(step: Step, blocks: Sequence[Block]) -> dict[int, str]:
    """Run the commands in one copy of the step, in their order."""
    pairs = [
        (command, output)
        for command, output in pairwise(blocks)
        if command.kind == "command"
    ]
    if not pairs:
        return {}
    shell = shutil.which("bash")
    if shell is None:
        raise CourseError(
            "The commands of the notes need bash, which is not installed.",
            "Install bash, or leave the proof of the notes to CI.",
        )
    found = {}
    with tempfile.TemporaryDirectory(prefix="learn-notes-") as folder:
        copy = Path(folder) / "work"
        copy_project(step.path, copy)
        for command, output in pairs:
            done = subprocess.run(
                [shell, "-c", command.body],
                cwd=copy,
                env=_terminal(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                check=False,
                timeout=120,
            )
            found[output.start] = done.stdout.replace(str(copy), "work")
    return found


def environment() -> dict[str, str]:
    """Return the variables in which a copy of a step is run, the same everywhere."""
    here = str(Path(sys.executable).parent)
    return {
        **clean_environment(),
        "PATH": os.pathsep.join([here, os.environ.get("PATH", os.defpath)]),
        "COLUMNS": "80",
        "NO_COLOR": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _terminal() -> dict[str, str]:
    """Return the environment of a new terminal: nothing is set for the project."""
    set_for_tests = {"DEBUG", "DJANGO_SETTINGS_MODULE"}
    return {k: v for k, v in environment().items() if k not in set_for_tests}
