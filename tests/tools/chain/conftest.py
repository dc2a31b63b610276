"""Small steps that are never run: files and a step.toml each, to seed defects in."""

from collections.abc import Callable
from pathlib import Path

import pytest

from course.curriculum.steps import Step, load_steps

TOML = """\
title = "A step"
goal = "g"
idea = "i"
changes = {changes}
{more}
[[tasks]]
slug = "task"
title = "A task"
red = "404 == 200"
"""

Files = dict[str, str | bytes]


@pytest.fixture
def make_steps(tmp_path: Path) -> Callable[..., list[Step]]:
    """Write steps 01, 02 … of these files; ``toml`` adds to the last one's step.toml.

    Each step declares the paths that it has, unless ``changes`` says otherwise for
    the last one.
    """

    def make(
        *steps: Files, toml: str = "", changes: list[str] | None = None
    ) -> list[Step]:
        for number, files in enumerate(steps, start=1):
            folder = tmp_path / "steps" / f"{number:02d}_step"
            last = number == len(steps)
            declared = changes if last and changes is not None else sorted(files)
            text = TOML.format(changes=declared, more=toml if last else "")
            for path, content in {**files, "step.toml": text}.items():
                file = folder / path
                file.parent.mkdir(parents=True, exist_ok=True)
                data = content.encode() if isinstance(content, str) else content
                file.write_bytes(data)
        return load_steps(tmp_path)

    return make
