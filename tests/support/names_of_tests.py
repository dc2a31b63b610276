"""The names of tests, found in their files without importing them."""

import ast
from pathlib import Path


def names_of_tests(folder: Path) -> set[str]:
    """Return the names of the tests that are defined below a folder."""
    return {
        node.name
        for path in folder.rglob("test_*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }
