"""Tell a failed test in words: what was expected, what happened.

Used inside the process that runs the tests. pytest shows values and source lines; a
learner needs the rule, the request that was sent, and what came back.
"""

import ast
import inspect
import linecache
import re
import traceback
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from types import FrameType
from typing import Any

from course.checking.in_process.frames import exception_line, inside_project

LONGEST = 200
NOT_SO = "that is not so"


@dataclass(frozen=True)
class Comparison:
    """The two sides of the comparison that pytest saw fail last."""

    operator: str
    left: Any
    right: Any


@dataclass(frozen=True)
class Story:
    """A failure in words, and where the test and the project stood.

    ``view`` is the place in the project of the view that gave the last answer.
    """

    expected: str = ""
    happened: str = ""
    test_file: str | None = None
    test_line: int | None = None
    view: tuple[str, int] | None = None


def rule(name: str, case: str | None = None) -> str:
    """Return the rule that a test holds: its name in words, with its case if any."""
    words = name.removeprefix("test_").replace("_", " ")
    return words if case is None else f"{words} ({case.strip() or 'empty'})"


def reason(docstring: str | None) -> str:
    """Return why a test is there: the first paragraph of its docstring."""
    return " ".join((docstring or "").strip().split("\n\n")[0].split())


def tell(
    exception: BaseException,
    tests: Path,
    project: Path,
    comparison: Comparison | None,
) -> Story:
    """Tell why a test failed, from its exception and the variables of its frame."""
    stack = [
        (frame, line, path)
        for frame, line in traceback.walk_tb(exception.__traceback__)
        if (path := inside_project(frame.f_code.co_filename, tests))
    ]
    if not stack:
        return Story(happened=exception_line(exception))
    frame, line, path = stack[-1]
    statement = _statement(frame.f_code.co_filename, line)
    response = _response(frame, statement)
    answer = _answer(response) if response is not None else ""
    if isinstance(statement, ast.Assert) and isinstance(exception, AssertionError):
        expected, happened = _sides(statement, exception, comparison)
    else:
        expected, happened = _attempt(statement, exception)
    if answer and (".status_code is " in happened or happened == NOT_SO):
        happened = ""
    happened = "; ".join(part for part in (answer, happened) if part)
    view = _view(response, project) if response is not None else None
    return Story(expected, happened, path, line, view)


def _statement(filename: str, line: int) -> ast.stmt | None:
    try:
        tree = ast.parse("".join(linecache.getlines(filename)))
    except SyntaxError:
        return None
    found = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt)
        and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    # Walked from the outside in: the last one is the innermost.
    return found[-1] if found else None


def _attempt(statement: ast.stmt | None, exception: BaseException) -> tuple[str, str]:
    happened = exception_line(exception)
    if statement is None:
        return "", happened
    # A test that waits for an exception stands at its "with pytest.raises(…)".
    body = statement.body[0] if isinstance(statement, ast.With) else statement
    # What a statement evaluates, without its "return", "assert" or "name =".
    value = getattr(body, "value", None) or getattr(body, "test", None) or body
    source = _cut(ast.unparse(value))
    if missing := re.search(r"DID NOT RAISE (.*)", happened):
        return f"{missing[1]} from: {source}", "that exception was not raised"
    return f"this to work: {source}", happened


def _sides(
    assertion: ast.Assert, exception: BaseException, comparison: Comparison | None
) -> tuple[str, str]:
    test = assertion.test
    source = _cut(ast.unparse(test))
    if assertion.msg is not None:
        return source, exception_line(exception).partition(": ")[2]
    if isinstance(test, ast.Call) and isinstance(test.func, ast.Attribute):
        # pytest adds: where <method> = 'the text'.startswith
        value = rf"where .+ = (['\"\d\[{{(].*)\.{test.func.attr}$"
        if shown := re.search(value, str(exception), re.MULTILINE):
            return source, f"{ast.unparse(test.func.value)} is {_cut(shown[1])}"
    if comparison is None or not isinstance(test, ast.Compare) or len(test.ops) > 1:
        return source, NOT_SO
    left, right = ast.unparse(test.left), ast.unparse(test.comparators[0])
    if left.endswith(".status_code"):
        if comparison.operator == "==":
            source = f"the status {_status(comparison.right)}"
        return source, f"{left} is {_status(comparison.left)}"
    # The side that is not written out in the test is the news: "name" in body.
    both = _varies(test.left) and _varies(test.comparators[0])
    if _varies(test.left) and not (both and comparison.operator in {"in", "not in"}):
        if both:
            source = f"{source}, which is {_short(comparison.right)}"
        return source, f"{left} is {_short(comparison.left)}"
    return source, f"{right} is {_short(comparison.right)}"


def _varies(expression: ast.expr) -> bool:
    return any(isinstance(node, ast.Name | ast.Call) for node in ast.walk(expression))


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def _status(code: Any) -> str:
    try:
        return f"{int(code)} {HTTPStatus(code).phrase}"
    except (TypeError, ValueError):
        return str(code)


def _short(value: Any) -> str:
    try:
        text = repr(value)
    except Exception as error:
        # The repr of a learner's class may be what is broken.
        text = f"a {type(value).__name__} whose repr fails ({exception_line(error)})"
    return _cut(text)


def _response(frame: FrameType, statement: ast.stmt | None) -> Any | None:
    responses = {
        name: value
        for name, value in frame.f_locals.items()
        if hasattr(value, "status_code") and isinstance(_request(value), dict)
    }
    named = {
        node.id
        for node in (ast.walk(statement) if statement else ())
        if isinstance(node, ast.Name) and node.id in responses
    }
    if named:
        return responses[sorted(named)[0]]
    return list(responses.values())[-1] if responses else None


def _request(response: Any) -> Any:
    # Django's test client puts the WSGI environment of the request on its response.
    return getattr(response, "request", None)


def _answer(response: Any) -> str:
    request = _request(response)
    body = bytes(getattr(response, "content", b"")).decode("utf-8", "replace").strip()
    said = f"{request.get('REQUEST_METHOD')} {request.get('PATH_INFO')} answered "
    said += _status(response.status_code)
    if body and not body.startswith("<"):
        said += f": {_cut(body)}"
    return said


def _view(response: Any, project: Path) -> tuple[str, int] | None:
    try:
        # Looking at it resolves the path anew, which fails for a path without a view.
        function = response.resolver_match.func
        view = getattr(function, "cls", getattr(function, "view_class", function))
        path = inside_project(inspect.getsourcefile(view) or "", project)
        return (path, inspect.getsourcelines(view)[1]) if path else None
    except Exception:
        return None
