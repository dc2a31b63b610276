"""The section Teach of the site: its pages, and nothing of it on learners' pages."""

import json
import os
import re
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from support.built_site import Site
from support.needed_tools import need_tool

from course.curriculum.profiles import load_profiles
from course.curriculum.schedule import clock, make_schedule, read_time
from course.curriculum.steps import Step, load_steps

pytestmark = pytest.mark.xdist_group("site")
STEPS = load_steps()
steps = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
ARTICLE = re.compile(r"<article.*?</article>", re.DOTALL)
CHROMIUM = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *arguments: object) -> None:
        """Keep the test's output free of requests."""


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    """The address of the built site, served from this process."""
    handler = partial(Quiet, directory=str(site.folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@steps
def test_every_step_has_a_page_for_instructors(site: Site, step: Step) -> None:
    html = site.html(f"teach/{step.name}")

    minutes = f"{step.teach} minutes to teach, {step.practise} to practise."
    assert minutes in html
    assert f'href="../../steps/{step.name}/"' in html
    assert 'id="where-they-get-stuck"' in html


def test_the_schedules_are_those_of_the_command_line(site: Site) -> None:
    html = site.html("teach/schedules")

    for profile in load_profiles().values():
        for row in make_schedule(profile, STEPS, read_time("09:00")).rows:
            cells = [clock(row.start), str(row.minutes), row.what]
            found = r"</td>\s*<td[^>]*>".join(map(re.escape, cells))
            assert re.search(found, html), row


def test_the_navigation_leads_to_every_page_of_the_section(site: Site) -> None:
    html = site.html("teach")

    pages = {path.parent.name for path in site.folder.glob("teach/*/index.html")}
    assert pages >= {step.name for step in STEPS}
    for page in pages:
        assert f'<a href="{page}/" class="md-nav__link">' in html, page


def test_no_text_of_learners_leads_into_the_section(site: Site) -> None:
    for address, seen in site.pages():
        if not address.startswith("/steps/"):
            continue
        html = (site.folder / address.strip("/") / "index.html").read_text("utf-8")
        article = ARTICLE.search(html)
        assert article
        assert seen.links
        assert "teach/" not in article[0], address


def test_no_search_finds_the_answers_to_the_questions(site: Site) -> None:
    index = site.folder / "search" / "search_index.json"
    found = {
        entry["location"].partition("#")[0]
        for entry in json.loads(index.read_text(encoding="utf-8"))["docs"]
    }

    assert {f"steps/{step.name}/" for step in STEPS} <= found
    assert not found & {f"teach/{step.name}/" for step in STEPS}


def test_the_helper_card_is_one_page_of_a4(address: str, tmp_path: Path) -> None:
    chromium = need_tool("chromium", "google-chrome", "chrome")
    pdf = tmp_path / "card.pdf"
    subprocess.run(
        [
            chromium,
            *CHROMIUM,
            f"--user-data-dir={tmp_path / 'profile'}",
            "--no-pdf-header-footer",
            f"--print-to-pdf={pdf}",
            f"{address}/teach/helper-card/",
        ],
        env={**os.environ, "HOME": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        timeout=300,
    )
    written = pdf.read_bytes()
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", written)

    assert len(re.findall(rb"/Type /Page\b", written)) == 1
    # Points: 210 by 297 millimeters.
    assert box
    assert (round(float(box[1])), round(float(box[2]))) == (595, 842)
