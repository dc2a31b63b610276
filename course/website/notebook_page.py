"""The page of a step's notebook: its cells and what they printed, as Markdown."""

import html
import itertools
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from course.curriculum.steps import Step
from course.website.highlight import fence
from course.website.links import rewrite_links
from course.website.live_cells import BAR, CLOSE, opening
from course.website.markdown import for_readers

# How a terminal colors text; a page shows the words.
ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
SCRIPT = re.compile(r"<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
# The tag of a cell that starts processes.
NOT_IN_A_TAB = "not-in-a-tab"
NO_PROCESSES = """\
This cell starts other processes, and a tab has none: it runs in JupyterLab.
{ .cell-note }
"""
NAMELESS = "The picture that this cell draws"


def notebook_file(step: Step) -> str:
    """Return the path of a step's notebook, in the repository and on the site."""
    return f"notebooks/{step.name}.ipynb"


def notebook_parts(step: Step, root: Path) -> tuple[str, str]:
    """Return the title of a step's notebook, and the Markdown below it."""
    source, page = notebook_file(step), f"steps/{step.name}/notebook.md"
    cells = json.loads((root / source).read_text(encoding="utf-8"))["cells"]
    numbers = itertools.count(1)
    text = "\n\n".join(_cell(cell, step, numbers) for cell in cells)
    text = for_readers(rewrite_links(text, source, page, root))
    first, _, rest = text.lstrip().partition("\n")
    top = (
        f"[Download the notebook](../../{source}){{ download }}, or open a copy of "
        f"your own in JupyterLab: `python3 learn.py notebook {step.number}`. What is "
        "printed below comes from a run of these cells.\n"
    )
    return first.removeprefix("# ").strip(), f"{top}\n{rest}"


def _cell(cell: dict[str, Any], step: Step, numbers: Iterator[int]) -> str:
    source = "".join(cell["source"])
    if cell["cell_type"] != "code":
        return source
    shown = [_output(output) for output in cell.get("outputs", ())]
    if NOT_IN_A_TAB in cell.get("metadata", {}).get("tags", ()):
        return "\n".join([fence("python", source), NO_PROCESSES, *filter(None, shown)])
    mark = opening("python", step.number_text, next(numbers))
    parts = [f"{mark}\n", fence("python", source), f"{BAR}\n", *filter(None, shown)]
    return "\n".join([*parts, CLOSE])


def _output(output: dict[str, Any]) -> str:
    """Return the best form of an output that a page can show without a script."""
    kind = output["output_type"]
    if kind == "stream":
        return _printed(output["text"])
    if kind == "error":
        return _printed(f"{output['ename']}: {output['evalue']}")
    data = output.get("data", {})
    metadata = output.get("metadata", {})
    if "image/svg+xml" in data:
        return _framed(_svg("".join(data["image/svg+xml"])))
    for image in ("image/png", "image/jpeg"):
        if image in data:
            name = metadata.get(image, {}).get("alt", NAMELESS)
            code = "".join("".join(data[image]).split())
            return _framed(
                f'<img src="data:{image};base64,{code}" alt="{html.escape(name)}">'
            )
    if "text/html" in data:
        return _framed(SCRIPT.sub("", "".join(data["text/html"])))
    if "text/markdown" in data:
        return f"{''.join(data['text/markdown'])}\n"
    return _printed(data.get("text/plain", ""))


def _printed(text: str | Sequence[str]) -> str:
    text = ANSI.sub("", "".join(text))
    return fence("text", text, title="output") if text.strip() else ""


def _svg(source: str) -> str:
    """Return a drawing that has a name, for those who hear the page."""
    start = source.find("<svg")
    # What stands before it, an XML declaration, has no place inside a page.
    drawing = source[start:].strip()
    if "<title" in drawing or "aria-label" in drawing.partition(">")[0]:
        return drawing.replace("<svg", '<svg role="img"', 1)
    return drawing.replace("<svg", f'<svg role="img" aria-label="{NAMELESS}"', 1)


def _framed(content: str) -> str:
    # One line after the other: an empty one would end the block of HTML.
    lines = [line for line in content.splitlines() if line.strip()]
    return "\n".join(['<div class="drawn">', *lines, "</div>", ""])
