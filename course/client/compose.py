"""The request that the words of a command line stand for."""

import difflib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from course.errors import CourseError
from course.paths import command_line

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
# Their key=value pairs go into the path: they have no body.
WITHOUT_BODY = ("GET", "HEAD", "OPTIONS")
OURS = ("127.0.0.1", "localhost", "[::1]")
ADDRESS = re.compile(
    r"^(?:(?P<scheme>[a-z][a-z0-9+.]*)://)?"
    r"(?P<host>[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\])?(?::(?P<port>\d{1,5}))?(?P<path>[/?].*)?$"
)
# Git Bash takes /user/ for a file and makes it C:/Program Files/Git/user/.
GIT_BASH = re.compile(
    r"^[A-Za-z]:[/\\](?:.*?[/\\])?(?:Git|msys\d*|cygwin\d*)(?=[/\\])", re.I
)
ITEM = re.compile(r"^(?P<key>[^=]*?)(?P<sign>:=|=)(?P<value>.*)$", re.S)
EXAMPLE = 'http POST /user/login/ email=ada@example.com password="correct horse"'


@dataclass(frozen=True)
class Message:
    """A request. ``path`` is encoded; ``port`` and ``host`` are None unless given."""

    method: str
    path: str
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    host: str | None = None
    port: int | None = None


def compose(
    words: Sequence[str], *, headers: Sequence[str] = (), form: bool = False
) -> Message:
    """Return the request for METHOD PATH key=value…; without METHOD, GET or POST.

    Raises CourseError for what cannot be understood, with the line to type instead.
    """
    method, address, items = _sort(list(words))
    host, port, path = _address(address)
    data = _data(items)
    sent = {"Accept": "application/json, */*;q=0.5", "User-Agent": "learn.py"}
    body = None
    if data and method in WITHOUT_BODY:
        path += ("&" if "?" in path else "?") + urlencode(_texts(data))
    elif data and form:
        body = urlencode(_texts(data)).encode("ascii")
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    elif data:
        body = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")
        sent["Content-Type"] = "application/json"
    for header in headers:
        name, value = _header(header)
        # One of ours of that name, in whatever case, gives way.
        sent = {n: v for n, v in sent.items() if n.lower() != name.lower()}
        sent[name] = value
    return Message(method, path, body, sent, host, port)


def _sort(words: list[str]) -> tuple[str, str, list[str]]:
    first = words[0] if words else ""
    if first and not re.search(r"[/:.?=\\]", first):
        method, words = _method(first), words[1:]
    else:
        # As browsers and curl do: a body makes it a POST.
        method = "POST" if len(words) > 1 else "GET"
    if not words:
        raise CourseError(
            f"{method} of which path? A path begins with a slash: /user/login/",
            f"For example: {command_line(EXAMPLE)}",
        )
    return method, words[0], words[1:]


def _method(text: str) -> str:
    if text.upper() in METHODS:
        return text.upper()
    near = difflib.get_close_matches(text.upper(), METHODS, n=1, cutoff=0.5)
    question = f" Did you mean {near[0]}?" if near else ""
    raise CourseError(
        f"There is no method “{text}”.{question}",
        f"They are {', '.join(METHODS)}; then comes the path, such as /user/login/.",
    )


def _address(text: str) -> tuple[str | None, int | None, str]:
    text = GIT_BASH.sub("", text).replace("\\", "/")
    if re.match(r"^[A-Za-z]:/", text):
        raise CourseError(
            f"Your shell made a file of the path: “{text}”.",
            "Leave the first slash away: user/login/ for /user/login/",
        )
    match = ADDRESS.match(text)
    named = match and (match["scheme"] or match["port"] or match["host"] in OURS)
    if not match or not named:
        return None, None, _encoded(text)
    host, port = match["host"], match["port"]
    if host and host not in OURS:
        raise CourseError(
            f"`http` talks to this machine only, and not to {host}: it may send your "
            "token along.",
            "Leave the host away: /user/login/",
        )
    if match["scheme"] not in (None, "http"):
        raise CourseError(
            f"The server on your machine speaks http and no {match['scheme']}.",
            f"Give the path alone: {match['path'] or '/'}",
        )
    if port and not 0 < int(port) < 65536:
        raise CourseError(f"{port} is no port.", "A port is a number from 1 to 65535.")
    return host, int(port) if port else None, _encoded(match["path"] or "/")


def _encoded(path: str) -> str:
    path = path if path.startswith("?") else path.lstrip("/")
    # What is encoded already stays as it is.
    return "/" + quote(path.partition("#")[0], safe="/?&=%:;,+@!$'()*~-._[]")


def _data(items: Sequence[str]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for item in items:
        match = ITEM.match(item)
        if not match or not match["key"]:
            raise CourseError(f"“{item}” is no key=value.", _advice(item, bool(data)))
        key, value = match["key"], match["value"]
        if key in data:
            raise CourseError(f"“{key}” is there twice.", "Give each key once.")
        data[key] = _json(key, value) if match["sign"] == ":=" else value
    return data


def _advice(item: str, after_another: bool) -> str:
    if re.match(r"^[A-Za-z-]+:", item):
        return f'A header is given by an option: --header "{item}"'
    if after_another:
        return 'A value with a space in it goes into quotes: password="correct horse"'
    return f"For example: {command_line(EXAMPLE)}"


def _json(key: str, value: str) -> Any:
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise CourseError(
            f"What follows “{key}:=” is no JSON: “{value}”. It is for numbers, true, "
            "false, null and lists.",
            f"For text: {key}={value}   (Windows shells take quotes in JSON away: "
            'write \\" there.)',
        ) from None


def _texts(data: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (key, value if isinstance(value, str) else json.dumps(value))
        for key, value in data.items()
    ]


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not re.fullmatch(r"[\w!#$%&'*+.^`|~-]+", name.strip(), re.A):
        raise CourseError(
            f"“{text}” is no header.",
            'A header is a name, a colon and a value: --header "Accept-Language: de"',
        )
    if re.search(r"[\x00-\x1f\x7f]", value):
        raise CourseError(
            f"The value of the header {name.strip()} has a line break or another "
            "control character in it.",
            "Give it on one line.",
        )
    return name.strip(), value.strip()
