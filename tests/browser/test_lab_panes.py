"""The lab's panes for requests, pages, tables and tokens, with a project in the tab."""

import re

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from .audit import violations
from .labs import end_of, lay, open_lab, pane
from .looks import SCHEMES, SIZES, look, sideways

pytestmark = [pytest.mark.usefixtures("runtime"), pytest.mark.returning]
# Python is loaded, and a password hashed.
LONG = 60_000
PASSWORD = "correct horse battery staple"


@pytest.fixture
def lab(page: Page) -> Page:
    """The lab of step 06 with the step's own end."""
    open_lab(page, "06")
    lay(page, end_of(page, "06"))
    return page


def send(
    request: Locator,
    method: str | None = None,
    path: str | None = None,
    body: str | None = None,
) -> Locator:
    """Fill in fields, send, and return the status of the answer once it is there."""
    if method is not None:
        request.get_by_label("Method").select_option(method)
    if path is not None:
        request.get_by_label("Path").fill(path)
    if body is not None:
        request.get_by_label("Body, as JSON").fill(body)
    answer = request.get_by_role("region", name="The answer")
    answer.evaluate("(e) => e.replaceChildren()")
    request.get_by_role("button", name="Send").click()
    status = answer.locator(".lab-answer__status")
    expect(status).to_be_visible(timeout=LONG)
    return status


def choose(request: Locator, start: str) -> None:
    """Choose the first request of the list that starts so, and has no token."""
    again = request.get_by_label("request of the notes")
    label = again.evaluate(
        "(e, start) => [...e.options].find((o) => o.label.startsWith(start)).value",
        start,
    )
    again.select_option(value=label)


def logged_in(page: Page) -> Locator:
    """Register Ada and log her in by the requests of the notes."""
    request = pane(page, "Request")
    choose(request, "POST /user/create/")
    expect(send(request)).to_contain_text("201 Created")
    choose(request, "POST /user/login/")
    expect(send(request)).to_contain_text("200 OK")
    return request


def test_a_user_registers_logs_in_and_lives_through_an_expiry(lab: Page) -> None:
    request = logged_in(lab)
    answer = request.get_by_role("region", name="The answer")
    expect(answer).to_contain_text('"access": "eyJ')
    token = request.get_by_role("checkbox")
    expect(token).to_be_enabled()

    token.check()
    first = send(request, "GET", "/user/update/", "")
    expect(first).to_contain_text("200 OK")
    expect(answer).to_contain_text('"first_name": "Ada"')

    request.get_by_role("button", name=re.compile("15 min")).click()
    expect(request.locator(".lab-clock")).to_contain_text("15 min ahead of yours")
    expect(request.locator("label", has_text="last token")).to_contain_text("expired")
    expect(send(request)).to_contain_text("401 Unauthorized")
    expect(answer.locator("dt").first).to_have_text("WWW-Authenticate")

    request.get_by_role("button", name=re.compile("Back to now")).click()
    expect(request.locator("label", has_text="last token")).to_contain_text(
        "expires in"
    )
    expect(send(request)).to_contain_text("200 OK")


def test_without_the_tick_no_token_goes_along(lab: Page) -> None:
    request = pane(lab, "Request")
    expect(request.get_by_role("checkbox")).to_be_disabled()

    status = send(request, "GET", "/user/update/")

    expect(status).to_contain_text("401 Unauthorized")
    expect(status).to_contain_text("for GET /user/update/")
    answer = request.get_by_role("region", name="The answer")
    expect(answer).to_contain_text('Bearer realm="api"')
    folded = answer.locator("details", has_text="more headers")
    assert not folded.evaluate("(e) => e.open")


def test_bad_json_is_named_in_words_and_sent_as_it_stands(lab: Page) -> None:
    request = pane(lab, "Request")
    body = request.get_by_label("Body, as JSON")
    trouble = request.locator(f"#{body.get_attribute('aria-describedby')}")

    body.fill('{"email": "ada@example.com",}')
    expect(trouble).to_contain_text("comma too many")
    body.fill("{'email': 1}")
    expect(trouble).to_contain_text("double quotation marks")
    body.fill('{\n  "is_staff": True\n}')
    expect(trouble).to_contain_text("line 2")
    expect(trouble).to_contain_text("true in JSON")

    status = send(request, "POST", "/user/login/")
    expect(status).to_contain_text("400 Bad Request")
    body.fill('{"email": "ada@example.com"}')
    expect(trouble).to_be_empty()


def test_a_request_that_was_sent_can_be_sent_again(lab: Page) -> None:
    request = pane(lab, "Request")
    send(request, "OPTIONS", "/user/login/", "")
    send(request, "GET", "/health/")

    choose(request, "OPTIONS /user/login/")

    expect(send(request)).to_contain_text("for OPTIONS /user/login/")
    again = request.get_by_label("request of the notes")
    sent = again.locator("optgroup[label=Sent] option")
    expect(sent).to_have_text([re.compile("^OPTIONS"), re.compile("^GET /health/")])


