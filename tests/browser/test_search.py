"""Search finds the words of an error, and needs nobody else for it."""

from playwright.sync_api import Page, expect

from .looks import look

ERROR = "No active account"
# Each result of a search is an article too.
ARTICLE = "article.md-content__inner"


def test_the_words_of_an_error_are_found_by_keyboard(page: Page) -> None:
    page.goto("/")

    page.keyboard.press("/")
    expect(page.get_by_role("textbox", name="Search")).to_be_focused()
    page.keyboard.type(ERROR)
    # The first of all: those who paste an error do not read a list.
    found = page.locator(".md-search-result__item").first
    expect(found).to_contain_text(ERROR)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.locator(ARTICLE)).to_contain_text(ERROR)


def test_words_that_stand_nowhere_are_said_to(page: Page) -> None:
    page.goto("/")

    page.keyboard.press("/")
    page.keyboard.type("xylophone")

    expect(page.get_by_text("No matching documents")).to_be_visible()


def test_it_works_on_a_phone(page: Page) -> None:
    look(page, size="phone")
    page.goto("/")

    page.locator("label.md-header__button[for=__search]").click()
    page.get_by_role("textbox", name="Search").press_sequentially(ERROR)

    found = page.locator(".md-search-result__item").first
    expect(found).to_contain_text(ERROR)
    found.locator("a").first.click()
    expect(page.locator(ARTICLE)).to_contain_text(ERROR)
