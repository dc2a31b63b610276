"""Which blocks of the pages can be run in place, and that they stay what they were."""

import json
import re

import pytest
from support.built_site import Site, words

from course.curriculum.steps import Step, load_steps
from course.notes.blocks import read_blocks
from course.paths import ROOT
from course.website.client_tabs import with_clients
from course.website.live_cells import finish_cells, with_cells

# They share one build.
pytestmark = pytest.mark.xdist_group("site")
STEPS = load_steps()
each_step = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
CELL = re.compile(r"<live-cell ([^>]*)>(.*?)</live-cell>", re.DOTALL)
CODE = re.compile(r"<pre>.*?<code>(.*?)</code>", re.DOTALL)
NOTES = """\
# Notes

```console skip="in your own shell"
python learn.py start
```

```http title="Before (step 03)"
GET /a/ HTTP/1.1
```

```http
HTTP/1.1 200 OK
```

Text.

```http at="09:16:00"
GET /b/ HTTP/1.1
```

And between them.

```http
HTTP/1.1 200 OK
```
"""


def cells(html: str) -> list[tuple[dict[str, str], list[str]]]:
    """Return the attributes of each cell, and its blocks of code."""
    return [
        (dict(re.findall(r'(\w+)="([^"]*)"', attributes)), CODE.findall(inside))
        for attributes, inside in CELL.findall(html)
    ]


@each_step
def test_every_request_and_command_that_is_run_is_a_cell(
    site: Site, step: Step
) -> None:
    blocks = read_blocks(step.path / "README.md")
    run = [block for block in blocks if block.kind in ("request", "command")]

    found = cells(site.html(f"steps/{step.name}"))

    assert len(found) == len(run)
    for number, ((about, codes), block) in enumerate(
        zip(found, run, strict=True), start=1
    ):
        assert about["number"] == str(number)
        assert about["step"] == f"{block.step or step.number:02d}"
        assert about["kind"] == {"request": "http", "command": "console"}[block.kind]
        # The first block is what is sent or typed, the last one what came of it.
        assert words(codes[0]).strip() == block.body.strip()
        follower = blocks[blocks.index(block) + 1]
        assert words(codes[-1]).split() == follower.body.split()


@each_step
def test_every_cell_of_a_notebook_is_one_but_those_that_a_tab_cannot_run(
    site: Site, step: Step
) -> None:
    file = ROOT / f"notebooks/{step.name}.ipynb"
    sources = [
        "".join(cell["source"]).rstrip()
        for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code" and not cell["metadata"].get("tags")
    ]
    html = site.html(f"steps/{step.name}/notebook")

    assert [words(codes[0]).rstrip() for _, codes in cells(html)] == sources
    assert ("a tab has none" in html) == (step.number == 1)


def test_a_cell_knows_its_step_and_its_time_and_ends_with_the_answer() -> None:
    made = finish_cells(with_cells(NOTES, STEPS[3]))

    assert CELL.findall(made)[0][0] == 'kind="http" step="03" number="1"'
    assert CELL.findall(made)[1][0] == 'kind="http" step="04" number="2" at="960"'
    assert "And between them." in CELL.findall(made)[1][1]
    assert made.count('<div class="cell-bar"></div>') == 2
    assert "live-cell" not in made.partition("GET /a/")[0].partition("skip")[0]


def test_how_to_fill_a_request_stands_before_the_first_cell() -> None:
    made = with_clients(with_cells(NOTES, STEPS[3]))

    assert made.count("The same request in your client") == 1
    assert made.index("The same request") < made.index("<!-- live-cell kind")


def test_a_page_without_cells_stays_as_it_is() -> None:
    page = "<p>Text</p>\n<!-- a comment -->"

    assert finish_cells(page) == page
