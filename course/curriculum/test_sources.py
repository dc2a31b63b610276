"""The source of a step's tests, function by function, without running them."""

import ast
from dataclasses import dataclass
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One test function: its lines with its decorators, and where they stand."""

    lines: tuple[str, ...]
    first: int
    last: int


def sources_of(tests: Path) -> dict[str, Source]:
    """Return the test functions in a folder under ids like ``test_login.py::test_x``.

    A file that is no valid Python has none: running the tests tells why.
    """
    return {
        f"{file.relative_to(tests).as_posix()}::{name}": source
        for file in sorted(tests.rglob("test_*.py"))
        for name, source in functions_in(file).items()
    }


def functions_in(file: Path) -> dict[str, Source]:
    """Return the test functions of one file under their names, ``Class::test_x`` too.

    Of two functions with one name the later counts, as it does for Python.
    """
    text = file.read_text(encoding="utf-8")
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return {}
    lines, found = text.splitlines(), {}
    for name, node in _tests(tree.body, ""):
        first = min([node.lineno, *(mark.lineno for mark in node.decorator_list)])
        last = node.end_lineno or node.lineno
        found[name] = Source(tuple(lines[first - 1 : last]), first, last)
    return found


def _tests(body: list[ast.stmt], prefix: str) -> list[tuple[str, Function]]:
    found = []
    for node in body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            found += _tests(node.body, f"{prefix}{node.name}::")
        elif isinstance(node, Function) and node.name.startswith("test"):
            found.append((prefix + node.name, node))
    return found
