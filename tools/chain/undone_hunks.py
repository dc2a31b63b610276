"""A forgotten propagation shows up as a hunk that undoes what an earlier step did.

The rule: a step adds. A line that the step before has and this one lacks is declared
in this step's ``step.toml``, and so is a line that comes back after the step before
took it away:

    [undoes]
    "config/settings.py" = ['"DEFAULT_AUTHENTICATION_CLASSES": [],']

An edit of step 02 that was not carried on makes step 03 take the edited line away,
which 03 does not declare. An import whose names are all still imported may grow, and a
line may move inside its file, without a declaration. What this cannot see: a line that
is taken out of the very step that brought it, in a file that the next step changes as
well. There the next step looks as if it brought that line.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from course.curriculum.project_files import project_files
from course.curriculum.steps import Step
from course.curriculum.test_sources import functions_in
from tools.chain.defect import Defect


@dataclass(frozen=True)
class Undone:
    """A line that a step takes away, or brings back, in one of its files."""

    path: str
    number: int
    line: str
    what: str


def check_undone(
    step: Step, before: Step | None, earlier: Step | None = None
) -> list[Defect]:
    """Find undeclared lines that a step takes away or brings back.

    ``earlier`` is the step before ``before``, where there is one. Declarations that
    are not true are defects too.
    """
    declared = {path: Counter(map(str.strip, lines)) for path, lines in step.undoes}
    together: dict[tuple[str, str], list[Undone]] = {}
    for undone in _undone(step, before, earlier) if before else ():
        line = undone.line.strip()
        if declared.get(undone.path, Counter())[line] > 0:
            declared[undone.path][line] -= 1
        else:
            together.setdefault((undone.path, undone.what), []).append(undone)
    return [
        *(_defect(step, each) for each in together.values()),
        *(
            _untrue(step, path, tuple(lines.elements()))
            for path, lines in declared.items()
            if lines.total()
        ),
    ]


def _defect(step: Step, undone: list[Undone]) -> Defect:
    first = undone[0]
    lines = tuple(each.line.strip() for each in undone)
    entry = f'"{first.path}" = [{", ".join(map(_quoted, lines))}]'
    action = (
        f"python learn.py author propagate {step.number - 1:02d}, or, if step "
        f"{step.number_text} means it, in {step.name}/step.toml: [undoes] {entry}"
    )
    where = f"{first.path}:{first.number}"
    return Defect("undone", step.name, where, first.what, lines, action)


def _untrue(step: Step, path: str, lines: tuple[str, ...]) -> Defect:
    what = "step.toml declares in [undoes] what is not undone"
    action = f"Take it out of {step.name}/step.toml: [undoes]"
    return Defect("undone", step.name, path, what, lines, action)


def _undone(step: Step, before: Step, earlier: Step | None) -> Iterator[Undone]:
    for path in project_files(before.path):
        yield from undone_lines(path, step, before, earlier)


def undone_lines(
    path: str, step: Step, before: Step, earlier: Step | None
) -> list[Undone]:
    """Return the lines of one file that a step takes away or brings back.

    None for a file that is gone altogether: that is a matter of the list of changes.
    """
    if not (step.path / path).is_file():
        return []
    old, new = _lines(before.path / path), _lines(step.path / path)
    kept = _imports(step.path / path)
    what = f"takes away what step {before.number_text} has"
    found = [
        Undone(path, number, line, what)
        for number, line in _more(old, new)
        if not _still_imported(line, kept)
    ]
    if earlier and (earlier.path / path).is_file():
        gone = Counter(line for _, line in _more(_lines(earlier.path / path), old))
        what = f"brings back what step {before.number_text} took away"
        for number, line in _more(new, old):
            if gone[line] > 0:
                gone[line] -= 1
                found.append(Undone(path, number, line, what))
    return found


def _lines(file: Path) -> list[tuple[int, str]]:
    """Return the numbered lines of a text that count.

    Not those without a letter or digit: a bracket comes and goes by chance. Not those
    of test functions: they are a matter of the tests that are kept.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return []
    spans = []
    if file.name.startswith("test_") and file.suffix == ".py":
        spans = [(each.first, each.last) for each in functions_in(file).values()]
    return [
        (number, line.rstrip())
        for number, line in enumerate(text.splitlines(), start=1)
        if any(map(str.isalnum, line))
        and not any(first <= number <= last for first, last in spans)
    ]


def _more(
    one: list[tuple[int, str]], other: list[tuple[int, str]]
) -> list[tuple[int, str]]:
    """Return the lines that ``one`` has more often than ``other``."""
    left = Counter(line for _, line in other)
    found = []
    for number, line in one:
        if left[line] > 0:
            left[line] -= 1
        else:
            found.append((number, line))
    return found


def _imports(file: Path) -> set[tuple[str, int, str, str | None]]:
    """Return all that a Python file imports: module, level, name, other name."""
    if file.suffix != ".py":
        return set()
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except (SyntaxError, ValueError):
        return set()
    return {each for node in ast.walk(tree) for each in _imported(node)}


def _imported(node: ast.AST) -> list[tuple[str, int, str, str | None]]:
    if isinstance(node, ast.Import):
        return [("", 0, alias.name, alias.asname) for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [
            (node.module or "", node.level, alias.name, alias.asname)
            for alias in node.names
        ]
    return []


def _still_imported(line: str, kept: set[tuple[str, int, str, str | None]]) -> bool:
    try:
        body = ast.parse(line.strip()).body
    except (SyntaxError, ValueError):
        return False
    names = [each for node in body for each in _imported(node)]
    return bool(names) and kept.issuperset(names)


def _quoted(line: str) -> str:
    """Return the line as a TOML string."""
    if "'" not in line:
        return f"'{line}'"
    escaped = line.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
