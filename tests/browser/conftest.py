"""Tests of the site in a real browser ask for ``site`` and ``page``; see fixtures.

Playwright is no part of the set-up, because of its size: where it is not there, each
file of tests is one test that is left out, with the reason.
"""

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.needed_tools import missing

HERE = Path(__file__).parent
NO_BROWSER = "needs Playwright: python learn.py test --browser"
# Files of tests that run Python in the tab.
LABS = ("test_cells", "test_gates", "test_lab_", "test_tab_")
HAVE_PLAYWRIGHT = importlib.util.find_spec("playwright") is not None

if HAVE_PLAYWRIGHT:
    from .fixtures import (
        addresses,
        built,
        chromium,
        page,
        runtime,
        site,
        troubles,
        visited,
    )

    __all__ = [
        "addresses",
        "built",
        "chromium",
        "page",
        "runtime",
        "site",
        "troubles",
        "visited",
    ]


class LeftOut(pytest.File):
    """A file of tests that cannot be imported without Playwright."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield one test that says why."""
        yield WithoutPlaywright.from_parent(self, name="needs_playwright")


class WithoutPlaywright(pytest.Item):
    """Stands for all tests of a file."""

    def runtest(self) -> None:
        """Skip, or fail where CI asked for a browser."""
        if os.environ.get("LEARN_BROWSER"):
            missing(NO_BROWSER)
        pytest.skip(NO_BROWSER)


def pytest_pycollect_makemodule(
    module_path: Path, parent: pytest.Collector
) -> pytest.Collector | None:
    """Leave a file of tests out where there is no Playwright."""
    if HAVE_PLAYWRIGHT or HERE not in module_path.parents:
        return None
    return LeftOut.from_parent(parent, path=module_path)


# Before those of ../tools.py, which keep the tests of a group together.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run these in two processes, each with a build and a browser: pages, and labs."""
    for item in items:
        if HERE in item.path.parents:
            group = "labs" if item.path.name.startswith(LABS) else "browser"
            item.add_marker(pytest.mark.xdist_group(group))
