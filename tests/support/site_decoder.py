"""Runs the site's decoder without a browser: node takes the same modules."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from course.paths import ROOT
from support.made_tokens import NOW
from support.needed_tools import need_tool


def ask_site(
    texts: list[str], *, key: dict[str, str] | None = None, now: float = NOW
) -> list[dict[str, Any]]:
    """Return what the site says of each token; without a node the test is skipped.

    ``key`` has a ``text``, and may have ``form`` and ``algorithm``; without the latter
    the one of the token is expected.
    """
    node = need_tool("node")
    lines = [json.dumps({"text": text, "now": now, "key": key}) for text in texts]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "docs/assets", folder / "assets")
        shutil.copy(ROOT / "tests/decoder/report.js", folder)
        # Browsers take every file for a module, node only with this.
        (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
        done = subprocess.run(
            [node, "report.js"],
            cwd=folder,
            input="\n".join(lines),
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.split("\n") if line]
