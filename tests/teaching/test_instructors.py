"""What instructors read is in its form, and names nothing that is not there."""

import re
import shlex
from pathlib import Path

import pytest
from django.core.management import get_commands
from support.groups import one_of_each
from support.mistaken_step import MISTAKES, copy_with, named_tests, of_its_task, run
from typer.main import get_command

from course.checking.watch.warm_runner import WarmRunner
from course.cli import make_app
from course.curriculum.steps import Step, load_steps
from course.notes.fences import pieces, read_fences
from course.paths import ROOT

STEPS = load_steps()
steps = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
HEADINGS = [
    "Goal",
    "Say",
    "Type",
    "Stop and ask",
    "Where they get stuck",
    "If short of time",
]
PAGES = [
    *(step.path / "INSTRUCTOR.md" for step in STEPS),
    *sorted((ROOT / "docs" / "teach").glob("*.md")),
    ROOT / "README.md",
]
pages = pytest.mark.parametrize(
    "page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix()
)
SPAN = re.compile(r"`([^`\n]+)`")
LEARN = re.compile(
    r"(?:python3?|py) (?:\.\./)?learn\.py(?: |$)(?P<arguments>.*)", re.MULTILINE
)
MANAGE = re.compile(r"(?:\w+=\S+ )?python manage\.py (?P<name>\w+)")
FILE = re.compile(r"(?:[\w-]+/)+[\w.-]+\.(?:py|md|toml|txt)|[\w-]+\.(?:py|md|toml)")
TEST = re.compile(r"test_\w+")
STEP_VERBS = {"start", "run", "check", "hint", "diff", "catch-up"}


