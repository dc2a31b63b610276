"""The rooms of course/: imports run down only, and nobody learns from tools/."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from course.paths import ROOT

# From the ground up. A module imports from its own room and from those before it;
# cli.py finds a verb by its name, and so knows none of commands/.
ROOMS = (
    *("errors", "paths", "streams", "terminal"),
    *("curriculum", "setup", "workspace", "cli"),
    *("checking", "servers", "notes", "tokens", "client", "doctor", "browser"),
    *("website", "teaching", "commands", "__main__"),
)
# What a learner's project meets knows of its own room no more than this.
MET_BY_A_PROJECT, RESULTS = "course.checking.in_process", "course.checking.results"

Arrow = tuple[str, str]


def modules(root: Path) -> dict[str, Path]:
    """Return the modules of course/ and tools/, by their dotted names."""
    return {
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(
            ".__init__"
        ): path
        for folder in ("course", "tools")
        for path in (root / folder).rglob("*.py")
        # They are imported in the tab alone, under the names of packages.
        if "stand_ins" not in path.parts
    }


def arrows(root: Path) -> Iterator[Arrow]:
    """Yield who imports whom, wherever in a module the import stands."""
    known = modules(root)
    for name, path in known.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                wanted = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                whole = [f"{node.module}.{alias.name}" for alias in node.names]
                wanted = [each if each in known else node.module for each in whole]
            else:
                continue
            yield from ((name, each) for each in wanted if each in known)


def room(module: str) -> str:
    """Return the room of a module of course/, "tools" for one of those."""
    return module.split(".")[1] if module.startswith("course.") else module[:5]


def wrong(root: Path) -> list[str]:
    """Return in words what of the imports is against the plan."""
    found = set()
    for one, other in arrows(root):
        if "tools" in (room(one), room(other)):
            if room(one) != "tools":
                found.add(f"{one} imports {other}: course/ never imports tools/")
        elif "course" not in (one, other) and (
            ROOMS.index(room(one)) < ROOMS.index(room(other))
        ):
            found.add(f"{one} imports {other}, which stands above it")
        ground = other == RESULTS or other.startswith(MET_BY_A_PROJECT)
        if (
            one.startswith(MET_BY_A_PROJECT)
            and room(other) == "checking"
            and not ground
        ):
            found.add(f"{one} imports {other}; of its room it may import results")
    return [*sorted(found), *circles(root)]


def circles(root: Path) -> list[str]:
    """Return the modules from which imports lead back to themselves."""
    below: dict[str, set[str]] = {name: set() for name in modules(root)}
    for one, other in arrows(root):
        below[one].add(other)
    # What imports nothing that is left is in no circle.
    while free := [name for name in below if not below[name] & below.keys() - {name}]:
        for name in free:
            del below[name]
    return [f"{name} is in a circle of imports, or above one" for name in below]


def test_imports_run_down_and_in_no_circle() -> None:
    assert wrong(ROOT) == []


def test_few_modules_lie_flat() -> None:
    flat = {path.stem for path in (ROOT / "course").glob("*.py")} - {"__init__"}

    assert flat == {"__main__", "cli", "errors", "paths", "streams", "terminal"}


@pytest.mark.parametrize(
    ("module", "line", "said"),
    [
        ("workspace/low", "from course.commands import high", "stands above it"),
        ("workspace/low", "import course.checking", "stands above it"),
        ("commands/high", "import tools.tool", "never imports tools/"),
        ("commands/high", "from tools import tool", "never imports tools/"),
        ("commands/low", "def f():\n    from course.commands import high", "circle"),
        (
            "checking/in_process/met",
            "from course.checking.runner import x",
            "may import results",
        ),
    ],
)
def test_what_is_against_the_plan_is_found(
    tmp_path: Path, module: str, line: str, said: str
) -> None:
    texts = {
        "course/__init__": "",
        "course/checking/__init__": "",
        "course/checking/runner": "",
        "course/commands/high": "from course.commands import low",
        "course/commands/low": "",
        "tools/tool": "from course.commands import high",
    }
    for name, text in {**texts, f"course/{module}": line}.items():
        path = tmp_path / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    found = wrong(tmp_path)

    assert any(said in each for each in found), found
    (tmp_path / f"course/{module}.py").write_text("", encoding="utf-8")
    assert wrong(tmp_path) == []
