"""A collection for Postman (format 2.1.0), made from the requests of some notes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from course.curriculum.steps import Step
from course.notes.blocks import Block
from course.notes.clients import BASE
from course.notes.requests import Asked, asked, placeholders

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
DESCRIPTION = """\
The requests of the notes of step {number}, in their order, with what they answer.

Serve the step, or your own project, with an empty database and run the collection from
top to bottom: a second run finds the address of the first one taken. `base_url` says
where the server is; an answer that gives a token keeps it for the requests behind it.
"""


@dataclass(frozen=True)
class LeftOut:
    """A request that the collection does not have, and why."""

    request: Asked
    why: str


def collection(step: Step, blocks: Sequence[Block]) -> dict[str, Any] | None:
    """Return the collection of a step's notes, or None where they ask nothing."""
    items, left_out = [], []
    values = placeholders(*(b.body for b in blocks if b.kind == "request"))
    for request, response in pairwise(blocks):
        if request.kind != "request":
            continue
        sent = asked(request)
        if why := reason(step, request):
            left_out.append(LeftOut(sent, why))
        else:
            items.append(_item(sent, response, values))
    if not items:
        return None
    return {
        "info": {
            "name": f"Step {step.number_text}: {step.title}",
            "description": _description(step, left_out),
            "schema": SCHEMA,
        },
        "item": items,
        "variable": [
            {"key": "base_url", "value": BASE},
            *({"key": name, "value": ""} for name in values),
        ],
    }


def reason(step: Step, request: Block) -> str:
    """Return why a request cannot be in the step's collection, or ""."""
    if request.step not in (None, step.number):
        return f"its answer is that of step {request.step:02d}"
    if at := request.options.get("at"):
        return f"its answer is that of {at}, and nobody turns the server's clock"
    return ""


def as_text(made: dict[str, Any]) -> str:
    """Return a collection as the text of a file."""
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def _description(step: Step, left_out: Sequence[LeftOut]) -> str:
    text = DESCRIPTION.format(number=step.number_text)
    if not left_out:
        return text
    lines = [f"- {o.request.method} {o.request.path}: {o.why}." for o in left_out]
    return "\n".join([text, "Left out:", "", *lines, ""])


def _item(request: Asked, response: Block, values: Sequence[str]) -> dict[str, Any]:
    head, _, body = response.body.partition("\n\n")
    status = head.partition(" ")[2].splitlines()[0]
    path, _, query = request.path.partition("?")
    sent: dict[str, Any] = {
        "method": request.method,
        "header": [{"key": n, "value": v} for n, v in request.headers.items()],
        "url": {
            "raw": "{{base_url}}" + request.path,
            "host": ["{{base_url}}"],
            # An empty piece at the end keeps the slash of the path.
            "path": path.strip("/").split("/") + [""] * path.endswith("/"),
        },
    }
    if query:
        pairs = [pair.partition("=") for pair in query.split("&")]
        sent["url"]["query"] = [{"key": k, "value": v} for k, _, v in pairs]
    if request.body:
        sent["body"] = {
            "mode": "raw",
            "raw": request.body,
            "options": {"raw": {"language": "json"}},
        }
    return {
        "name": f"{request.method} {request.path}: {status}",
        "request": sent,
        "event": [
            {
                "listen": "test",
                "script": {
                    "type": "text/javascript",
                    "exec": _tests(head, body.strip(), values),
                },
            }
        ],
        "response": [],
    }


def _tests(head: str, body: str, values: Sequence[str]) -> list[str]:
    """Return the lines that check an answer and keep the values that others need."""
    first, *headers = head.splitlines()
    number = int(first.split()[1])
    lines = [
        f'pm.test("the status is {number}", () => '
        f"pm.response.to.have.status({number}));"
    ]
    for line in headers:
        name, _, value = line.partition(": ")
        lines.append(
            f"pm.test({json.dumps(f'{name} is as noted')}, () => "
            f"pm.expect(pm.response.headers.get({json.dumps(name)}))"
            f".to.equal({json.dumps(value)}));"
        )
    data = _data(body)
    if isinstance(data, dict):
        keys = json.dumps(sorted(data))
        lines.append(
            'pm.test("the body has the keys of the notes", () => '
            f"pm.expect(Object.keys(pm.response.json()).sort()).to.eql({keys}));"
        )
        lines += [
            f'pm.collectionVariables.set("{name}", pm.response.json().{name});'
            for name in values
            if isinstance(data.get(name), str)
        ]
    return lines


def _data(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
