"""What goes into a browser's tab: the pinned packages, the tutorial's own code."""

import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from support.needed_tools import missing

from course.browser.build import node
from course.browser.build.archives import pack, write_bundle
from course.browser.build.base import NPM, base_folder
from course.browser.build.fresh import step_archive, tools
from course.browser.build.packages import CORE, TESTS, packages
from course.browser.build.runtime import build_in_background
from course.browser.build.site import FOLDER, runtime_files
from course.curriculum.steps import load_steps
from course.errors import CourseError
from course.paths import ROOT, Places, places

STEPS = load_steps()


def pins(path: Path) -> dict[str, str]:
    """The pinned versions of a lock, by name."""
    lines = re.findall(r"^([\w.-]+)(?:\[\w+\])?==(\S+)", path.read_text(), re.MULTILINE)
    return {name.lower(): version for name, version in lines}


def names(archive: bytes) -> set[str]:
    """The paths in a zip."""
    return set(zipfile.ZipFile(io.BytesIO(archive)).namelist())


def test_every_package_of_the_tab_has_the_version_of_the_lock() -> None:
    lock = pins(ROOT / "requirements.txt")

    for package in packages(CORE + TESTS):
        assert package.version == lock[package.name], package.name


def test_a_step_asks_for_nothing_that_the_tab_has_not() -> None:
    known = {*CORE, *TESTS}
    # PostgreSQL is not to be had in a tab, and what is for Windows or colors neither.
    elsewhere = {"colorama", "psycopg", "psycopg-binary", "pygments"}
    # Only for Pythons that are older than the tab's.
    elsewhere |= {"typing-extensions"}

    for step in STEPS:
        asked = set(pins(step.path / "requirements.txt"))
        assert asked - known - elsewhere == set(), step.name


def test_the_kept_runtime_says_the_versions_of_the_lock() -> None:
    folder = base_folder(places().learn)
    if folder is None:
        missing("the runtime is not made: python learn.py author runtime")
    made = json.loads((folder / "base.json").read_text(encoding="utf-8"))
    lock = pins(ROOT / "requirements.txt")

    assert made["packages"] == {name: lock[name] for name in CORE + TESTS}
    for bundle in made["files"].values():
        assert (folder / bundle["name"]).stat().st_size == bundle["bytes"]
    licenses = (folder / "THIRD_PARTY.txt").read_text(encoding="utf-8")
    for name in (*CORE, *TESTS, "pyodide", "fflate"):
        assert re.search(rf"^{name} \d", licenses, re.MULTILINE), name


def test_only_english_is_taken_along_of_all_translations() -> None:
    (django,) = packages(("django",))
    paths = [path for path, _ in django.files]
    languages = {
        path.parts[path.parts.index("locale") + 1] for path in paths if _locale(path)
    }

    assert languages == {"en", "__init__.py"}


def _locale(path: PurePosixPath) -> bool:
    return "locale" in path.parts[:-1]


def test_an_archive_is_the_same_each_time_and_named_by_what_is_in_it(tmp_path) -> None:
    one, other = pack({"a": b"1", "b": b"2"}), pack({"b": b"2", "a": b"1"})

    first = write_bundle(tmp_path, "core.zip", one)
    again = write_bundle(tmp_path, "core.zip", other)
    changed = write_bundle(tmp_path, "core.zip", pack({"a": b"1", "b": b"3"}))

    assert first == again
    assert changed.name != first.name
    assert re.fullmatch(r"core-[0-9a-f]{12}\.zip\.gz", first.name)
    assert (tmp_path / first.name).stat().st_size == first.bytes


def test_what_the_tools_import_is_in_the_tab() -> None:
    """Their own modules, the standard library, and packages that the tab has."""
    archive = zipfile.ZipFile(io.BytesIO(tools(ROOT, STEPS)))
    known = {*sys.stdlib_module_names, "course"}
    for package in packages(CORE + TESTS):
        known |= {path.parts[0].removesuffix(".py") for path, _ in package.files}
    # What the worker gives to Python, and a package that has a stand-in.
    known |= {"js", "pygments"}
    asked = {
        (found[1], name)
        for name in archive.namelist()
        if name.startswith("course/") and name.endswith(".py")
        for found in re.finditer(
            r"^(?:from|import) (\w+)", archive.read(name).decode(), re.MULTILINE
        )
    }

    assert {(module, name) for module, name in asked if module not in known} == set()


