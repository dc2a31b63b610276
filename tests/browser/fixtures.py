"""A browser, the site, and a page that fails its test when something goes wrong."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Playwright,
    sync_playwright,
)
from support.needed_tools import find_tool, missing

from .building import addresses_of, build, one_of_each_kind, serve
from .looks import SIZES
from .watching import Troubles

# Debian's, Fedora's and the vendors' names for it.
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without a window, and without a word to anybody outside of this machine.
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
# Starts a Python with pytest, and waits until the page has put its memory away.
VISIT = """async () => {
    const runtime = await import("/assets/python/runtime.js");
    await runtime.commands({ step: "01", files: {}, lines: "pytest --version" });
    const kept = async () => {
        const name = (await caches.keys()).find((each) => each.startsWith("python "));
        return name && (await (await caches.open(name)).keys()).length;
    };
    while (!(await kept())) await new Promise((done) => setTimeout(done, 100));
}"""


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """A headless Chromium, Chrome or Edge of this machine; none is ever downloaded."""
    with sync_playwright() as playwright:
        browser = _launch(playwright)
        yield browser
        browser.close()


def _launch(playwright: Playwright) -> Browser:
    flags = list(FLAGS)
    if sys.platform == "linux" and os.geteuid() == 0:
        # Chromium's sandbox refuses to work for root, as whom containers run.
        flags.append("--no-sandbox")
    launch = playwright.chromium.launch
    if program := find_tool(*CHROMIUM):
        return launch(executable_path=program, args=flags)
    # On Windows and macOS they are in known places, not on the PATH.
    for channel in ("chrome", "msedge"):
        try:
            return launch(channel=channel, args=flags)
        except Error as error:
            if "is not found" not in error.message:
                raise
    missing("Chromium, Chrome or Edge is not installed")


@pytest.fixture(scope="package")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site."""
    return build(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="package")
def runtime(built: Path) -> dict[str, Any]:
    """The list of the runtime's bundles; without them the test is left out."""
    text = (built / "assets/runtime/manifest.json").read_text(encoding="utf-8")
    made = json.loads(text)
    if not made["built"]:
        missing("the runtime is not made: python learn.py author runtime")
    return made


@pytest.fixture(scope="package")
def site(built: Path) -> Iterator[str]:
    """The address of the site, such as ``http://127.0.0.1:45678``."""
    with serve(built) as address:
        yield address


@pytest.fixture(scope="package")
def addresses(built: Path) -> list[str]:
    """The pages to look at: all of them in CI, elsewhere one of each kind."""
    found = addresses_of(built)
    return found if os.environ.get("CI") else one_of_each_kind(found)


@pytest.fixture
def troubles(site: str) -> Troubles:
    """What went wrong on ``page`` so far."""
    return Troubles(site)


@contextmanager
def _opened(chromium: Browser, site: str) -> Iterator[BrowserContext]:
    with chromium.new_context(
        base_url=site,
        color_scheme="light",
        permissions=["clipboard-read", "clipboard-write"],
        reduced_motion="reduce",
        viewport=SIZES["desktop"],
    ) as context:
        context.set_default_timeout(20_000)
        # A page that is never idle does not keep the site; see test_offline.py.
        context.add_init_script("window.requestIdleCallback = () => {}")
        yield context


@pytest.fixture(scope="package")
def visited(
    chromium: Browser, site: str, runtime: dict[str, Any]
) -> Iterator[BrowserContext]:
    """A browser that has been on the site before, for tests marked "returning"."""
    with _opened(chromium, site) as context:
        page = context.new_page()
        page.goto("/glossary/")
        page.evaluate(VISIT)
        page.close()
        yield context


@contextmanager
def _returned(context: BrowserContext, site: str) -> Iterator[BrowserContext]:
    """Forget all of a test but what the browser keeps of the site's own files."""
    yield context
    page = context.new_page()
    page.goto("/404.html")
    for other in context.pages:
        if other is not page:
            other.close()
    session = context.new_cdp_session(page)
    kinds = "cookies,indexeddb,local_storage,service_workers"
    what = {"origin": site, "storageTypes": kinds}
    session.send("Storage.clearDataForOrigin", what)
    page.close()


@pytest.fixture
def page(
    request: pytest.FixtureRequest, chromium: Browser, site: str, troubles: Troubles
) -> Iterator[Page]:
    """A page in a browser of its own: ``page.goto("/glossary/")``.

    Light, of desktop size, without motion; looks.look() changes that. Where the test is
    marked "returning", the browser has the files of the site and the memory of a Python
    from the tests before, as on a later visit. After the test, console errors, failed
    requests and requests to other hosts are failures.
    """
    if request.node.get_closest_marker("returning"):
        opened = _returned(request.getfixturevalue("visited"), site)
    else:
        opened = _opened(chromium, site)
    with opened as context:
        page = context.new_page()
        troubles.watch(page)
        yield page
        # Before the page is closed, which gives up what is still being loaded.
        noticed = list(troubles.noticed)
    assert not noticed, "\n".join(noticed)
