"""The site, built once for all tests that look at it."""

import functools
import html
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest

from course.curriculum.steps import load_steps
from course.notes.last_proof import note_proof
from course.paths import ROOT

# What a browser loads by itself when it shows a page.
LOADED = {"img", "script", "iframe", "source", "video", "audio", "embed", "object"}
# Of this step, and of no other, a run of its tests is noted.
NOTED, TESTS = 5, 61


@dataclass
class Seen(HTMLParser):
    """What a page loads, where it leads, and which anchors and headings it has."""

    loaded: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    headings: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.anchors.add(values["id"])
            if re.fullmatch("h[1-6]", tag):
                self.headings.add(values["id"])
        if tag in LOADED and "src" in values:
            self.loaded.append(values["src"])
        if tag == "link" and values.get("rel") not in {"canonical", "next", "prev"}:
            self.loaded.append(values["href"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])


@dataclass(frozen=True)
class Site:
    """The built site: its folder and what the build said."""

    folder: Path
    said: str

    def html(self, path: str) -> str:
        """Return the source of a page; ``path`` is as in its address."""
        return (self.folder / path / "index.html").read_text(encoding="utf-8")

    def pages(self) -> Iterable[tuple[str, Seen]]:
        """Return each page's address and what is on it."""
        return _pages(self.folder)


@functools.cache
def _pages(folder: Path) -> tuple[tuple[str, Seen], ...]:
    # Kept: to read them all takes a second, and dozens of tests look at them.
    found = []
    for file in sorted(folder.rglob("*.html")):
        seen = Seen()
        seen.feed(file.read_text(encoding="utf-8"))
        path = file.relative_to(folder).as_posix()
        found.append(("/" + path.removesuffix("index.html"), seen))
    return tuple(found)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site, built once, strictly; Python's warnings are errors too."""
    folder, learn = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("learn")
    note_proof(learn, load_steps()[NOTED - 1], TESTS)
    # By -P, as the command `mkdocs` does it: this folder is not on Python's path.
    command = ["-P", "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir"]
    done = subprocess.run(
        [sys.executable, "-W", "error", *command, str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "LEARN_HOME": str(learn)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return Site(folder, done.stdout)


def words(source: str) -> str:
    """Return what a page says, without its tags."""
    return html.unescape(re.sub(r"<[^>]+>", "", source))
