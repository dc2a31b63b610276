"""Check in the tab says what ``learn.py check`` says.

Here of the end of each step, and of one mistake of each; the checks of CI compare the
beginnings too, and more mistakes (.ci/test_mistakes_in_full.py).
"""

from collections.abc import Iterator

import pytest
from support.needed_tools import SAME

from course.checking.watch.warm_runner import WarmRunner

from .tabs import case_id, comparable, here, in_the_tab, lay, some_cases, tab

# A fixture of several files.
__all__ = ["tab"]

pytestmark = pytest.mark.usefixtures("runtime")


@pytest.fixture(scope="module")
def warm() -> Iterator[WarmRunner]:
    """One process that has loaded Django already."""
    with WarmRunner() as process:
        yield process


@pytest.mark.parametrize(("step", "state"), some_cases(), ids=case_id)
def test_check_in_the_tab_is_check(step, state, tab, warm, tmp_path, record_property):
    record_property(SAME, f"{step.number_text}/{case_id(state)}")
    project = lay(step, state, tmp_path / "work")

    there = in_the_tab(tab, step, project)

    assert comparable(there) == comparable(here(step, project, warm))
    assert there["versions"]["django"] == "5.2.19"
    assert there["versions"]["python"].startswith("3.14.")
    assert there["tasks"]
