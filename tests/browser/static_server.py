"""Serve a folder on a free loopback port, compressed, as a web host does.

Run by path: ``static_server.py FOLDER PORT_FILE``. It writes its port to the file and
ends with the process that started it.
"""

import gzip
import io
import os
import sys
import threading
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

import psutil

# What browsers and hosts agree to compress; pictures and archives already are.
TEXT = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".xml", ".txt", ".map"}


@cache
def compressed(path: str) -> bytes:
    """Return the file, compressed; the site does not change while it is served."""
    return gzip.compress(Path(path).read_bytes(), compresslevel=6, mtime=0)


class Handler(SimpleHTTPRequestHandler):
    """Files, with gzip where the reader takes it; the 404 page of the site."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: there is nobody to read it."""

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Send status and headers, and return the body."""
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.partition("?")[0].endswith("/"):
            path /= "index.html"
        takes = "gzip" in self.headers.get("Accept-Encoding", "")
        if not (takes and path.is_file() and path.suffix in TEXT):
            return super().send_head()
        body = compressed(str(path))
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)


def end_with(parent: int) -> None:
    """End this process when that one has ended, however it did."""
    psutil.Process(parent).wait()
    os._exit(0)


def main(folder: str, port_file: str) -> None:
    """Serve until the parent ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=folder))
    threading.Thread(target=end_with, args=[os.getppid()], daemon=True).start()
    new = Path(port_file).with_suffix(".new")
    new.write_text(str(server.server_port), encoding="utf-8")
    new.replace(port_file)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