def test_markup_in_an_answer_is_text_and_opens_in_browse(lab: Page) -> None:
    request = pane(lab, "Request")
    send(request, "GET", "/admin/login/")
    answer = request.get_by_role("region", name="The answer")
    expect(answer.locator("pre")).to_contain_text("<!DOCTYPE html>")
    assert answer.locator("form").count() == 0

    answer.get_by_role("button", name="Open it in Browse").click()

    expect(frame(lab).get_by_role("button", name="Log in")).to_be_visible(timeout=LONG)


def frame(page: Page) -> FrameLocator:
    """The frame of Browse."""
    return page.frame_locator("iframe.lab-frame")


def test_a_superuser_browses_the_admin_and_back_stays_in_the_lab(lab: Page) -> None:
    browse = pane(lab, "Browse")
    for _ in range(2):
        browse.get_by_role("button", name="Make a superuser").click()
        state = browse.locator(".lab-browse__person")
        expect(state).to_contain_text("grace@example.com", timeout=LONG)
        expect(state).to_contain_text(PASSWORD)
    path = browse.get_by_label("Path")
    browse.get_by_role("button", name="/admin/", exact=True).click()
    inside = frame(lab)

    inside.get_by_label("Email").fill("grace@example.com")
    expect(path).to_have_value("/admin/login/?next=/admin/")
    inside.get_by_label("Password").fill(PASSWORD)
    inside.get_by_role("button", name="Log in").click()
    expect(path).to_have_value("/admin/", timeout=LONG)
    inside.locator('a[href$="/admin/users/user/"]').first.click()
    expect(path).to_have_value("/admin/users/user/")
    expect(inside.get_by_role("link", name="grace@example.com")).to_be_visible()
    title = browse.locator("iframe").get_attribute("title")
    assert "Select user to change" in title

    back = browse.get_by_role("button", name="Back")
    back.click()
    expect(path).to_have_value("/admin/")
    back.click()
    back.click()
    expect(back).to_be_disabled()
    browse.get_by_role("button", name="Forward").click()
    assert lab.url.endswith("/lab/06/")


def test_the_tables_show_the_users_first_and_a_hash_on_demand(lab: Page) -> None:
    logged_in(lab)
    tables = pane(lab, "Tables")
    tables.get_by_role("button", name=re.compile("tables|Refresh")).click()
    first = tables.locator(".lab-tables > details").first
    expect(first.locator("summary").first).to_have_text("users_user, 1 row")
    table = first.get_by_role("table", name=re.compile("users_user"))
    headers = table.locator("th")
    assert {th.get_attribute("scope") for th in headers.all()} == {"col"}
    secret = table.locator("details", has_text="pbkdf2_sha256$")
    expect(secret.locator("code")).to_be_hidden()
    secret.locator("summary").click()
    expect(secret.locator("code")).to_have_text(
        re.compile(r"^pbkdf2_sha256\$\d+\$\w+\$\S+=$")
    )

    request = pane(lab, "Request")
    choose(request, "POST /user/create/")
    body = request.get_by_label("Body, as JSON")
    body.fill(body.input_value().replace("ada@", "alan@"))
    expect(send(request)).to_contain_text("201 Created")
    tables = pane(lab, "Tables")

    expect(tables.locator("summary").first).to_have_text("users_user, 2 rows")


def test_a_token_opens_in_the_inspector_and_the_projects_key_checks_it(
    lab: Page,
) -> None:
    request = logged_in(lab)
    answer = request.get_by_role("region", name="The answer")
    answer.get_by_role("button", name=re.compile("token", re.I)).click()
    inspector = lab.locator(".lab-pane:not([hidden])")
    expect(inspector.locator("jwt-decoder")).to_contain_text("user_id")
    expect(inspector.get_by_label("Tokens that this lab has seen")).to_be_enabled()

    inspector.get_by_role("button", name="Check with the project").click()
    verdict = inspector.get_by_text("The signature fits")
    expect(verdict).to_be_in_viewport(timeout=LONG)

    request = pane(lab, "Request")
    request.get_by_role("button", name=re.compile("60 min")).click()
    expect(request.locator(".lab-clock")).to_contain_text("60 min ahead")
    inspector = pane(lab, "Token")
    said = re.compile("It expired 4[5-9] min")
    expect(inspector.locator("jwt-decoder")).to_contain_text(said)


def test_axe_finds_nothing_in_the_panes_and_they_fit_a_phone(lab: Page) -> None:
    logged_in(lab)
    for title in ("Request", "Tables", "Token", "Browse"):
        shown = pane(lab, title)
        if title == "Tables":
            shown.get_by_role("button", name=re.compile("tables|Refresh")).click()
            expect(shown.get_by_role("table").first).to_be_visible()
        if title == "Browse":
            shown.get_by_role("button", name="Open").click()
            expect(shown.locator("iframe")).to_be_visible(timeout=LONG)
        lab.set_viewport_size(SIZES["phone"])
        assert sideways(lab) == [], title
        assert shown.evaluate("(e) => e.scrollWidth - e.clientWidth") <= 0, title
        for scheme in SCHEMES:
            look(lab, scheme)
            found = [line for line in violations(lab) if "iframe" not in line]
            assert found == [], (title, scheme)
