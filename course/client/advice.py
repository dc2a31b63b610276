"""What an answer means, and what to do about it."""

import json
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from course.client.compose import Message
from course.client.error_page import nearest, tried_paths
from course.client.send import Reply
from course.paths import Places, command_line
from course.tokens.claims import verdict
from course.tokens.dissect import dissect
from course.tokens.last_token import recall

# Where HTTPStatus says too little, or what is not so of an API with tokens.
MEANINGS = {
    200: "done; what was asked for is below",
    201: "made; what was made is below",
    400: "the request is not understood, or a field of it is wrong",
    401: "who is asking? No valid credentials came along",
    403: "whoever is asking, it is not allowed",
    415: "the body is in a form that is not read here",
    422: "understood, and yet it cannot be done",
    500: "the server has a mistake in it: an exception that nobody caught",
}
LOGIN = "http POST /user/login/ email=… password=…"
KINDS = {
    1: "go on",
    2: "done",
    3: "look elsewhere",
    4: "the request is wrong",
    5: "the server failed",
}


def meaning(status: int) -> str:
    """Return a status in words; of an unknown one, what its first digit says."""
    try:
        standard = HTTPStatus(status).description
    except ValueError:
        standard = ""
    kind = KINDS.get(status // 100, "no status of HTTP")
    return MEANINGS.get(status) or standard or kind


def body_of(reply: Reply) -> Any:
    """Return the body's JSON as data, or None where it is none."""
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError):
        return None


@dataclass(frozen=True)
class Advice:
    """What to do next, and the line to type for it, if there is one."""

    said: str
    command: str = ""


def advice(
    message: Message, reply: Reply, where: Places, *, with_token: bool
) -> list[Advice]:
    """Return what to do next, most of the time nothing."""
    path = message.path.partition("?")[0]
    location = reply.header("Location")
    text = reply.body.decode("utf-8", "replace")
    if 300 <= reply.status < 400 and location:
        if location.partition("?")[0].endswith(f"{path}/"):
            return [_slash(message, path)]
        return [Advice(f"It sends you to {location}; `http` does not follow.")]
    if reply.status == 500 and "APPEND_SLASH" in text and not path.endswith("/"):
        return [_slash(message, path)]
    if reply.status == 404 and (paths := tried_paths(text)):
        near = nearest(path, [each for each in paths if each != path])
        found = [Advice(f"Django knows these paths: {', '.join(paths)}")]
        return [*found, Advice(f"Did you mean {near} ?")] if near else found
    if reply.status == 401:
        return _unknown(message, reply, where, with_token)
    if reply.status == 405 and reply.header("Allow"):
        return [Advice(f"It takes {reply.header('Allow')}.")]
    return []


def _slash(message: Message, path: str) -> Advice:
    more = " …" if message.body else ""
    return Advice(
        "The path lacks its slash at the end (Django's APPEND_SLASH). Type:",
        command_line(f"http {message.method} {path}/{more}"),
    )


def _unknown(
    message: Message, reply: Reply, where: Places, with_token: bool
) -> list[Advice]:
    kept = recall(where)
    sent = message.headers.get("Authorization", "").partition(" ")[0]
    wanted = reply.header("WWW-Authenticate").partition(" ")[0]
    if sent and wanted and sent != wanted:
        return [Advice(f"The scheme that was sent is “{sent}”, not “{wanted}”.")]
    if with_token and kept:
        times = verdict(dissect(kept.token).payload or {}, time.time())
        if times.state == "expired":
            said = times.said.replace("It expired", "The token that was sent expired")
            return [Advice(f"{said} Log in again:", command_line(LOGIN))]
        return [Advice("Look at what was sent:", command_line("decode last"))]
    if kept and not sent and not message.body:
        return [Advice("No token was sent. With the last one: --token")]
    return []
