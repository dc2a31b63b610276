"""The pages of a step: what changed, its files, its tests, how they hang together."""

import re
import zlib
from collections import Counter
from datetime import date
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

import pytest
from support.built_site import NOTED, TESTS, Site, words

from course.curriculum.project_files import project_files
from course.curriculum.steps import Step, load_steps
from course.notes.last_proof import note_proof, read_proof
from course.paths import ROOT, Places
from course.website import tests_page
from course.website.changes_page import (
    MINUS,
    Change,
    changes_body,
    changes_of,
    in_words,
)
from course.website.links import anchor_of
from course.website.step_pages import SIDE_PAGES, StepPages

# They share one build.
pytestmark = pytest.mark.xdist_group("site")
STEPS = load_steps()
each_step = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)


def lines(source: str, element: str) -> list[str]:
    """Return the added (``ins``) or removed (``del``) lines of a page of changes."""
    found = re.findall(rf'<{element} class="line">(.*?)\n</{element}>', source, re.S)
    return [words(line) for line in found]


@each_step
def test_the_changes_page_has_every_new_and_every_removed_line(
    site: Site, step: Step
) -> None:
    before = STEPS[STEPS.index(step) - 1] if step.number > 1 else None
    source = site.html(f"steps/{step.name}/changes")
    changes = changes_of(step, before)

    assert [change.path for change in changes] == sorted(step.changes)
    for change in changes:
        assert f'id="{anchor_of(change.path)}"' in source
        part = source.partition(f'id="{anchor_of(change.path)}"')[2]
        part = part.partition("</details>")[0]
        old, new = (
            Counter((text or "").splitlines()) for text in (change.before, change.after)
        )
        removed = Counter(line[1:] for line in lines(part, "del"))
        added = Counter(line[1:] for line in lines(part, "ins"))
        assert old - removed == new - added
        assert (added.total(), removed.total()) == change.counts()
        assert removed <= old
        assert added <= new
        assert {line[0] for line in lines(part, "ins")} <= {"+"}
        assert {line[0] for line in lines(part, "del")} <= {MINUS}
        assert f"{change.word}, " in part


def test_code_is_unfolded_and_tests_are_folded() -> None:
    body = changes_body(STEPS[4], STEPS[3])

    assert '<details class="changed" id="users-views-py" open>' in body
    assert '<details class="changed" id="tests-test-login-py">' in body
    assert body.index("## Code") < body.index("## Tests")
    assert body.index("## Tests") < body.index('id="tests-test-login-py"')


def test_a_changed_file_shows_where_and_not_all() -> None:
    numbers = [f"line {number}\n" for number in range(50)]
    other = [*numbers[:20], "<b> & more\n", *numbers[21:]]
    change = Change("a.py", "".join(numbers), "".join(other))

    assert change.counts() == (1, 1)
    assert change.word == "changed"
    assert [(hunk[0][3], hunk[-1][4]) for hunk in change.opcodes()] == [(17, 24)]


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((17, 2), "17 lines added, 2 removed"),
        ((1, 0), "1 line added"),
        ((0, 3), "3 lines removed"),
        ((0, 0), "no line"),
    ],
)
def test_counts_are_said_in_words(counts: tuple[int, int], said: str) -> None:
    assert in_words(*counts) == said


@each_step
def test_every_file_is_whole_and_can_be_copied(site: Site, step: Step) -> None:
    source = site.html(f"steps/{step.name}/files")
    blocks = re.findall(r"<pre><span></span><code>(.*?)</code></pre>", source, re.S)
    texts = [
        text
        for path in project_files(step.path)
        if (text := (step.path / path).read_text(encoding="utf-8")).strip()
    ]

    assert [words(shown) for shown in blocks] == texts
    # The theme puts a copy button on what it finds so, unless it is told otherwise.
    assert "no-copy" not in source
    # Of such elements it makes lines, and leaves the breaks between them out.
    assert "<span id=" not in "".join(blocks)


