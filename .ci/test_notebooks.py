"""Every notebook runs from top to bottom and says what it says in the repository."""

import base64
import json
import re
from itertools import groupby
from pathlib import Path

import jwt
import nbformat
import pytest
from nbclient import NotebookClient

from course.curriculum.steps import load_steps
from course.paths import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def shown(notebook) -> list[list[str]]:
    """What each code cell shows, as text; a picture by its source."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [
        # What is printed arrives in one piece or in several, as it happens.
        ["".join(map(_text, outputs)) for _, outputs in groupby(cell.outputs, _stream)]
        for cell in cells
    ]


def _stream(output) -> str | int:
    """Name the stream of an output; what is none stands for itself."""
    return output.name if output.output_type == "stream" else id(output)


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
        fresh, timeout=300, resources={"metadata": {"path": str(path.parent)}}
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


CLAIMS = (
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
    "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
)
VECTORS = {
    "RFC 7515 A.1, RFC 7519 3.1": f"eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.{CLAIMS}."
    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    "RFC 7515 A.3": f"eyJhbGciOiJFUzI1NiJ9.{CLAIMS}."
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSA"
    "pmWQxfKTUJqPP3-Kg6NU1Q",
    "RFC 7519 6.1": f"eyJhbGciOiJub25lIn0.{CLAIMS}.",
}


@pytest.mark.parametrize("token", VECTORS.values(), ids=VECTORS)
def test_the_decoder_by_hand_agrees_with_pyjwt(token: str):
    """What notebook 05 writes in two lines reads what the standards print."""
    notebook = nbformat.read(ROOT / "notebooks" / "05_jwt_login.ipynb", as_version=4)
    [cell] = [each.source for each in notebook.cells if "def decode(" in each.source]
    lab: dict = {"base64": base64}
    exec(cell.partition("\n\n\n")[0], lab)

    header, payload, signature = map(lab["decode"], token.split("."))
    library = jwt.decode_complete(token, options={"verify_signature": False})

    assert json.loads(header) == library["header"]
    assert json.loads(payload) == library["payload"]
    assert signature == library["signature"]
