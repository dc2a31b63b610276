"""The notes of the steps say what the files say."""

import dataclasses
import difflib
import os
import re
import shutil
from pathlib import Path

import pytest
from support.needed_tools import missing

from course.curriculum.steps import load_steps
from course.errors import CourseError
from course.notes.blocks import Block, first_difference, read_blocks
from course.notes.fences import pieces
from course.notes.prove import Proof, prove
from tools.record import explain

STEPS = {step.number: step for step in load_steps()}
HEADINGS = [
    "What you will be able to do",
    "What changes",
    "Do it",
    "See it work",
    "Why it is so",
    "What can go wrong",
    "What the old tutorials did, and what it costs",
    "Check yourself",
    "Next",
]


def notes(number: int) -> str:
    return (STEPS[number].path / "README.md").read_text(encoding="utf-8")


def prose(number: int) -> str:
    return "".join(text for text, fence in pieces(notes(number)) if not fence)


def listings(number: int) -> list[Block]:
    blocks = read_blocks(STEPS[number].path / "README.md")
    return [block for block in blocks if block.kind == "listing"]


LIES = {
    "a changed listing": ('"AUDIENCE": "django-auth-api"', '"AUDIENCE": "another"'),
    "a listing of a file that is not there": ('users/urls.py"\n', 'users/url.py"\n'),
    "a wrong status": ("HTTP/1.1 201 Created", "HTTP/1.1 200 OK"),
    "a wrong header": ("Cache-Control: no-store", "Cache-Control: no-cache"),
    "a header that is not sent": (
        'WWW-Authenticate: Bearer realm="api"\n',
        'WWW-Authenticate: Bearer realm="api"\nRetry-After: 60\n',
    ),
    "a stale body": ('["This field is required."]', '["This field may not be blank."]'),
    "a stale output": ('{"token_type":"access"', '{"token_type":"refresh"'),
    "an undeclared block": ("## Next\n", "```\nwho proves this?\n```\n\n## Next\n"),
}


@pytest.fixture
def seeded(tmp_path: Path):
    """Prove the notes of a copy of step 05 in which some texts are others."""

    def seed(file: str, *changes: tuple[str, str], renamed: str = "") -> list[Proof]:
        step = STEPS[5]
        copy = tmp_path / step.name
        shutil.copytree(step.path, copy, ignore=shutil.ignore_patterns("__pycache__"))
        text = (copy / file).read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        (copy / file).write_text(text, encoding="utf-8")
        if renamed:
            (copy / renamed).rename((copy / renamed).with_name("paths.py"))
        changed = dataclasses.replace(step, path=copy)
        steps = [STEPS[number] for number in STEPS if number != 5]
        return [proof for proof in prove(changed, [*steps, changed]) if not proof.holds]

    return seed


@pytest.mark.parametrize("number", STEPS)
def test_every_block_of_the_notes_is_so(number):
    """Listings are excerpts, requests are answered so, commands print so."""
    if os.name == "nt" or shutil.which("bash") is None:
        missing("the commands of the notes are run by bash")
    wrong = [
        explain(STEPS[number].name, proof)
        for proof in prove(STEPS[number], list(STEPS.values()))
        if not proof.holds
    ]

    assert wrong == []


def test_a_changed_listing_is_noticed():
    source = "a = 1\nb = 2\nc = 3\n"

    assert first_difference("a = 1\n# …\nc = 3\n", source) is None
    assert first_difference("a = 1\nc = 3\n", source) == "a = 1\nc = 3"
    assert first_difference("c = 3\n# …\na = 1\n", source) == "a = 1"


def test_each_lie_in_the_notes_is_caught(seeded):
    found = seeded("README.md", *LIES.values())

    said = "\n".join(proof.block.body + proof.block.title for proof in found)
    caught = [name for name, (_, new) in LIES.items() if new.strip("`#\n ") in said]
    caught += ["an undeclared block"] * ("who proves this?" in said)
    caught += ["a listing of a file that is not there"] * ("users/url.py" in said)
    assert set(caught) == set(LIES)
    assert len(found) == len(LIES)


