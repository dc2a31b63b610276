"""The claims of the notes that a test has to hold, and the tests that hold them.

A claim is a paragraph or a list item that names a status, counts something, or cites
a source on security. It is bound by the name of a test of its step in backticks, by
the number of a fault that a test of the step names in its docstring, or by standing
beside a block that is proved.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from course.curriculum.steps import Step
from course.notes.blocks import DECLARED
from course.notes.citations import faults, tests_of
from course.notes.fences import Fence, pieces

# Where the notes say why; elsewhere they tell what to type, and show what happens.
SECTIONS = (
    "Why it is so",
    "What can go wrong",
    "What the old tutorials did, and what it costs",
)
NUMBER = r"(?:\d[\d,]*|one|two|three|four|five|six|ten|fifteen|sixteen|fifty|a million)"
COUNTED = (
    "account|byte|character|hash|hashe|minute|quer(?:y|ie)|registration|request|round"
    "|second"
)
CLAIM = re.compile(
    r"(?<![\w.:])(?:[1-5]\d\d)(?![\w:.]\d|%)\b"
    rf"|\b{NUMBER}[ -](?:{COUNTED})s?\b"
    r"|\b(?:RFC \d+|OWASP|ASVS|CVE-\d+)",
    re.IGNORECASE,
)
TEST = re.compile(r"`(?:[\w./]+::)?(test_\w+)`")
BLOCK = "\0"


@dataclass(frozen=True)
class Claim:
    """A piece of prose with what makes it a claim, and what is wrong with it or ""."""

    text: str
    words: tuple[str, ...]
    wrong: str = ""


def claims(step: Step) -> list[Claim]:
    """Return the claims of a step's notes, those that nothing holds among them."""
    text = (step.path / "README.md").read_text(encoding="utf-8")
    names = {name for _, name, _ in tests_of(step)}
    numbers = {n for _, _, docstring in tests_of(step) for n in faults(docstring)}
    found = []
    for unit, beside in _units(text):
        words = tuple(match[0] for match in CLAIM.finditer(unit))
        if words:
            wrong = "" if beside else _wrong(unit, names, numbers)
            found.append(Claim(unit, words, wrong))
    return found


def unbound(step: Step) -> list[str]:
    """Return a line for each claim of a step's notes that nothing holds."""
    return [
        f"{claim.wrong}: {claim.text[:90]}… ({', '.join(claim.words)})"
        for claim in claims(step)
        if claim.wrong
    ]


def _wrong(unit: str, names: set[str], numbers: set[str]) -> str:
    named = TEST.findall(unit)
    gone = [name for name in named if name not in names]
    if gone:
        return f"a test that is not there, {gone[0]}"
    if named or set(faults(unit)) & numbers:
        return ""
    return "no test holds it"


def _units(text: str) -> Iterator[tuple[str, bool]]:
    """Yield paragraphs and list items, and whether a proved block is beside them."""
    marked = "".join(_mark(fence) if fence else part for part, fence in pieces(text))
    for section in re.split(r"^## ", marked, flags=re.MULTILINE):
        heading, _, body = section.partition("\n")
        if heading.strip() not in SECTIONS:
            continue
        units = [
            " ".join(unit.split())
            for unit in re.split(r"\n\s*\n|\n(?=[-*] |\d+\. )", body)
            if unit.strip() or BLOCK in unit
        ]
        for before, unit, after in zip(
            ["", *units], units, [*units[1:], ""], strict=False
        ):
            if unit != BLOCK:
                yield unit, BLOCK in (before, after)


def _mark(fence: Fence) -> str:
    declared = fence.language in DECLARED or "skip=" in fence.info
    return "" if declared else f"\n\n{BLOCK}\n\n"
