"""Holds the terminal, ``check --json`` and the lab to the same finished sentences."""

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Console

from course.checking.console_report import ConsoleReport
from course.checking.json_report import report
from course.checking.review import Examination
from course.checking.sentences import compose
from course.curriculum.project_files import project_files
from course.paths import ROOT, Places, display_path
from support.needed_tools import need_tool

# What a surface may put around sentences: marks, paths, and how one goes on there.
ON_THE_TERMINAL = (
    r"[✓✗○→]|, type: python \S*learn\.py [\w -]+|python \S*learn\.py \w+ \d"
)
IN_THE_LAB = r"[✓✗·→]|: Check again|: Changes\."
# For these the lab has buttons.
BY_BUTTON = {"hint", "go_on"}


def words(text: str) -> str:
    """Return a text with single spaces, without the marks of code."""
    return " ".join(text.replace("`", "").split())


def assert_same_sentences(examined: Examination, where: Places) -> None:
    """Hold that the terminal and the lab show the JSON's sentences, and no others."""
    document = json.loads(json.dumps(report(examined, where)))
    sentences = document["sentences"]
    lines = [line for each in sentences["sections"] for line in each["lines"]]

    terminal = words(on_the_terminal(examined, where))
    said = [part for line in lines for part in _typed(line, where)]
    rest = without(terminal, said)
    assert not re.sub(ON_THE_TERMINAL, "", rest).strip(" :"), rest

    shown = in_the_lab(document, where.work)
    rest = without(words(" ".join(shown)), list(_in_the_lab(sentences)))
    assert not re.sub(IN_THE_LAB, "", rest).strip(" :"), rest


def without(text: str, said: list[str]) -> str:
    """Return the text without these, each of which comes after the one before it."""
    left = []
    for each in map(words, said):
        assert each in text, f"{each!r} is not said, or not there: {text!r}"
        before, _, text = text.partition(each)
        left.append(before)
    return " ".join([*left, text])


def _typed(line: dict[str, Any], where: Places) -> Iterator[str]:
    """Yield what the terminal says of a line, with its own paths."""
    place, text = line.get("place"), line["text"]
    if line.get("command") and line["role"] == "go_on":
        yield text
        return
    if line.get("label"):
        yield line["label"]
    if place and line["role"] != "reason":
        folder = where.root / place["folder"] if "folder" in place else where.work
        path = display_path(folder / place["file"], where)
        text = text.replace(place["file"], path, 1)
    yield text
    if line["role"] == "broken":
        yield f" in {display_path(where.work, where)}/"
    if line["role"] == "action" and "command" in line:
        yield line["command"]
    if "notes" in line:
        notes = where.root / "steps" / line["notes"] / "README.md"
        yield display_path(notes, where)


def _in_the_lab(sentences: dict[str, Any]) -> Iterator[str]:
    for section in sentences["sections"]:
        for line in section["lines"]:
            if line["role"] in BY_BUTTON:
                continue
            if "label" in line:
                yield line["label"]
            yield line["text"]
            if line["role"] == "action" and "command" in line:
                yield line["command"]
        if section["role"] == "failure" and (hints := sentences["hints"]):
            for hint in hints["hints"]:
                yield hint["title"]
                yield hint.get("text", "")
            for line in hints["last"]:
                yield line["text"]


def on_the_terminal(examined: Examination, where: Places) -> str:
    """Return what ``learn.py check`` prints of an examination."""
    printed = StringIO()
    out = Console(
        file=printed, highlight=False, soft_wrap=True, markup=False, emoji=False
    )
    ConsoleReport(out, where).print(compose(examined))
    return printed.getvalue()


def in_the_lab(document: dict[str, Any], project: Path) -> list[str]:
    """Return the texts that the lab lays out, every hint shown; node does that."""
    node = need_tool("node")
    asked = {"document": document, "files": dict.fromkeys(project_files(project), "")}
    done = subprocess.run(
        [node, "lay_out_report.js"],
        cwd=_scripts(),
        input=json.dumps(asked),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@cache
def _scripts() -> Path:
    """Return a folder with the site's scripts, where node takes them for modules."""
    kept = tempfile.TemporaryDirectory(prefix="learn-lab-")
    _kept.append(kept)
    folder = Path(kept.name)
    shutil.copytree(ROOT / "docs/assets", folder / "assets")
    shutil.copy(ROOT / "tests/lab/lay_out_report.js", folder)
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    return folder


# Gone when Python ends.
_kept: list[tempfile.TemporaryDirectory[str]] = []
