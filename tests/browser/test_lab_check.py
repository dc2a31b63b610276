"""The lab's Check: in the words of the terminal, with places to go to and hints."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from support.mistaken_step import MISTAKES, STEPS, copy_with, project_before
from support.same_sentences import on_the_terminal, words

from course.checking.review import examine
from course.checking.watch.warm_runner import WarmRunner
from course.curriculum.project_files import copy_project
from course.curriculum.steps import Step
from course.paths import ROOT, Places

from .audit import violations
from .labs import end_of, files_in, lay, open_lab, panel, reported
from .looks import SCHEMES, SIZES, look, sideways
from .tabs import document

pytestmark = [pytest.mark.usefixtures("runtime"), pytest.mark.returning]
BY_NUMBER = {step.number_text: step for step in STEPS}
LOOP = "while True:\n    pass\n"
# Python is loaded, and runs up to a hundred tests.
LONG = 90_000


@pytest.fixture(scope="module")
def warm() -> Iterator[WarmRunner]:
    """One process that has loaded Django already."""
    with WarmRunner() as process:
        yield process


def mistaken(number: str, slug: str, project: Path) -> Step:
    """Lay down a step with a mistake of its own."""
    step = BY_NUMBER[number]
    mistake = next(each for each in MISTAKES[step.number] if each.slug == slug)
    copy_with(mistake, step, project)
    return step


def named(project: Path) -> Step:
    """A mistake that is recognized."""
    return mistaken("06", "own-class-not-named", project)


def not_loading(project: Path) -> Step:
    """A project that does not load, for a reason that is recognized."""
    return mistaken("03", "bracket-not-closed", project)


def not_loading_at_all(project: Path) -> Step:
    """One that does not load, for another reason."""
    step = BY_NUMBER["05"]
    copy_project(step.path, project)
    urls = project / "users" / "urls.py"
    urls.write_text('raise RuntimeError("not today")\n', encoding="utf-8")
    return step


def not_begun(project: Path) -> Step:
    """The project on which a step begins."""
    project_before(BY_NUMBER["06"], project)
    return BY_NUMBER["06"]


def step_left_out(project: Path) -> Step:
    """A step checked on the end of the one before the last."""
    copy_project(BY_NUMBER["04"].path, project)
    return BY_NUMBER["06"]


def done(project: Path) -> Step:
    """A step at its end."""
    copy_project(BY_NUMBER["05"].path, project)
    return BY_NUMBER["05"]


def all_done(project: Path) -> Step:
    """The last step at its end."""
    copy_project(STEPS[-1].path, project)
    return STEPS[-1]


STATES = [named, not_loading, not_loading_at_all, not_begun, step_left_out]
STATES += [done, all_done]


def in_order(place: Locator) -> list[str]:
    """Return what the pane says, piece by piece, without where and by which test."""
    pieces = place.evaluate(
        """(place) => [...place.querySelectorAll("h2, h3, li, dt, dd, .lab-bad")]
            .filter((e) => !e.closest(".lab-hint"))
            .map((e) => e.matches("li") ? [...e.children].map((c) => c.textContent)
                                        : [e.textContent])
            .map((texts) => texts.join(" "))"""
    )
    found, told_where = [], False
    for piece in map(words, pieces):
        if not told_where:
            found.append(piece)
        told_where = piece in ("In your file", "The test")
        if told_where:
            found.pop()
    return found


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_it_says_what_the_terminal_says_in_its_order(
    state: Any, page: Page, warm: WarmRunner, tmp_path: Path
) -> None:
    project = tmp_path / "work"
    step = state(project)
    ran = warm.run_tests(step.path / "tests", project, timeout=120)
    examined = examine(step, STEPS, ran, project)
    page.goto("/glossary/")

    place = reported(page, document(examined, project), files_in(project))

    rest = words(on_the_terminal(examined, Places(ROOT, project, project)))
    pieces = in_order(place)
    assert len(pieces) >= 1
    for piece in pieces:
        assert piece in rest, f"{piece!r} is not said, or not there: {rest!r}"
        rest = rest[rest.index(piece) + len(piece) :]


@pytest.fixture
def failing(page: Page, tmp_path: Path) -> Locator:
    """The check of a step 06 with a mistake, in its lab."""
    named(tmp_path / "work")
    open_lab(page, "06")
    lay(page, files_in(tmp_path / "work"))
    return check(page)


def check(page: Page) -> Locator:
    """Press Check, and wait until it is told."""
    shown = panel(page)
    shown.get_by_role("button", name="Check", exact=True).click()
    expect(shown.locator("h2")).to_be_visible(timeout=LONG)
    return shown


def test_a_mistake_is_named_and_its_place_opens(failing: Locator, page: Page) -> None:
    mistake = failing.locator(".lab-mistake")
    place = mistake.get_by_role("button")
    expect(place).to_have_text(re.compile(r"^\w+/\w+\.py, line \d+$"))
    path, line = re.match(r"(.+), line (\d+)", place.inner_text()).groups()

    place.click()

    tree = page.locator(f'[role=treeitem][data-path="{path}"]')
    expect(tree).to_have_attribute("aria-selected", "true")
    expect(page.locator(".cm-activeLineGutter").last).to_have_text(line)


def test_the_report_has_a_button_that_checks_again(
    failing: Locator, page: Page
) -> None:
    page.evaluate(
        """() => {
            const { lab } = document.querySelector("step-lab");
            globalThis.begun = 0;
            lab.events.addEventListener("checking", () => (globalThis.begun += 1));
        }"""
    )

    failing.get_by_role("button", name="Check again").click()
    expect(failing).to_contain_text(re.compile("The tests start|tests have run"))
    expect(failing.get_by_role("button", name="Stop")).to_be_hidden(timeout=LONG)

    expect(failing.locator(".lab-mistake")).to_be_visible()
    expect(failing.get_by_role("button", name="Check", exact=True)).to_be_focused()
    # The bar and the marks hear of one check.
    assert page.evaluate("globalThis.begun") == 1


def test_hints_come_one_at_a_time_and_stay(failing: Locator, page: Page) -> None:
    hint = failing.locator(".lab-hint")
    expect(hint).not_to_contain_text("Hint 1 of 3")

    hint.get_by_role("button").click()
    expect(hint).to_contain_text(re.compile(r"Hint \d of 3"))
    first = hint.inner_text()

    page.reload()
    open_lab(page, "06")
    hint = check(page).locator(".lab-hint")
    expect(hint).to_contain_text(first.splitlines()[0])

    while hint.get_by_role("button").is_visible():
        hint.get_by_role("button").click()
    expect(hint).to_contain_text("Hint 3 of 3")
    expect(hint).to_contain_text("That was the last hint of this task.")


def test_a_step_that_passes_says_what_comes_next(page: Page) -> None:
    open_lab(page, "01")
    lay(page, end_of(page, "01"))

    shown = check(page)

    expect(shown).to_contain_text(re.compile(r"✓ Step 01 passes: \d+ tests\."))
    notes = shown.get_by_role("link", name=BY_NUMBER["02"].title)
    expect(notes).to_have_attribute(
        "href", re.compile(f"/steps/{BY_NUMBER['02'].name}/$")
    )


def test_a_check_is_stopped_and_the_files_stay(page: Page) -> None:
    open_lab(page, "05")
    files = end_of(page, "05")
    files["users/urls.py"] = LOOP + files["users/urls.py"]
    lay(page, files)
    shown = panel(page)

    shown.get_by_role("button", name="Check", exact=True).click()
    expect(shown).to_contain_text(re.compile("start|tests"))
    shown.get_by_role("button", name="Stop").click()

    expect(shown).to_contain_text("The check was stopped.")
    kept = page.evaluate("document.querySelector('step-lab').lab.files")
    assert kept == files
    expect(shown.get_by_role("button", name="Check", exact=True)).to_be_enabled()


def test_a_failing_check_fits_a_phone_and_axe_finds_nothing(
    failing: Locator, page: Page
) -> None:
    failing.locator(".lab-hint").get_by_role("button").click()

    page.set_viewport_size(SIZES["phone"])
    assert sideways(page) == []
    assert failing.evaluate("(e) => e.scrollWidth - e.clientWidth") <= 0

    for scheme in SCHEMES:
        look(page, scheme)
        assert violations(page) == [], scheme
