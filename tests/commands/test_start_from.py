"""``start --from``: a zip of the lab becomes work/, and a strange one does no harm."""

import json
import os
import random
import shutil
import sqlite3
import stat
import subprocess
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest
from support.learner_folders import contents
from support.needed_tools import Answer, need_tool

from course.curriculum.project_files import changed_paths, project_files
from course.curriculum.steps import load_steps
from course.errors import CourseError
from course.paths import ROOT, Places
from course.workspace.progress import current_step, mark_passed, passed_steps
from course.workspace.project_zip import MOST_FILES, STATE, read_project
from course.workspace.zip_safety import insist_on_harmless, opened

Cli = Callable[..., Answer]

SAID = {"format": 1, "step": "05", "saved": "2026-11-24T10:00:00.000Z"}
SAID |= {"passed": [1, 2, 3]}
PROJECT = {"manage.py": b"m", "users/views.py": b"v\r\n", "users/__init__.py": b""}


def make_zip(file: Path, files: dict[str | ZipInfo, bytes]) -> Path:
    with ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file


def lab_zip(
    folder: Path, files: dict[str, bytes] = PROJECT, said: object = SAID
) -> Path:
    """Make a zip as the lab does."""
    state = {STATE: json.dumps(said).encode()}
    return make_zip(folder / "lab-05.zip", {**files, **state})


def entry(name: str, mode: int) -> ZipInfo:
    info = ZipInfo(name)
    info.external_attr = mode << 16
    return info


def refusal(file: Path) -> CourseError:
    with pytest.raises(CourseError) as caught:
        read_project(file, named=True)
    assert caught.value.code == 2
    assert caught.value.next_action
    assert str(file.name) in caught.value.message
    return caught.value


PACK = """
import { writeFileSync } from "node:fs";
import { pack } from "./assets/lab/model/zip.js";
const files = { "manage.py": "print('ü')\\n", "users/__init__.py": "" };
const saved = "2026-11-24T10:00:00.000Z";
writeFileSync("lab.zip", pack({ files, step: "05", passed: ["01", "04"], saved }));
"""


def test_what_the_lab_itself_packs_is_taken(cli: Cli, places: Places, tmp_path: Path):
    shutil.copytree(ROOT / "docs/assets", tmp_path / "site/assets")
    (tmp_path / "site/package.json").write_text('{"type": "module"}')
    (tmp_path / "site/pack.js").write_text(PACK, encoding="utf-8")
    node = need_tool("node")
    subprocess.run([node, "pack.js"], cwd=tmp_path / "site", check=True)

    answer = cli("start", "--from", str(tmp_path / "site/lab.zip"))

    assert answer.code == 0, answer.err
    assert (places.work / "manage.py").read_bytes() == "print('ü')\n".encode()
    assert (current_step(places), passed_steps(places)) == (5, {1, 4})


def test_the_project_and_the_step_are_those_of_the_lab(cli: Cli, places, tmp_path):
    mark_passed(places, 4)
    answer = cli("start", "--from", str(lab_zip(tmp_path)))

    assert answer.code == 0, answer.err
    assert {
        path: (places.work / path).read_bytes() for path in project_files(places.work)
    } == PROJECT
    assert not (places.work / STATE).exists()
    assert current_step(places) == 5
    assert passed_steps(places) == {1, 2, 3, 4}
    assert "3 files." in answer.out
    assert "24 November 2026" in answer.out
    assert "You are on step 05" in answer.out
    assert "Passed in the lab: 01, 02, 03" in answer.out
    assert "python learn.py check" in answer.out


def test_a_whole_step_comes_through_and_is_as_it_was(cli: Cli, places, tmp_path):
    step = load_steps()[4]
    files = {path: (step.path / path).read_bytes() for path in project_files(step.path)}
    cli("start", "--from", str(lab_zip(tmp_path, files)))

    assert changed_paths(step.path, places.work) == []


