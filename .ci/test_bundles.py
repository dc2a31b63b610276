"""The bundles of the site are what the lock makes.

Only CI runs this: npm fetches the packages of the lock.
"""

import shutil
import subprocess
from pathlib import Path

from support.needed_tools import need_tool

from course.paths import ROOT

VENDOR = ROOT / "docs/assets/vendor"


def test_the_committed_bundles_are_what_the_lock_makes(tmp_path: Path) -> None:
    npm, node = need_tool("npm"), need_tool("node")
    made = tmp_path / "made"
    made.mkdir()
    project = tmp_path / "npm"
    shutil.copytree(
        ROOT / "course/website/npm",
        project,
        ignore=shutil.ignore_patterns("node_modules"),
    )

    subprocess.run([npm, "ci"], cwd=project, check=True, stdin=subprocess.DEVNULL)
    subprocess.run([node, "build.js", str(made)], cwd=project, check=True)

    names = sorted(
        path.name
        for path in VENDOR.iterdir()
        # Written by hand, for tsc alone; the site does not serve them.
        if not path.name.endswith(".d.ts")
    )
    assert names == sorted(path.name for path in made.iterdir())
    for name in names:
        assert (made / name).read_bytes() == (VENDOR / name).read_bytes(), (
            f"{name}: type npm ci && npm run build in course/website/npm"
        )
