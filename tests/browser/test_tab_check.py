"""Check in the tab says what ``learn.py check`` says.

Here of the end of each step, and of one mistake of each; the checks of CI compare the
beginnings too, and more mistakes (.ci/test_mistakes_in_full.py).
"""

from collections.abc import Iterator

import pytest
from support.closing_lines import SAME
from support.mistaken_step import STEPS

from course.checking.watch.warm_runner import WarmRunner

from .tabs import END, case_id, comparable, here, in_the_tab, lay, some_cases, tab

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


def test_a_project_may_have_a_package_of_the_name_of_the_tools(tab, tmp_path):
    project = lay(STEPS[0], END, tmp_path / "work")
    urls = project / "config" / "urls.py"
    text = urls.read_text(encoding="utf-8")
    urls.write_text(f"from course.mine import MINE\n{text}", encoding="utf-8")
    (project / "course" / "checking").mkdir(parents=True)
    (project / "course" / "checking" / "__init__.py").touch()
    (project / "course" / "mine.py").write_text("MINE = True\n", encoding="utf-8")

    assert in_the_tab(tab, STEPS[0], project)["status"] == "passed"
