"""Check in the tab says what ``learn.py check`` says, of any project.

Here one project of each step is tried; with --full, and in CI, every one of them.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from tools import SAME, one_of_each

from course.warm import Warm

from .tabs import END, case_id, cases, comparable, here, in_the_tab, lay

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.usefixtures("runtime"),
]


@pytest.fixture(scope="module")
def warm() -> Iterator[Warm]:
    """One process that has loaded Django already."""
    with Warm() as process:
        yield process


@pytest.fixture(scope="module")
def tab(chromium, site) -> Iterator[Any]:
    """One page for all, which keeps what it has loaded."""
    with chromium.new_context(base_url=site) as context:
        context.set_default_timeout(180_000)
        page = context.new_page()
        page.goto("/glossary/")
        yield page


@pytest.mark.parametrize(
    ("step", "state"),
    one_of_each(cases(), lambda case: (case[0].name, case[1] == END)),
    ids=case_id,
)
def test_check_in_the_tab_is_check(step, state, tab, warm, tmp_path, record_property):
    record_property(SAME, f"{step.number_text}/{case_id(state)}")
    project = lay(step, state, tmp_path / "work")

    there = in_the_tab(tab, step, project)

    assert comparable(there) == comparable(here(step, project, warm))
    assert there["versions"]["django"] == "5.2.19"
    assert there["versions"]["python"].startswith("3.14.")
    assert there["tasks"]