def test_what_was_there_is_saved_whole_and_comes_back(cli: Cli, places, tmp_path):
    cli("start", "2")
    (places.work / "mine.py").write_text("mine\n", encoding="utf-8")
    (places.work / ".git").mkdir()
    (places.work / ".git" / "HEAD").write_text("ref", encoding="utf-8")
    before = contents(places.work)
    answer = cli("start", "--from", str(lab_zip(tmp_path)))

    (copy,) = places.saved.iterdir()
    assert contents(copy) == before
    assert "python learn.py restore 1" in answer.out
    assert (places.work / ".git" / "HEAD").read_text(encoding="utf-8") == "ref"
    assert not (places.work / "mine.py").exists()

    cli("restore", "1")
    assert contents(places.work) == before
    assert current_step(places) == 2
    assert passed_steps(places) == set()


def test_the_database_comes_along(cli: Cli, places, tmp_path):
    with closing(sqlite3.connect(tmp_path / "made")) as made, made:
        made.execute("CREATE TABLE users (name)")
        made.execute("INSERT INTO users VALUES ('Ada')")
    files = {**PROJECT, "db.sqlite3": (tmp_path / "made").read_bytes()}
    answer = cli("start", "--from", str(lab_zip(tmp_path, files)))

    assert "3 files and a database." in answer.out
    with closing(sqlite3.connect(places.work / "db.sqlite3")) as database:
        assert database.execute("SELECT name FROM users").fetchall() == [("Ada",)]


def test_a_broken_database_is_left_out_and_said(cli: Cli, places, tmp_path):
    files = {**PROJECT, "db.sqlite3": b"no database"}
    answer = cli("start", "--from", str(lab_zip(tmp_path, files)))

    assert answer.code == 0
    assert "Its database was left out: SQLite cannot read it" in answer.out
    assert not (places.work / "db.sqlite3").exists()
    assert (places.work / "manage.py").exists()


def test_a_lab_that_was_only_begun_is_an_empty_project(cli: Cli, places, tmp_path):
    said = {"format": 1, "step": "01", "passed": []}
    answer = cli("start", "--from", str(lab_zip(tmp_path, {}, said)))

    assert answer.code == 0, answer.err
    assert list(places.work.iterdir()) == []
    assert current_step(places) == 1


def test_without_the_labs_word_the_step_is_named(cli: Cli, places, tmp_path):
    file = make_zip(tmp_path / "my file.zip", PROJECT)
    answer = cli("start", "--from", str(file))

    assert answer.code == 2
    assert "does not say which step" in answer.err
    assert f"python learn.py start 5 --from '{file}'" in answer.err.replace('"', "'")
    assert not places.work.exists()

    assert cli("start", "4", "--from", str(file)).code == 0
    assert current_step(places) == 4


def test_a_step_that_is_typed_has_the_last_word(cli: Cli, places, tmp_path):
    assert cli("start", "6", "--from", str(lab_zip(tmp_path))).code == 0
    assert current_step(places) == 6
    assert passed_steps(places) == {1, 2, 3}


@pytest.mark.parametrize(
    "said",
    [
        {"step": "05"},
        {"format": 2, "step": "05"},
        {"format": 1},
        {"format": 1, "step": "05", "passed": ["x"]},
        {"format": 1, "step": "05", "passed": 5},
        [],
        "05",
    ],
    ids=str,
)
def test_a_word_of_the_lab_that_is_not_understood(cli: Cli, places, tmp_path, said):
    file = lab_zip(tmp_path, PROJECT, said)
    answer = cli("start", "--from", str(file))

    assert answer.code == 2
    assert "cannot be read" in answer.err
    assert "python learn.py start 5 --from" in answer.err
    assert not places.work.exists()
    assert cli("start", "5", "--from", str(file)).code == 0


def test_a_step_that_there_is_not(cli: Cli, places, tmp_path):
    answer = cli("start", "--from", str(lab_zip(tmp_path, said={**SAID, "step": "77"})))

    assert answer.code == 2
    assert "There is no step" in answer.err
    assert not places.work.exists()


def test_an_unknown_passed_step_and_time_do_not_matter(cli: Cli, places, tmp_path):
    said = {**SAID, "passed": [1, 77], "saved": "yesterday"}

    assert cli("start", "--from", str(lab_zip(tmp_path, said=said))).code == 0
    assert passed_steps(places) == {1}


