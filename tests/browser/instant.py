"""Pages that change by navigation.instant: the scripts stay, and the content changes.

Material does so for the pages that the map of the site has at the address it is served
from, which is not that of the tests.
"""

import re

from playwright.sync_api import Page, Route, expect

STAYED = "window.stayed === true"


def change_instantly(page: Page, site: str) -> None:
    """Let the pages of the site change so, in a page that nothing is open in yet."""

    def answer(route: Route) -> None:
        body = route.fetch().text()
        found = re.sub(r"(?<=<loc>)http://[^/]+", site, body)
        route.fulfill(body=found, content_type="text/xml")

    page.route("**/sitemap.xml", answer)


def open_first(page: Page, address: str) -> None:
    """Open the page from which the others are reached, and mark its scripts."""
    with page.expect_response("**/sitemap.xml"):
        page.goto(address)
    page.wait_for_load_state("networkidle")
    page.evaluate("window.stayed = true")


def follow(page: Page, address: str) -> None:
    """Go to a page of the site as by a link to it, and find the same scripts there."""
    page.evaluate(
        """(address) => {
            const link = document.createElement("a");
            link.href = address;
            link.dataset.follow = "";
            document.querySelector("article").append(link);
            link.click();
        }""",
        address,
    )
    page.wait_for_url(f"**{address}")
    # It goes with the content that it stands in.
    expect(page.locator("[data-follow]")).to_have_count(0)
    assert page.evaluate(STAYED), f"{address} was loaded anew"
