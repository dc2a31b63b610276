"""One request of the notes as the clients that people use write it.

The forms are proved: tests/notes/test_clients.py and .ci/test_every_client.py run them
against the step's server and compare what comes back with the recorded response.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from course.notes.quoting import bash, plain_word, powershell, python
from course.notes.requests import Asked
from course.servers.ports import PROJECT_PORT

BASE = f"http://127.0.0.1:{PROJECT_PORT}"
JSON = "application/json"
BEARER = "Bearer {{access}}"
# The beginning of a command on the next line.
NEXT_BASH, NEXT_POWERSHELL = " \\\n  ", " `\n  "
WIDTH = 88


def curl(asked: Asked, base: str = BASE) -> str:
    """Return the command line of curl, which shows the head of the answer too."""
    usual = "POST" if asked.body else "GET"
    method = "" if asked.method == usual else f"-X {asked.method} "
    if asked.method == "HEAD":
        method = "--head "
    parts = [f"curl -i {method}{bash(base + asked.path)}"]
    parts += [f"-H {bash(f'{name}: {v}')}" for name, v in asked.headers.items()]
    if asked.body:
        parts.append(f"--data-raw {bash(asked.body)}")
    return NEXT_BASH.join(parts)


def invoke(asked: Asked, base: str = BASE) -> str:
    """Return the command of PowerShell, as versions 5.1 and 7 take it."""
    parts = [f"Invoke-RestMethod -Method {asked.method.title()}"]
    parts.append(f"-Uri {powershell(base + asked.path)}")
    kind = asked.header("Content-Type")
    others = {n: v for n, v in asked.headers.items() if n.lower() != "content-type"}
    if kind:
        # Version 5.1 sends Latin-1 unless it is told otherwise.
        told = kind if asked.body.isascii() else f"{kind}; charset=utf-8"
        parts.append(f"-ContentType {powershell(told)}")
    if others:
        pairs = "; ".join(
            f"{powershell(n)} = {powershell(v)}" for n, v in others.items()
        )
        parts.append(f"-Headers @{{ {pairs} }}")
    if asked.body:
        parts.append(f"-Body {powershell(asked.body)}")
    return NEXT_POWERSHELL.join(parts)


def httpie(asked: Asked, base: str = BASE) -> str:
    """Return the command line of HTTPie, which makes JSON of key=value."""
    parts = [f"http {asked.method} {bash(base + asked.path)}"]
    items = _items(asked, unfit=r"[\\]", first="@=:")
    hidden = {"content-type"} if asked.json is not None else set()
    if asked.body and items is None:
        parts.append(f"--raw {bash(asked.body)}")
    parts += [
        bash(f"{name}:{value}")
        for name, value in asked.headers.items()
        if name.lower() not in hidden
    ]
    parts += [bash(item) for item in items or ()]
    return NEXT_BASH.join(parts)


def requests(asked: Asked, base: str = BASE) -> str:
    """Return a script for Python with the package requests."""
    headers = dict(asked.headers)
    lines = [f"    {python(base + asked.path)},"]
    if asked.json is not None:
        headers = {n: v for n, v in headers.items() if n.lower() != "content-type"}
        lines.append(f"    json={_python(asked.json, 4)},")
    elif asked.body:
        lines.append(f"    data={python(asked.body)}.encode(),")
    if headers:
        lines.append(f"    headers={_python(headers, 4)},")
    call = f"response = requests.{asked.method.lower()}("
    show = "print(response.status_code, response.text)"
    return "\n".join(["import requests", "", call, *lines, ")", show])


def learn(asked: Asked, program: str = "python ../learn.py") -> str:
    """Return the line of ``learn.py http``; --token is the token of the last login.

    A body that key=value cannot say stays with the other clients: then the line is
    "", as there is none.
    """
    items = _items(asked, unfit=r"\n", first="")
    if asked.body and items is None:
        return ""
    words = [program, "http", asked.method, plain_word(asked.path)]
    words += [plain_word(item) for item in items or ()]
    for name, value in asked.headers.items():
        if name.lower() == "authorization" and value == BEARER:
            words.append("--token")
        elif (name.lower(), value) not in (("content-type", JSON), ("accept", JSON)):
            words.append(f"--header {plain_word(f'{name}: {value}')}")
    return " ".join(words)


# What the tabs are called, the language that colors them, and who writes them.
CLIENTS: dict[str, tuple[str, Callable[[Asked], str]]] = {
    "curl": ("bash", curl),
    "PowerShell": ("powershell", invoke),
    "HTTPie": ("bash", httpie),
    "Python": ("python", requests),
    "learn.py": ("bash", learn),
}


def _items(asked: Asked, *, unfit: str, first: str) -> list[str] | None:
    """Return the body as key=value and key:=JSON, or None where that cannot be.

    Values with what matches ``unfit``, or that begin with one of ``first``, mean
    something else to a client.
    """
    data = asked.json
    if not isinstance(data, dict):
        return None
    items = []
    for key, value in data.items():
        text = value if isinstance(value, str) else _json(value)
        if (
            not re.fullmatch(r"[A-Za-z_][\w-]*", key, re.A)
            or re.search(unfit, text)
            or text[:1] in tuple(first)
        ):
            return None
        items.append(f"{key}={text}" if isinstance(value, str) else f"{key}:={text}")
    return items


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _python(value: Any, indent: int) -> str:
    """Write data as Python's own, a dictionary over several lines where it is long."""
    if isinstance(value, str):
        return python(value)
    if isinstance(value, list):
        return f"[{', '.join(_python(item, indent) for item in value)}]"
    if not isinstance(value, dict):
        return repr(value)
    pairs = [f"{python(k)}: {_python(v, indent + 4)}" for k, v in value.items()]
    line = f"{{{', '.join(pairs)}}}"
    if len(line) + indent + len("headers=,") <= WIDTH:
        return line
    start = "\n" + " " * (indent + 4)
    return "{" + "".join(f"{start}{pair}," for pair in pairs) + f"\n{' ' * indent}}}"
