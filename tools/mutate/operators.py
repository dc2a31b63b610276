"""Small changes to a module, each of which a good test suite notices.

The operators are those of mutmut and cosmic-ray, and some for what Django's settings
and declarative classes consist of: an element left out of a list or a dictionary, a
decorator or a keyword argument left out. A string with a space in it is prose, and is
not changed: the tests leave a learner's wording free.
"""

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass

COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Is: "is not",
    ast.IsNot: "is",
}
ARITHMETIC: dict[type[ast.operator], str] = {
    ast.Add: "-",
    ast.Sub: "+",
    ast.Mult: "/",
    ast.Div: "*",
    ast.Mod: "/",
    ast.FloorDiv: "/",
    ast.Pow: "*",
    ast.BitOr: "&",
    ast.BitAnd: "|",
}


@dataclass(frozen=True)
class Mutant:
    """A module with one change: the whole text, and the lines that differ."""

    line: int
    source: str
    before: str
    after: str


def mutants(source: str) -> list[Mutant]:
    """Return the module's viable mutants: those that compile, each of them once."""
    tree = ast.parse(source)
    text = _Text(source)
    seen, found = {ast.dump(tree)}, []
    for node, replacement in _changes(tree, text):
        changed = text.replaced(node, replacement)
        try:
            dump = ast.dump(ast.parse(changed))
            compile(changed, "mutant", "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            continue
        if dump not in seen:
            seen.add(dump)
            found.append(Mutant(text.line(node), changed, *_lines(source, changed)))
    return found


Span = tuple[int, int]


class _Text:
    """A source as bytes, as the positions of Python's syntax tree count them."""

    def __init__(self, source: str) -> None:
        self.bytes = source.encode()
        self._starts = [0]
        for line in self.bytes.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def span(self, node: ast.AST) -> Span:
        """Return where the node begins and ends."""
        assert isinstance(node, ast.stmt | ast.expr | ast.keyword | ast.excepthandler)
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            self._starts[node.lineno - 1] + node.col_offset,
            self._starts[node.end_lineno - 1] + node.end_col_offset,
        )

    def of(self, node: ast.AST) -> str:
        """Return the node as it is written."""
        start, end = self.span(node)
        return self.bytes[start:end].decode()

    def line(self, span: Span) -> int:
        """Return the number of the line in which the span begins."""
        return self.bytes[: span[0]].count(b"\n") + 1

    def replaced(self, span: Span, text: str) -> str:
        """Return the source with another text at that place."""
        return (self.bytes[: span[0]] + text.encode() + self.bytes[span[1] :]).decode()

    def with_comma(self, span: Span) -> Span:
        """Return the span with the comma after it, if there is one."""
        end = span[1]
        while self.bytes[end : end + 1].isspace():
            end += 1
        return (span[0], end + 1 if self.bytes[end : end + 1] == b"," else span[1])


def _changes(tree: ast.AST, text: _Text) -> Iterator[tuple[Span, str]]:
    for node in _nodes(tree):
        if isinstance(node, ast.stmt):
            yield from _statement(node, text)
        elif isinstance(node, ast.expr):
            yield from _expression(node, text)
        elif isinstance(node, ast.ExceptHandler) and node.type is not None:
            if isinstance(node.type, ast.Tuple):
                yield from _left_out(node.type.elts, text)
            yield text.span(node.type), "ZeroDivisionError"


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes, without docstrings and without what is inside of f-strings."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        yield node
        # Python 3.11 does not say where the parts of an f-string stand.
        if not isinstance(node, ast.JoinedStr):
            yield from _nodes(node)


def _statement(node: ast.stmt, text: _Text) -> Iterator[tuple[Span, str]]:
    if isinstance(node, ast.Expr | ast.Assign | ast.AugAssign | ast.Raise):
        yield text.span(node), "pass"
    if isinstance(node, ast.Assign | ast.Return) and node.value is not None:
        yield text.span(node.value), "None"
    if isinstance(node, ast.If | ast.While):
        yield text.span(node.test), f"not ({text.of(node.test)})"
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        for decorator in node.decorator_list:
            start, end = text.span(decorator)
            # With the @ before it.
            yield (text.bytes.rindex(b"@", 0, start), end), ""


def _expression(node: ast.expr, text: _Text) -> Iterator[tuple[Span, str]]:
    if isinstance(node, ast.Constant):
        if not (isinstance(node.value, str) and " " in node.value.strip()):
            yield text.span(node), _other(node.value)
    elif isinstance(node, ast.JoinedStr) and " " not in text.of(node):
        written = text.of(node)
        quote = written.index('"') if '"' in written else written.index("'")
        yield text.span(node), f"{written[: quote + 1]}XX{written[quote + 1 :]}"
    elif isinstance(node, ast.Compare):
        operands = [node.left, *node.comparators]
        for position, operator in enumerate(node.ops):
            between = (
                text.span(operands[position])[1],
                text.span(operands[position + 1])[0],
            )
            yield between, f" {COMPARISONS[type(operator)]} "
    elif isinstance(node, ast.BoolOp):
        word = " or " if isinstance(node.op, ast.And) else " and "
        for left, right in zip(node.values, node.values[1:], strict=False):
            yield (text.span(left)[1], text.span(right)[0]), word
    elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        between = (text.span(node.left)[1], text.span(node.right)[0])
        yield between, f" {ARITHMETIC[type(node.op)]} "
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield text.span(node), f"({text.of(node.operand)})"
    elif isinstance(node, ast.IfExp):
        yield text.span(node.test), f"not ({text.of(node.test)})"
    elif isinstance(node, ast.List | ast.Tuple | ast.Set):
        yield from _left_out(node.elts, text)
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if key is not None:
                item = (text.span(key)[0], text.span(value)[1])
                yield text.with_comma(item), ""
    elif isinstance(node, ast.Call):
        for keyword in node.keywords:
            yield text.with_comma(text.span(keyword)), ""
        for argument in node.args:
            if not isinstance(argument, ast.Starred):
                yield text.span(argument), "None"


def _left_out(elements: list[ast.expr], text: _Text) -> Iterator[tuple[Span, str]]:
    for element in elements:
        yield text.with_comma(text.span(element)), ""


def _other(value: object) -> str:
    if isinstance(value, bool):
        return str(not value)
    if isinstance(value, int | float):
        return repr(value + 1)
    if isinstance(value, str):
        return repr(f"XX{value}XX")
    if isinstance(value, bytes):
        return repr(b"XX" + value + b"XX")
    # None, which becomes something.
    return "True"


def _lines(source: str, changed: str) -> tuple[str, str]:
    """Return the lines that differ, each side as one line."""
    before, after = [], []
    for line in difflib.ndiff(source.splitlines(), changed.splitlines()):
        if line.startswith("- "):
            before.append(line[2:])
        elif line.startswith("+ "):
            after.append(line[2:])
    return " ".join(" ".join(before).split()), " ".join(" ".join(after).split())
