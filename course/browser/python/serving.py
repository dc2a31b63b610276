"""The project's server in the tab: requests in, answers out, as runserver has them."""

import io
import os
import sys
from collections.abc import Callable, Iterable
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import unquote_to_bytes

# Where the notes have the project; a request that says nothing else comes from there.
HOST = "127.0.0.1:8001"

Headers = list[tuple[str, str]]


class Server:
    """The project's WSGI application, with the cookies of one browser."""

    def __init__(self) -> None:
        from django.conf import settings
        from django.contrib.staticfiles.handlers import StaticFilesHandler
        from django.core.servers.basehttp import get_internal_wsgi_application

        self._application = StaticFilesHandler(get_internal_wsgi_application())
        self._static = settings.STATIC_URL
        self._cookies: dict[str, str] = {}

    def answer(
        self,
        method: str,
        target: str,
        headers: Headers,
        body: bytes,
        *,
        prefix: str = "",
        browser: bool = False,
    ) -> tuple[int, str, Headers, bytes]:
        """Return status, reason, headers and body of the answer to one request.

        ``target`` is the path with its query; ``prefix`` the path under which the whole
        project stands. With ``browser`` cookies are kept and sent again.
        """
        if target.startswith(self._static):
            # Django's own handler of static files knows of no path before theirs.
            prefix = ""
        environ = _environ(method, target, headers, body, prefix)
        self._put_static_files_under(prefix)
        if browser and self._cookies:
            pairs = (f"{name}={value}" for name, value in self._cookies.items())
            environ["HTTP_COOKIE"] = "; ".join(pairs)
        status, said = "500 Internal Server Error", []

        def start(line: str, found: Headers, error: Any = None) -> Callable[..., None]:
            nonlocal status, said
            status, said = line, found
            return lambda data: None

        parts: Iterable[bytes] = self._application(environ, start)
        try:
            content = b"".join(parts)
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()
        if browser:
            self._keep_cookies(said)
        code, _, reason = status.partition(" ")
        # As every server does (RFC 9110, 6.4.1).
        empty = method.upper() == "HEAD" or code in {"204", "304"}
        return int(code), reason, said, b"" if empty else content

    def _put_static_files_under(self, prefix: str) -> None:
        """Django asks once under which path it stands; here that changes."""
        from django.conf import settings
        from django.contrib.staticfiles.storage import staticfiles_storage

        url = f"{prefix}{self._static}"
        if url != settings.STATIC_URL:
            settings.STATIC_URL = url
            staticfiles_storage._base_url = url
            vars(staticfiles_storage._wrapped).pop("base_url", None)

    def _keep_cookies(self, headers: Headers) -> None:
        for name, value in headers:
            if name.lower() != "set-cookie":
                continue
            for cookie in SimpleCookie(value).values():
                if cookie["max-age"] == 0 or not cookie.value:
                    self._cookies.pop(cookie.key, None)
                else:
                    self._cookies[cookie.key] = cookie.coded_value


def _environ(
    method: str, target: str, headers: Headers, body: bytes, prefix: str
) -> dict[str, Any]:
    # Two slashes at its beginning are no host.
    path, _, query = target.partition("#")[0].partition("?")
    given = {name.lower(): value for name, value in headers}
    host = given.setdefault("host", HOST)
    name, _, port = host.partition(":")
    environ = {
        "REQUEST_METHOD": method.upper(),
        "SCRIPT_NAME": prefix,
        # WSGI has bytes of the path as if they were Latin-1 (PEP 3333).
        "PATH_INFO": unquote_to_bytes(path or "/").decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": name,
        "SERVER_PORT": port or "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": given.pop("x-tab-scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for header, value in given.items():
        if header == "content-type":
            environ["CONTENT_TYPE"] = value
        elif header != "content-length":
            environ[f"HTTP_{header.upper().replace('-', '_')}"] = value
    return environ


def allow_host(host: str) -> None:
    """Let the project answer for the host that the page itself came from."""
    name = host.partition(":")[0]
    if name not in {"127.0.0.1", "localhost"}:
        os.environ["ALLOWED_HOSTS"] = f"{name},127.0.0.1,localhost"
