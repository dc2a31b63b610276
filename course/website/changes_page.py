"""The page of a step that shows what changed against the step before."""

import difflib
import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from course.curriculum.project_files import changed_paths, is_code
from course.curriculum.steps import Step
from course.website.highlight import block, colored_lines, language_of, lines_of
from course.website.links import anchor_of

# The sign of a removed line; a hyphen is hard to see beside it.
MINUS = "\N{MINUS SIGN}"
# Unchanged lines that are shown around a change.
AROUND = 3
GROUPS = ("Code", "Migrations", "Tests", "Packages and tools")


@dataclass(frozen=True)
class Change:
    """One file that two neighboring steps do not have in common."""

    path: str
    before: str | None
    after: str | None

    @property
    def word(self) -> str:
        """What became of the file."""
        if self.before is None:
            return "new"
        return "removed" if self.after is None else "changed"

    @property
    def group(self) -> str:
        """The heading under which the file stands."""
        parts = self.path.split("/")
        if "migrations" in parts:
            return "Migrations"
        if is_code(self.path):
            return "Code"
        return "Tests" if parts[0] == "tests" else "Packages and tools"

    def opcodes(self) -> list[list[tuple[str, int, int, int, int]]]:
        """Return the hunks, each a list of difflib's operations."""
        one, other = lines_of(self.before or ""), lines_of(self.after or "")
        matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
        return list(matcher.get_grouped_opcodes(AROUND))

    def counts(self) -> tuple[int, int]:
        """Return how many lines were added, and how many removed."""
        added = removed = 0
        for hunk in self.opcodes():
            for tag, one, one_end, other, other_end in hunk:
                if tag != "equal":
                    added += other_end - other
                    removed += one_end - one
        return added, removed


def changes_of(step: Step, before: Step | None) -> list[Change]:
    """Return what differs between a step and the one before it, sorted by path."""
    folders = (before.path if before else None, step.path)
    return [
        Change(
            path,
            *(
                (folder / path).read_text(encoding="utf-8")
                if folder and (folder / path).is_file()
                else None
                for folder in folders
            ),
        )
        for path in changed_paths(*folders)
    ]


def total(changes: Sequence[Change]) -> tuple[int, int]:
    """Return how many lines were added and removed in all."""
    counts = [change.counts() for change in changes]
    return sum(added for added, _ in counts), sum(removed for _, removed in counts)


def changes_body(step: Step, before: Step | None) -> str:
    """Return the Markdown below the heading of the page."""
    changes = changes_of(step, before)
    then = "an empty folder"
    if before:
        name = f"{before.number_text} {before.title}"
        then = f"the end of [step {name}](../{before.name}.md)"
    files = "1 file differs" if len(changes) == 1 else f"{len(changes)} files differ"
    parts = [
        f"{files} from {then}. A line with + in front is new, one with {MINUS} is "
        "gone. What is no code is folded.\n"
    ]
    for group in GROUPS:
        inside = [change for change in changes if change.group == group]
        if inside:
            parts.append(f"## {group}\n\n{in_words(*total(inside)).capitalize()}.\n")
            parts += [_file(change, unfold=group == "Code") for change in inside]
    parts.append(
        "Your own project against the end of this step: "
        f"`python3 learn.py diff {step.number}`.\n"
    )
    return "\n".join(parts)


def in_words(added: int, removed: int) -> str:
    """Return line counts as words: ``17 lines added, 2 removed``."""
    if not added and not removed:
        return "no line"
    parts = [f"{added} added"] if added else []
    parts += [f"{removed} removed"] if removed else []
    number, _, rest = ", ".join(parts).partition(" ")
    return f"{number} line{'' if number == '1' else 's'} {rest}"


def _file(change: Change, *, unfold: bool) -> str:
    """Return one file as a fold of HTML, its counts in the line that opens it."""
    anchor = anchor_of(change.path)
    count = in_words(*change.counts()) if change.opcodes() else "empty"
    whole = (
        ""
        if change.after is None
        else f'<p><a href="../files/#{anchor}">The whole file</a></p>\n'
    )
    return (
        f'<details class="changed" id="{anchor}"{" open" * unfold}>\n'
        f"<summary><code>{html.escape(change.path)}</code> "
        f'<span class="count">{change.word}, {count}</span></summary>\n'
        f"{_diff(change)}{whole}</details>\n"
    )


def _diff(change: Change) -> str:
    if not change.opcodes():
        return ""
    code = "".join(_lines(change))
    return block(code, language_of(change.path), "diff no-copy")


def _lines(change: Change) -> Iterator[str]:
    language = language_of(change.path)
    one = colored_lines(change.before or "", language)
    other = colored_lines(change.after or "", language)
    for hunk in change.opcodes():
        if change.word == "changed":
            start, end = hunk[0][3] + 1, hunk[-1][4]
            yield f'<span class="hunk">Lines {start} to {end}</span>'
        for tag, first, last, other_first, other_last in hunk:
            if tag == "equal":
                yield from (_line("span", " ", line) for line in one[first:last])
                continue
            yield from (_line("del", MINUS, line) for line in one[first:last])
            yield from (
                _line("ins", "+", line) for line in other[other_first:other_last]
            )


def _line(element: str, sign: str, line: str) -> str:
    return f'<{element} class="line"><i class="sign">{sign}</i>{line}\n</{element}>'