@each_step
def test_the_tests_page_names_every_new_test_under_its_task(
    site: Site, step: Step
) -> None:
    source = site.html(f"steps/{step.name}/tests")
    before = STEPS[STEPS.index(step) - 1] if step.number > 1 else None
    written = {
        f"{file.name}::{name}"
        for file in (step.path / "tests").glob("test_*.py")
        for name in re.findall(
            r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.M
        )
    }
    known = {test.nodeid for test in tests_page.tests_of(before)} if before else set()
    new = [test for test in tests_page.tests_of(step) if test.nodeid not in known]

    assert written == {test.nodeid for test in tests_page.tests_of(step)}
    shown = re.split(r"<h2 ", source)
    for task in step.tasks:
        section = next(part for part in shown if part.startswith(f'id="{task.slug}"'))
        listed = re.findall(r'href="\.\./files/#([^"]+)"', section)
        assert listed == [test.anchor for test in new if test.task == task.slug]
        assert task.title.replace("`", "") in words(section)
    for test in new:
        assert test.why.replace("`", "") in words(source)


def test_a_test_is_told_in_words_with_its_reason() -> None:
    told = {test.nodeid: test for test in tests_page.tests_of(STEPS[4])}
    test = told["test_login.py::test_every_refusal_is_the_same"]

    assert test.rule == "every refusal is the same"
    assert test.why.startswith("Attack L8, CWE-204; ASVS")
    assert test.task == "one-refusal"
    source = (STEPS[4].path / test.path).read_text(encoding="utf-8").splitlines()
    assert source[test.line - 1 : test.line + 1] == [
        '@pytest.mark.task("one-refusal")',
        "def test_every_refusal_is_the_same(user, api_client):",
    ]


@each_step
def test_all_pages_of_a_step_lead_to_each_other(site: Site, step: Step) -> None:
    pages = dict(site.pages())
    notes = f"/steps/{step.name}/"

    for kind in SIDE_PAGES:
        assert f"{kind}/" in pages[notes].links
        assert "../" in pages[f"{notes}{kind}/"].links
        others = {f"../{other}/" for other in SIDE_PAGES if other != kind}
        assert others <= set(pages[f"{notes}{kind}/"].links)


@pytest.mark.parametrize("kind", ["", *SIDE_PAGES])
def test_next_leads_from_step_to_step(site: Site, kind: str) -> None:
    for step, after in pairwise(STEPS):
        here, there = (
            f"steps/{each.name}/{kind}".rstrip("/") for each in (step, after)
        )
        up = "../" * here.count("/")
        target = there.removeprefix("steps/")
        assert f'<link rel="next" href="{up}{target}/">' in site.html(here)
        back = here.removeprefix("steps/")
        assert f'<link rel="prev" href="{up}{back}/">' in site.html(there)


@each_step
def test_a_step_says_what_it_was_checked_on(site: Site, step: Step) -> None:
    source = words(site.html(f"steps/{step.name}"))
    checked = f"all {TESTS} tests of this step passed on Django "

    assert (checked in source) == (step.number == NOTED)
    assert ("No run of its tests is on record" in source) == (step.number != NOTED)


def test_only_packages_that_a_step_asks_for_are_named(places: Places) -> None:
    for step in (STEPS[0], STEPS[4]):
        without = StepPages(step, STEPS, ROOT, places.learn).notes()
        note_proof(places.learn, step, 2)
        checked = StepPages(step, STEPS, ROOT, places.learn).notes()

        for notes in (without, checked):
            top = notes.partition("{ .checked }")[0]
            assert f"Django {version('django')}" in top
            assert ("simplejwt" in top) == (step is STEPS[4])


def test_a_changed_file_makes_the_note_void(steps: list[Step], tmp_path: Path) -> None:
    note_proof(tmp_path, steps[0], 2)
    proof = read_proof(tmp_path, steps[0])

    assert proof is not None
    assert (proof.tests, proof.on) == (2, date.today())
    assert read_proof(tmp_path, steps[1]) is None
    file = next(path for path in (steps[0].path / "tests").glob("*.py"))
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert read_proof(tmp_path, steps[0]) is None


@pytest.mark.parametrize("text", ["", "[]", '{"01_greet": 5}', "{"])
def test_a_broken_note_is_none(steps: list[Step], tmp_path: Path, text: str) -> None:
    (tmp_path / "proved.json").write_text(text, encoding="utf-8")

    assert read_proof(tmp_path, steps[0]) is None


@each_step
def test_no_page_of_a_step_is_heavy(site: Site, step: Step) -> None:
    # With the styles and scripts of the theme, 70 kB: 300 kB at the most in all.
    for kind in ("", *SIDE_PAGES):
        source = site.html(f"steps/{step.name}/{kind}").encode()
        assert len(zlib.compress(source)) < 200_000
