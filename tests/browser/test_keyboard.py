"""The keyboard alone reaches everything, and shows where it is."""

import os

import pytest
from playwright.sync_api import Page, expect

from .audit import violations
from .building import one_of_each_kind
from .keyboard import walk
from .looks import SIZES, Size, look, settle

STEP = "/steps/05_jwt_login/"
FEW = ["/", STEP]


@pytest.mark.parametrize("size", SIZES)
def test_tab_reaches_all_that_a_mouse_does(
    page: Page, addresses: list[str], size: Size
) -> None:
    wrong = {}

    for address in one_of_each_kind(addresses) if os.environ.get("CI") else FEW:
        look(page, size=size)
        page.goto(address)
        settle(page)
        walked = walk(page)
        assert walked.stops > 2
        if walked.unseen or walked.missed:
            wrong[address] = walked

    assert not wrong


def test_the_first_tab_offers_to_skip_to_the_content(page: Page) -> None:
    page.goto(STEP)

    page.keyboard.press("Tab")
    expect(page.locator(".md-skip")).to_be_focused()
    expect(page.locator(".md-skip")).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(page.locator("article")).to_be_focused()
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('article') !== null")


def test_the_colors_are_changed_with_a_key(page: Page) -> None:
    page.goto(STEP)
    body = page.locator("body")
    page.locator("[name=__palette]").first.focus()

    for scheme in ("default", "slate"):
        page.keyboard.press("ArrowDown")
        expect(body).to_have_attribute("data-md-color-scheme", scheme)

    # It is remembered, also by a page that is loaded anew.
    page.goto("/")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")


def test_a_block_of_code_is_copied_with_a_key(page: Page) -> None:
    page.goto(STEP)
    block = page.locator(".highlight", has=page.locator("pre > code")).first
    button = block.locator("button[data-md-type=copy]")

    button.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Copied to clipboard")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == block.locator("pre > code").inner_text().strip()


def test_an_answer_is_unfolded_with_a_key(page: Page) -> None:
    page.goto(STEP)
    answer = page.locator("details.question").first
    inside = answer.locator("p").first
    expect(inside).to_be_hidden()

    answer.locator("summary").focus()
    page.keyboard.press("Enter")

    expect(inside).to_be_visible()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_menu_of_a_narrow_window_opens_with_a_key(page: Page, key: str) -> None:
    look(page, size="phone")
    page.goto(STEP)
    menu = page.get_by_role("button", name="Menu")
    link = page.locator(".md-sidebar--primary a[href*='/06_']").first
    expect(link).to_be_hidden()

    menu.focus()
    page.keyboard.press(key)

    expect(menu).to_have_attribute("aria-expanded", "true")
    walked = walk(page)
    assert not walked.unseen
    assert not walked.missed
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(menu).to_be_focused()


def test_a_wide_window_has_no_button_for_the_menu(page: Page) -> None:
    page.goto(STEP)

    expect(page.locator(".menu-button")).to_have_count(1)
    expect(page.locator(".menu-button")).to_be_hidden()


def test_the_panels_of_that_menu_are_walked_with_the_keyboard(page: Page) -> None:
    look(page, size="phone")
    page.goto(STEP)
    menu = page.locator(".md-sidebar--primary")
    home = menu.locator(".md-nav__link", has_text="Home")
    page.get_by_role("button", name="Menu").press("Enter")

    # The steps lie on top; their title leads back to the whole.
    expect(home).to_be_hidden()
    menu.locator(".md-nav__title", has_text="Steps").press("Enter")
    expect(home).to_be_visible()
    assert page.evaluate("document.activeElement.htmlFor") == "__nav_2"

    # The keyboard goes on where it was, in what is seen.
    page.keyboard.press("Shift+Tab")
    expect(home).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("JWT authentication in Django")