def test_what_tools_have_put_beside_is_left_out_and_said(cli: Cli, places, tmp_path):
    beside = {
        "__MACOSX/._manage.py": b"x",
        ".git/hooks/post-checkout": b"x",
        ".GIT/config": b"x",
        "users/__pycache__/views.cpython-313.pyc": b"x",
        "env/pyvenv.cfg": b"x",
        "env/lib/nul": b"x",
        ".DS_Store": b"x",
    }
    answer = cli("start", "--from", str(lab_zip(tmp_path, {**PROJECT, **beside})))

    assert answer.code == 0, answer.err
    assert set(contents(places.work)) == {*PROJECT, "users"}
    for name in ("__MACOSX/", ".git/", "__pycache__/", "env/", ".DS_Store"):
        assert name in answer.out


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../evil.py", "leads out of the project"),
        ("users/../../evil.py", "leads out of the project"),
        ("users//views.py", "leads out of the project"),
        ("./manage.py", "leads out of the project"),
        ("/etc/evil.py", "names a place of its own"),
        ("C:/evil.py", "names a place of its own"),
        ("c:evil.py", "names a place of its own"),
        ("\\\\server\\evil.py", "names a place of its own"),
        ("users\\views.py", "Windows cannot have"),
        ("users/con.py", "Windows cannot have"),
        ("NUL", "Windows cannot have"),
        ("lpt1.txt/a.py", "Windows cannot have"),
        ("users/a?.py", "Windows cannot have"),
        ("users/a:b.py", "Windows cannot have"),
        ("users /a.py", "Windows cannot have"),
        ("users./a.py", "Windows cannot have"),
        ("a\nb.py", "Windows cannot have"),
        ("MANAGE.py", "are one to some systems"),
        ("manage.py/views.py", "are one to some systems"),
        ("a" * 200 + ".py", "is longer than"),
    ],
)
def test_a_name_that_could_do_harm_is_refused(tmp_path, name: str, said: str) -> None:
    files = {**PROJECT, name: b"x"}
    error = refusal(make_zip(tmp_path / "evil.zip", files))

    assert said in error.message
    assert list(tmp_path.iterdir()) == [tmp_path / "evil.zip"]


def test_a_null_byte_in_a_name_is_refused(tmp_path) -> None:
    file = make_zip(tmp_path / "evil.zip", {**PROJECT, "a_b.py": b"x"})
    file.write_bytes(file.read_bytes().replace(b"a_b.py", b"a\0b.py"))

    assert "Windows cannot have" in refusal(file).message


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_comes_twice_is_refused(tmp_path) -> None:
    file = make_zip(tmp_path / "twice.zip", PROJECT)
    with ZipFile(file, "a") as archive:
        archive.writestr("manage.py", b"other")

    assert "are one to some systems" in refusal(file).message


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (stat.S_IFLNK, "is a link"),
        (stat.S_IFIFO, "neither a file nor a folder"),
        (stat.S_IFCHR, "neither a file nor a folder"),
    ],
)
def test_links_and_devices_are_refused(tmp_path, kind: int, said: str) -> None:
    link = entry("users/secrets.py", kind | 0o777)
    file = make_zip(tmp_path / "links.zip", {**PROJECT, link: b"/etc/passwd"})

    assert said in refusal(file).message


def test_a_zip_bomb_is_refused(tmp_path) -> None:
    file = make_zip(tmp_path / "bomb.zip", {**PROJECT, "big.bin": bytes(101_000_000)})

    assert file.stat().st_size < 200_000
    assert "more than 100 MB" in refusal(file).message


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path) -> None:
    size = 1_000_000
    file = make_zip(tmp_path / "lie.zip", {**PROJECT, "big.bin": bytes(size)})
    data = file.read_bytes()
    file.write_bytes(data.replace(size.to_bytes(4, "little"), b"\x01\0\0\0"))

    assert "is broken" in refusal(file).message


def test_too_many_files_are_refused(tmp_path) -> None:
    many = {f"a/{number}.py": b"" for number in range(MOST_FILES)}

    assert (
        "more than 5000 files"
        in refusal(make_zip(tmp_path / "many.zip", {**PROJECT, **many})).message
    )


def test_a_zip_with_a_password_is_refused(tmp_path) -> None:
    file = make_zip(tmp_path / "locked.zip", PROJECT)
    data = bytearray(file.read_bytes())
    # Bit 0 of the flags, in each entry and in the list at the end.
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    file.write_bytes(data)

    assert "it has a password" in refusal(file).message


