"""Cells of a notebook, run one after the other in one namespace."""

import ast
import contextlib
import contextvars
import io
import linecache
import sys
import traceback
from collections.abc import Iterator
from typing import Any

Output = dict[str, str]


class Cells:
    """The namespace of a notebook; ``run`` returns what a cell shows."""

    def __init__(self) -> None:
        self._names: dict[str, Any] = {"__name__": "__main__"}
        self._count = 0
        # Of one cell after the other, as in a thread: Django has its connection to the
        # database in the context.
        self._context = contextvars.copy_context()

    def run(self, code: str) -> list[Output]:
        """Run the code, and return what it printed, and the value of its last line.

        An exception is an output as well, and ends the cell.
        """
        self._count += 1
        file = f"<cell {self._count}>"
        linecache.cache[file] = (len(code), None, code.splitlines(True), file)
        outputs: list[Output] = []
        with _printed(outputs):
            try:
                value = self._context.run(self._execute, code, file)
                # Its repr is the cell's own code as well: it may print, or fail.
                if value is not None:
                    outputs.append(self._context.run(_shown, value))
            except BaseException as error:
                outputs.append({"kind": "error", "text": _told(error, file)})
        return outputs

    def _execute(self, code: str, file: str) -> Any:
        tree = ast.parse(code, file)
        last = tree.body[-1] if tree.body else None
        if not isinstance(last, ast.Expr):
            exec(compile(tree, file, "exec"), self._names)
            return None
        tree.body.pop()
        exec(compile(tree, file, "exec"), self._names)
        # A line that ends with a semicolon is not to be shown.
        value = eval(compile(ast.Expression(last.value), file, "eval"), self._names)
        return None if code.rstrip().endswith(";") else value


def _shown(value: Any) -> Output:
    draw = getattr(value, "_repr_svg_", None)
    if draw is not None:
        return {"kind": "svg", "text": str(draw())}
    return {"kind": "result", "text": repr(value)}


def _told(error: BaseException, file: str) -> str:
    """Return the traceback from the cell on: what runs the cell is not of interest."""
    frames = traceback.extract_tb(error.__traceback__)
    first = next((n for n, frame in enumerate(frames) if frame.filename == file), None)
    lines = traceback.format_exception_only(error)
    if first is not None:
        kept = traceback.StackSummary.from_list(frames[first:])
        lines = ["Traceback (most recent call last):\n", *kept.format(), *lines]
    return "".join(lines).rstrip()


class _Stream(io.TextIOBase):
    """Adds what is written to the outputs, in the order of both streams."""

    def __init__(self, kind: str, outputs: list[Output]) -> None:
        self._kind = kind
        self._outputs = outputs

    def writable(self) -> bool:
        """It can be written to."""
        return True

    def write(self, text: str) -> int:
        """Add to the last output, where that is of the same stream."""
        if text:
            if not self._outputs or self._outputs[-1]["kind"] != self._kind:
                self._outputs.append({"kind": self._kind, "text": ""})
            self._outputs[-1]["text"] += text
        return len(text)


@contextlib.contextmanager
def _printed(outputs: list[Output]) -> Iterator[None]:
    before = sys.stdout, sys.stderr, sys.stdin
    sys.stdout, sys.stderr = _Stream("stdout", outputs), _Stream("stderr", outputs)
    # Nobody can type anything: input() says so at once.
    sys.stdin = io.StringIO()
    try:
        yield
    finally:
        sys.stdout, sys.stderr, sys.stdin = before
