"""The page of a step's notebook, and the questions of a step."""

import json
from pathlib import Path

import pytest
from support.built_site import Site, words

from course.curriculum.steps import Step, load_steps
from course.paths import ROOT, Places
from course.website.links import rewrite_links
from course.website.notebook_page import notebook_parts
from course.website.step_pages import StepPages
from course.website.troubleshooting import Question, questions

# They share one build.
pytestmark = pytest.mark.xdist_group("site")
STEPS = load_steps()
each_step = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)


@each_step
def test_the_notebook_is_shown_with_what_it_printed(site: Site, step: Step) -> None:
    file = f"notebooks/{step.name}.ipynb"
    source = words(site.html(f"steps/{step.name}/notebook"))
    cells = json.loads((ROOT / file).read_text(encoding="utf-8"))["cells"]

    assert (site.folder / file).read_bytes() == (ROOT / file).read_bytes()
    assert f"python3 learn.py notebook {step.number}" in source
    for cell in cells:
        if cell["cell_type"] == "code":
            assert "".join(cell["source"]) in source
            for output in cell["outputs"]:
                printed = "".join(output.get("text", ())).replace("\r\n", "\n")
                assert printed.rstrip() in source


TROUBLE = """\
# Troubleshooting

## `AttributeError`: it has **no** `objects`

<!-- steps: 02 05 -->

## A name of its own { #own-name }

<!-- steps: 05 -->

```text
## no heading
<!-- steps: 01 -->
```

## A name of its own
<!-- steps: 05,06 -->

## For no step
"""


def test_questions_are_found_by_step(tmp_path: Path) -> None:
    (tmp_path / "troubleshooting.md").write_text(TROUBLE, encoding="utf-8")
    first = Question(
        "`AttributeError`: it has **no** `objects`", "attributeerror-it-has-no-objects"
    )
    own = Question("A name of its own", "own-name")
    third = Question("A name of its own", "a-name-of-its-own")

    assert questions(tmp_path) == {2: [first], 5: [first, own, third], 6: [third]}
    assert questions(tmp_path / "nothing") == {}


def test_a_step_with_questions_lists_them(places: Places) -> None:
    asked = [Question("Why 401?", "why-401")]
    notes = StepPages(STEPS[4], STEPS, ROOT, places.learn, asked).notes()
    without = StepPages(STEPS[4], STEPS, ROOT, places.learn).notes()

    assert "[Questions: 1](#questions)" in notes
    assert "## Questions of this step { #questions }" in notes
    assert "- [Why 401?](../troubleshooting.md#why-401)" in notes
    assert "#questions" not in without


def test_a_link_to_a_notebook_leads_to_its_page() -> None:
    link = "[lab](../../notebooks/05_jwt_login.ipynb)"
    page = "steps/05_jwt_login.md"

    made = rewrite_links(link, "steps/05_jwt_login/README.md", page, ROOT)

    assert made == "[lab](05_jwt_login/notebook.md)"


@pytest.mark.parametrize(
    ("output", "shown"),
    [
        ({"output_type": "stream", "text": "a\x1b[31mb"}, '```text title="output"\nab'),
        ({"output_type": "error", "ename": "E", "evalue": "v"}, "E: v"),
        ({"output_type": "execute_result", "data": {"text/plain": "```"}}, "````text"),
        (
            {"output_type": "display_data", "data": {"image/png": "aGk=\n"}},
            '<img src="data:image/png;base64,aGk=" alt="The picture that',
        ),
        (
            {
                "output_type": "display_data",
                "data": {"image/png": "aGk="},
                "metadata": {"image/png": {"alt": 'a "life"'}},
            },
            'alt="a &quot;life&quot;"',
        ),
        (
            {
                "output_type": "display_data",
                "data": {"image/svg+xml": "<?xml?>\n<svg>"},
            },
            '<div class="drawn">\n<svg role="img" aria-label=',
        ),
        (
            {
                "output_type": "display_data",
                "data": {"text/html": "<script>x()\n</script><table>\n\n</table>"},
            },
            '<div class="drawn">\n<table>\n</table>\n</div>',
        ),
    ],
    ids=["stream", "error", "ticks", "png", "alt", "svg", "html"],
)
def test_each_kind_of_output_has_its_form(
    steps: list[Step], output: dict[str, object], shown: str
) -> None:
    root = steps[0].path.parents[1]
    cell = {"cell_type": "code", "source": ["x"], "outputs": [output]}
    heading = {"cell_type": "markdown", "source": ["# Lab\n", "\n", "Words."]}
    (root / "notebooks").mkdir()
    (root / "notebooks" / f"{steps[0].name}.ipynb").write_text(
        json.dumps({"cells": [heading, cell]}), encoding="utf-8"
    )

    title, body = notebook_parts(steps[0], root)

    assert title == "Lab"
    assert shown in body
