"""Each step of the tutorial against the step before it, and edits that are forgotten.

The runs of a group of three steps share one worker, and so each process runs once.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.git_repository import make_repository
from support.needed_tools import need_tool

from course.curriculum.project_files import copy_project, project_files
from course.curriculum.steps import Step, load_step, load_steps
from course.paths import ROOT
from tools.chain import CHECKS, Chain
from tools.chain.undone_hunks import undone_lines
from tools.propagate.command import propagate

STEPS = load_steps()
# Checks that read files only.
QUICK = ("kept", "changes", "size", "undone", "requirements", "stray")


@pytest.fixture(scope="module")
def chain() -> Iterator[Chain]:
    with Chain(STEPS) as chain:
        yield chain


def complaints(chain: Chain, step: Step, checks: tuple[str, ...]) -> str:
    found = [f"{each.check}  {each}" for c in checks for each in chain.check(c, step)]
    return "\n\n".join(found)


def marks(step: Step, check: str) -> list[pytest.MarkDecorator]:
    """Return how a check of a step is run: data are carried to the last one only."""
    group = pytest.mark.xdist_group(f"chain-{(step.number - 1) // 3}")
    deep = check == "data" and step != STEPS[-1]
    return [group, pytest.mark.full] if deep else [group]


@pytest.mark.parametrize(
    ("step", "check"),
    [
        pytest.param(step, check, id=f"{step.name}-{check}", marks=marks(step, check))
        for step in STEPS
        for check in CHECKS
    ],
)
def test_step_holds_against_the_step_before(chain, step, check):
    if found := complaints(chain, step, (check,)):
        pytest.fail(found, pytrace=False)


def copy_step(step: Step, root: Path) -> Step:
    folder = root / "steps" / step.name
    copy_project(step.path, folder)
    text = (step.path / "step.toml").read_text(encoding="utf-8")
    (folder / "step.toml").write_text(text, encoding="utf-8")
    return load_step(folder)


@pytest.mark.parametrize("index", range(len(STEPS) - 1), ids=lambda i: STEPS[i].name)
@pytest.mark.parametrize("how", ["changed", "inserted"])
def test_edit_that_is_not_carried_on_is_found_wherever_it_is(tmp_path, index, how):
    step, following = copy_step(STEPS[index], tmp_path), STEPS[index + 1]
    earlier = STEPS[index - 1] if index else None
    missed = []
    for path in project_files(step.path):
        file = step.path / path
        text = file.read_text(encoding="utf-8")
        if path.startswith("tests/test_") or not (following.path / path).is_file():
            # Tests are a matter of "kept", and a removed file of "changes".
            continue
        edits = {f"edit_{n} = 1": line for n, line in enumerate(text.splitlines())}
        lines = [
            edit if how == "changed" else f"{line}\n{edit}"
            for edit, line in edits.items()
        ]
        file.write_text("\n".join(lines), encoding="utf-8")
        found = {each.line for each in undone_lines(path, following, step, earlier)}
        missed += [
            f"{path}: {line}" for edit, line in edits.items() if edit not in found
        ]
    assert missed == []


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A copy of the steps in a git repository of its own."""
    need_tool("git")
    for step in STEPS:
        copy_step(step, tmp_path)
    for name in ("requirements.txt", ".gitignore"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    make_repository(tmp_path)
    return tmp_path


def test_edit_of_step_02_travels_to_the_last_and_forgetting_it_is_red(repository):
    file = repository / "steps" / STEPS[1].name / "config" / "settings.py"
    text = file.read_text(encoding="utf-8")
    assert 'AUTH_USER_MODEL = "users.User"\n' in text
    edited = text.replace("AUTH_USER_MODEL =", "# Before the first.\nAUTH_USER_MODEL =")
    file.write_text(edited, encoding="utf-8")

    with Chain(load_steps(repository), repository) as chain:
        forgotten = complaints(chain, chain.steps[2], QUICK)
        assert "config/settings.py" in forgotten
        assert "# Before the first." in forgotten
        assert "author propagate 02" in forgotten

        assert propagate(repository, repository / ".learn", "02") == 0

        for step in chain.steps[1:]:
            settings = (step.path / "config" / "settings.py").read_text(
                encoding="utf-8"
            )
            assert "# Before the first.\n" in settings
            assert complaints(chain, step, QUICK) == ""
