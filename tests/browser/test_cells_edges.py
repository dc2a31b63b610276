"""The blocks of the pages where something goes wrong, and for everybody."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .audit import violations
from .instant import change_instantly, follow, open_first
from .keyboard import walk
from .looks import SCHEMES, SIZES, Scheme, Size, look, settle, sideways

pytestmark = pytest.mark.returning
STEP = "/steps/05_jwt_login/"
NOTEBOOK = f"{STEP}notebook/"
UPDATE = "/steps/06_protected_update/"
EMPTY = {"body": "", "content_type": "text/javascript"}
# Where each cell begins, in the page.
PLACES = """() => [...document.querySelectorAll("live-cell")].map(
    (cell) => cell.getBoundingClientRect().top + scrollY
)"""


@pytest.fixture
def cells(page: Page, runtime: dict[str, Any]) -> Iterator[Callable[[str], Locator]]:
    """``cells("/steps/…")`` opens a page, and returns its cells, ready to run."""
    # Python starts in some seconds, and here more than one thing runs at a time.
    page.set_default_timeout(90_000)
    expect.set_options(timeout=90_000)

    def open_page(address: str) -> Locator:
        page.goto(address)
        button(page.locator("live-cell").last, "Run").wait_for()
        return page.locator("live-cell")

    yield open_page
    expect.set_options(timeout=5_000)


def button(cell: Locator, name: str) -> Locator:
    """Return a button of a cell."""
    return cell.get_by_role("button", name=re.compile(f"^{name} block"))


def output(cell: Locator) -> Locator:
    """Return where a cell shows what it has printed."""
    return cell.get_by_role("region", name="Output of block")


def run(cell: Locator) -> Locator:
    """Run a cell to its end, and return its output."""
    button(cell, "Run").click()
    expect(cell.get_by_role("status")).to_have_text(re.compile("^Done"))
    return output(cell)


def edit(cell: Locator, text: str) -> Locator:
    """Write a text in the place of a cell's, and return the field it stands in."""
    button(cell, "Edit").click()
    field = cell.locator(".cm-content, textarea")
    expect(field).to_be_focused()
    field.press("ControlOrMeta+a")
    field.page.keyboard.insert_text(text)
    return field


def test_a_block_is_read_and_copied_before_anything_runs(
    chromium: Browser, site: str
) -> None:
    with chromium.new_context(base_url=site, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(STEP)
        cell = page.locator("live-cell").nth(1)

        expect(cell.locator("pre > code").first).to_contain_text("POST /user/create/")
        expect(cell.locator(".highlight").last).to_contain_text("201 Created")
        assert cell.get_by_role("button").count() == 0


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("address", [STEP, NOTEBOOK])
def test_nothing_moves_when_the_buttons_come(
    page: Page, cells: Callable[[str], Locator], address: str, size: Size
) -> None:
    page.route("**/assets/python/cell.js", lambda route: route.fulfill(**EMPTY))
    look(page, size=size)
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => {})")
    before = page.evaluate(PLACES)
    page.unroute("**/assets/python/cell.js")

    here = cells(address)
    settle(page)

    assert page.evaluate(PLACES) == pytest.approx(before, abs=1)
    # The site's own button, by its side.
    assert here.first.locator(".md-code__button").count() > 0


