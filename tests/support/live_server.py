"""The live server of a step, with the clock and the keys of its notes."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from course.curriculum.project_files import copy_project
from course.curriculum.steps import Step
from course.notes.blocks import Block, read_blocks
from course.notes.execute import INSIDE, environment
from course.notes.requests import Asked, asked
from support.served_verb import until


@dataclass(frozen=True)
class Live:
    """A server that runs; its clock can be set."""

    port: int
    folder: Path

    @property
    def base(self) -> str:
        """The beginning of every address."""
        return f"http://127.0.0.1:{self.port}"

    def set_clock(self, at: str | None) -> None:
        """Say what time of day it is from the next request on; None is morning."""
        clock = self.folder / "clock"
        if at:
            clock.write_text(at, encoding="utf-8")
        else:
            clock.unlink(missing_ok=True)


@contextmanager
def live(project: Path, folder: Path) -> Iterator[Live]:
    """Serve a copy of a step, with an empty database, until the block ends."""
    copy = folder / "project"
    copy_project(project, copy)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, str(INSIDE), "--serve", str(folder)],
            cwd=copy,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
        )
    port = folder / "port"
    try:
        until(lambda: port.exists() or process.poll() is not None, "no server")
        assert port.exists(), (folder / "log").read_text("utf-8", "replace")
        yield Live(int(port.read_text("utf-8")), folder)
    finally:
        process.kill()
        process.communicate()


def exchanges(step: Step) -> list[tuple[Asked, Block]]:
    """Return the requests of a step's own notes with their recorded responses."""
    blocks: Sequence[Block] = read_blocks(step.path / "README.md")
    return [
        (asked(request), response)
        for request, response in pairwise(blocks)
        if request.kind == "request" and request.step in (None, step.number)
    ]
