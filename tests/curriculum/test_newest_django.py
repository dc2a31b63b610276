"""The steps on the newest Django, with a Python that it supports.

Needs a network, and a Python that may not be there: LEARN_NEWEST_DJANGO=1 asks for
it, as CI does.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.needed_tools import missing

from course.checking.runner import run_tests
from course.curriculum.steps import load_steps
from course.paths import ROOT

STEPS = load_steps()
PYTHONS = ("3.14", "3.13", "3.12")

pytestmark = [
    pytest.mark.skipif(
        "LEARN_NEWEST_DJANGO" not in os.environ,
        reason="the newest Django is tried where LEARN_NEWEST_DJANGO=1 is set",
    ),
    pytest.mark.xdist_group("newest-django"),
]


def newest_python() -> str | None:
    """The newest Python at hand that the newest Django supports."""
    if root := shutil.which("pyenv"):
        done = subprocess.run(
            [root, "root"], capture_output=True, text=True, check=True
        )
        versions = Path(done.stdout.strip(), "versions")
    for version in PYTHONS:
        candidates = [shutil.which(f"python{version}")]
        if root:
            candidates += [
                str(found) for found in versions.glob(f"{version}.*/bin/python")
            ]
        for candidate in candidates:
            # A shim of pyenv is there for every version and runs the chosen ones.
            if (
                candidate
                and not subprocess.run(
                    [candidate, "-c", ""], capture_output=True, check=False
                ).returncode
            ):
                return candidate
    return None


@pytest.fixture(scope="session")
def newest(tmp_path_factory) -> Path:
    """A Python with the newest Django, and the last step's other packages."""
    base = newest_python()
    if base is None:
        missing(f"no Python of {', '.join(PYTHONS)} is at hand")
    folder = tmp_path_factory.mktemp("newest")
    lock = (STEPS[-1].path / "requirements.txt").read_text(encoding="utf-8")
    (folder / "requirements.txt").write_text(
        re.sub(r"^django==.*$", "django", lock, flags=re.MULTILINE), encoding="utf-8"
    )
    uv = [sys.executable, "-m", "uv"]
    python = folder / "venv" / "bin" / "python"
    install = ["pip", "install", "-q", "--python", python, "-r"]
    subprocess.run([*uv, "venv", "-q", "-p", base, folder / "venv"], check=True)
    subprocess.run([*uv, *install, folder / "requirements.txt"], check=True)
    return python


@pytest.fixture(scope="session")
def versions(newest) -> str:
    """What runs here, in words."""
    code = (
        "import sys, django; "
        "print('Django', django.__version__, 'on Python', sys.version.split()[0])"
    )
    done = subprocess.run(
        [newest, "-c", code], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_it_is_newer_than_the_pinned_one(versions):
    pinned = re.search(
        r"^django==(\d+\.\d+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE
    )

    assert versions.startswith("Django ")
    assert not versions.startswith(f"Django {pinned[1]}.")


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_passes_on_the_newest_django(step, newest, versions, capsys):
    report = run_tests(step.path / "tests", step.path, python=newest)

    with capsys.disabled():
        print(f"\n{step.name}: {len(report.results)} tests, {versions}")
    assert report.broken is None
    assert [
        f"{result.nodeid}: {result.message}"
        for result in report.results
        if result.outcome == "failed"
    ] == []
    assert report.results
