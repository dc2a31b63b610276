"""Where a browser lacks something, the lab says what, and what does the same."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from .audit import violations
from .building import serve
from .labs import end_of, lay, open_lab, pane, panel
from .looks import SCHEMES, SIZES, look, sideways

pytestmark = pytest.mark.usefixtures("runtime")
LONG = 60_000
COMMANDS = "python3 learn.py start 6\npython3 learn.py check\npython3 learn.py run"
NO_WEBASSEMBLY = "delete globalThis.WebAssembly;"
NO_WORKER = "delete globalThis.Worker;"
NO_UNPACKING = "delete globalThis.DecompressionStream;"
NO_SERVICE_WORKER = "delete Navigator.prototype.serviceWorker;"
NO_STORAGE = "IDBFactory.prototype.open = () => { throw new DOMException('no'); };"
LITTLE_MEMORY = (
    "Object.defineProperty(Navigator.prototype, 'deviceMemory', { get: () => 2 });"
)
NO_JSPI = "delete WebAssembly.Suspending; delete WebAssembly.promising;"
# What browsers leave out on a page that came over http from another machine.
PLAIN_HTTP = """
    Object.defineProperty(globalThis, "isSecureContext", { get: () => false });
    delete Navigator.prototype.serviceWorker;
    delete Navigator.prototype.locks;
    delete globalThis.caches;
    delete Crypto.prototype.subtle;
    delete Crypto.prototype.randomUUID;
