"""The page that says what is proved: counts, verdicts, and verdicts out of date."""

import json
import shutil
from pathlib import Path

import pytest

from course.curriculum.steps import load_steps
from course.notes.pages import Source, counts, remember, sources, verdicts
from course.notes.prove import HOW, prove_file
from course.paths import ROOT
from course.website.proof_page import proved_page, verdict_of
from tools.record import record

STEPS = load_steps()
PAGE = """\
# A page

```python title="users/urls.py (step 05)"
from users.views import CreateUserAPIView, LoginAPIView
```

```text
no more than that
```
"""
ALL = sources(ROOT, STEPS)


@pytest.fixture
def page(tmp_path: Path) -> Source:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    return Source("docs/page.md", tmp_path / "page.md")


def prove(page: Source, text: str):
    page.path.write_text(text, encoding="utf-8")
    return prove_file(page.path, STEPS)


def test_notes_pages_and_the_files_at_the_root_are_proved():
    names = {source.name for source in ALL}

    assert {"README.md", "CONTRIBUTING.md", "docs/index.md"} <= names
    assert {f"steps/{step.name}/README.md" for step in STEPS} <= names


@pytest.mark.parametrize(
    "source", [s for s in ALL if s.step is None], ids=lambda source: source.name
)
def test_every_block_outside_of_the_steps_is_so(source: Source):
    wrong = [(p.block.line, p.reason) for p in source.prove(STEPS) if not p.holds]

    assert wrong == []


@pytest.mark.parametrize("source", ALL, ids=lambda source: source.name)
def test_no_block_is_undeclared(source: Source):
    assert counts(source.blocks())["undeclared"] == 0


def test_a_page_quotes_a_step_or_the_repository(page: Source):
    assert all(proof.holds for proof in page.prove(STEPS))
    assert prove(page, '```toml title="pyproject.toml"\n[project]\n```\n')[0].holds


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (PAGE.replace("LoginAPIView", "LogoutAPIView"), "not in users/urls.py"),
        (PAGE.replace("users/urls.py", "users/url.py"), "has no file users/url.py"),
        (PAGE.replace("```text", "```sh"), "no title, no known language"),
        ('```toml title="nothing.toml"\na\n```\n', "the repository has no file"),
        (
            "```http\nGET / HTTP/1.1\n```\n\n```http\nHTTP/1.1 200 OK\n```\n",
            "a request of no step",
        ),
    ],
)
def test_a_lie_on_a_page_is_caught(page: Source, text: str, reason: str):
    wrong = [proof for proof in prove(page, text) if not proof.holds]

    assert len(wrong) == 1
    assert reason in wrong[0].reason


def test_a_request_on_a_page_is_sent_to_the_step_that_it_names(page: Source):
    text = (
        '```http step="01"\nGET /health/ HTTP/1.1\n```\n\n'
        '```http step="01"\nHTTP/1.1 404 Not Found\n\n{"status":"ok"}\n```\n'
    )

    wrong = [proof for proof in prove(page, text) if not proof.holds]

    assert [p.actual for p in wrong] == ['HTTP/1.1 200 OK\n\n{"status":"ok"}\n']


def test_every_kind_of_block_is_counted(page: Source):
    assert counts(page.blocks()) == {"compared": 1, "declared": 1}
    assert set(HOW.values()) >= {"run", "skipped", "undeclared"}


def test_recording_mends_a_page_and_leaves_a_true_one_alone(page: Source, capsys):
    console = (
        '```console step="01"\necho one\n```\n\n```console title="output"\n{}\n```\n'
    )
    page.path.write_text(PAGE + console.format("two"), encoding="utf-8")

    assert record([page], STEPS, write=True) == {page: 0}
    once = page.path.read_text(encoding="utf-8")
    assert record([page], STEPS, write=True) == {page: 0}

    assert once == PAGE + console.format("one")
    assert page.path.read_text(encoding="utf-8") == once


def test_a_verdict_holds_until_something_changes(page: Source, tmp_path: Path):
    learn = tmp_path / "learn"
    remember(learn, {page: 0}, STEPS)
    known = verdicts(learn)[page.name]
    assert verdict_of(page, known, STEPS).startswith("holds, ")

    page.path.write_text(PAGE + "One more word.\n", encoding="utf-8")

    assert verdict_of(page, known, STEPS).startswith("out of date")


def test_a_verdict_is_out_of_date_when_the_step_has_changed(tmp_path: Path):
    for name in ("course", "steps"):
        shutil.copytree(
            ROOT / name,
            tmp_path / name,
            ignore=shutil.ignore_patterns("__pycache__", "tests"),
        )
    steps = load_steps(tmp_path)
    notes = sources(tmp_path, steps)
    learn = tmp_path / "learn"
    remember(learn, dict.fromkeys(notes, 0), steps)
    with (steps[4].path / "users" / "urls.py").open("a", encoding="utf-8") as file:
        file.write("# Changed.\n")

    known = verdicts(learn)
    said = [verdict_of(each, known[each.name], steps)[:5] for each in notes]

    # Step 06 quotes step 05.
    assert said == ["holds"] * 4 + ["out o", "out o"]


def test_a_failed_proof_is_told(page: Source, tmp_path: Path):
    remember(tmp_path, {page: 2}, STEPS)

    assert "2 not so" in verdict_of(page, verdicts(tmp_path)[page.name], STEPS)


def test_an_earlier_verdict_on_another_file_stays(page: Source, tmp_path: Path):
    other = Source("README.md", ROOT / "README.md")
    remember(tmp_path, {other: 0}, STEPS)
    remember(tmp_path, {page: 0}, STEPS)

    assert set(verdicts(tmp_path)) == {"README.md", "docs/page.md"}


@pytest.mark.parametrize("broken", ["", "{", "[1]", '{"README.md": {"wrong": 0}}'])
def test_a_broken_file_of_verdicts_is_no_verdict(tmp_path: Path, broken: str):
    (tmp_path / "notes.json").write_text(broken, encoding="utf-8")

    assert verdicts(tmp_path) == {}


def test_the_page_says_what_was_not_proved_yet(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("LEARN_HOME", str(tmp_path))
    page = proved_page(ROOT)

    assert page.count("not proved in this copy yet") == len(ALL)
    assert f"0 of {len(ALL)} files" in page
    assert "activates a virtual environment in your own shell" in page


def test_the_page_says_what_was_proved(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("LEARN_HOME", str(tmp_path))
    remember(tmp_path, dict.fromkeys(ALL, 0), STEPS)
    assert json.loads((tmp_path / "notes.json").read_text(encoding="utf-8"))

    assert f"{len(ALL)} of {len(ALL)} files were proved" in proved_page(ROOT)
