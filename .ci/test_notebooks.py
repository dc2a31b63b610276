"""Every notebook runs from top to bottom and says what it says in the repository."""

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from course.steps import ROOT, load_steps

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def shown(notebook) -> list[list[str]]:
    """What each code cell shows, as text; a picture by its source."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [[_text(output) for output in cell.outputs] for cell in cells]


def _text(output) -> str:
    if output.output_type == "stream":
        return output.text
    if output.output_type == "error":
        return f"{output.ename}: {output.evalue}"
    data = output.data
    return data.get("image/svg+xml") or re.sub(r" at 0x\w+", "", data["text/plain"])


def test_every_step_has_its_notebook():
    assert [path.stem for path in NOTEBOOKS] == [step.name for step in load_steps()]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_says_what_it_said(path: Path):
    recorded = nbformat.read(path, as_version=4)
    fresh = nbformat.read(path, as_version=4)
    for cell in fresh.cells:
        if cell.cell_type == "code":
            cell.outputs = []

    NotebookClient(
        fresh, timeout=60, resources={"metadata": {"path": str(path.parent)}}
    ).execute()

    assert shown(fresh) == shown(recorded)
    assert any(shown(recorded))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_a_lab_sheet(path: Path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)

    assert notebook.cells[0].cell_type == "markdown"
    for cell in notebook.cells:
        if cell.cell_type == "code":
            lines = [line for line in cell.source.splitlines() if line.strip()]
            assert len(lines) < 12, cell.source
    questions = [
        cell
        for cell in notebook.cells
        if cell.cell_type == "markdown" and re.search(r"^## .+\?$", cell.source, re.M)
    ]
    assert len(questions) >= 4