def test_nothing_is_loaded_until_somebody_runs_a_block(
    page: Page, cells: Callable[[str], Locator]
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    here = cells(STEP)

    assert [url for url in asked if url.endswith(".gz")] == []
    assert [url for url in asked if "codemirror" in url] == []
    weight = here.first.locator(".cell-weight")
    expect(weight).to_have_text(re.compile(r"^The first run loads \d+\.\d MB\.$"))

    run(here.first)
    asked.clear()
    expect(here.nth(1).locator(".cell-weight")).to_have_text("")
    run(here.first)
    assert [url for url in asked if url.endswith(".gz")] == []


@pytest.mark.parametrize("address", [STEP, NOTEBOOK])
def test_an_editor_takes_the_place_of_the_block(
    page: Page, cells: Callable[[str], Locator], address: str
) -> None:
    cell = cells(address).first
    block = cell.locator("pre > code").first
    high = "cell => cell.offsetHeight"
    before = cell.evaluate(high)

    button(cell, "Edit").click()
    expect(cell.locator(".cm-content")).to_be_focused()
    expect(block).to_be_hidden()
    button(cell, "Undo edit").click()

    expect(block).to_be_visible()
    assert cell.evaluate(high) == before


def test_an_error_is_shown_and_those_below_do_not_run(
    page: Page, cells: Callable[[str], Locator]
) -> None:
    here = cells(NOTEBOOK)
    edit(here.first, "1 / 0")

    button(here.nth(2), "Run").click()

    status = here.nth(2).get_by_role("status")
    expect(status).to_have_text("Not run: Block 1 above failed.")
    expect(output(here.first)).to_contain_text("ZeroDivisionError: division by zero")
    assert "/lib/" not in output(here.first).inner_text()
    expect(output(here.nth(2))).to_be_hidden()


def test_when_python_has_ended_the_next_run_begins_anew(
    page: Page, cells: Callable[[str], Locator]
) -> None:
    here = cells(NOTEBOOK)
    field = edit(here.first, "print('first')")
    field.press("ControlOrMeta+Enter")
    expect(output(here.first)).to_contain_text("first")

    field.press("ControlOrMeta+a")
    page.keyboard.insert_text("import os\nos._exit(2)")
    field.press("ControlOrMeta+Enter")
    status = here.first.locator(".cell-status")
    expect(status).to_have_text(re.compile("^Python has ended: .*begins anew"))
    expect(output(here.first)).to_be_hidden()

    field.press("ControlOrMeta+a")
    page.keyboard.insert_text("print('\\x1b[31magain\\x1b[0m')\n1 / 0")
    field.press("ControlOrMeta+Enter")
    expect(status).to_have_text("Done, with an error.")
    expect(output(here.first).locator("code").first).to_have_text("again")


def test_a_request_is_sent_with_the_token_of_the_login_above(
    cells: Callable[[str], Locator],
) -> None:
    here = cells(UPDATE)
    see = here.filter(has_text="{{access}}").first

    said = run(see).inner_text()

    assert "HTTP/1.1 200 OK" in said
    assert "Content-Type: application/json" in said
    assert '"email":"ada@example.com"' in said
    assert "{{" not in said


def test_a_token_that_is_missing_is_named(
    page: Page, cells: Callable[[str], Locator]
) -> None:
    here = cells(UPDATE)
    see = here.filter(has_text="{{access}}").first
    for cell in here.filter(has_text="POST /user/login/").all():
        edit(cell, "GET /health/")

    button(see, "Run").click()

    expect(output(see)).to_contain_text(
        "No answer so far has given a value for {{access}}"
    )


def test_a_request_that_cannot_be_read_says_what_is_wrong(
    page: Page, cells: Callable[[str], Locator]
) -> None:
    here = cells(STEP)
    edit(here.nth(0), "user/login/")

    button(here.nth(0), "Run").click()

    expect(output(here.nth(0))).to_contain_text("has to be a method and a path")


def test_a_command_that_fails_says_with_which_code(
    page: Page, cells: Callable[[str], Locator]
) -> None:
    here = cells("/steps/03_serializers/")
    edit(here.first, 'python -c "import sys; print(7); sys.exit(3)"')

    button(here.first, "Run").click()

    expect(output(here.first)).to_contain_text("7")
    expect(output(here.first)).to_contain_text("It ended with code 3.")


def test_all_of_it_is_done_by_keyboard(
    page: Page, cells: Callable[[str], Locator]
) -> None:
    here = cells("/steps/03_serializers/notebook/")
    run(here.first)
    edit(here.nth(1), "print('mine')").press("Escape")
    expect(button(here.nth(1), "Run")).to_be_focused()
    page.keyboard.press("Enter")
    expect(output(here.nth(1))).to_contain_text("mine")
    # In the editor the Tab key indents.
    button(here.nth(1), "Undo edit").press("Enter")

    page.locator(".md-skip").focus()
    walked = walk(page)

    assert not walked.unseen
    assert not walked.missed


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES)
def test_what_runs_is_for_everybody(
    page: Page, cells: Callable[[str], Locator], scheme: Scheme, size: Size
) -> None:
    look(page, scheme, size)
    here = cells(NOTEBOOK)
    run(here.last)
    edit(here.first, "1 / 0").press("ControlOrMeta+Enter")
    expect(output(here.first)).to_contain_text("ZeroDivisionError")
    settle(page)

    region = output(here.first)
    expect(region).to_have_attribute("aria-live", "polite")
    assert sideways(page) == []
    assert violations(page) == []


def test_a_site_that_was_built_without_python_says_so(
    page: Page,
) -> None:
    page.route(
        "**/assets/runtime/manifest.json",
        lambda route: route.fulfill(json={"built": False, "steps": {}}),
    )
    page.goto(STEP)

    expect(page.locator(".cell-gate")).to_contain_text("was built without")
    assert page.locator("live-cell").get_by_role("button", name="Run").count() == 0


def test_a_page_that_is_left_and_opened_again_begins_anew(
    page: Page, site: str, cells: Callable[[str], Locator]
) -> None:
    change_instantly(page, site)
    here = cells(NOTEBOOK)
    open_first(page, NOTEBOOK)
    run(here.nth(1))
    assert python_of(page) == 1

    follow(page, "/glossary/")
    assert python_of(page) == 0
    follow(page, NOTEBOOK)

    button(here.nth(1), "Run").wait_for()
    expect(output(here.nth(1))).to_be_hidden()
    run(here.nth(1))
    assert python_of(page) == 1


def test_a_page_that_is_left_while_it_loads_leaves_nothing_behind(
    page: Page, site: str, cells: Callable[[str], Locator]
) -> None:
    change_instantly(page, site)
    here = cells(NOTEBOOK)
    open_first(page, NOTEBOOK)
    button(here.first, "Run").click()

    follow(page, STEP)
    run(here.first)

    assert python_of(page) == 1


def python_of(page: Page) -> int:
    """Return how many interpreters run for a page."""
    return sum(worker.url.startswith("blob:") for worker in page.workers)