def test_notes_that_the_code_has_left_behind_are_caught(seeded):
    found = seeded("users/views.py", ('"name": user', '"full_name": user'))

    assert {proof.block.kind for proof in found} == {"listing", "response"}


def test_notes_that_name_a_file_by_its_former_name_are_caught(seeded):
    found = seeded(
        "config/urls.py", ("users.urls", "users.paths"), renamed="users/urls.py"
    )

    assert [proof.reason for proof in found] == [
        "05_jwt_login has no file users/urls.py"
    ]


def test_a_block_inside_a_list_is_read_and_written_without_its_margin(tmp_path):
    notes = tmp_path / "README.md"
    notes.write_text("1. Do:\n\n   ~~~sh\n   a\n     b\n   ~~~\n", encoding="utf-8")

    (block,) = read_blocks(notes)

    assert block.kind == "unknown"
    assert block.body == "a\n  b\n"
    assert block.written(block.body) == "   a\n     b\n"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("```http\nGET / HTTP/1.1\n```\n", "response is missing"),
        ("```console\npython -V\n```\n\n```text\n```\n", "output is missing"),
        ("```http\nHTTP/1.1 200 OK\n```\n", "a stray response"),
    ],
)
def test_a_block_without_its_partner_is_caught(tmp_path, text, what):
    notes = tmp_path / "README.md"
    notes.write_text(text, encoding="utf-8")

    with pytest.raises(CourseError, match=what):
        read_blocks(notes)


@pytest.mark.parametrize("number", STEPS)
def test_the_notes_have_their_headings_in_order(number):
    text = prose(number)

    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS
    assert text.startswith(f"# Step {number:02d}: {STEPS[number].title}\n")


@pytest.mark.parametrize("number", STEPS)
def test_the_notes_have_500_to_1000_words(number):
    words = len(prose(number).split())

    assert 500 <= words <= 1000


@pytest.mark.parametrize("number", STEPS)
def test_every_test_that_the_notes_name_is_there(number):
    tests = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (STEPS[number].path / "tests").glob("test_*.py")
    )
    named = set(re.findall(r"`(test_\w+)`", notes(number)))

    assert named
    assert [name for name in sorted(named) if f"def {name}(" not in tests] == []


def to_be_typed(path: str) -> bool:
    """Whether a learner types this file, or a command of Django writes it."""
    return not (
        path.startswith("tests/")
        or "/migrations/" in path
        or path.endswith("__init__.py")
        or path
        in {"requirements.txt", "pytest.ini", "config/asgi.py", "config/wsgi.py"}
    )


def added_lines(number: int, path: str) -> list[str]:
    """The lines that this step adds to a file; all of them where it is new."""
    new = (STEPS[number].path / path).read_text(encoding="utf-8").splitlines()
    before = STEPS[number - 1].path / path if number > 1 else None
    if before is None or not before.is_file():
        return [line for line in new if line.strip()]
    old = before.read_text(encoding="utf-8").splitlines()
    difference = difflib.ndiff(old, new)
    return [line[2:] for line in difference if line[:2] == "+ " and line[2:].strip()]


def shown_lines(number: int, path: str) -> set[str]:
    return {
        line
        for block in listings(number)
        if block.title == path and block.step is None
        for line in block.body.splitlines()
    }


@pytest.mark.parametrize("number", STEPS)
def test_the_notes_show_every_line_that_is_to_be_typed(number):
    """Whoever types what the notes show has the step; `manage.py` is Django's."""
    missing = [
        f"{path}: {line}"
        for path in STEPS[number].changes
        if to_be_typed(path) and path != "manage.py"
        for line in added_lines(number, path)
        if line not in shown_lines(number, path)
    ]

    assert missing == []
