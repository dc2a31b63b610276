"""Serve a built site as it is: to this machine, or to a room.

``mkdocs serve`` builds for one writer at a time; this answers many readers at once.
"""

import io
import os
import re
import socket
import sys
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO

from course.errors import CourseError
from course.paths import command_line
from course.servers.addresses import room_addresses

# Not from the machine's registry: on Windows that may call a script plain text, and a
# browser refuses it then. The page itself unpacks a .gz, so that is no encoding here.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".gz": "application/gzip",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".ipynb": "application/json",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    "": "application/octet-stream",
}
# What has the digest of its content in its name never changes.
HASHED = re.compile(r"-[0-9a-f]{12}\.[a-z.]+$")
# A proxy's form of an address, http://127.0.0.1:8000/teach/, and what is before a path.
BEFORE_PATH = re.compile(r"(?:[a-z][a-z0-9+.-]*://[^/?#]*)?/*", re.IGNORECASE)
FOR_EVER, ASK_AGAIN = "public, max-age=31536000, immutable", "no-cache"


class Pages(SimpleHTTPRequestHandler):
    """Answers with a file of the site, its start page for a folder, or its 404 page."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "learn.py", ""
    extensions_map = TYPES
    # Seconds: a phone that has left the room holds no connection for ever.
    timeout = 60
    _found = False

    def parse_request(self) -> bool:
        """Read a request; answer it from the folder that the server has by now."""
        if not super().parse_request():
            return False
        self.path = BEFORE_PATH.sub("/", self.path, count=1)
        assert isinstance(self.server, StaticServer)
        self.directory = str(self.server.folder)
        return True

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Begin an answer; what the system refuses as a name is not there."""
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if os.path.isdir(path) else path
        # Unlike open, this neither raises for "%00" nor takes a device for a file.
        if not os.path.isfile(file):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        # Only the very same date is the same file: the browser may have the page of
        # another copy of this tutorial, built later than this one.
        changed = self.date_time_string(os.stat(file).st_mtime)
        if self.headers["If-Modified-Since"] != changed:
            del self.headers["If-Modified-Since"]
        return super().send_head()

    def send_response(self, code: int, message: str | None = None) -> None:
        """Begin an answer, and remember whether it is the file that was asked for."""
        self._found = code in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)
        super().send_response(code, message)

    def end_headers(self) -> None:
        """Say how long an answer may be kept, and that its type is what it says."""
        hashed = self._found and HASHED.search(self.path.partition("?")[0])
        self.send_header("Cache-Control", FOR_EVER if hashed else ASK_AGAIN)
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def send_error(
        self, code: int, message: str | None = None, explain: str | None = None
    ) -> None:
        """Answer 404 with the page that the site has for it."""
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", TYPES[".html"])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the terminal shows the address."""


class StaticServer(ThreadingHTTPServer):
    """Serves ``folder`` at an address of this machine, a thread a connection.

    Another folder may be put in its place at any time. Raises OSError where that
    address cannot be had.
    """

    daemon_threads = True
    # A room opens the address in one moment, and a browser six connections.
    request_queue_size = 256
    # On Windows that option lets two programs have one port.
    allow_reuse_address = sys.platform != "win32"

    def __init__(self, folder: Path, bind: str, port: int) -> None:
        self.folder = folder
        found = socket.getaddrinfo(
            bind, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        self.address_family, _, _, _, address = found[0]
        super().__init__(
            # The address of IPv6 has four parts; the first two are the same.
            (str(address[0]), int(address[1])),
            Pages,
        )

    def server_bind(self) -> None:
        """Listen; not by the name of this machine, which may take seconds to find."""
        if self.address_family == socket.AF_INET6:
            self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        if self.allow_reuse_address:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = address = self.socket.getsockname()
        self.server_name, self.server_port = address[:2]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Leave out that a reader has gone away; say everything else."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def listening(folder: Path, bind: str, port: int, verb: str) -> StaticServer:
    """Return a server of the folder; CourseError where the address cannot be had."""
    try:
        return StaticServer(folder, bind, port)
    except OSError as error:
        here = [address.host for address in room_addresses()]
        named = f"This machine has {', '.join(here)}. " if here else ""
        raise CourseError(
            f"{bind} cannot be listened on: {error.strerror or error}.",
            f"{named}For all of its addresses: "
            f"{command_line(f'{verb} --bind 0.0.0.0')}",
        ) from error
