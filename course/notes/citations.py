"""What the tests of the steps say that they prove, read from their docstrings."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from course.curriculum.steps import Step

# RFC 8725, 3.8 and 3.9 · RFC 7519, section 12 · RFC 8725
RFC = re.compile(
    r"RFC (\d{3,5})(?:, (?:section )?(\d+(?:\.\d+)*(?:(?:, | and )\d+(?:\.\d+)+)*))?"
)
ASVS = re.compile(r"ASVS(?: 5\.0)?,? ((?:\d+\.\d+\.\d+)(?:(?:, | and )\d+\.\d+\.\d+)*)")
OTHER = re.compile(r"\b(CWE-\d+|CVE-\d{4}-\d+|API\d+:\d{4})\b")
LAB = re.compile(r"\bL\d{1,2}\b")
FAULT = re.compile(r"\b[Ff]aults? (\d+(?:(?:, | and )\d+)*)")
SPLIT = re.compile(r", | and ")


@dataclass(frozen=True)
class Cited:
    """A test with what its docstring cites; ``step`` is the first that has it.

    ``clauses`` are of the form "RFC 8725, 3.1", "ASVS 6.2.1", "API3:2023";
    ``labs`` "L1", ``faults`` "21".
    """

    test: str
    file: str
    step: Step
    docstring: str
    clauses: tuple[str, ...]
    labs: tuple[str, ...]
    faults: tuple[str, ...]


def clauses(text: str) -> list[str]:
    """Return the clauses that a text cites, each once, in their order."""
    found: list[tuple[int, str]] = []
    for match in RFC.finditer(text):
        rfc = f"RFC {match[1]}"
        parts = SPLIT.split(match[2]) if match[2] else []
        found += [(match.start(), f"{rfc}, {part}") for part in parts]
        found += [] if parts else [(match.start(), rfc)]
    for match in ASVS.finditer(text):
        found += [(match.start(), f"ASVS {part}") for part in SPLIT.split(match[1])]
    found += [(match.start(), match[1]) for match in OTHER.finditer(text)]
    return list(dict.fromkeys(clause for _, clause in sorted(found, key=_place)))


def faults(text: str) -> list[str]:
    """Return the numbers of the faults that a text names."""
    return [n for match in FAULT.finditer(text) for n in SPLIT.split(match[1])]


def tests_of(step: Step) -> Iterator[tuple[str, str, str]]:
    """Yield file, name and docstring of each test of a step, in their order."""
    for file in sorted((step.path / "tests").glob("test_*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                text = " ".join((ast.get_docstring(node) or "").split())
                yield file.name, node.name, text


def citations(steps: Sequence[Step]) -> list[Cited]:
    """Return every test that cites something, under the first step that has it."""
    found: dict[tuple[str, str], Cited] = {}
    for step in steps:
        for file, name, text in tests_of(step):
            cited = Cited(
                test=name,
                file=file,
                step=found[file, name].step if (file, name) in found else step,
                docstring=text,
                clauses=tuple(clauses(text)),
                labs=tuple(dict.fromkeys(LAB.findall(text))),
                faults=tuple(faults(text)),
            )
            # A later step may cite more; the test is still that of the first.
            found[file, name] = cited
    return [c for c in found.values() if c.clauses or c.labs or c.faults]


def _place(found: tuple[int, str]) -> int:
    return found[0]
