"""The lab of a step: files, editor, tabs, and what is kept of them.

The panes are others' part, and stand-ins here: a check is what the event says.
"""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from .audit import violations
from .keyboard import walk
from .looks import SCHEMES, SIZES, Scheme, look, sideways

pytestmark = pytest.mark.usefixtures("runtime")
PANE = """
export function mount(element) {
  element.append("A pane.");
  return { check: () => (window.checks = (window.checks ?? 0) + 1), show() {} };
}
"""
# The strip of tabs, Changes and Commands stay as they are.
PANES = re.compile(
    r"/assets/lab/panes/(check|request|browse|tables|inspector|gate)\.js$"
)
FAILED = {
    "status": "not yet",
    "sentences": {
        "outcome": "0 of 1 tasks done",
        "marks": [
            {
                "file": "users/views.py",
                "line": 9,
                "say": "Anybody may do this.",
                "more": "Name the permission.",
            }
        ],
    },
}
# What stood in a browser at commit b65f3c9, when it was stored as it is here.
KEPT_BEFORE = """async () => {
    const asked = indexedDB.open("lab /", 1);
    asked.onupgradeneeded = () => {
        const db = asked.result;
        db.createObjectStore("work", { keyPath: "step", autoIncrement: false });
        db.createObjectStore("databases", { keyPath: "step", autoIncrement: false });
        db.createObjectStore("copies", { keyPath: "id", autoIncrement: true });
    };
    await new Promise((resolve) => (asked.onsuccess = resolve));
    const db = asked.result;
    const writing = db.transaction(["work", "databases", "copies"], "readwrite");
    const record = {
        step: "05",
        files: { "manage.py": "mine\\n", "users/views.py": "record\\n" },
        began: { "manage.py": "began\\n" },
        checked: null,
        tried: true,
        passed: "2026-11-25T12:00:00.000Z",
        claimed: ["04"],
        clock: 90,
        when: 1764072000000,
    };
    writing.objectStore("work").put(record);
    const bytes = new Uint8Array([1, 2, 3]);
    writing.objectStore("databases").put({ step: "05", bytes });
    const { began, clock } = record;
    const copy = { step: "05", files: { "manage.py": "a copy\\n" }, began, clock };
    const why = "before the import";
    copy.database = bytes;
    writing.objectStore("copies").put({ ...copy, why, when: 1764071000000 });
    await new Promise((resolve) => (writing.oncomplete = resolve));
    db.close();
    const files = { ...record.files, "users/views.py": "draft\\n" };
    const draft = JSON.stringify({ ...record, files, when: 1764072000500 });
    localStorage.setItem("lab-draft / 05", draft);
}"""
PASSED = {"status": "passed", "sentences": {"outcome": "passed", "marks": []}}


def stand_in(context: BrowserContext) -> None:
    """Put stand-ins into the place of the panes."""
    context.route(
        PANES,
        lambda route: route.fulfill(body=PANE, content_type="text/javascript"),
    )


@pytest.fixture
def lab(page: Page) -> Callable[[str], Page]:
    """``lab("05")`` opens the lab of a step, and waits for its editor."""
    stand_in(page.context)

    def opened(step: str) -> Page:
        page.goto(f"/lab/{step}/")
        ready(page)
        return page

    return opened


def ready(page: Page) -> None:
    """Wait until the lab is there; with files, until they can be edited in colors."""
    expect(page.locator(".lab")).to_be_visible()
    if page.get_by_role("treeitem").count():
        expect(page.locator(".lab .cm-content")).to_be_visible()


def item(page: Page, path: str) -> Locator:
    """A file or folder of the tree."""
    return page.locator(f'[role=treeitem][data-path="{path}"]')


def editor(page: Page) -> Locator:
    """Where the text is."""
    return page.locator(".lab .cm-content")


