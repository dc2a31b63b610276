"""Lighthouse on a page of each kind, as on a phone, and what a step page weighs.

It comes from npm: ``npm ci --prefix tests/npm``. Only CI runs this.
"""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.building import addresses_of, build, serve
from support.needed_tools import find_tool, missing, need_tool

from course.paths import ROOT

LIGHTHOUSE = ROOT / "tests/npm/node_modules/lighthouse/cli/index.js"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic"
    " --disable-background-networking"
)
# Those of them that the site has.
PAGES = (
    "/",
    "/steps/05_jwt_login/",
    "/steps/05_jwt_login/notebook/",
    "/troubleshooting/",
)
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# Of each category but the first: that one is a time, and follows the machine's load. It
# is printed, and what it depends on, the weight of the page, is held.
LOWEST = 95
# Of a step page with all that it loads, compressed.
MOST_BYTES = 300_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    """The address of the site, served compressed, and its pages."""
    folder = build(tmp_path_factory.mktemp("site"))
    with serve(folder) as address:
        yield address, addresses_of(folder)


def lighthouse(url: str, report: Path) -> dict:
    """Return Lighthouse's report on a page, as on a phone."""
    if not LIGHTHOUSE.is_file():
        missing("needs Lighthouse: npm ci --prefix tests/npm")
    chromium = find_tool(*CHROMIUM) or missing("Chromium is not installed")
    subprocess.run(
        [
            *(need_tool("node"), str(LIGHTHOUSE), url, "--quiet", "--output=json"),
            *(f"--output-path={report}", f"--chrome-flags={FLAGS}"),
            f"--only-categories={','.join(CATEGORIES)}",
            "--no-enable-error-reporting",
        ],
        check=True,
        env={"CHROME_PATH": chromium, "PATH": str(Path(need_tool("node")).parent)}
        | {"HOME": str(report.parent)},
        stdin=subprocess.DEVNULL,
        timeout=180,
    )
    return json.loads(report.read_text(encoding="utf-8"))


def scores(report: dict) -> dict[str, int]:
    """Return the score of each category, of 100."""
    return {
        name: round((report["categories"][name]["score"] or 0) * 100)
        for name in CATEGORIES
    }


def lost(report: dict, name: str) -> list[str]:
    """Return the titles of the audits that cost points."""
    audits = [
        report["audits"][a["id"]] for a in report["categories"][name]["auditRefs"]
    ]
    return [audit["title"] for audit in audits if (audit["score"] or 0) < 0.9]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_light_accessible_sound_and_found(site, page, tmp_path, capsys):
    address, pages = site
    if page not in pages:
        pytest.skip(f"the site has no page {page}")

    report = lighthouse(address + page, tmp_path / "report.json")
    found = scores(report)
    requests = report["audits"]["network-requests"]["details"]["items"]
    weight = sum(request["transferSize"] for request in requests)
    with capsys.disabled():
        row = " | ".join(f"{name} {score}" for name, score in found.items())
        print(f"\n{page} | {row} | {weight:,} bytes in {len(requests)} requests")

    for name in CATEGORIES[1:]:
        assert found[name] >= LOWEST, lost(report, name)
    assert {request["resourceType"] for request in requests} >= {"Document", "Script"}
    if page.startswith("/steps/"):
        assert weight <= MOST_BYTES
