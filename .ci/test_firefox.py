"""Every step in Firefox: its project answers in the tab, and its check passes.

Only CI runs this. Playwright cannot drive the Firefox of a distribution, so the page
does all by itself and posts what came of it.
"""

import json
import shutil
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from browser.building import build
from support.needed_tools import need_tool

from course.curriculum.steps import load_steps
from course.paths import ROOT

PAGE = ROOT / "tests/browser/firefox_page.html"
# Seconds: Firefox starts, and six steps are checked.
PATIENCE = 900
SETTINGS = """
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.telemetry.reportingpolicy.firstRun", false);
user_pref("app.update.enabled", false);
"""


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder, and keeps what is posted to it."""

    posted: "list[dict[str, Any]]"

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        """Keep the result."""
        length = int(self.headers["Content-Length"])
        self.server.posted.append(json.loads(self.rfile.read(length)))
        self.send_response(204)
        self.end_headers()
        self.server.arrived.set()


def test_every_step_runs_in_firefox(tmp_path: Path) -> None:
    firefox = need_tool("firefox-esr", "firefox")
    steps = [step.number_text for step in load_steps()]
    site = build(tmp_path / "site")
    shutil.copy(PAGE, site / "smoke.html")
    profile = tmp_path / "profile"
    profile.mkdir()
    (profile / "user.js").write_text(SETTINGS)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=site))
    server.posted, server.arrived = [], threading.Event()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/smoke.html?steps="

    browser = subprocess.Popen(
        [firefox, "--headless", "--profile", profile, address + ",".join(steps)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert server.arrived.wait(PATIENCE), "Firefox posted nothing"
    finally:
        browser.kill()
        browser.wait()
        server.shutdown()
        server.server_close()

    (results,) = server.posted
    expected: dict[str, dict[str, Any]] = {}
    for step in steps:
        expected[step] = {"health": 200, "check": "passed"}
        if step >= "04":
            expected[step]["created"] = 201
        if step >= "05":
            expected[step]["login"] = 200
    assert results == expected
