"""``author lock``: make every requirements.txt again from ``requirements.in``."""

import re
import subprocess
import sys
from pathlib import Path

import typer

from course.curriculum.steps import load_steps
from course.errors import CourseError
from course.paths import ROOT, places
from course.setup.missing_package import need
from course.terminal import console

# What only some load: for `learn.py test --browser`, for `learn.py author runtime`.
EXTRAS = ("tests/browser", "course/browser/build")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==\S+")


def register(app: typer.Typer, author: typer.Typer) -> None:
    """Add the verb to the command line."""

    @author.command()
    def lock(upgrade: bool = typer.Option(False, help="Take newer versions.")) -> None:
        """Pin every package again, at the root and in each step."""
        need("uv", "`author lock`", places())
        lock_all(upgrade=upgrade)


def lock_all(root: Path = ROOT, *, upgrade: bool = False) -> None:
    """Write the root's lock, and each step's with the same versions.

    The first block of a step's requirements.txt names what the step asks for; the
    rest is made from it. Raises CourseError where uv is missing or finds no solution.
    """
    compile_lock(
        [str(root / "requirements.in")], root / "requirements.txt", upgrade=upgrade
    )
    console().print("requirements.txt")
    for folder in EXTRAS:
        if (root / folder / "requirements.in").is_file():
            compile_lock(
                [str(root / folder / "requirements.in")],
                root / folder / "requirements.txt",
                root / "requirements.txt",
                upgrade=upgrade,
            )
            console().print(f"{folder}/requirements.txt")
    for step in load_steps(root):
        path = step.path / "requirements.txt"
        path.write_text(step_lock(path, root / "requirements.txt"), encoding="utf-8")
        console().print(f"steps/{step.name}/requirements.txt")


def step_lock(path: Path, lock: Path) -> str:
    """Return the lock of one step: what it asks for first, then what those need."""
    asked = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# What those need"):
            break
        if line and not line.startswith("#"):
            asked.append(re.split(r"[=<>;]", line)[0].strip())
    plain = [name.partition("[")[0].lower() for name in asked]
    text = compile_lock(["-"], None, lock, given="\n".join(asked))
    pins = [line for line in text.splitlines() if PIN.match(line)]
    versions = {line.partition("==")[0].lower(): line for line in pins}
    first = [
        name + versions[key].partition("==")[1] + versions[key].partition("==")[2]
        for name, key in zip(asked, plain, strict=True)
    ]
    rest = [line for key, line in versions.items() if key not in plain]
    blocks = ["# What this step asks for.", *first, "", "# What those need.", *rest]
    return "\n".join(blocks) + "\n"


def compile_lock(
    sources: list[str],
    target: Path | None,
    constraints: Path | None = None,
    *,
    given: str = "",
    upgrade: bool = False,
) -> str:
    """Let uv find versions for every system; no index or download address is kept."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal"]
    command += ["--python-version", "3.11", "--no-header", "--no-emit-index-url"]
    command += ["--no-emit-find-links"]
    if constraints:
        command += ["--constraints", str(constraints)]
    if target:
        command += ["--output-file", str(target)]
    if upgrade:
        command += ["--upgrade"]
    done = subprocess.run(
        [*command, *sources], input=given, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CourseError(
            f"uv found no versions that fit:\n{(done.stderr or done.stdout).strip()}",
            "Change requirements.in, or install uv: .venv/bin/pip install uv",
        )
    return done.stdout
