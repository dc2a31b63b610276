"""The hand-written pages of the site: what they claim, their diagrams, their words."""

import re
import xml.etree.ElementTree as ET

import pytest
from support.names_of_tests import names_of_tests

from course.curriculum.steps import load_steps
from course.paths import ROOT
from course.website.glossary import abbreviations

DOCS = ROOT / "docs"
PAGES = {path.relative_to(DOCS).as_posix(): path for path in DOCS.rglob("*.md")}
DIAGRAMS = sorted((DOCS / "assets" / "diagrams").glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
pages = pytest.mark.parametrize("page", sorted(PAGES))
diagrams = pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def known() -> set[str]:
    """The tests of the last step, which has those of all before, and our own."""
    return names_of_tests(load_steps()[-1].path / "tests") | names_of_tests(
        ROOT / "tests"
    )


@pages
def test_every_test_that_a_page_names_is_there(page, known):
    named = re.findall(r"`(test_\w+)`", PAGES[page].read_text(encoding="utf-8"))

    assert [name for name in named if name not in known] == []


@diagrams
def test_a_diagram_says_in_words_what_it_shows(path):
    """Who does not see it reads its title and its description."""
    root = ET.parse(path).getroot()
    title, described = root.find(f"{SVG}title"), root.find(f"{SVG}desc")

    assert root.attrib["role"] == "img"
    assert title is not None
    assert described is not None
    ids = [title.attrib["id"], described.attrib["id"]]
    assert root.attrib["aria-labelledby"].split() == ids
    assert len((described.text or "").split()) > len((title.text or "").split())


@diagrams
def test_a_diagram_stands_on_a_page(path):
    include = f'--8<-- "{path.name}"'

    assert any(include in page.read_text("utf-8") for page in PAGES.values())


@diagrams
def test_the_words_of_a_diagram_stay_inside(path):
    """Counted in letters of the widest usual font; a box that is full is cut off."""
    root = ET.parse(path).getroot()
    width = float(root.attrib["viewBox"].split()[2])
    for text in root.iter(f"{SVG}text"):
        letter = 7.6 if "strong" in text.attrib.get("class", "") else 6.2
        long, x = letter * len(text.text or ""), float(text.attrib["x"])
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}
        left = x - long * share[text.attrib.get("text-anchor", "start")]

        assert left >= -2, text.text
        assert left + long <= width + 2, text.text


def test_short_forms_are_explained_by_the_glossarys_first_sentence(tmp_path):
    (tmp_path / "glossary.md").write_text(
        "# Glossary\n\nWords.\n\n"
        "## CSRF\n\nAnother site makes a\n[browser](x.md) `send`. More.\n\n"
        "## Claim\n\nAn entry.\n\n## JWT\n\nKnown from the title.\n",
        encoding="utf-8",
    )

    assert abbreviations(tmp_path) == "*[CSRF]: Another site makes a browser send."


def test_without_a_glossary_nothing_is_explained(tmp_path):
    assert abbreviations(tmp_path) == ""


def test_the_glossary_is_in_order():
    text = PAGES["glossary.md"].read_text(encoding="utf-8")
    terms = re.findall(r"^## (.+)$", text, re.MULTILINE)

    assert terms == sorted(terms, key=str.lower)
    assert abbreviations(DOCS).count("\n") > 5
