"""One command of a terminal, as far as it starts Python: ``python manage.py check``."""

import contextlib
import io
import os
import re
import runpy
import shlex
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from course.curriculum.project_files import project_files

ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
PYTHON = {"python", "python3", "py"}
NOT_HERE = 127
Shorten = Callable[[str], str]
# Commands of manage.py that wait for somebody, or serve until they are ended.
WAITING = {
    "dbshell": "dbshell starts another program, and a tab has none.",
    "runserver": "Nothing has to be served here: the project answers in this page.",
    "shell": 'Give it what to run: python manage.py shell --command "…".',
}


def run_command(line: str) -> tuple[int, str]:
    """Run the command in the current folder; return its exit code and what it printed.

    Knows variables before it, Python with a script, ``-m`` or ``-c``, django-admin and
    pytest, ``2>&1``, and ``| tail -n N`` or ``| head -n N`` after it. For anything else
    the code is 127, and the text says so.
    """
    try:
        words = shlex.split(line)
    except ValueError as error:
        return 2, f"This line cannot be read: {error}.\n"
    words, shorten = _pipe([word for word in words if word != "2>&1"])
    while words and (found := ASSIGNMENT.fullmatch(words[0])):
        os.environ[found[1]] = found[2]
        words.pop(0)
    if shorten is None or not words:
        return NOT_HERE, _not_here(line)
    if words[0] in {"django-admin", "pytest"}:
        module = {"django-admin": "django", "pytest": "pytest"}[words[0]]
        words = ["python", "-m", module, *words[1:]]
    if words[0] not in PYTHON or len(words) == 1:
        return NOT_HERE, _not_here(line)
    if said := _waits(words[1:]):
        return NOT_HERE, f"{said}\n"
    with _captured() as output:
        code = _python(words[1:])
    return code, shorten(output.getvalue())


def texts(folder: Path, known: list[str]) -> dict[str, str]:
    """Return the texts of a project, by their paths.

    They are those of ``known`` that are still there, whatever they are called, and what
    has come to them; caches, databases and what is no text have not.
    """
    found = {}
    for path in sorted({*known, *project_files(folder)}):
        with contextlib.suppress(FileNotFoundError, UnicodeDecodeError):
            found[path] = (folder / path).read_text(encoding="utf-8")
    return found


def _pipe(words: list[str]) -> tuple[list[str], Shorten | None]:
    """Return the words before a pipe, and what it does; None where it cannot be had."""
    if "|" not in words:
        return words, lambda text: text
    place = words.index("|")
    after = words[place + 1 :]
    number = "".join(after[1:]).removeprefix("-n").removeprefix("-") or "10"
    if not after or after[0] not in {"head", "tail"} or not number.isdigit():
        return words, None
    count, last = int(number), after[0] == "tail"

    def shorten(text: str) -> str:
        lines = text.splitlines(keepends=True)
        return "".join(lines[-count:] if last else lines[:count])

    return words[:place], shorten


def _not_here(line: str) -> str:
    return (
        f"{line.split()[0] if line.split() else 'An empty line'} cannot run in a tab: "
        "only Python, django-admin and pytest do.\n"
    )


def _waits(arguments: list[str]) -> str | None:
    """Return why a command would never end in a tab, or None."""
    if Path(arguments[0]).name != "manage.py" or len(arguments) == 1:
        return None
    name, *rest = arguments[1:]
    asks = any(each in {"-h", "--help"} for each in rest)
    runs = any(each.startswith(("-c", "--command")) for each in rest)
    return None if asks or (name == "shell" and runs) else WAITING.get(name)


def _python(arguments: list[str]) -> int:
    sys.path.insert(0, str(Path.cwd()))
    option, rest = arguments[0], arguments[1:]
    try:
        if option == "-c":
            sys.argv = ["-c", *rest[1:]]
            exec(compile(rest[0], "<string>", "exec"), {"__name__": "__main__"})
        elif option == "-m":
            sys.argv = list(rest)
            runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
        elif not Path(option).is_file():
            print(f"can't open file {option!r}: no such file", file=sys.stderr)
            return 2
        else:
            sys.argv = list(arguments)
            runpy.run_path(option, run_name="__main__")
    except SystemExit as end:
        return _exit_code(end)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _exit_code(end: SystemExit) -> int:
    if end.code is None or isinstance(end.code, int):
        return end.code or 0
    print(end.code, file=sys.stderr)
    return 1


class _Terminal(io.StringIO):
    """What is printed, on both streams, without colors."""

    def isatty(self) -> bool:
        """Nobody sits there."""
        return False


@contextlib.contextmanager
def _captured() -> Iterator[io.StringIO]:
    before, output = (sys.stdout, sys.stderr, sys.stdin), _Terminal()
    sys.stdout = sys.stderr = output
    sys.stdin = io.StringIO()
    try:
        yield output
    finally:
        sys.stdout, sys.stderr, sys.stdin = before
