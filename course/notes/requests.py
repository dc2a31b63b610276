"""The requests of the notes, parsed from their ``http`` fences."""

import json
import re
from dataclasses import dataclass
from typing import Any

from course.notes.blocks import Block

# What the notes write for a value of an earlier answer: {{access}}.
PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True)
class Asked:
    """One request: ``body`` is "" where it has none, ``at`` a time of day or None."""

    method: str
    path: str
    headers: dict[str, str]
    body: str
    at: str | None = None

    @property
    def json(self) -> Any:
        """The body as data where it is declared as JSON and is, or else None."""
        if not self.header("Content-Type").startswith("application/json"):
            return None
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def header(self, name: str) -> str:
        """Return the value of a header, in whatever case it is written, or ""."""
        found = (v for n, v in self.headers.items() if n.lower() == name.lower())
        return next(found, "")

    def placeholders(self) -> list[str]:
        """Return the names of the earlier values that it needs, each once."""
        return placeholders(self.path, *self.headers.values(), self.body)


def placeholders(*texts: str) -> list[str]:
    """Return the names between double braces in some texts, each once, in order."""
    found = [name for text in texts for name in PLACEHOLDER.findall(text)]
    return list(dict.fromkeys(found))


def asked(block: Block) -> Asked:
    """Return the request that a block of the kind "request" stands for."""
    head, _, body = block.body.partition("\n\n")
    first, *lines = head.strip().splitlines()
    method, path = first.split()[:2]
    headers = dict(line.split(": ", 1) for line in lines)
    return Asked(method, path, headers, body.strip(), block.options.get("at"))