def sections(step: Step) -> dict[str, str]:
    """Return the text below each heading of a step's notes for instructors."""
    text = (step.path / "INSTRUCTOR.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def outside(text: str) -> str:
    """Return the text without its fenced blocks."""
    return "".join(part for part, fence in pieces(text) if not fence)


def commands(page: Path) -> list[str]:
    """Return the lines of console blocks, and the commands inside the text."""
    text = page.read_text(encoding="utf-8")
    lines = []
    for fence in read_fences(text):
        if fence.language == "console":
            lines += [line.strip() for line in fence.body.splitlines()]
        else:
            lines += [match[0].strip() for match in LEARN.finditer(fence.body)]
    spans = SPAN.findall(outside(text))
    return lines + [span for span in spans if LEARN.fullmatch(span)]


def refused(arguments: list[str]) -> str:
    """Parse a command without running it; return what the command line has against it.

    A step that is named by its number has to be there as well.
    """
    from typer.exceptions import TyperException

    command, path = get_command(make_app("--help")), []
    rest = list(arguments)
    while rest and hasattr(command, "commands"):
        name = rest.pop(0)
        if name not in command.commands:
            return f"no command {name}"
        command, path = command.commands[name], [*path, name]
    try:
        command.make_context(" ".join(path), list(rest))
    except TyperException as error:
        return str(error.format_message())
    numbers = {str(step.number) for step in STEPS}
    if path and path[0] in STEP_VERBS and rest and rest[0].isdigit():
        return "" if rest[0] in numbers else f"no step {rest[0]}"
    return ""


@steps
def test_the_headings_are_those_of_every_step(step: Step) -> None:
    assert list(sections(step)) == HEADINGS
    assert all(text.strip() for text in sections(step).values())


@steps
def test_the_notes_are_read_in_three_minutes(step: Step) -> None:
    words = (step.path / "INSTRUCTOR.md").read_text(encoding="utf-8").split()

    assert 300 <= len(words) <= 600


@steps
def test_the_question_has_four_answers_and_a_reason_for_each(step: Step) -> None:
    text = sections(step)["Stop and ask"]
    reasons = dict(re.findall(r"^- ([A-D]) is (right|wrong): \S", text, re.MULTILINE))

    assert re.findall(r"^- ([A-D]): \S", text, re.MULTILINE) == list("ABCD")
    assert list(reasons) == list("ABCD")
    assert sorted(reasons.values()) == ["right", "wrong", "wrong", "wrong"]
    right = re.split(r"^- ", text.partition(" is right: ")[2], flags=re.MULTILINE)[0]
    assert TEST.search(right), "a test holds the right answer"


@steps
def test_where_they_get_stuck_is_what_check_recognizes(step: Step) -> None:
    items = re.split(r"^- ", sections(step)["Where they get stuck"], flags=re.MULTILINE)
    bold = [re.match(r"\*\*(.+?)\.\*\*", item) for item in items[1:]]
    named = {match[1] for match in bold if match}
    titles = {mistake.title for mistake in MISTAKES[step.number]}

    assert named <= titles, named - titles
    assert len(named) >= 4
    for item, match in zip(items[1:], bold, strict=True):
        # Everything else begins with the words on the screen.
        assert match or item.startswith("`")


@pages
def test_every_command_can_be_typed(page: Path) -> None:
    found = commands(page)
    for line in found:
        learn, manage = LEARN.fullmatch(line), MANAGE.match(line)
        if learn:
            arguments = shlex.split(learn["arguments"])
            assert refused(arguments) == "", line
        elif manage:
            assert manage["name"] in {*get_commands(), "createsuperuser"}, line
        elif line.startswith("cd "):
            folder = line.removeprefix("cd ")
            assert folder == "work" or (ROOT / folder).is_dir(), line
        else:
            # The README is for readers too.
            assert page.name == "README.md", line


def test_a_command_that_is_none_is_refused() -> None:
    assert refused(["start", "5"]) == ""
    assert refused(["check", "--watch"]) == ""
    assert refused(["teach", "schedule", "--check"]) == ""
    assert refused(["strat", "5"]) == "no command strat"
    assert refused(["teach", "plan"]) == "no command plan"
    assert "--wach" in refused(["check", "--wach"])
    assert refused(["start", "77"]) == "no step 77"


@pages
def test_every_file_and_test_that_is_named_is_there(page: Path) -> None:
    text = outside(page.read_text(encoding="utf-8"))
    folder = page.parent if page.name == "INSTRUCTOR.md" else None
    tests = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (folder or ROOT / "steps").rglob("test_*.py")
    )
    for span in SPAN.findall(text):
        if FILE.fullmatch(span):
            places = [ROOT / span, *([folder / span] if folder else [])]
            assert any(place.exists() for place in places) or (
                folder is None and list(ROOT.glob(f"steps/*/{span}"))
            ), span
        if TEST.fullmatch(span):
            assert f"def {span}(" in tests, span


@pytest.mark.parametrize(
    "step", one_of_each(STEPS, lambda step: step.number > 1), ids=lambda step: step.name
)
def test_what_they_see_is_what_the_mistake_brings(step: Step, tmp_path: Path) -> None:
    """Each mistake is put into a copy of the step, and its tests say what is quoted."""
    by_title = {mistake.title: mistake for mistake in MISTAKES[step.number]}
    items = re.split(r"^- ", sections(step)["Where they get stuck"], flags=re.MULTILINE)
    seen = 0
    with WarmRunner() as warm:
        for item in items:
            match = re.match(r"\*\*(.+?)\.\*\*\s+You see `([^`]+)`", item)
            if match is None:
                continue
            mistake = by_title[match[1]]
            project = copy_with(mistake, step, tmp_path / mistake.slug)
            tests = named_tests(step, [mistake]) or of_its_task(step, mistake)
            report = run(step, project, tests, warm)
            said = [f"{each.message} {each.happened}" for each in report.results]
            said += [report.broken.sentence] if report.broken else []
            assert match[2] in " ".join(" ".join(said).split()), mistake.slug
            seen += 1
    assert seen >= 4
