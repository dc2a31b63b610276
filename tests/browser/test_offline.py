"""After one visit the site works without a network, all of it."""

import json
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page

from course.website.offline import LIST, offline_list

from .building import addresses_of, serve
from .watching import Troubles

HEALTH = """async (root) => {
    const { Project } = await import(new URL("assets/python/runtime.js", root));
    const project = await Project.start({ step: "05" });
    return (await project.request({ path: "/health/" })).text;
}"""
KEPT = """async () => {
    const found = [];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        found.push(...(await cache.keys()).map(({ url }) => new URL(url).pathname));
    }
    return found;
}"""

KEEP = """async () => {
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    active.postMessage({ kind: "keep", what: "pages" }, [port2]);
    const { data } = await new Promise((resolve) => (port1.onmessage = resolve));
    return data.kept;
}"""


class Changing(SimpleHTTPRequestHandler):
    """Files as they are now."""

    def end_headers(self) -> None:
        """Let no browser think that it knows them."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def serve_changing(folder: Path) -> Iterator[str]:
    """Serve a folder whose files change, until the block ends."""
    handler = partial(Changing, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser of its own, whose pages do keep the site."""
    with chromium.new_context(reduced_motion="reduce") as context:
        context.set_default_timeout(60_000)
        yield context


def visit(page: Page, address: str, *, kept: str = "all") -> None:
    """Open a page, and wait until the site is kept."""
    page.goto(address)
    page.wait_for_selector(f"html[data-kept={kept}]", state="attached")


def visit_and_leave(page: Page, folder: Path, place: str = "/") -> str:
    """Visit one page of a site, and end its server; return the site's address."""
    with serve(folder) as address:
        visit(page, f"{address}{place}glossary/")
    return f"{address}{place}"


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    """A copy of the site, to change; without what runs Python, to be quick."""
    folder = tmp_path / "copy"
    leave_out = shutil.ignore_patterns("*.gz")
    shutil.copytree(built, folder, ignore=leave_out)
    file = folder / "assets/offline.json"
    made = json.loads(file.read_text(encoding="utf-8"))
    made["files"] = {p: h for p, h in made["files"].items() if not p.endswith(".gz")}
    file.write_text(json.dumps(made), encoding="utf-8")
    return folder


def change(folder: Path, path: str, text: str) -> None:
    """Build the site anew, as it were, with another text on a page."""
    (folder / path).write_text(text, encoding="utf-8")
    (folder / LIST).write_text(offline_list(folder), encoding="utf-8")


def test_every_page_opens_without_a_network(
    context: BrowserContext, built: Path, tmp_path: Path
) -> None:
    """Below a path, where many hosts have their sites."""
    (tmp_path / "some").mkdir()
    (tmp_path / "some/where").symlink_to(built, target_is_directory=True)
    page = context.new_page()
    address = visit_and_leave(page, tmp_path, "/some/where/")
    troubles = Troubles(address.rstrip("/"))
    troubles.watch(page)
    # A page of errors stands at no address of its own, and knows the root alone.
    pages = [found for found in addresses_of(built) if found != "/404.html"]

    for found in pages:
        answer = page.goto(address + found.removeprefix("/"))
        assert answer is not None
        assert answer.status == 200, found
        assert page.locator("article h1").count() == 1, found

    assert len(pages) > 40
    assert troubles.noticed == []


def test_a_project_starts_without_a_network(
    context: BrowserContext, built: Path, runtime: dict[str, Any]
) -> None:
    page = context.new_page()
    address = visit_and_leave(page, built)

    page.goto(f"{address}steps/05_jwt_login/")

    assert json.loads(page.evaluate(HEALTH, address)) == {"status": "ok"}


def test_search_works_without_a_network(context: BrowserContext, built: Path) -> None:
    page = context.new_page()
    page.goto(visit_and_leave(page, built))

    page.keyboard.press("/")
    page.keyboard.type("No active account")

    found = page.locator(".md-search-result__item").first
    found.get_by_text("No active account").first.wait_for()


def test_nothing_is_loaded_for_keeping_where_data_is_to_be_saved(
    context: BrowserContext, built: Path, runtime: dict[str, Any]
) -> None:
    context.add_init_script(
        "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
    )
    page = context.new_page()
    with serve(built) as address:
        visit(page, f"{address}/", kept="pages")
        page.evaluate("new Promise(requestIdleCallback)")
        kept = page.evaluate(KEPT)

    assert "/glossary/" in kept
    assert "/assets/runtime/manifest.json" in kept
    assert [path for path in kept if path.endswith(".gz")] == []
    assert page.locator("html[data-kept=all]").count() == 0


def test_a_server_that_answers_is_never_passed_over(
    context: BrowserContext, copy: Path
) -> None:
    page = context.new_page()
    with serve_changing(copy) as address:
        visit(page, f"{address}/glossary/")
        change(copy, "decoder/index.html", "<h1>New</h1>")

        page.goto(f"{address}/decoder/")

        assert page.inner_text("h1") == "New"


def test_what_has_changed_is_kept_at_the_next_visit(
    context: BrowserContext, copy: Path
) -> None:
    page = context.new_page()
    with serve_changing(copy) as address:
        visit(page, f"{address}/")
        change(copy, "decoder/index.html", "<title>New</title>")
        shutil.rmtree(copy / "glossary")
        change(copy, "more.html", "<title>More</title>")
        visit(page, f"{address}/")
        kept = page.evaluate(KEPT)

    assert "/glossary/" not in kept
    page.goto(f"{address}/decoder/")
    assert page.title() == "New"
    page.goto(f"{address}/more.html")
    assert page.title() == "More"


def test_only_what_is_listed_is_kept_and_answered(
    context: BrowserContext, copy: Path
) -> None:
    """A project of one's own may answer at this host and port, a minute later."""
    page = context.new_page()
    with serve_changing(copy) as address:
        visit(page, f"{address}/")
        own = "/user/login/index.html", "<title>Mine</title>"
        (copy / "user/login").mkdir(parents=True)
        (copy / own[0].removeprefix("/")).write_text(own[1], encoding="utf-8")
        # The same path as a page of the site, another server.
        (copy / "glossary/index.html").write_text("<title>Theirs</title>", "utf-8")

        page.goto(f"{address}/user/login/")
        assert page.title() == "Mine"
        page.goto(f"{address}/glossary/")
        assert page.title() == "Theirs"
        assert "/user/login/" not in page.evaluate(KEPT)

    page.goto(f"{address}/glossary/")
    assert re.match("Glossary", page.title())
    with pytest.raises(Error, match=r"ERR_FAILED|ERR_CONNECTION_REFUSED"):
        page.goto(f"{address}/user/login/")


def test_a_file_that_is_not_what_the_list_says_is_not_kept(
    context: BrowserContext, copy: Path
) -> None:
    (copy / "decoder/index.html").write_text("<title>Other</title>", encoding="utf-8")
    page = context.new_page()
    with serve_changing(copy) as address:
        page.goto(f"{address}/")
        all_of_it = page.evaluate(KEEP)
        kept = page.evaluate(KEPT)

    assert all_of_it is False
    assert "/decoder/" not in kept
    assert "/glossary/" in kept
    assert page.locator("html[data-kept]").count() == 0
