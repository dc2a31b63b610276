"""The blocks of the pages run in place, in the tab."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from course.curriculum.steps import Step, load_steps

from .audit import violations
from .looks import SCHEMES, Scheme, look, sideways
from .watching import Troubles

pytestmark = pytest.mark.returning
STEPS = load_steps()
NOTES, NOTEBOOK = "/steps/05_jwt_login/", "/steps/05_jwt_login/notebook/"
SAME = "Run here, it says the same as what is printed above."
# What cannot be the same as recorded: tokens and times of day, in the notes alone,
# whose clock stands still while they are recorded.
DIFFERENT = re.compile(r'eyJ[\w.-]+|(?<="date_joined":")[^"]+')
PATIENCE = 90_000


def empty(route: Any) -> None:
    """Answer with a script that does nothing."""
    route.fulfill(body="", content_type="text/javascript")


run_time = pytest.mark.usefixtures("runtime")


def cells_of(page: Page, address: str) -> Locator:
    """Open a page, and return its cells once they have their buttons."""
    page.goto(address)
    cells = page.locator("live-cell")
    expect(cells.last.get_by_role("button", name="Run block")).to_be_visible()
    return cells


def run(cell: Locator) -> str:
    """Run a cell to its end, and return what it shows."""
    cell.get_by_role("button", name="Run block").click()
    ended(cell)
    return cell.locator(".cell-output").inner_text()


def ended(cell: Locator) -> None:
    """Wait until a cell has run."""
    expect(cell.locator(".cell-status")).to_have_text(
        re.compile("^(Done|Stopped|Cancelled|Not run)"), timeout=PATIENCE
    )


def edited(cell: Locator) -> Locator:
    """Open the editor of a cell, and return it once it is the one that stays."""
    cell.get_by_role("button", name="Edit block").click()
    expect(cell.locator(".cm-editor")).to_be_visible()
    editor = cell.get_by_role("textbox")
    expect(editor).to_be_focused()
    return editor


def blocks(cell: Locator, where: str) -> str:
    """Return the texts of the blocks of code at a place in a cell."""
    return "\n".join(cell.locator(f"{where} pre > code").all_text_contents())


def alike(text: str) -> list[str]:
    """Return the words of an output, without what differs from run to run."""
    return DIFFERENT.sub("…", text).split()


@run_time
@pytest.mark.parametrize("part", ["", "notebook/"], ids=["notes", "notebook"])
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_every_block_says_in_the_tab_what_was_recorded(
    page: Page, step: Step, part: str
) -> None:
    cells = cells_of(page, f"/steps/{step.name}/{part}")
    # The last one runs those above it; of another step each has its own project.
    of_another = page.locator(f"live-cell:not([step='{step.number_text}'])")
    for cell in (*of_another.all(), cells.last):
        run(cell)

    for cell in cells.all():
        expect(cell.locator(".cell-error")).to_have_count(0)
        if cell.get_by_text(SAME).count():
            continue
        recorded = blocks(cell, ".cell-bar ~ .highlight")
        assert alike(blocks(cell, ".cell-output")) == alike(recorded)
        assert bool(recorded) == bool(DIFFERENT.search(recorded))


@run_time
def test_the_first_run_says_what_it_loads_and_can_be_cancelled(page: Page) -> None:
    cells = cells_of(page, NOTEBOOK)
    cell = cells.first
    weight = cell.locator(".cell-weight")
    expect(weight).to_have_text(re.compile(r"^The first run loads 1\d\.\d MB\.$"))
    expect(cells.last.locator(".cell-weight")).to_have_text(weight.inner_text())
    held: list[Any] = []
    page.route("**/assets/runtime/python-*", lambda route: held.append(route))

    cell.get_by_role("button", name="Run block").press("Enter")
    expect(cell.locator("progress")).to_be_visible()
    stop = cell.get_by_role("button", name="Stop block")
    expect(stop).to_be_focused()
    stop.press("Enter")

    expect(cell.locator(".cell-status")).to_have_text("Cancelled.")
    expect(cell.get_by_role("button", name="Run block")).to_be_focused()
    for route in held:
        route.abort()
    page.unroute("**/assets/runtime/python-*")
    run(cell)
    expect(weight).to_have_text("")
    expect(cells.last.locator(".cell-weight")).to_have_text("")


@run_time
def test_a_cell_runs_those_above_it_first_and_says_so(page: Page) -> None:
    cells = cells_of(page, NOTEBOOK)

    said = run(cells.nth(3))

    assert SAME in said
    expect(cells.nth(3).locator(".cell-status")).to_have_text(
        "Done, after the 3 blocks above."
    )
    expect(cells.nth(2).locator(".cell-output")).to_be_visible()
    expect(cells.nth(4).locator(".cell-output")).to_be_hidden()

    cells.nth(3).get_by_role("button", name="Start again").click()

    expect(cells.nth(2).locator(".cell-output")).to_be_hidden()
    expect(page.get_by_role("button", name="Start again")).to_have_count(0)


@run_time
def test_a_token_of_an_answer_opens_in_the_decoder(page: Page) -> None:
    login = cells_of(page, NOTES).nth(2)

    said = run(login)
    login.locator(".cell-output").get_by_role("button", name="Decode access").click()

    assert "HTTP/1.1 200 OK" in said
    assert "Cache-Control: no-store" in said
    dialog = page.get_by_role("dialog", name="Token decoder")
    expect(dialog).to_contain_text("simplejwt: an access token")
    # It is a token of now, not the one of the notes.
    expect(dialog).to_contain_text("it expires in 14 min")


@run_time
def test_a_request_is_edited_sent_and_undone(page: Page) -> None:
    cell = cells_of(page, NOTES).nth(1)
    text = cell.locator("pre > code").first.inner_text()
    editor = edited(cell)
    editor.fill(text.replace("correct horse battery staple", "1"))

    page.keyboard.press("Control+Enter")
    ended(cell)

    expect(cell.locator(".cell-output")).to_contain_text("400 Bad Request")
    expect(cell.locator(".cell-output")).to_contain_text("This password is too short")
    editor.focus()
    page.keyboard.press("Escape")
    expect(cell.get_by_role("button", name="Run block")).to_be_focused()
    cell.get_by_role("button", name="Undo edit").click()
    expect(editor).to_have_count(0)
    assert "201 Created" in run(cell)


@run_time
def test_python_is_edited_and_an_error_is_shown(page: Page) -> None:
    cell = cells_of(page, "/steps/01_project/notebook/").nth(2)
    edited(cell)
    page.keyboard.press("Control+a")
    page.keyboard.type("print('<b>hello</b>')\n1 / 0")

    page.keyboard.press("Control+Enter")
    ended(cell)

    output = cell.locator(".cell-output")
    expect(output).to_contain_text("<b>hello</b>")
    expect(output.locator(".cell-error")).to_contain_text("ZeroDivisionError")
    page.keyboard.press("Escape")
    expect(cell.get_by_role("button", name="Run block")).to_be_focused()


@run_time
def test_an_endless_loop_is_stopped_and_the_code_is_kept(page: Page) -> None:
    cell = cells_of(page, "/steps/01_project/notebook/").first
    edited(cell)
    page.keyboard.press("Control+a")
    page.keyboard.type("while True: pass")
    cell.get_by_role("button", name="Run block").click()
    expect(cell.locator(".cell-status")).to_have_text("Running …", timeout=PATIENCE)

    cell.get_by_role("button", name="Stop block").click()

    expect(cell.locator(".cell-status")).to_contain_text("Stopped.")
    expect(cell.get_by_role("textbox")).to_contain_text("while True: pass")


@run_time
def test_the_block_that_was_pressed_stays_where_it_is(page: Page) -> None:
    cell = cells_of(page, NOTES).nth(2)
    button = cell.get_by_role("button", name="Run block")
    button.scroll_into_view_if_needed()
    before = button.bounding_box()

    run(cell)
    after = button.bounding_box()

    assert before is not None
    assert after is not None
    assert abs(after["y"] - before["y"]) < 2


@run_time
def test_the_project_ends_with_its_page(page: Page) -> None:
    run(cells_of(page, NOTEBOOK).first)
    assert len(page.workers) >= 1
    page.evaluate("document.querySelector('article').replaceChildren()")

    page.wait_for_function("() => true")
    expect(page.locator("live-cell")).to_have_count(0)
    assert [each for each in page.workers if each.url.startswith("blob:")] == []


def test_blocks_can_be_read_before_and_without_all_that(page: Page) -> None:
    page.route("**/assets/element_loader.js", empty)
    page.goto(NOTES)

    expect(page.get_by_role("button", name="Run block")).to_have_count(0)
    cell = page.locator("live-cell").first
    expect(cell.locator("pre > code").first).to_contain_text("POST /user/login/")
    expect(cell.locator("[data-md-type=copy]").first).to_be_visible()


@run_time
def test_buttons_come_without_moving_anything(page: Page) -> None:
    place = "() => document.querySelector('article').scrollHeight"
    page.route("**/assets/python/cell.js", empty)
    page.goto(NOTES)
    page.wait_for_load_state("networkidle")
    before = page.evaluate(place)
    page.unroute("**/assets/python/cell.js")

    cells_of(page, NOTES)
    page.wait_for_load_state("networkidle")

    assert abs(page.evaluate(place) - before) <= 2


@pytest.mark.parametrize(
    ("address", "command"),
    [(NOTES, "python3 learn.py run 5"), (NOTEBOOK, "python3 learn.py notebook 5")],
)
def test_where_nothing_can_run_the_page_says_why_and_what_to_type(
    page: Page, address: str, command: str
) -> None:
    page.add_init_script("delete WebAssembly.compileStreaming")
    page.goto(address)

    line = page.locator(".cell-gate")
    expect(line).to_contain_text("has no WebAssembly")
    expect(line.locator("code")).to_have_text(command)
    expect(page.get_by_role("button", name="Run block")).to_have_count(0)


@run_time
@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_cell_with_its_output_breaks_no_rule(
    page: Page, troubles: Troubles, scheme: Scheme
) -> None:
    look(page, scheme=scheme)
    cell = cells_of(page, NOTES).nth(1)
    edited(cell)
    run(cell)
    other = cells_of(page, "/steps/01_project/notebook/").nth(1)
    edited(other)
    page.keyboard.press("Control+a")
    page.keyboard.type("1 / 0")
    run(other)

    assert violations(page) == []


@run_time
def test_a_cell_fits_a_phone(page: Page) -> None:
    look(page, size="phone")
    cells = cells_of(page, NOTES)
    run(cells.nth(2))
    edited(cells.nth(2))

    assert not sideways(page)