def test_the_tools_have_every_task_and_mistake_and_no_command_line() -> None:
    found = names(tools(ROOT, STEPS))

    assert {
        "course/browser/python/api.py",
        "course/checking/test_process.py",
        "course/checking/json_report.py",
    } <= found
    assert {
        "course/browser/python/stand_ins/time_machine.py",
        "pyproject.toml",
    } <= found
    for step in STEPS:
        folder = step.path.relative_to(ROOT).as_posix()
        assert f"{folder}/step.toml" in found
        mistakes = {
            f"{folder}/mistakes/{path.name}" for path in step.path.glob("mistakes/*")
        }
        assert mistakes <= found
    # Typer and Rich are not in the tab.
    assert "course/cli.py" not in found


def test_the_archive_of_a_step_is_what_start_lays_down() -> None:
    found = names(step_archive(STEPS[4]))

    assert {"manage.py", "users/views.py", "tests/test_login.py"} <= found
    assert not found & {"README.md", "step.toml", "INSTRUCTOR.md", "mistakes"}


def test_without_the_bundles_the_site_has_a_list_that_says_so(tmp_path) -> None:
    files = runtime_files(ROOT, tmp_path, STEPS)

    assert set(files) == {f"{FOLDER}/manifest.json"}
    content = files[f"{FOLDER}/manifest.json"]
    assert isinstance(content, bytes)
    assert json.loads(content)["built"] is False


def test_a_lab_offers_the_requests_that_its_own_project_answers(tmp_path) -> None:
    files = runtime_files(ROOT, tmp_path, STEPS)
    about = json.loads(files[f"{FOLDER}/manifest.json"])["steps"]

    for step in STEPS:
        notes = (step.path / "README.md").read_text(encoding="utf-8")
        for one in about[step.number_text]["requests"]:
            assert f"{one['method']} {one['path']}" in notes
            assert one["body"] in notes
            for name, value in one["headers"]:
                assert f"{name}: {value}" in notes
    asked = [(one["method"], one["path"]) for one in about["06"]["requests"]]
    assert ("POST", "/user/login/") in asked
    assert ("PUT", "/user/update/") in asked
    # Without a token and with one; not that of step 05, not that of a later hour.
    assert asked.count(("GET", "/user/update/")) == 2


@pytest.mark.parametrize("name", ["package.json", "package-lock.json"])
def test_what_comes_from_npm_is_locked_and_names_no_registry(name) -> None:
    text = (NPM / name).read_text(encoding="utf-8")

    assert "registry" not in text
    assert "resolved" not in text


def test_the_lock_of_npm_has_the_versions_that_are_asked_for() -> None:
    asked = json.loads((NPM / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((NPM / "package-lock.json").read_text(encoding="utf-8"))

    for name, version in {**asked["dependencies"], **asked["devDependencies"]}.items():
        package = lock["packages"][f"node_modules/{name}"]
        assert package["version"] == version
        assert package["integrity"].startswith("sha512-")


@pytest.fixture
def without_node(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which there is no node and no npm, nor the package that has them."""
    monkeypatch.setattr(node.shutil, "which", lambda name: None)
    monkeypatch.setattr(node.importlib.util, "find_spec", lambda name: None)


@pytest.mark.usefixtures("without_node")
def test_without_node_nothing_is_built_in_the_background(tmp_path, monkeypatch) -> None:
    monkeypatch.delenv("LEARN_RUNTIME")
    where = Places(tmp_path, tmp_path / "work", tmp_path / ".learn")

    assert node.find_node() is None
    assert build_in_background(where) is False


@pytest.mark.usefixtures("without_node")
def test_a_node_that_cannot_be_had_is_told_with_what_to_do(monkeypatch) -> None:
    failed = subprocess.CompletedProcess([], 1, "error: no network", "")
    monkeypatch.setattr("course.setup.programs.subprocess.run", lambda *a, **k: failed)

    with pytest.raises(CourseError) as error:
        node.need_node()

    assert "Node" in error.value.message
    assert "Install Node 20 or later" in error.value.next_action


def test_a_node_that_is_too_old_is_not_taken(monkeypatch) -> None:
    monkeypatch.setattr(node.shutil, "which", lambda name: f"/old/{name}")
    monkeypatch.setattr(node, "_run", lambda *a: "v18.19.0\n")
    monkeypatch.setattr(node.importlib.util, "find_spec", lambda name: None)

    assert node.find_node() is None


def test_what_node_says_when_it_fails_is_told(tmp_path) -> None:
    broken = node.Node((sys.executable, "-c", "print('no such thing'); exit(3)"), ())

    with pytest.raises(CourseError, match="Node failed:\nno such thing"):
        broken.run(folder=tmp_path)
