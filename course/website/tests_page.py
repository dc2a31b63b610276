"""The page of a step's tests: what each task asks for, in words."""

import ast
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from course.checking.in_process.failure_story import reason, rule
from course.curriculum.steps import Step
from course.curriculum.test_sources import Source, sources_of
from course.website.links import anchor_of


@dataclass(frozen=True)
class Test:
    """A test function: the rule that it holds, why, and for which task."""

    # pytest would otherwise take this class for a class of tests.
    __test__ = False

    nodeid: str
    line: int
    task: str | None
    rule: str
    why: str

    @property
    def path(self) -> str:
        """The file of the test, relative to its step."""
        return f"tests/{self.nodeid.partition('::')[0]}"

    @property
    def anchor(self) -> str:
        """The anchor of the test on the page of its step's files."""
        return anchor_of(f"tests/{self.nodeid}")


def tests_of(step: Step) -> list[Test]:
    """Return the tests of a step in the order of their files and lines."""
    found = [
        _read(nodeid, source)
        for nodeid, source in sources_of(step.path / "tests").items()
    ]
    return sorted(found, key=lambda test: (test.path, test.line))


def places_of(tests: Sequence[Test], path: str) -> dict[int, str]:
    """Return the ids of the lines at which the tests of one file begin."""
    return {test.line: test.anchor for test in tests if test.path == path}


def tests_body(step: Step, before: Step | None) -> str:
    """Return the Markdown below the heading of the page."""
    tests = tests_of(step)
    known = {test.nodeid for test in tests_of(before)} if before else set()
    new = [test for test in tests if test.nodeid not in known]
    old = [test for test in tests if test.nodeid in known]
    parts = [
        "A task is done when its tests pass. Each name is the rule that the test "
        "holds, and leads to its code. To run them against your own project: "
        f"`python3 learn.py check {step.number}`.\n"
    ]
    for task in step.tasks:
        parts.append(f"## {_plain(task.title)} {{ #{task.slug} }}\n")
        parts += [_item(test) for test in new if test.task == task.slug]
        parts.append("")
    if old:
        parts.append("## What has to go on working { #earlier }\n")
        parts.append(_earlier(step, old))
    return "\n".join(parts)


def _earlier(step: Step, old: Sequence[Test]) -> str:
    files: dict[str, int] = {}
    for test in old:
        files[test.path] = files.get(test.path, 0) + 1
    rows = [
        f"- [`{path}`](files.md#{anchor_of(path)}): {number} "
        f"test{'s' * (number > 1)} of the steps before"
        for path, number in files.items()
    ]
    for nodeid in step.changed_tests:
        rows += [
            f"{_item(test)} Its code changes with this step."
            for test in old
            if test.nodeid == nodeid
        ]
    return "\n".join([*rows, ""])


def _item(test: Test) -> str:
    name = test.rule[:1].upper() + test.rule[1:]
    why = f": {_plain(test.why)}" if test.why else "."
    return f"- [{_plain(name)}](files.md#{test.anchor}){why}"


def _plain(text: str) -> str:
    """Return words of a title or a docstring as Markdown that shows them so."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return text.replace("`", "'")
    # Every second part stands between backticks, where nothing is special.
    return "`".join(
        part if index % 2 else re.sub(r"[*{]", r"\\\g<0>", part.replace("<", "&lt;"))
        for index, part in enumerate(parts)
    )


def _read(nodeid: str, source: Source) -> Test:
    tree = ast.parse(textwrap.dedent("\n".join(source.lines)))
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
    return Test(
        nodeid=nodeid,
        line=source.first,
        task=_task(function.decorator_list),
        rule=rule(function.name),
        why=reason(ast.get_docstring(function)),
    )


def _task(marks: Sequence[ast.expr]) -> str | None:
    for mark in marks:
        match mark:
            case ast.Call(
                func=ast.Attribute(attr="task"), args=[ast.Constant(value=str(slug))]
            ):
                return slug
    return None