def test_an_unusual_way_of_packing_is_refused(tmp_path) -> None:
    with ZipFile(tmp_path / "odd.zip", "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("manage.py", b"m")

    assert "unusual way" in refusal(tmp_path / "odd.zip").message


@pytest.mark.parametrize(
    ("folder", "named"),
    [("repository-main/", "repository-main/"), ("a/b/", "a/b/")],
)
def test_a_project_in_a_folder_is_told_how_to_come_up(tmp_path, folder, named) -> None:
    """As code hosts make them, and as people zip a folder."""
    files = {f"{folder}{name}": content for name, content in PROJECT.items()}
    error = refusal(make_zip(tmp_path / "deep.zip", files))

    assert f"is not at the top, but in {named}." in error.message
    assert "zip what is in it" in error.next_action


def test_of_many_projects_three_are_named(tmp_path) -> None:
    files = {f"main/steps/0{number}/manage.py": b"" for number in range(1, 7)}
    error = refusal(make_zip(tmp_path / "all.zip", files))

    assert "main/steps/03/ and others." in error.message


def test_a_zip_without_a_project_is_refused(tmp_path) -> None:
    file = make_zip(tmp_path / "photos.zip", {"me.jpg": b"x"})

    assert "no manage.py" in refusal(file).message


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip at all" * 99])
def test_what_is_no_zip_is_refused(tmp_path, content: bytes) -> None:
    (tmp_path / "no.zip").write_bytes(content)

    assert "is not a zip file" in refusal(tmp_path / "no.zip").message


def test_half_a_zip_is_refused(tmp_path) -> None:
    """As a download that was cut off leaves it."""
    file = lab_zip(tmp_path)
    file.write_bytes(file.read_bytes()[:-40])

    assert "half of one" in refusal(file).message


def test_no_file_and_a_folder_are_told_apart(tmp_path) -> None:
    with pytest.raises(CourseError, match="There is no file"):
        read_project(tmp_path / "none.zip")
    with pytest.raises(CourseError, match="is not a file"):
        read_project(tmp_path)


def test_damage_anywhere_is_never_a_traceback(tmp_path) -> None:
    """Each byte of a small zip changed: it is read, or refused with a sentence."""
    good, dice = lab_zip(tmp_path).read_bytes(), random.Random(5)
    refused: list[CourseError] = []
    for place in range(len(good)):
        bad = bytearray(good)
        bad[place] ^= dice.randrange(1, 256)
        file = tmp_path / "bad.zip"
        file.write_bytes(bad)
        try:
            read_project(file, named=True)
        except CourseError as error:
            refused.append(error)
    assert len(refused) > len(good) / 4
    assert all(error.next_action for error in refused)


def test_a_refused_zip_changes_nothing(cli: Cli, places: Places, tmp_path) -> None:
    cli("start", "3")
    before = contents(places.work)
    evil = make_zip(tmp_path / "evil.zip", {**PROJECT, "../evil.py": b"x"})
    answer = cli("start", "5", "--from", str(evil))

    assert answer.code == 2
    assert contents(places.work) == before
    assert current_step(places) == 3
    assert not places.saved.exists()
    assert not (tmp_path / "evil.py").exists()


def test_a_zip_in_work_is_taken_and_kept(cli: Cli, places: Places, tmp_path) -> None:
    cli("start", "2")
    shutil.move(lab_zip(tmp_path), places.work / "lab.zip")
    answer = cli("start", "--from", str(places.work / "lab.zip"))

    assert answer.code == 0, answer.err
    (copy,) = places.saved.iterdir()
    assert (copy / "lab.zip").is_file()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads all")
def test_a_zip_that_may_not_be_read(tmp_path) -> None:
    file = lab_zip(tmp_path)
    file.chmod(0)

    assert "cannot be read" in refusal(file).message


def test_names_are_compared_without_regard_to_how_a_letter_is_built(tmp_path) -> None:
    """macOS takes e with an accent in one piece and in two for the same."""
    file = make_zip(tmp_path / "e.zip", {"\u00e9.py": b"", "e\u0301.py": b""})

    with opened(file, "Do.") as archive, pytest.raises(CourseError, match="one to"):
        insist_on_harmless(archive.infolist(), file, "Do.", most_bytes=10)
