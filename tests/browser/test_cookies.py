"""What a script on a page can read: the reason for where a client keeps its tokens."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser


class SetsCookies(BaseHTTPRequestHandler):
    """A login that answers with a token in two cookies, and says what came back."""

    def do_GET(self) -> None:
        """Answer with the cookies of the request."""
        self.send_response(200)
        self.send_header("Set-Cookie", "kept=refresh; HttpOnly; SameSite=Strict")
        self.send_header("Set-Cookie", "shown=refresh; SameSite=Strict")
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write((self.headers["Cookie"] or "no cookie").encode())

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), SetsCookies) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_script_reads_local_storage_and_no_http_only_cookie(
    chromium: Browser, service: str
) -> None:
    """Attack L20: one injected script, and what it gets (OWASP ASVS 3.3.4)."""
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(service)
        page.evaluate("localStorage.setItem('token', 'access')")
        page.reload()

        read = page.evaluate("[localStorage.getItem('token'), document.cookie]")
        sent = page.text_content("body") or ""

        assert read == ["access", "shown=refresh"]
        assert "kept=refresh" in sent
