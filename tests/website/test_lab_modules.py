"""Modules of the site that need no page: node runs their tests."""

import shutil
import subprocess
from pathlib import Path

import pytest
from support.needed_tools import need_tool

from course.paths import ROOT

FOLDERS = ("lab", "offline", "python")
TESTS = sorted(
    f"{folder}/{path.name}"
    for folder in FOLDERS
    for path in (ROOT / "tests" / folder).glob("*.test.js")
)


@pytest.mark.parametrize("name", TESTS)
def test_of_node(tmp_path: Path, name: str) -> None:
    node = need_tool("node")
    shutil.copytree(ROOT / "docs/assets", tmp_path / "assets")
    for path in (ROOT / "tests" / name).parent.glob("*.js*"):
        shutil.copy(path, tmp_path)
    # Browsers take every file for a module, node only with this.
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")

    done = subprocess.run(
        [node, "--test", Path(name).name],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=300,
    )

    assert done.returncode == 0, done.stdout
    assert "pass 0" not in done.stdout


def test_there_are_tests() -> None:
    assert TESTS
