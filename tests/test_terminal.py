"""What comes from a project, a path or a zip cannot steer the terminal."""

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.progress import Progress
from rich.table import Table
from rich.text import Text
from support.made_tokens import token
from support.needed_tools import Answer
from support.small_project import PROJECT, write

from course.errors import CourseError
from course.paths import ROOT, Places
from course.terminal import complain, console, harmless

Cli = Callable[..., Answer]

# A title for the window, red, what erases a line, and text that reads backwards.
HOSTILE = "x\x1b]0;t\x07\x1b[31m\x9b2K\x7f\x08\u202e\u2066\u200f\u2028"
STEERS = re.compile(
    "[^\n\t\x20-\x7e\xa0-\u200d\u2010-\u2027\u202f-\u2065\u206a-\ud7ff]"
)


def steers(*texts: str) -> set[str]:
    """Return the characters that no terminal should be shown."""
    return {letter for text in texts for letter in STEERS.findall(text)}


@pytest.mark.parametrize(
    "what",
    [
        HOSTILE,
        Text(HOSTILE),
        Path(HOSTILE),
        CourseError(HOSTILE),
        Table(HOSTILE, title=HOSTILE),
    ],
    ids=lambda what: type(what).__name__,
)
def test_whatever_is_printed_is_harmless(
    what: object, capsys: pytest.CaptureFixture[str]
) -> None:
    console().print(what, style="bold")
    complain(CourseError(HOSTILE, HOSTILE))

    assert steers(*capsys.readouterr()) == set()


def test_what_steers_is_written_out_and_the_rest_is_left_alone() -> None:
    good = "ü é e\u0301 \xa0 \u200d 👩‍💻 日本 שלום\tand\n✓"

    assert harmless(good) == good
    assert harmless("a\x1b[2J\x9b\u202e\ud800\r\nb\r") == (
        "a\\x1b[2J\\x9b\\u202e\\ud800\nb\\r"
    )


def test_the_styles_of_the_console_stay(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    out = console()

    out.print("\x1b[2J", style="bold red")
    out.clear()
    with Progress(console=out) as progress:
        progress.add_task("\x9b", total=1)

    shown = capsys.readouterr().out
    assert shown.startswith("\x1b[1;31m\\x1b[2J\x1b[0m\n\x1b[2J\x1b[H")
    assert "\x1b[?25l" in shown
    assert "\x9b" not in shown


PROJECTS = {
    "printed": {"hello/views.py": f"print({HOSTILE!r})\n1 / 0\n"},
    "a line that is no Python": {"config/urls.py": f"a = 1 {HOSTILE}\n"},
    "an error": {"config/settings.py": f"raise ValueError({HOSTILE!r})\n"},
    "a missing module": {"config/settings.py": f"__import__({HOSTILE!r})\n"},
    "a name": {f"users/{HOSTILE}.py": f"# {HOSTILE}\n"},
}
VERBS = [
    ("list",),
    ("check", "1"),
    ("check", "1", "--json"),
    ("hint", "1"),
    ("diff", "1", "--solution", "--tests"),
    ("start", "1"),
    ("catch-up", "1"),
    ("restore",),
    ("restore", "1"),
]


@pytest.mark.parametrize("project", PROJECTS)
def test_no_verb_shows_what_a_project_says_as_it_is(
    project: str, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / HOSTILE / "work"
    monkeypatch.setenv("LEARN_WORK", str(work))
    write(work, PROJECT | PROJECTS[project])

    answers = [cli(*call) for call in VERBS]

    for answer in answers:
        assert steers(answer.out, answer.err) == set()
    assert any("\\x1b" in answer.out for answer in answers)


@pytest.mark.parametrize(
    "call",
    [
        (HOSTILE,),
        (f"--{HOSTILE}",),
        *((verb, HOSTILE) for verb in ("check", "hint", "diff", "run", "start")),
        *((verb, HOSTILE) for verb in ("catch-up", "restore", "notebook", "decode")),
        ("check", f"--{HOSTILE}"),
        ("check", "1", "--junit", f"{HOSTILE}/r.xml"),
        ("start", "--from", f"{HOSTILE}no.zip"),
        ("decode", token(), "--key-from", HOSTILE),
        ("decode", token(), "--key", f"@{HOSTILE}"),
        ("http", HOSTILE, "/"),
        ("http", "GET", HOSTILE),
        ("http", "GET", "/", HOSTILE),
        ("http", "GET", "/", "--token", HOSTILE),
        ("teach", HOSTILE),
        ("teach", "schedule", HOSTILE),
        ("teach", "schedule", "--start", HOSTILE),
        ("teach", "kit", "--verify", HOSTILE),
        ("author", HOSTILE),
    ],
    ids=lambda call: ascii(" ".join(call)[:20]),
)
def test_what_was_typed_is_not_repeated_as_it_is(
    call: tuple[str, ...], cli: Cli, places: Places
) -> None:
    write(places.work, PROJECT)

    answer = cli(*call)

    assert answer.code in (1, 2)
    assert steers(answer.out, answer.err) == set()


@pytest.mark.parametrize("name", [f"project/{HOSTILE}.py", f"{HOSTILE}/users.py"])
def test_the_names_in_a_zip_are_harmless(name: str, cli: Cli, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "my.zip", "w") as made:
        made.writestr("project/manage.py", "1 / 0\n")
        made.writestr(name, f"# {HOSTILE}\n")

    answer = cli("start", "--from", str(tmp_path / "my.zip"))

    assert steers(answer.out, answer.err) == set()


def test_a_report_for_other_programs_is_xml_all_the_same(
    cli: Cli, places: Places, tmp_path: Path
) -> None:
    write(places.work, PROJECT | PROJECTS["an error"])

    cli("check", "1", "--junit", str(tmp_path / "report.xml"))

    text = (tmp_path / "report.xml").read_text(encoding="utf-8")
    assert "\x1b" not in text
    assert "(ValueError)" in ElementTree.fromstring(text).find(".//error").get(
        "message"
    )


def test_the_doctor_without_packages_is_harmless(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-S", "-m", "course.commands.doctor"],
        cwd=ROOT,
        env={**os.environ, "LEARN_WORK": str(tmp_path / HOSTILE), "DEBUG": HOSTILE},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )

    assert "Python" in ran.stdout
    assert steers(ran.stdout, ran.stderr) == set()


def test_a_terminal_of_few_letters_gets_all_lines(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", plain)

    assert cli("list").code == 0

    plain.seek(0)
    assert plain.read().startswith("o  01  ")
