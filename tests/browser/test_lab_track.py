"""The whole core track in a browser's tab, as a person would do it.

From an empty folder to a protected update: start the project, write each step's files,
check, make a mistake and see it named, mend it, browse the admin, log in, look into the
token, live through its expiry, export, reload, import. Then the zip goes on here, with
``learn.py start --from``.
"""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from course.curriculum.project_files import project_files
from course.curriculum.steps import Step, load_steps

pytestmark = pytest.mark.usefixtures("runtime")
STEPS = load_steps()
WRONG = ('"AUTH_HEADER_TYPES": ("Bearer",)', '"AUTH_HEADER_TYPES": ("Baerer",)')
# Checks take seconds, and more where others need the processors.
PATIENCE = 120_000


class Person:
    """Somebody who works in a lab with a mouse, a keyboard and the clipboard."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE)

    def pane(self, name: str) -> Any:
        """Open a pane, and return it."""
        self.page.get_by_role("tab", name=name, exact=True).click()
        return self.page.get_by_role("tabpanel", name=name, exact=True)

    def item(self, path: str) -> Any:
        """A file of the tree."""
        return self.page.locator(f'[role=treeitem][data-path="{path}"]')

    def files(self) -> dict[str, str]:
        """The files of the lab."""
        return self.page.evaluate("document.querySelector('step-lab').lab.files")

    def open(self, path: str) -> None:
        """Open a file, in folders that may be folded."""
        for folder in reversed(Path(path).parents[:-1]):
            if self.item(folder.as_posix()).get_attribute("aria-expanded") == "false":
                self.item(folder.as_posix()).click()
        self.item(path).click()
        expect(self.page.locator(".lab-edit__name")).to_contain_text(path)

    def write(self, path: str, text: str) -> None:
        """Paste a text into the place of what a file says; make the file if need be."""
        if path in self.files():
            self.open(path)
        else:
            self.page.get_by_role("button", name="New file").click()
            self.page.get_by_label("Path of the new file").fill(path)
            self.page.get_by_role("button", name="Create", exact=True).click()
        self.page.locator(".lab .cm-content").focus()
        self.page.keyboard.press("ControlOrMeta+a")
        if text:
            self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
            self.page.keyboard.press("ControlOrMeta+v")
        else:
            self.page.keyboard.press("Delete")
        assert self.files()[path] == text

    def build(self, step: Step) -> None:
        """Make the files those of the end of the step."""
        for path in project_files(step.path):
            text = (step.path / path).read_text(encoding="utf-8")
            if self.files().get(path) != text:
                self.write(path, text)
        for path in set(self.files()) - set(project_files(step.path)):
            self.open(path)
            self.page.get_by_role("button", name="Delete the open file").click()

    def check(self) -> Any:
        """Press Check and wait for what comes of it."""
        pane = self.pane("Check")
        pane.get_by_role("button", name="Check", exact=True).click()
        expect(pane.get_by_role("button", name="Stop")).to_be_hidden(timeout=PATIENCE)
        return pane

    def send(self, note: str) -> Any:
        """Send a request of the notes, and return the answer."""
        pane = self.pane("Request")
        choice = pane.get_by_label("Take a request of the notes, or one that you sent")
        option = choice.locator("option", has_text=note).first
        choice.select_option(value=option.get_attribute("value"))
        pane.get_by_role("button", name="Send").click()
        answer = pane.get_by_role("region", name="The answer")
        expect(answer).not_to_have_attribute("aria-busy", "true", timeout=PATIENCE)
        return answer


def test_the_core_track_in_the_tab(page: Page, cli: Any, tmp_path: Path) -> None:
    me = Person(page)
    page.goto("/lab/01/")
    terminal = me.pane("Commands")
    terminal.get_by_label("Command", exact=True).fill(
        "django-admin startproject config ."
    )
    terminal.get_by_role("button", name="Run", exact=True).click()
    expect(me.item("manage.py")).to_be_visible(timeout=PATIENCE)

    for step in STEPS:
        if step.number > 1:
            page.get_by_role(
                "button", name=f"Go on with step {step.number_text}"
            ).click()
            page.wait_for_url(f"**/lab/{step.number_text}/")
        # The tests look at what is not there yet.
        expect(me.check()).to_contain_text("not yet")
        me.build(step)
        if step.number == 5:
            a_mistake_is_named_and_mended(me, step)
        expect(me.check()).to_contain_text(f"Step {step.number_text} passes")

    the_admin_is_in_the_frame(me)
    a_token_lives_and_expires(me)
    the_files_come_back(me, cli, tmp_path)


def a_mistake_is_named_and_mended(me: Person, step: Step) -> None:
    """A word that is misspelled is found by its line, and mended there."""
    settings = (step.path / "config/settings.py").read_text(encoding="utf-8")
    assert WRONG[0] in settings
    me.write("config/settings.py", settings.replace(*WRONG))

    told = me.check()
    expect(told).to_contain_text("Bearer is misspelled in AUTH_HEADER_TYPES")
    me.open("manage.py")
    line = settings[: settings.index(WRONG[0])].count("\n") + 1
    place = f"config/settings.py, line {line}"
    told.get_by_role("button", name=place).first.click()
    expect(me.page.locator(".lab .cm-content")).to_contain_text("Baerer")
    me.write("config/settings.py", settings)


def the_admin_is_in_the_frame(me: Person) -> None:
    """A superuser logs in to the admin and adds a user there."""
    browse = me.pane("Browse")
    browse.get_by_role("button", name="Make a superuser").click()
    expect(browse).to_contain_text("Log in as grace@example.com", timeout=PATIENCE)
    browse.get_by_role("button", name="/admin/", exact=True).click()
    frame = me.page.frame_locator("iframe.lab-frame")
    frame.get_by_label("Email").fill("grace@example.com")
    frame.get_by_label("Password").fill("correct horse battery staple")
    frame.get_by_role("button", name="Log in").click()
    frame.locator(".model-user th a").click()
    expect(frame.get_by_role("heading", name="Select user to change")).to_be_visible()
    expect(frame.locator("#result_list")).to_contain_text("grace@example.com")


def a_token_lives_and_expires(me: Person) -> None:
    """Ada registers and logs in; her token is read, and is good for a quarter hour."""
    expect(me.send("POST /user/create/")).to_contain_text("201 Created")
    login = me.send("POST /user/login/")
    expect(login).to_contain_text("200 OK")
    login.get_by_role("button", name="Look into the access token").click()
    token = me.page.get_by_role("tabpanel", name="Token", exact=True)
    expect(token).to_contain_text("simplejwt: an access token")
    token.get_by_role("button", name=re.compile("project.s key")).click()
    expect(token.locator(".jwt-answer")).to_contain_text("signature", ignore_case=True)
    expect(token.locator(".jwt-answer")).to_contain_text("fits")

    expect(me.send("PUT /user/update/")).to_contain_text("200 OK")
    me.pane("Request").get_by_role("button", name="15 min on").click()
    late = me.send("PUT /user/update/")
    expect(late).to_contain_text("401 Unauthorized")
    expect(late).to_contain_text("expired")
    me.pane("Request").get_by_role("button", name="Back to now").click()
    expect(me.send("PUT /user/update/")).to_contain_text("200 OK")
    rows = me.pane("Tables").get_by_role("region", name=re.compile("users_user, "))
    expect(rows).to_contain_text("ada@example.com")


def the_files_come_back(me: Person, cli: Any, tmp_path: Path) -> None:
    """The export is taken by learn.py; the lab survives a reload, and an import."""
    page, mine = me.page, me.files()
    with page.expect_download() as download:
        page.get_by_role("button", name="Menu").click()
        page.get_by_role("menuitem", name="Export as a zip").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    expect(page.locator(".lab-state__kept")).to_contain_text("Kept in this browser")

    page.reload()
    expect(me.item("manage.py")).to_be_visible()
    assert me.files() == mine
    me.write("manage.py", "print('spoiled')\n")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Menu").click()
        page.get_by_role("menuitem", name="Import a zip").click()
    chooser.value.set_files(file)
    page.locator("dialog.lab-dialog").get_by_role("button", name="Import").click()
    expect(page.locator("dialog.lab-dialog")).to_have_count(0)
    page.wait_for_function(
        "old => document.querySelector('step-lab').lab.files['manage.py'] === old",
        arg=mine["manage.py"],
    )
    assert me.files() == mine

    answer = cli("start", "--from", str(file))
    assert answer.code == 0, answer.err
    work = tmp_path / "work"
    assert {
        path: (work / path).read_text(encoding="utf-8") for path in project_files(work)
    } == mine
