"""The site of a kit: built when the kit was made, and shown where MkDocs is not."""

import importlib.util
from pathlib import Path

from course.paths import Places
from course.setup.kit_layout import is_kit
from course.teaching.kit.source import SITE


def built_site(where: Places) -> Path | None:
    """Return the folder of the site that came with this kit, where it is shown.

    With MkDocs at hand, the site is made of the pages as they are now.
    """
    site = where.root / SITE
    if not is_kit(where.root) or not (site / "index.html").is_file():
        return None
    return None if importlib.util.find_spec("mkdocs") else site
