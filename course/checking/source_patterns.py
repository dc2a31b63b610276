"""The learner's source files as patterns see them: chosen by a glob, no comments."""

import io
import re
import tokenize
from pathlib import Path

from course.curriculum.project_files import project_files


class SourceFiles:
    """The files of one project, each read once; the learner's own tests/ left out."""

    def __init__(self, project: Path) -> None:
        self._project = project
        self._texts: dict[str, str] = {}
        self._names = [
            name for name in project_files(project) if not name.startswith("tests/")
        ]

    def fitting(self, glob: str) -> list[str]:
        """Return the sorted paths that fit a path or a glob such as ``**/*.py``."""
        pattern = glob_pattern(glob)
        return [name for name in self._names if pattern.fullmatch(name)]

    def text(self, name: str) -> str:
        """Return a file without its comments; the lines keep their numbers."""
        if name not in self._texts:
            self._texts[name] = _read(self._project / name)
        return self._texts[name]

    def line_of(self, name: str, pattern: re.Pattern[str]) -> int | None:
        """Return the number of the first line in the file that matches, or None."""
        text = self.text(name)
        match = pattern.search(text)
        if match is None:
            return None
        # A pattern that begins with \s* may begin to match on a line before.
        blank = len(match[0]) - len(match[0].lstrip())
        return text.count("\n", 0, match.start() + blank) + 1


def glob_pattern(glob: str) -> re.Pattern[str]:
    """Return what a path must look like: ``*`` stays in a folder, ``**/`` does not."""
    kinds = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", glob)
    return re.compile("".join(kinds.get(part) or re.escape(part) for part in parts))


def without_comments(source: str) -> str:
    """Return Python source without comments; as it is, where Python cannot read it."""
    # Not splitlines: it also splits where Python does not, at a form feed.
    lines = io.StringIO(source).readlines()
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                row, column = token.start
                line = lines[row - 1]
                end = "\n" if line.endswith("\n") else ""
                lines[row - 1] = line[:column].rstrip() + end
    except (tokenize.TokenError, SyntaxError):
        return source
    return "".join(lines)


def _read(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""
    return without_comments(text) if path.suffix == ".py" else text