"""
Opened = Callable[..., Locator]


@pytest.fixture
def gate(page: Page) -> Opened:
    """``gate(script)`` opens a lab in a browser that lacks it, and returns the gate."""

    def opened(script: str) -> Locator:
        page.add_init_script(script)
        page.goto("/lab/06/")
        expect(page.locator(".lab-gate details")).to_be_attached()
        return page.locator(".lab-gate")

    return opened


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (NO_WEBASSEMBLY, "This browser has no WebAssembly"),
        (NO_WORKER, "This browser has no workers"),
    ],
    ids=["webassembly", "worker"],
)
def test_where_python_cannot_run_the_files_are_there_and_the_commands(
    script: str, said: str, gate: Opened, page: Page
) -> None:
    shown = gate(script)

    assert shown.locator("details").evaluate("(e) => e.open")
    expect(shown.locator("summary")).to_have_text(
        "The lab does not run in this browser"
    )
    expect(shown).to_contain_text(said)
    expect(shown).to_contain_text("The files can be read and changed")
    assert COMMANDS in shown.inner_text()
    expect(page.get_by_role("heading", name="Lab of step 06")).to_be_visible()
    expect(page.locator(".lab .cm-content")).to_contain_text("CreateUserAPIView")


def test_where_the_files_cannot_be_unpacked_the_page_says_so(gate: Opened) -> None:
    shown = gate(NO_UNPACKING)

    expect(shown).to_contain_text("This browser cannot unpack")
    expect(shown).to_contain_text("A newer browser can")
    assert COMMANDS in shown.inner_text()


def test_a_check_that_cannot_run_says_so(gate: Opened, page: Page) -> None:
    gate(NO_WEBASSEMBLY)

    panel(page).get_by_role("button", name="Check", exact=True).click()

    expect(panel(page)).to_contain_text("WebAssembly")
    expect(panel(page).get_by_role("button", name="Check", exact=True)).to_be_enabled()


def test_without_a_service_worker_all_but_the_frame_works(
    gate: Opened, page: Page
) -> None:
    shown = gate(NO_SERVICE_WORKER)
    expect(shown.locator("summary")).to_have_text(
        "A part of the lab does not work here"
    )
    expect(shown).to_contain_text("A private window is the usual reason")

    browse = pane(page, "Browse")
    browse.get_by_role("button", name="Open").click()
    expect(browse).to_contain_text("no service worker", timeout=LONG)
    expect(browse.locator("iframe")).to_be_hidden()
    request = pane(page, "Request")
    request.get_by_role("button", name="Send").click()
    expect(request.locator(".lab-answer__status")).to_be_visible(timeout=LONG)


def test_where_nothing_is_kept_it_says_to_export(gate: Opened) -> None:
    shown = gate(NO_STORAGE)

    expect(shown.locator("summary")).to_have_text("The lab works here, with a limit")
    expect(shown).to_contain_text("export your files before you close the tab")


def test_little_memory_is_named_and_the_lab_offered(gate: Opened, page: Page) -> None:
    shown = gate(LITTLE_MEMORY)

    assert not shown.locator("details").evaluate("(e) => e.open")
    expect(shown).to_contain_text("This machine has little memory")
    expect(panel(page).get_by_role("button", name="Check", exact=True)).to_be_enabled()


def test_a_start_that_gets_no_memory_says_what_to_do(page: Page) -> None:
    page.add_init_script(
        """Worker.prototype.postMessage = function ({ id }) {
          const error = { message: "WebAssembly.Memory(): could not allocate memory" };
          this.onmessage?.({ data: { id, error } });
        };"""
    )
    open_lab(page, "06")

    request = pane(page, "Request")
    request.get_by_role("button", name="Send").click()

    expect(request).to_contain_text("Close other tabs", timeout=LONG)
    expect(request).to_contain_text("python3 learn.py")


def test_without_jspi_the_slower_hash_is_named_and_works(
    gate: Opened, page: Page
) -> None:
    shown = gate(NO_JSPI)
    expect(shown).to_contain_text("some two seconds")
    lay(page, end_of(page, "06"))

    request = pane(page, "Request")
    again = request.get_by_label("request of the notes")
    again.select_option(index=2)
    expect(request.get_by_label("Path")).to_have_value("/user/create/")
    request.get_by_role("button", name="Send").click()

    expect(request).to_contain_text("201 Created", timeout=LONG)


def test_over_plain_http_requests_work_and_the_frame_is_named(
    gate: Opened, page: Page
) -> None:
    shown = gate(PLAIN_HTTP)
    expect(shown).to_contain_text("This page came over plain http")
    expect(shown).to_contain_text("browsers give both to https")

    request = pane(page, "Request")
    request.get_by_role("button", name="Send").click()

    expect(request.locator(".lab-answer__status")).to_be_visible(timeout=LONG)


@pytest.fixture
def unbuilt(built: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the site as it is built where the runtime is not."""
    folder = tmp_path / "site"
    folder.mkdir()
    for entry in built.iterdir():
        (folder / entry.name).symlink_to(entry)
    (folder / "assets").unlink()
    (folder / "assets").mkdir()
    for entry in (built / "assets").iterdir():
        (folder / "assets" / entry.name).symlink_to(entry)
    (folder / "assets/runtime").unlink()
    (folder / "assets/runtime").mkdir()
    (folder / "assets/runtime/manifest.json").write_text(
        json.dumps({"built": False, "steps": {}}), encoding="utf-8"
    )
    with serve(folder) as address:
        yield address


@pytest.fixture
def elsewhere(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser for a site of its own."""
    with chromium.new_context(reduced_motion="reduce") as context:
        context.set_default_timeout(20_000)
        yield context


def test_a_site_without_the_runtime_says_how_it_is_made(
    unbuilt: str, elsewhere: BrowserContext
) -> None:
    page = elsewhere.new_page()
    page.goto(f"{unbuilt}/lab/06/")

    shown = page.locator(".lab-gate")
    expect(shown).to_contain_text("built without the part that runs Python")
    expect(shown).to_contain_text("python3 learn.py author runtime")
    assert COMMANDS in shown.inner_text()
    expect(page.get_by_text("needs JavaScript")).to_be_hidden()


def test_nothing_is_said_where_nothing_is_missing(page: Page) -> None:
    open_lab(page, "06")

    expect(page.locator(".lab-gate details")).to_have_count(0)


def test_axe_finds_nothing_at_a_gate_and_it_fits_a_phone(
    gate: Opened, page: Page
) -> None:
    gate(NO_WEBASSEMBLY)
    page.set_viewport_size(SIZES["phone"])
    assert sideways(page) == []

    for scheme in SCHEMES:
        look(page, scheme)
        assert violations(page) == [], scheme
