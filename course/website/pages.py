"""The pages of a step, and the table of all steps."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from course.projectfiles import project_files
from course.steps import Step
from course.website.links import anchor_of, page_of, rewrite_links
from course.website.markdown import for_readers

LANGUAGES = {".py": "python", ".html": "html", ".ini": "ini", ".toml": "toml"}


def step_page(step: Step, root: Path) -> str:
    """Return the page of a step: its notes, with its goal and its files on top."""
    source = f"steps/{step.name}/README.md"
    notes = (root / source).read_text(encoding="utf-8")
    notes = rewrite_links(notes, source, page_of(step), root)
    notes = for_readers(notes)
    heading, _, rest = notes.partition("\n")
    top = f"{step.goal} [All files of this step]({step.name}/files.md)"
    return f"{front_matter(step.title, step.goal)}{heading}\n\n{top}\n{rest}"


def files_page(step: Step) -> str:
    """Return the page that shows every file of a step as it stands at its end."""
    title = f"All files of step {step.number_text}"
    parts = [
        front_matter(title, f"{title}, {step.title}.", search=False),
        f"# {title}\n",
        f"The project at the end of [{step.title}](../{step.name}.md), tests included."
        f" In the repository it is the folder `steps/{step.name}/`.\n",
    ]
    for path in project_files(step.path):
        text = (step.path / path).read_text(encoding="utf-8")
        parts.append(f"## `{path}` {{ #{anchor_of(path)} }}\n")
        parts.append(_fence(path, text) if text.strip() else "An empty file.\n")
    return "\n".join(parts)


def table_of_steps(steps: Sequence[Step]) -> str:
    """Return the table of the home page, one row a step."""
    rows = [
        f"| [{step.number_text} {step.title}]({page_of(step)}) | {step.idea} |"
        for step in steps
    ]
    return "\n".join(["| step | its one idea |", "|---|---|", *rows])


def front_matter(title: str, description: str, *, search: bool = True) -> str:
    """Return the head of a page; without ``search``, no search finds it."""
    lines = [f"title: {json.dumps(title)}", f"description: {json.dumps(description)}"]
    if not search:
        lines += ["search:", "  exclude: true"]
    return "\n".join(["---", *lines, "---", "", ""])


def _fence(path: str, text: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    ticks = "`" * max(3, longest + 1)
    language = LANGUAGES.get(Path(path).suffix, "text")
    return f"{ticks}{language}\n{text.rstrip()}\n{ticks}\n"
