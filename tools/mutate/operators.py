"""Small changes to a module, each of which a good test suite notices.

The operators are our own, because Django code is mostly declared: strings, lists,
dictionaries, assignments and keyword arguments. cosmic-ray 8.7 changes none of these.
It makes 49 mutants of step 01 and 77 of step 02, where these operators make 224 and
478, and it needs 27 other packages, SQLAlchemy and aiohttp among them. A string with
a space in it is prose and is not changed: the tests leave a learner's wording free.
"""

import ast
import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

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
    for place, replacement in _changes(tree, text):
        changed = text.replaced(place, replacement)
        try:
            dump = ast.dump(ast.parse(changed))
            compile(changed, "mutant", "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            continue
        if dump not in seen:
            seen.add(dump)
            found.append(Mutant(text.line(place), changed, *_lines(source, changed)))
    return found


Span = tuple[int, int]
Change = tuple[Span, str]


class _Text:
    """A source as bytes, as the positions of Python's syntax tree count them."""

    def __init__(self, source: str) -> None:
        self.bytes = source.encode()
        lines = self.bytes.splitlines(keepends=True)
        self._starts = [0, *accumulate(map(len, lines))]

    def span(self, node: ast.AST) -> Span:
        """Return where the node begins and ends."""
        assert isinstance(node, ast.stmt | ast.expr | ast.keyword | ast.excepthandler)
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start, end = self._starts[node.lineno - 1], self._starts[node.end_lineno - 1]
        return start + node.col_offset, end + node.end_col_offset

    def of(self, node: ast.AST) -> str:
        """Return the node as it is written."""
        start, end = self.span(node)
        return self.bytes[start:end].decode()

    def between(self, left: ast.AST, right: ast.AST) -> Span:
        """Return where the operator between two operands stands."""
        return self.span(left)[1], self.span(right)[0]

    def line(self, span: Span) -> int:
        """Return the number of the line in which the span begins."""
        return self.bytes[: span[0]].count(b"\n") + 1

    def replaced(self, span: Span, text: str) -> str:
        """Return the source with another text at that place."""
        return (self.bytes[: span[0]] + text.encode() + self.bytes[span[1] :]).decode()

    def left_out(self, first: ast.AST, last: ast.AST | None = None) -> Change:
        """Return the change that takes away an element and the comma after it."""
        start, end = self.span(first)[0], self.span(last or first)[1]
        comma = re.compile(rb"\s*,").match(self.bytes, end)
        return (start, comma.end() if comma else end), ""


def _changes(tree: ast.AST, text: _Text) -> Iterator[Change]:
    for node in _nodes(tree):
        for operators in (_statement, _literal, _operator, _element):
            yield from operators(node, text)


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes, without docstrings and without what is inside of f-strings."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        yield node
        # Python 3.11 does not say where the parts of an f-string stand.
        if not isinstance(node, ast.JoinedStr):
            yield from _nodes(node)


def _statement(node: ast.AST, text: _Text) -> Iterator[Change]:
    if isinstance(node, ast.Expr | ast.Assign | ast.AugAssign | ast.Raise):
        yield text.span(node), "pass"
    if isinstance(node, ast.Assign | ast.Return) and node.value is not None:
        yield text.span(node.value), "None"
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        yield text.span(node.test), f"not ({text.of(node.test)})"
    for decorator in getattr(node, "decorator_list", ()):
        start, end = text.span(decorator)
        # With the @ before it.
        yield (text.bytes.rindex(b"@", 0, start), end), ""


def _literal(node: ast.AST, text: _Text) -> Iterator[Change]:
    if isinstance(node, ast.Constant):
        if not (isinstance(node.value, str) and " " in node.value.strip()):
            yield text.span(node), _other(node.value)
    elif isinstance(node, ast.JoinedStr) and " " not in (written := text.of(node)):
        quote = written.index('"') if '"' in written else written.index("'")
        yield text.span(node), f"{written[: quote + 1]}XX{written[quote + 1 :]}"


def _operator(node: ast.AST, text: _Text) -> Iterator[Change]:
    if isinstance(node, ast.Compare):
        operands = pairwise([node.left, *node.comparators])
        for pair, comparison in zip(operands, node.ops, strict=True):
            yield text.between(*pair), f" {COMPARISONS[type(comparison)]} "
    elif isinstance(node, ast.BoolOp):
        word = " or " if isinstance(node.op, ast.And) else " and "
        yield from ((text.between(*pair), word) for pair in pairwise(node.values))
    elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        yield text.between(node.left, node.right), f" {ARITHMETIC[type(node.op)]} "
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield text.span(node), f"({text.of(node.operand)})"


def _element(node: ast.AST, text: _Text) -> Iterator[Change]:
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        yield from (text.left_out(element) for element in node.elts)
    elif isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        yield from (text.left_out(key, value) for key, value in pairs if key)
    elif isinstance(node, ast.Call):
        yield from (text.left_out(keyword) for keyword in node.keywords)
        plain = [each for each in node.args if not isinstance(each, ast.Starred)]
        yield from ((text.span(argument), "None") for argument in plain)
    elif isinstance(node, ast.ExceptHandler) and node.type is not None:
        yield text.span(node.type), "ZeroDivisionError"


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
    differences = list(difflib.ndiff(source.splitlines(), changed.splitlines()))
    before, after = (
        " ".join(line[2:] for line in differences if line.startswith(sign))
        for sign in ("- ", "+ ")
    )
    return " ".join(before.split()), " ".join(after.split())
