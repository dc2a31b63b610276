"""The token decoder over the pages of the steps, and on a phone."""

import re
from typing import Any

import pytest
from support.made_tokens import CLAIMS, TOKEN, token

from .instant import STAYED, change_instantly, open_first
from .test_decoder import answer, paste, result

STEP = "/steps/05_jwt_login/"


def test_a_token_on_a_step_page_opens_in_a_dialog(page: Any, site: str) -> None:
    page.goto(site + STEP)
    button = page.get_by_role("button", name="Decode access token eyJhbGci…")
    button.focus()
    page.keyboard.press("Enter")

    dialog = page.get_by_role("dialog", name="Token decoder")
    dialog.wait_for()
    assert "simplejwt: an access token" in dialog.inner_text()
    assert "django-auth-api" in dialog.inner_text()

    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert button.evaluate("button => button === document.activeElement")


def test_the_buttons_are_there_after_an_instant_page_change(
    page: Any, site: str
) -> None:
    change_instantly(page, site)
    open_first(page, f"{site}/steps/04_create_view/")
    page.get_by_role("link", name=re.compile("^Next: ")).click()
    page.wait_for_url(re.compile(STEP))
    button = page.get_by_role("button", name=re.compile("^Decode access"))
    button.first.click()
    dialog = page.get_by_role("dialog", name="Token decoder")
    dialog.wait_for()

    dialog.get_by_role("link", name="About the decoder").click()
    page.wait_for_url(re.compile("/decoder/"))
    dialog.wait_for(state="hidden")
    paste(page, TOKEN)

    assert "simplejwt: an access token" in result(page)
    assert page.evaluate(STAYED)


def test_it_works_without_material_s_page_changes(page: Any, site: str) -> None:
    page.route("**/bundle.*.js", lambda route: route.fulfill(body=""))
    page.goto(site + STEP)

    page.get_by_role("button", name=re.compile("^Decode access")).first.click()

    page.get_by_role("dialog", name="Token decoder").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_scrolls_sideways_on_a_phone(page: Any, site: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{site}/decoder/")
    paste(page, token(payload={"n" * 200: "v" * 900, **CLAIMS}))
    answer(page, "k" * 400, "HS256")
    wide = "() => document.documentElement.scrollWidth"
    assert page.evaluate(wide) <= 360

    page.goto(site + STEP)
    page.get_by_role("button", name=re.compile("^Decode access")).first.click()
    dialog = page.get_by_role("dialog", name="Token decoder")
    dialog.wait_for()
    assert dialog.evaluate("box => box.scrollWidth <= box.clientWidth")
    assert dialog.evaluate("box => box.getBoundingClientRect().right <= innerWidth")
