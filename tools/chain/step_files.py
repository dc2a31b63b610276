"""What a step's files say without running them: paths, size, pins, strays."""

import re
from pathlib import Path

from course.curriculum.project_files import (
    changed_paths,
    code_diff,
    is_code,
    project_files,
)
from course.curriculum.steps import Step
from course.errors import CourseError
from course.paths import ROOT
from course.workspace.conflict_markers import marked_lines
from course.workspace.merge_files import BESIDE
from tools.chain.defect import Defect
from tools.propagate.git import git

# The most lines of code that a step may add, blank ones not counted.
MOST_LINES = 120
PIN = re.compile(r"(?P<name>\w[\w.-]*)(\[[^\]]*\])?(==(?P<version>[^\s;*]+)\s*(;|$))?")
LEFTOVERS = (BESIDE, ".half", ".orig", ".rej", ".bak")


def check_changes(step: Step, before: Step | None) -> list[Defect]:
    """Compare the paths that differ from the step before with those declared."""
    found = set(changed_paths(before.path if before else None, step.path))
    declared = set(step.changes)
    toml = f"`changes` in {step.name}/step.toml"
    add, remove = f"Add it to {toml}.", f"Take it out of {toml}."
    number = "nothing"
    if before:
        number = f"step {before.number_text}"
        carry = f"python learn.py author propagate {before.number_text}"
        add = f"{carry}, or add it to {toml}"
    twice = {path for path in declared if step.changes.count(path) > 1}
    defects = [
        *(
            (path, f"differs from {number}, undeclared", add)
            for path in found - declared
        ),
        *(
            (path, f"is declared, but does not differ from {number}", remove)
            for path in declared - found
        ),
        *((path, "is declared twice", remove) for path in twice),
    ]
    return [
        Defect("changes", step.name, path, what, (), action)
        for path, what, action in sorted(defects)
    ]


def code_lines(before: Path, step: Step) -> tuple[int, int]:
    """Return how many lines of code a step adds and takes away, without blank ones."""
    paths = [path for path in changed_paths(before, step.path) if is_code(path)]
    lines = code_diff(before, step.path, paths=paths).splitlines()
    added = [line for line in lines if line[:1] == "+" and line[:4] != "+++ "]
    removed = [line for line in lines if line[:1] == "-" and line[:4] != "--- "]
    return (
        sum(1 for line in added if line[1:].strip()),
        sum(1 for line in removed if line[1:].strip()),
    )


def check_size(step: Step, before: Path) -> list[Defect]:
    """Hold the code that a step adds to what fits into one sitting."""
    added, _ = code_lines(before, step)
    if added <= MOST_LINES:
        return []
    what = f"adds {added} lines of code; the most is {MOST_LINES}"
    action = "Move a part of it into another step."
    return [Defect("size", step.name, "code", what, (), action)]


def check_requirements(step: Step, lock: Path) -> list[Defect]:
    """Compare a step's pins with the root lock's."""
    if not (step.path / "requirements.txt").is_file():
        what, action = "is missing", "python learn.py author lock"
        return [Defect("requirements", step.name, "requirements.txt", what, (), action)]
    locked, defects = _pins(lock), []
    for name, versions in _pins(step.path / "requirements.txt").items():
        wanted = locked.get(name, set())
        if versions != wanted:
            have = _listed(versions) or "not pinned"
            what = f"{name} is {have}; the lock has {_listed(wanted) or 'nothing'}"
            action = f"python learn.py author lock, or correct {step.name} by hand"
            defects.append(
                Defect("requirements", step.name, "requirements.txt", what, (), action)
            )
    return defects


def _pins(file: Path) -> dict[str, set[str]]:
    """Return versions under normalized names; a line that is no pin has version ""."""
    pins: dict[str, set[str]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        text = re.sub(r"(^|\s)#.*", "", line).strip()
        if not text:
            continue
        pin = PIN.match(text)
        name, version = pin.group("name", "version") if pin else (text, "")
        name = re.sub(r"[-_.]+", "-", name).lower()
        pins.setdefault(name, set()).add(version or "")
    return pins


def _listed(versions: set[str]) -> str:
    return " and ".join(sorted(versions))


def check_stray(step: Step, root: Path = ROOT) -> list[Defect]:
    """Find leftovers of merges, and files that git would leave out of a clone."""
    paths = project_files(step.path)
    defects = []
    for path in paths:
        if path.endswith(LEFTOVERS):
            what = "is a leftover of a merge or an editor"
            defects.append(Defect("stray", step.name, path, what, (), "Delete it."))
            continue
        text = (step.path / path).read_bytes()
        for number in marked_lines(text):
            line = text.splitlines()[number - 1].decode("utf-8", "replace")
            what = "holds a conflict marker"
            where = f"{path}:{number}"
            defects.append(Defect("stray", step.name, where, what, (line,)))
    what = "is ignored by git: it works here and is missing from a clone"
    action = "Rename it, delete it, or change .gitignore."
    return defects + [
        Defect("stray", step.name, path, what, (), action)
        for path in _ignored(step, paths, root)
    ]


def _ignored(step: Step, paths: list[str], root: Path) -> list[str]:
    """Ask git, where there is a repository; tracked files count by their names too."""
    folder = f"steps/{step.name}"
    try:
        tracked = git("ls-files", "-z", "--", folder, cwd=root)
    except CourseError:
        # Whoever has no git cannot lose a file to it.
        return []
    if tracked.returncode:
        return []
    names = {f"{folder}/{path}" for path in paths}
    names |= {name for name in tracked.stdout.decode().split("\0") if name}
    asked = git(
        *("-c", "core.quotePath=false", "check-ignore", "--no-index", "--"),
        *sorted(names),
        cwd=root,
    )
    ignored = asked.stdout.decode().splitlines()
    return [name.removeprefix(f"{folder}/") for name in ignored]