def write(page: Page, text: str) -> None:
    """Write at the end of the open file."""
    editor(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def files(page: Page) -> dict[str, str]:
    """The files of the lab."""
    return page.evaluate("document.querySelector('step-lab').lab.files")


def checked(page: Page, document: dict[str, Any]) -> None:
    """Have the lab hear what a check came to."""
    page.evaluate(
        """(detail) => document.querySelector("step-lab").lab.events.dispatchEvent(
            new CustomEvent("checked", { detail }))""",
        document,
    )


def kept(page: Page) -> None:
    """Wait until all of it is written down."""
    expect(page.locator(".lab-state__kept")).to_contain_text("Kept in this browser")


def choose(page: Page, entry: str) -> None:
    """Choose an entry of the menu."""
    page.get_by_role("button", name="Menu", exact=False).last.click()
    page.get_by_role("menuitem", name=entry).click()


def answer(page: Page, button: str) -> None:
    """Press a button of the question that is asked."""
    page.locator("dialog.lab-dialog").get_by_role("button", name=button).click()


def test_the_files_are_there_and_no_python_is_loaded(lab: Any, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    lab("05")

    assert item(page, "users/views.py").is_visible()
    expect(editor(page)).to_contain_text("CreateUserAPIView")
    expect(page.locator(".lab-state")).to_contain_text("Not started")
    assert not [url for url in asked if "/runtime/python-" in url]


def test_a_file_is_edited_and_found_again_by_the_keyboard_alone(
    lab: Any, page: Page
) -> None:
    lab("05")
    item(page, "users/views.py").focus()
    for key in ("Home", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    expect(item(page, "config/apps.py")).to_be_focused()

    # By letters, and out of a folder that is closed.
    page.keyboard.press("u")
    expect(item(page, "config/urls.py")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(item(page, "config")).to_have_attribute("aria-expanded", "false")
    expect(item(page, "config/urls.py")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("End")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("u")
    page.keyboard.press("Enter")
    expect(page.locator(".lab-edit__name")).to_have_text("config/urls.py")

    # On into the editor: Tab indents, Escape and Tab leave.
    for _ in range(12):
        page.keyboard.press("Tab")
        if editor(page).evaluate("(e) => e === document.activeElement"):
            break
    expect(editor(page)).to_be_focused()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Tab")
    assert files(page)["config/urls.py"].startswith("    ")
    expect(editor(page)).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(editor(page)).not_to_be_focused()

    # The tabs: one stop, arrows from there, and into the pane.
    tab = page.get_by_role("tab", name="Check")
    for _ in range(6):
        if tab.evaluate("(e) => e === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(tab).to_be_focused()
    page.keyboard.press("End")
    last = page.get_by_role("tab").last
    expect(last).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(tab).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Tab")
    expect(page.get_by_role("tabpanel", name="Changes")).to_be_focused()


def test_the_keys_of_the_editor_check_find_and_go_to_a_line(
    lab: Any, page: Page
) -> None:
    lab("05")
    editor(page).focus()

    page.keyboard.press("Control+s")
    page.wait_for_function("window.checks === 1")
    page.keyboard.press("Control+f")
    expect(page.locator(".cm-search input[name=search]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(editor(page)).to_be_focused()
    page.keyboard.press("Control+Alt+g")
    page.keyboard.insert_text("9")
    page.keyboard.press("Enter")
    page.keyboard.press("x")
    line = files(page)["users/views.py"].splitlines()[8]
    assert line.startswith("x")


def test_without_codemirror_a_text_field_does_it(lab: Any, page: Page) -> None:
    page.route(
        "**/vendor/codemirror.js",
        lambda route: route.fulfill(body="throw 1", content_type="text/javascript"),
    )
    page.goto("/lab/05/")
    field = page.locator("textarea.lab-text")

    field.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("x")

    assert files(page)["users/views.py"].startswith("    x")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(field).not_to_be_focused()


def test_a_file_is_made_renamed_and_deleted_and_comes_back(
    lab: Any, page: Page
) -> None:
    lab("05")

    page.get_by_role("button", name="New file").click()
    field = page.get_by_label("Path of the new file")
    for name, why in {
        "../x.py": "inside of the project",
        "manage.py": "is there already",
        "users/nul.py": "Windows keeps",
    }.items():
        field.fill(name)
        page.keyboard.press("Enter")
        expect(page.locator(".lab-why")).to_contain_text(why)
    field.fill("users/tools/forms.py")
    page.keyboard.press("Enter")
    expect(page.locator(".lab-edit__name")).to_have_text("users/tools/forms.py")
    write(page, "# mine\n")
    item(page, "users/tools/forms.py").focus()
    page.keyboard.press("F2")
    page.get_by_label("New path of").fill("users/forms.py")
    page.keyboard.press("Enter")
    expect(page.locator(".lab-edit__name")).to_have_text("users/forms.py")
    item(page, "users/forms.py").focus()
    page.keyboard.press("Delete")
    expect(item(page, "users/forms.py")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()

    assert files(page)["users/forms.py"] == "# mine\n"
    assert "users/tools/forms.py" not in files(page)


def test_what_was_typed_is_there_again_after_a_reload(lab: Any, page: Page) -> None:
    lab("05")
    before = files(page)

    write(page, "# mine\n")
    # Not waited for: it is written down when the page goes.
    page.reload()
    ready(page)

    after = files(page)
    assert after == before | {"users/views.py": before["users/views.py"] + "# mine\n"}
    expect(item(page, "users/views.py")).to_contain_text("changed")


def test_another_page_of_the_site_and_back_loses_nothing(lab: Any, page: Page) -> None:
    lab("05")

    write(page, "# mine\n")
    page.get_by_role("link", name="Notes of step 05").click()
    expect(page).to_have_url(re.compile("/steps/05"))
    page.get_by_role("link", name="Lab: do it here").click()
    ready(page)

    assert files(page)["users/views.py"].endswith("# mine\n")
    expect(page.locator(".lab-notice")).to_have_count(0)


@pytest.mark.parametrize("locks", [True, False])
def test_a_second_tab_says_so_and_writes_only_after_the_first(
    lab: Any, page: Page, locks: bool
) -> None:
    """Without locks, as on a page over plain http, the tabs talk to each other."""
    if not locks:
        page.context.add_init_script(
            "Object.defineProperty(navigator, 'locks', { value: undefined })"
        )
    lab("05")
    write(page, "# first\n")
    kept(page)
    other = page.context.new_page()
    other.goto("/lab/05/")
    ready(other)
    notice = other.locator(".lab-notice")
    expect(notice).to_contain_text("open in another tab")
    expect(notice.get_by_role("button", name="Export")).to_be_visible()

    assert files(other)["users/views.py"].endswith("# first\n")
    write(other, "# second\n")
    choose(other, "Saved copies")
    answer(other, "Close")
    expect(other.locator(".lab-state__kept")).to_contain_text("Not kept")
    write(page, "# again\n")
    kept(page)
    page.close()
    other.on("dialog", lambda dialog: dialog.accept())
    other.reload()
    ready(other)
    expect(notice).to_have_count(0)
    write(other, "# third\n")
    kept(other)
    other.reload()
    ready(other)

    ends = "# first\n# again\n# third\n"
    assert files(other)["users/views.py"].endswith(ends)


def test_files_go_to_no_lab_that_is_open_in_another_tab(lab: Any, page: Page) -> None:
    lab("05")
    other = page.context.new_page()
    other.goto("/lab/06/")
    ready(other)
    before = files(other)

    checked(page, PASSED)
    page.get_by_role("button", name="Go on with step 06").click()

    expect(page.locator("dialog")).to_contain_text("Close that tab first")
    assert files(other) == before
    expect(page).to_have_url(re.compile("/lab/05/"))


def test_what_the_version_before_kept_is_there(lab: Any, page: Page) -> None:
    """Commit b65f3c9: the same names of the database, its stores and the drafts."""
    page.goto("/glossary/")
    page.evaluate(KEPT_BEFORE)

    lab("05")

    assert files(page) == {"manage.py": "mine\n", "users/views.py": "draft\n"}
    work = "document.querySelector('step-lab').work"
    assert page.evaluate(f"[...{work}.database]") == [1, 2, 3]
    assert page.evaluate(f"{work}.meta") == {
        "began": {"manage.py": "began\n"},
        "checked": None,
        "tried": True,
        "passed": "2026-11-25T12:00:00.000Z",
        "claimed": ["04"],
        "clock": 90,
    }
    choose(page, "Saved copies")
    copy = page.locator("dialog").get_by_role("button", name="before the import")
    expect(copy).to_contain_text("1 file")
    copy.click()
    expect(editor(page)).to_contain_text("a copy")
    assert files(page) == {"manage.py": "a copy\n"}


def test_where_the_space_is_full_it_says_so(lab: Any, page: Page) -> None:
    page.add_init_script(
        """IDBObjectStore.prototype.put = () => {
            throw new DOMException("full", "QuotaExceededError");
        }"""
    )
    lab("05")

    write(page, "# mine\n")

    notice = page.locator(".lab-notice")
    expect(notice).to_contain_text("could not be kept: the space")
    expect(notice.get_by_role("button", name="Export")).to_be_visible()
    # Leaving could lose it: the browser asks.
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/glossary/")
    assert asked == ["beforeunload"]


def test_what_the_database_does_not_take_is_there_after_a_reload(
    lab: Any, page: Page
) -> None:
    """As when the page ends while it is being written."""
    page.add_init_script(
        "IDBObjectStore.prototype.put = () => { throw new DOMException('slow'); }"
    )
    page.on("dialog", lambda dialog: dialog.accept())
    lab("05")

    write(page, "# mine\n")
    page.reload()
    ready(page)

    assert files(page)["users/views.py"].endswith("# mine\n")


def test_where_nothing_is_kept_it_says_so_and_offers_the_zip(
    lab: Any, page: Page
) -> None:
    page.add_init_script(
        "IDBFactory.prototype.open = () => { throw new DOMException('no'); }"
    )

    lab("05")
    write(page, "# mine\n")

    notice = page.locator(".lab-notice")
    expect(notice).to_contain_text("keeps nothing")
    expect(page.locator(".lab-state__kept")).to_contain_text("Not kept")
    with page.expect_download() as download:
        notice.get_by_role("button", name="Export").click()
    assert download.value.suggested_filename == "lab-05.zip"


def exported(page: Page, folder: Path) -> Path:
    """The zip of the lab."""
    with page.expect_download() as download:
        choose(page, "Export")
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target


def take(page: Page, file: Path) -> None:
    """Import a zip."""
    with page.expect_file_chooser() as chooser:
        choose(page, "Import")
    chooser.value.set_files(file)


def test_files_go_out_as_a_zip_and_come_back(
    lab: Any, page: Page, tmp_path: Path
) -> None:
    lab("05")
    write(page, "# mine\n")
    mine = files(page)

    zipped = exported(page, tmp_path)
    with zipfile.ZipFile(zipped) as archive:
        inside = {name: archive.read(name).decode() for name in archive.namelist()}
    about = json.loads(inside.pop(".learn-lab.json"))
    assert inside == mine
    assert (about["format"], about["step"]) == (1, "05")
    choose(page, "Start again")
    answer(page, "Start again")
    expect(editor(page)).not_to_contain_text("# mine")
    take(page, zipped)
    answer(page, "Import")
    expect(editor(page)).to_contain_text("# mine")

    assert files(page) == mine


def test_a_zip_that_is_not_safe_leaves_everything_as_it_was(
    lab: Any, page: Page, tmp_path: Path
) -> None:
    lab("05")
    before = files(page)
    bad = tmp_path / "bad.zip"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("manage.py", "")
        archive.writestr("../outside.py", "")
    bad.write_bytes(content.getvalue())

    take(page, bad)

    expect(page.locator("dialog.lab-dialog")).to_contain_text("not safe")
    answer(page, "Close")
    assert files(page) == before


def test_a_copy_of_what_is_replaced_can_be_brought_back(lab: Any, page: Page) -> None:
    lab("05")
    write(page, "# mine\n")

    choose(page, "Start again")
    answer(page, "Start again")
    expect(editor(page)).not_to_contain_text("# mine")
    choose(page, "Saved copies")
    answer(page, "before starting again")
    expect(editor(page)).to_contain_text("# mine")
    choose(page, "Delete what is kept")
    answer(page, "Delete")

    expect(editor(page)).not_to_contain_text("# mine")
    choose(page, "Saved copies")
    expect(page.locator("dialog.lab-dialog")).to_contain_text("none yet")


def test_a_mistake_is_marked_on_its_line_with_its_sentence(
    lab: Any, page: Page
) -> None:
    lab("05")

    checked(page, FAILED)

    expect(page.locator(".cm-line.lab-marked")).to_contain_text("class CreateUser")
    expect(page.locator(".lab-note")).to_contain_text("Anybody may do this.")
    expect(page.locator(".lab-note")).to_contain_text("Name the permission.")
    expect(page.locator(".lab-state")).to_contain_text("0 of 1 tasks done")
    write(page, "#")
    expect(page.locator(".lab-state")).to_contain_text("Changed, not yet checked")


def test_the_solution_is_shown_only_after_trying(lab: Any, page: Page) -> None:
    lab("05")
    write(page, "# mine\n")

    page.get_by_role("tab", name="Changes").click()
    pane = page.get_by_role("tabpanel", name="Changes")
    expect(pane).to_contain_text("1 file: 1 line added, 0 removed")
    expect(pane.locator("ins")).to_contain_text("# mine")
    expect(pane.locator("ins .sign")).to_have_text("+")
    # What is written while another pane is shown is there as well.
    page.get_by_role("tab", name="Check").click()
    write(page, "# and more\n")
    page.get_by_role("tab", name="Changes").click()
    expect(pane).to_contain_text("1 file: 2 lines added, 0 removed")
    pane.get_by_label("From mine to the solution").check()
    expect(pane).to_contain_text("once you have tried")
    checked(page, FAILED)
    expect(pane).to_contain_text("LoginAPIView")
    pane.get_by_role("button", name="Put all of it").click()
    answer(page, "Put it in")

    expect(pane).to_contain_text("Your files are those of the solution")
    assert "LoginAPIView" in files(page)["users/views.py"]
    choose(page, "Saved copies")
    expect(page.locator("dialog.lab-dialog")).to_contain_text("before the solution")


def test_after_a_passed_check_the_files_go_on_into_the_next_lab(
    lab: Any, page: Page
) -> None:
    lab("05")
    write(page, "# mine\n")

    checked(page, PASSED)
    page.get_by_role("button", name="Go on with step 06").click()
    expect(page.locator("step-lab")).to_have_attribute("step", "06")
    ready(page)

    assert files(page)["users/views.py"].endswith("# mine\n")
    page.get_by_role("tab", name="Changes").click()
    expect(page.get_by_role("tabpanel", name="Changes")).to_contain_text(
        "You have changed nothing yet."
    )


def test_the_first_lab_begins_with_an_empty_folder_and_a_command(
    lab: Any, page: Page
) -> None:
    lab("01")
    assert files(page) == {}

    page.get_by_role("button", name="django-admin startproject config .").first.click()

    expect(item(page, "config/settings.py")).to_be_visible(timeout=60_000)
    assert "config.settings" in files(page)["manage.py"]
    kept(page)


def test_a_command_is_typed_and_what_it_writes_is_in_the_tree(
    lab: Any, page: Page
) -> None:
    lab("03")
    migration = next(path for path in files(page) if path.endswith("0001_initial.py"))
    item(page, "users/migrations").click()
    item(page, migration).click()
    page.get_by_role("button", name="Delete the open file").click()
    page.get_by_role("tab", name="Commands").click()
    pane = page.get_by_role("tabpanel", name="Commands")
    expect(pane.get_by_role("button", name="makemigrations users")).to_be_visible()

    field = pane.get_by_label("Command", exact=True)
    for line, said in {
        "python manage.py makemigrations users": "Create model User",
        "python -c 'print(6 * 7)'": "42",
        "ls": "cannot run in a tab",
    }.items():
        field.fill(line)
        field.press("Enter")
        first = pane.get_by_role("log").locator(":scope > *").first
        expect(first).to_contain_text(said, timeout=60_000)

    expect(item(page, migration)).to_have_count(1)
    assert "CreateModel" in files(page)[migration]
    field.press("ArrowUp")
    expect(field).to_have_value("ls")
    assert violations(page) == []


def test_the_project_is_started_once_it_is_asked_for_and_its_data_stay(
    lab: Any, page: Page
) -> None:
    lab("05")
    page.get_by_role("button", name="Start", exact=True).click()
    state = page.locator(".lab-state__project")
    expect(state).to_have_text("Running", timeout=60_000)

    body = json.dumps(
        {
            "email": "ada@example.com",
            "first_name": "Ada",
            "password": "correct horse battery staple",
        }
    )
    create = """async (body) => {
        const project = await document.querySelector("step-lab").lab.project();
        const headers = { "content-type": "application/json" };
        const path = "/user/create/";
        return (await project.request({ method: "POST", path, headers, body })).status;
    }"""
    assert page.evaluate(create, body) == 201
    write(page, "# mine\n")
    expect(state).to_contain_text("from before your change")
    # The same address is refused by the project of the changed files too: it is there.
    assert page.evaluate(create, body) == 400
    page.get_by_role("button", name="Stop").click()
    expect(state).to_contain_text("Stopped")
    page.reload()
    ready(page)
    assert page.evaluate(create, body) == 400


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_in_a_lab(lab: Any, page: Page, scheme: Scheme) -> None:
    look(page, scheme)
    lab("05")
    write(page, "# mine\n")
    page.get_by_role("tab", name="Changes").click()
    checked(page, FAILED)
    page.get_by_role("button", name="Find").click()
    item(page, "users").click()

    assert violations(page) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_in_its_menu_and_its_questions(
    lab: Any, page: Page, scheme: Scheme
) -> None:
    look(page, scheme)
    lab("05")
    page.get_by_role("button", name="New file").click()
    page.get_by_role("button", name="Menu", exact=False).last.click()
    assert violations(page) == []

    page.get_by_role("menuitem", name="Start again").click()
    assert violations(page) == []


def test_the_keyboard_walks_through_a_lab_and_sees_where_it_is(
    lab: Any, page: Page
) -> None:
    lab("05")
    # In the editor Tab writes: the way out is another test's part.
    editor(page).evaluate("(e) => e.setAttribute('tabindex', '-1')")

    walked = walk(page)

    assert not walked.unseen
    assert not walked.missed


@pytest.mark.parametrize("width", [320, SIZES["phone"]["width"], 768])
def test_on_a_narrow_screen_nothing_is_wider_than_it(
    lab: Any, page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    lab("05")
    checked(page, FAILED)

    assert sideways(page) == []
    expect(page.get_by_role("button", name="Check", exact=True)).to_be_in_viewport()
    for pane in ("Request", "Changes"):
        page.get_by_role("tab", name=pane).click()
        assert sideways(page) == []


def test_on_a_phone_the_result_of_a_check_comes_into_view(lab: Any, page: Page) -> None:
    page.set_viewport_size(SIZES["phone"])
    lab("05")

    page.get_by_role("button", name="Check", exact=True).first.click()

    expect(page.get_by_role("tab", name="Check")).to_be_in_viewport()
    expect(page.get_by_role("tabpanel", name="Check")).to_be_in_viewport()


@pytest.fixture
def without_scripts(chromium: Browser, site: str) -> Iterator[Page]:
    """A page that runs no script."""
    with chromium.new_context(base_url=site, java_script_enabled=False) as context:
        yield context.new_page()


def test_without_scripts_the_page_says_what_to_do(without_scripts: Page) -> None:
    without_scripts.goto("/lab/05/")

    expect(without_scripts.locator("step-lab")).to_contain_text("needs JavaScript")
    expect(without_scripts.locator("article")).to_contain_text("learn.py start 5")
