"""The bundles that change with the tutorial: its tools for the tab, and its steps."""

import ast
from collections.abc import Iterator
from pathlib import Path

from course.browser.build.archives import pack
from course.curriculum.project_files import project_files
from course.curriculum.steps import Step

# What the worker imports; what that imports comes along.
ENTRY = "course.browser.python.api"
ALSO = (
    "course.servers.load_project",
    "course.browser.python.clock",
)
# Found by its path, not by an import.
STAND_INS = "course/browser/python/stand_ins"


def tools(root: Path, steps: list[Step]) -> bytes:
    """Return the archive of the tutorial's own code, with all tasks and mistakes."""
    names = {"pyproject.toml"} | set(_modules(root))
    # Data stands beside the module that reads it.
    names |= {
        data for name in names if (root / (data := f"{name[:-3]}.json")).is_file()
    }
    names |= {
        path.relative_to(root).as_posix() for path in (root / STAND_INS).rglob("*.py")
    }
    for step in steps:
        folder = step.path.relative_to(root).as_posix()
        names.add(f"{folder}/step.toml")
        names |= {
            path.relative_to(root).as_posix()
            for path in (step.path / "mistakes").rglob("*.toml")
        }
    return pack({name: (root / name).read_bytes() for name in names})


def step_archive(step: Step) -> bytes:
    """Return the archive of one step's project, its tests included."""
    return pack(
        {name: (step.path / name).read_bytes() for name in project_files(step.path)}
    )


def _modules(root: Path) -> Iterator[str]:
    """Return the files that the entry needs, with all that those import in turn."""
    found: set[str] = set()
    open_ = [ENTRY, *ALSO]
    while open_:
        name = open_.pop()
        file = _file(root, name)
        if file is None or file in found:
            continue
        found.add(file)
        yield file
        # A module's packages are run before it.
        parts = name.split(".")
        open_ += [".".join(parts[:count]) for count in range(1, len(parts))]
        open_ += _imports((root / file).read_text(encoding="utf-8"))


def _file(root: Path, name: str) -> str | None:
    path = name.replace(".", "/")
    for file in (f"{path}.py", f"{path}/__init__.py"):
        if (root / file).is_file():
            return file
    return None


def _imports(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if _ours(alias.name))
        elif isinstance(node, ast.ImportFrom) and node.module and _ours(node.module):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _ours(name: str) -> bool:
    return name.partition(".")[0] == "course"
