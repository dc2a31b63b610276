"""Names of files are judged by one list, in Python and in the lab on the site.

tests/lab/paths.test.js goes through the same table of names.
"""

import json
from pathlib import Path
from zipfile import ZipInfo

import pytest

from course.curriculum.file_names import RULES, is_left_out
from course.curriculum.project_files import project_files
from course.errors import CourseError
from course.paths import ROOT
from course.workspace.zip_safety import insist_on_harmless

NAMES = json.loads((ROOT / "tests/lab/file_names.json").read_text(encoding="utf-8"))


def insist(*names: str) -> None:
    """Judge the names as those in a zip."""
    entries = [ZipInfo(name) for name in names]
    insist_on_harmless(entries, Path("lab.zip"), "Zip it anew.", most_bytes=1)


def test_the_lab_has_the_same_list() -> None:
    script = (ROOT / "docs/assets/lab/model/file_names.js").read_text(encoding="utf-8")
    comment, _, content = script.partition("\nexport default ")

    assert comment.startswith("// The content of course/curriculum/file_names.json")
    assert json.loads(content.removesuffix(";\n")) == RULES


@pytest.mark.parametrize("name", NAMES["taken"])
def test_a_name_that_every_system_can_have_is_taken(name: str) -> None:
    insist(name)


@pytest.mark.parametrize("name", NAMES["refused"], ids=ascii)
def test_a_name_that_some_system_cannot_have_is_refused(name: str) -> None:
    with pytest.raises(CourseError, match=r"lab\.zip is refused: ") as caught:
        insist(name)

    assert caught.value.message.isascii() or len(name) > RULES["longest_path"]
    assert caught.value.message.isprintable()


@pytest.mark.parametrize("names", NAMES["clashes"], ids=ascii)
def test_two_names_that_are_one_to_some_system_are_refused(names: list[str]) -> None:
    with pytest.raises(CourseError, match="are one to some systems"):
        insist(*names)


@pytest.mark.parametrize("name", NAMES["left_out"] + NAMES["databases"])
def test_what_tools_make_is_no_part_of_a_project(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("made")

    assert project_files(tmp_path) == []


@pytest.mark.parametrize("name", NAMES["databases"])
def test_a_database_is_not_what_tools_make(name: str) -> None:
    """A zip may bring one along."""
    assert not is_left_out(name)
