"""The typical mistakes of a step, as ``steps/NN_name/mistakes/*.toml`` describe them.

A file says what the mistake is called, which task it breaks and what a learner is told;
``when`` says how it is recognized, ``change`` how it is put into the end of the step.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.curriculum.steps import Step
from course.errors import CourseError

TEXTS = ("title", "task", "say", "fix", "why", "file")
KEYS = {*TEXTS, "line", "when", "change"}
WHEN = {"test", "message", "source"}
SOURCE = {"file", "has", "lacks", "absent"}
# What a change says beside its file: one of these sets, and nothing else.
CHANGES = ({"old", "new"}, {"text"}, {"delete"})


@dataclass(frozen=True)
class Source:
    """A condition on the project's files that fit the path or glob ``file``.

    Of these files, those that match ``has`` (all, where it is not given) must be at
    least one, and none of them may match ``lacks``. ``absent`` is the other way round:
    there must be no such file. Comments do not count, nor do the learner's tests/.
    """

    file: str
    has: re.Pattern[str] | None = None
    lacks: re.Pattern[str] | None = None
    absent: bool = False


@dataclass(frozen=True)
class Change:
    """One edit: ``old`` becomes ``new``, or the file gets ``text``, or it goes."""

    file: str
    old: str | None = None
    new: str | None = None
    text: str | None = None
    delete: bool = False


@dataclass(frozen=True)
class Mistake:
    """One typical mistake; the file's name is its ``slug``.

    ``file`` and ``line`` say where it stands: a path or glob, and what the line looks
    like. ``test`` (on node ids), ``message`` and ``sources`` are its signature, and
    all that are given must hold.
    """

    slug: str
    title: str
    task: str
    say: str
    fix: str
    why: str
    file: str
    line: re.Pattern[str] | None
    test: re.Pattern[str] | None
    message: re.Pattern[str] | None
    sources: tuple[Source, ...]
    changes: tuple[Change, ...]


def load_mistakes(step: Step) -> tuple[Mistake, ...]:
    """Return the step's mistakes: in the order of its tasks, then by name.

    Raises CourseError with the file and the key where a description is wrong.
    """
    order = [task.slug for task in step.tasks]
    paths = sorted((step.path / "mistakes").glob("*.toml"))
    found = [_File(path, step).mistake() for path in paths]
    return tuple(sorted(found, key=lambda each: order.index(each.task)))


class _File:
    """One description while it is read; knows how to complain about it."""

    def __init__(self, path: Path, step: Step) -> None:
        self._path = path
        self._step = step

    def mistake(self) -> Mistake:
        try:
            data = tomllib.loads(self._path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise self._wrong(f"cannot be read: {error}") from error
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", self._path.stem):
            raise self._wrong("is not named in kebab-case")
        self._only(data, KEYS, "")
        texts = {key: self._text(data, key, key) for key in TEXTS}
        if self._step.task(texts["task"]) is None:
            raise self._wrong(f"task: {self._step.name} has no task {texts['task']!r}")
        when = self._table(data.get("when"), "when")
        self._only(when, WHEN, "when.")
        if not when:
            raise self._wrong("when: names no sign of the mistake")
        return Mistake(
            slug=self._path.stem,
            **texts,
            line=self._regex(data, "line", "line"),
            test=self._regex(when, "test", "when.test"),
            message=self._regex(when, "message", "when.message"),
            sources=tuple(
                self._source(each, f"when.source[{number}]")
                for number, each in enumerate(self._list(when, "source", "when."))
            ),
            changes=tuple(
                self._change(each, f"change[{number}]")
                for number, each in enumerate(self._list(data, "change", ""))
            ),
        )

    def _source(self, value: Any, key: str) -> Source:
        table = self._table(value, key)
        self._only(table, SOURCE, f"{key}.")
        if len(table) < 2:
            raise self._wrong(f"{key}: says neither has, lacks nor absent")
        absent = "absent" in table
        if absent and (table["absent"] is not True or len(table) > 2):
            raise self._wrong(f"{key}.absent: is true, without has and lacks")
        return Source(
            file=self._text(table, "file", f"{key}.file"),
            has=self._regex(table, "has", f"{key}.has"),
            lacks=self._regex(table, "lacks", f"{key}.lacks"),
            absent=absent,
        )

    def _change(self, value: Any, key: str) -> Change:
        table = self._table(value, key)
        file = self._text(table, "file", f"{key}.file")
        rest = {name: table[name] for name in table if name != "file"}
        if set(rest) not in CHANGES:
            raise self._wrong(f"{key}: needs old and new, or text, or delete = true")
        if "delete" in rest and rest["delete"] is not True:
            raise self._wrong(f"{key}.delete: is true or not there")
        for name, text in rest.items():
            if name != "delete" and not isinstance(text, str):
                raise self._wrong(f"{key}.{name}: is no text")
        if rest.get("old") == "":
            raise self._wrong(f"{key}.old: is empty")
        return Change(file=file, **rest)

    def _text(self, table: Mapping[str, Any], name: str, key: str) -> str:
        text = table.get(name)
        if not isinstance(text, str) or not text.strip():
            raise self._wrong(f"{key}: {'is missing' if text is None else 'no text'}")
        return text

    def _regex(
        self, table: Mapping[str, Any], name: str, key: str
    ) -> re.Pattern[str] | None:
        if name not in table:
            return None
        try:
            return re.compile(self._text(table, name, key), re.MULTILINE)
        except re.error as error:
            raise self._wrong(f"{key}: no regular expression: {error}") from error

    def _table(self, value: Any, key: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self._wrong(f"{key}: {'is missing' if value is None else 'no table'}")
        return value

    def _list(self, table: Mapping[str, Any], name: str, prefix: str) -> list[Any]:
        value = table.get(name, [])
        if not isinstance(value, list):
            raise self._wrong(f"{prefix}{name}: no list")
        return value

    def _only(self, table: Mapping[str, Any], known: set[str], prefix: str) -> None:
        for name in table:
            if name not in known:
                raise self._wrong(f"{prefix}{name}: is no key of a mistake")

    def _wrong(self, what: str) -> CourseError:
        name = f"steps/{self._step.name}/mistakes/{self._path.name}"
        return CourseError(
            f"{name}: {what}.",
            "Correct that entry, or restore the file from the repository.",
        )
