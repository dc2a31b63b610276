"""Build the site once, into a folder: for a kit, and for a room."""

import json
import os
import sys
from pathlib import Path

from course.browser.build.site import FOLDER
from course.errors import CourseError
from course.paths import Places
from course.setup.missing_package import need
from course.setup.programs import run_program


def build_site(where: Places, folder: Path) -> None:
    """Build the site into ``folder``, with the labs where their runtime is made.

    Raises CourseError where MkDocs is missing or cannot build it.
    """
    need("mkdocs", "Building the site", where)
    done = run_program(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "-d", str(folder)],
        where.root,
        {**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    if done.returncode:
        lines = done.stdout.strip().splitlines() or ["it gives no reason"]
        raise CourseError(
            f"The site cannot be built: {lines[-1]}",
            "To see all of it: python -m mkdocs build --strict",
            code=1,
        )


def has_labs(site: Path) -> bool:
    """Tell whether a built site has what its labs need."""
    try:
        manifest = (site / FOLDER / "manifest.json").read_text(encoding="utf-8")
        return json.loads(manifest)["built"] is True
    except (OSError, ValueError, KeyError, TypeError):
        return False
