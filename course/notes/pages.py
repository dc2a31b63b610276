"""The Markdown whose blocks are proved, and the verdict of the last time.

The notes of the steps, the pages under docs/, and the files about the repository.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from course.curriculum.project_files import project_files
from course.curriculum.steps import Step
from course.notes.blocks import Block, read_blocks
from course.notes.prove import HOW, Proof, prove_file
from course.workspace.json_files import read_object, write_object

COLUMNS = ("run", "compared", "declared", "skipped", "undeclared")


@dataclass(frozen=True)
class Source:
    """One Markdown file; ``name`` is its path, ``step`` the step whose notes it is."""

    name: str
    path: Path
    step: Step | None = None

    def blocks(self) -> list[Block]:
        """Return its blocks; CourseError where they cannot be read."""
        return read_blocks(self.path)

    def prove(self, steps: Sequence[Step]) -> list[Proof]:
        """Return the proof of each block; CourseError where there can be none."""
        return prove_file(self.path, steps, self.step)


@dataclass(frozen=True)
class Verdict:
    """What the last proof of a file said: ``digest`` tells of what, ``day`` when."""

    digest: str
    wrong: int
    day: str


def sources(root: Path, steps: Sequence[Step]) -> list[Source]:
    """Return all Markdown that is proved, in the order of the report."""
    notes = [
        Source(f"steps/{step.name}/README.md", step.path / "README.md", step)
        for step in steps
        if (step.path / "README.md").is_file()
    ]
    files = [*sorted(root.glob("*.md")), *sorted((root / "docs").rglob("*.md"))]
    return notes + [Source(f.relative_to(root).as_posix(), f) for f in files]


def counts(blocks: Sequence[Block]) -> Counter[str]:
    """Return how many blocks are proved in which way."""
    return Counter(HOW[block.kind] for block in blocks)


def reasons(blocks: Sequence[Block]) -> Counter[str]:
    """Return why blocks are skipped, and how many for each reason."""
    return Counter(b.options["skip"] for b in blocks if b.kind == "skipped")


def digest(source: Source, steps: Sequence[Step]) -> str:
    """Return a digest of all that a proof depends on: text, projects, prover."""
    numbers = {block.step for block in source.blocks()}
    used = [s for s in steps if s.number in numbers or s == source.step]
    files = [source.path, *sorted(Path(__file__).parent.glob("*.py"))]
    files += [step.path / file for step in used for file in project_files(step.path)]
    found = hashlib.sha256()
    for file in files:
        # Git may have written the lines of a checkout in the way of this system.
        content = file.read_bytes().replace(b"\r\n", b"\n")
        found.update(file.name.encode() + b"\0" + content + b"\0")
    return found.hexdigest()


def remember(learn: Path, found: Mapping[Source, int], steps: Sequence[Step]) -> None:
    """Keep the number of wrong blocks of each file, in place of earlier verdicts."""
    day = datetime.now(UTC).date().isoformat()
    kept = {name: asdict(verdict) for name, verdict in verdicts(learn).items()}
    for source, wrong in found.items():
        kept[source.name] = asdict(Verdict(digest(source, steps), wrong, day))
    write_object(learn / "notes.json", kept)


def verdicts(learn: Path) -> dict[str, Verdict]:
    """Return the verdicts that are kept, by the names of the files."""
    try:
        data = read_object(learn / "notes.json")
        return {name: Verdict(**each) for name, each in data.items()}
    except TypeError:
        return {}
