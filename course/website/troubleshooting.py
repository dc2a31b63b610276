"""Which answers of the troubleshooting page belong to which step.

Under a heading of that page a comment names the steps in which its question comes up:
``<!-- steps: 05 06 -->``.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from markdown.extensions.toc import slugify, unique

from course.website.links import outside_fences

PAGE = "troubleshooting.md"
HEADING = re.compile(
    r"#{1,6} +(?P<text>.+?)(?: *\{:? *(?P<attributes>[#.][^}]*)\})? *#* *$"
)
STEPS = re.compile(r"\s*<!-- *steps: *(?P<steps>[\d ,]+?) *-->\s*$")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True)
class Question:
    """A heading of the troubleshooting page: its Markdown and its anchor."""

    text: str
    anchor: str


def questions(docs: Path) -> dict[int, list[Question]]:
    """Return the questions of each step, by its number; {} where there is no page."""
    try:
        page = (docs / PAGE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    found: dict[int, list[Question]] = {}
    used: set[str] = set()
    current: Question | None = None

    def look(line: str) -> str:
        nonlocal current
        if heading := HEADING.match(line.rstrip("\n")):
            text = LINK.sub(r"\1", heading["text"])
            given = re.search(r"#([^\s}]+)", heading["attributes"] or "")
            slug = slugify(re.sub(r"[`*]", "", text), "-")
            anchor = given[1] if given else unique(slug, used)
            used.add(anchor)
            current = Question(text, anchor)
        elif current and (named := STEPS.match(line)):
            for number in re.findall(r"\d+", named["steps"]):
                asked = found.setdefault(int(number), [])
                if current not in asked:
                    asked.append(current)
        return line

    outside_fences(page, look)
    return found
