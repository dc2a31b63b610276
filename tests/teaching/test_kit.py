"""``teach kit``: one zip with site, wheels and source, whole or not at all."""

import json
import re
import shlex
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from support.needed_tools import Answer, need_tool
from support.small_kit import TARGETS, fake_site, make_small_repository, make_wheels
from support.small_project import write
from typer.main import get_command

from course.cli import make_app
from course.doctor import machine_checks
from course.errors import CourseError
from course.paths import Places
from course.setup.checksums import SUMS, sum_of
from course.setup.missing_package import need
from course.teaching.kit import build
from course.teaching.kit.build import make_kit, sizes
from course.teaching.kit.pack import TOP, write_kit
from course.teaching.kit.readme import readme
from course.teaching.kit.source import source_files
from course.website.build import has_labs

Cli = Callable[..., Answer]


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """A small repository, its wheels at hand, and a site that is built at once."""
    where = make_small_repository(tmp_path / "C# projects ü")
    make_wheels(where.learn / "kit" / "wheels", TARGETS)
    monkeypatch.setattr(build, "build_site", fake_site)
    return where


def test_it_has_site_wheels_source_and_what_to_type(where: Places, tmp_path) -> None:
    write(where.root, {"work/mine.py": "", ".venv/x": "", "site/old.html": ""})
    kit = make_kit(where, tmp_path / "kit.zip", TARGETS)

    with ZipFile(kit.file) as archive:
        paths = {name.removeprefix(f"{TOP}/") for name in archive.namelist()}
        told = json.loads(archive.read(f"{TOP}/wheels/kit.json"))
        text = archive.read(f"{TOP}/README.txt").decode("ascii")
    assert {
        "README.txt",
        SUMS,
        "learn.py",
        "requirements.txt",
        "course/setup/kit_wheels.py",
        "steps/01_greet/step.toml",
        "site/index.html",
        "wheels/any.tar.xz",
        "wheels/linux-x86_64.tar.xz",
        "wheels/windows-amd64.tar.xz",
    } <= paths
    assert not any(path.startswith(("work", ".venv", ".learn")) for path in paths)
    assert "site/old.html" not in paths
    assert told["systems"] == kit.stock.systems
    assert told["labs"] is True
    assert kit.labs
    assert re.search(r"windows-amd64 +Python 3.12, 3.13\n", text)
    assert all(sizes(kit.file)[part] for part in ("labs", "site", "wheels", "source"))


def test_each_file_and_the_zip_have_a_checksum(where: Places, tmp_path) -> None:
    """In the form that other programs read too."""
    kit = make_kit(where, tmp_path / "kit.zip", TARGETS)

    beside = (tmp_path / "kit.zip.sha256").read_text(encoding="utf-8")
    assert beside == f"{kit.digest}  kit.zip\n"
    assert kit.digest == sum_of(kit.file)
    with ZipFile(kit.file) as archive:
        archive.extractall(tmp_path)
    tool = need_tool("sha256sum")
    for folder, file in ((tmp_path, "kit.zip.sha256"), (tmp_path / TOP, SUMS)):
        done = subprocess.run(
            [tool, "--check", "--strict", "--quiet", file],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout) == (0, "")
    listed = len((tmp_path / TOP / SUMS).read_text(encoding="utf-8").splitlines())
    assert listed == sum(p.is_file() for p in (tmp_path / TOP).rglob("*")) - 1


def test_a_second_kit_takes_the_place_of_the_first(where: Places, tmp_path) -> None:
    make_kit(where, tmp_path / "kit.zip", TARGETS)
    write(where.root, {"steps/01_greet/new.py": "new"})
    kit = make_kit(where, tmp_path / "kit.zip", TARGETS)

    with ZipFile(kit.file) as archive:
        assert f"{TOP}/steps/01_greet/new.py" in archive.namelist()
    assert kit.digest in (tmp_path / "kit.zip.sha256").read_text(encoding="utf-8")


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError(28, "No space left")])
def test_a_run_that_is_stopped_leaves_no_half_zip(tmp_path: Path, stop) -> None:
    out = tmp_path / "kit.zip"
    out.write_bytes(b"the kit of before")
    ticks = iter([None, None, stop])

    def tick() -> None:
        if error := next(ticks):
            raise error

    with pytest.raises((KeyboardInterrupt, CourseError)):
        write_kit({str(number): b"x" * 99 for number in range(9)}, out, tick)

    assert [path.name for path in tmp_path.iterdir()] == ["kit.zip"]
    assert out.read_bytes() == b"the kit of before"


def test_what_is_made_on_the_way_is_gone_after_a_failure(
    where: Places, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(build, "write_kit", stopped)
    with pytest.raises(KeyboardInterrupt):
        make_kit(where, tmp_path / "kit.zip", TARGETS)

    left = {path.name for path in (where.learn / "kit").iterdir()}
    assert left == {"wheels", "archives"}
    assert not (tmp_path / "kit.zip").exists()


def test_without_labs_it_says_so_or_stops_where_they_are_wanted(
    where: Places, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "build_site", lambda w, f: fake_site(w, f, labs=False))

    with pytest.raises(CourseError, match="no labs") as caught:
        make_kit(where, tmp_path / "kit.zip", TARGETS, insist=True)
    assert "author runtime" in caught.value.next_action
    assert not (tmp_path / "kit.zip").exists()

    kit = make_kit(where, tmp_path / "kit.zip", TARGETS)
    assert not kit.labs
    with ZipFile(kit.file) as archive:
        assert b"are not in this kit" in archive.read(f"{TOP}/README.txt")


def test_labs_are_there_only_where_the_site_says_so(tmp_path: Path) -> None:
    assert not has_labs(tmp_path)
    write(tmp_path, {"assets/runtime/manifest.json": "{}"})
    assert not has_labs(tmp_path)
    fake_site(Places(tmp_path, tmp_path, tmp_path), tmp_path)
    assert has_labs(tmp_path)


def test_a_lock_without_a_core_makes_no_kit(where: Places, tmp_path) -> None:
    (where.root / "requirements.txt").write_text("pytest==2.0\n", encoding="utf-8")

    with pytest.raises(CourseError, match="does not say what a kit needs") as caught:
        make_kit(where, tmp_path / "kit.zip", TARGETS)
    assert "author lock" in caught.value.next_action


def test_a_place_that_cannot_be_written_is_a_sentence(where: Places, tmp_path) -> None:
    (tmp_path / "kit.zip").mkdir()

    with pytest.raises(CourseError, match="cannot be written") as caught:
        make_kit(where, tmp_path / "kit.zip", TARGETS)
    assert "--out" in caught.value.next_action
    assert [path.name for path in tmp_path.glob("*kit.zip*")] == ["kit.zip"]


def test_source_is_what_git_knows_as_it_is_now(tmp_path: Path) -> None:
    """An instructor's own files stay at home."""
    git = [need_tool("git"), "-C", str(tmp_path)]
    write(tmp_path, {"learn.py": "", "gone.py": "", "ü/a.py": "old"})
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    write(tmp_path, {"mails.txt": "private", "ü/a.py": "new"})
    (tmp_path / "gone.py").unlink()

    assert source_files(tmp_path) == ["learn.py", "ü/a.py"]


def test_without_git_source_is_all_but_what_is_made(tmp_path: Path) -> None:
    made = ["work/a.py", ".venv/a", ".learn/a", "site/a", "wheels/a", "a/b.pyc", SUMS]
    write(tmp_path, dict.fromkeys([*made, "learn.py", "steps/01/site/a.py"], ""))

    assert source_files(tmp_path) == ["learn.py", "steps/01/site/a.py"]


def test_a_git_that_does_not_answer_is_a_sentence(tmp_path: Path) -> None:
    write(tmp_path, {".git/HEAD": "broken"})

    with pytest.raises(CourseError, match="git does not say"):
        source_files(tmp_path)


def test_every_command_of_the_readme_is_one() -> None:
    text = readme("2026-11-25", {"windows-amd64": ["3.9", "3.13"]}, labs=True).decode()

    assert "Python 3.9 or later" in text
    lines = re.findall(r"(?:python3|py) learn\.py([^\n()]*)", text)
    assert {"", " start 1", " check", " doctor"} <= set(lines)
    for line in lines:
        command, words = get_command(make_app("--help")), shlex.split(line)
        if not words:
            continue
        while hasattr(command, "commands"):
            command = command.commands[words.pop(0)]
        command.make_context("learn.py", words)
    assert max(map(len, text.splitlines())) < 80


@pytest.mark.parametrize("more", [["--out", "x.zip"], ["--labs"]])
def test_verify_makes_nothing(cli: Cli, more: list[str]) -> None:
    answer = cli("teach", "kit", "--verify", "kit.zip", *more)

    assert answer.code == 2
    assert "teach kit --verify" in answer.err


def test_a_folder_that_is_not_there_is_said_before_the_work(cli: Cli, places) -> None:
    answer = cli("teach", "kit", "--out", str(places.root / "no" / "such" / "kit.zip"))

    assert answer.code == 2
    assert "There is no folder" in answer.err
    assert not (places.learn / "kit").exists()


def test_a_file_that_is_no_kit_is_left_as_it_is(
    cli: Cli, places: Places, tmp_path: Path
) -> None:
    mine = tmp_path / "thesis.docx"
    with ZipFile(mine, "w") as archive:
        archive.writestr("word/document.xml", "five years")
    before = mine.read_bytes()

    answer = cli("teach", "kit", "--out", str(mine))

    assert answer.code == 2
    assert "it is no kit" in answer.err
    assert mine.read_bytes() == before
    assert not (places.learn / "kit").exists()


def test_a_folder_that_cannot_be_written_is_said_before_the_work(
    cli: Cli, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("course.commands.teach_kit.tempfile.TemporaryFile", refuse)

    answer = cli("teach", "kit", "--out", str(tmp_path / "kit.zip"))

    assert answer.code == 2
    assert "Permission denied" in answer.err
    assert not (places.learn / "kit").exists()


def test_the_command_says_what_is_in_it_and_what_is_not(
    cli: Cli, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_wheels(places.learn / "kit" / "wheels", TARGETS[:1])
    monkeypatch.setattr(build, "build_site", lambda w, f: fake_site(w, f, labs=False))
    monkeypatch.setattr(build, "core_pins", lambda root: ["fastlib==1.0"])
    monkeypatch.setattr("course.teaching.kit.targets.all_targets", lambda: TARGETS[:2])
    # No index: for the second target there is no wheel.
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    answer = cli("teach", "kit")

    assert answer.code == 0, answer.err
    kit = places.learn / "kit" / "jwt-kit.zip"
    assert zipfile.is_zipfile(kit)
    assert sum_of(kit) in answer.out
    assert re.search(r"wheels +0\.\d MB", answer.out)
    assert "linux-x86_64   Python 3.12\n" in answer.out
    assert (
        "Not for Python 3.13 on linux-x86_64: no wheel of fastlib==1.0." in answer.out
    )
    assert "The labs are not in it" in answer.out
    assert "python learn.py author runtime" in answer.out
    assert f"python learn.py teach kit --verify {kit}" in answer.out


def test_in_a_kit_doctor_asks_for_the_core_alone(where: Places) -> None:
    said = machine_checks.packages(where).said
    assert "jupyter" in said

    write(where.root, {"wheels/kit.json": "{}"})
    said = machine_checks.packages(where).said
    assert "jupyter" not in said
    assert "fastlib missing" in said


def test_a_verb_that_needs_more_than_a_kit_says_so(where: Places) -> None:
    need("pytest", "`check`", where)
    with pytest.raises(CourseError, match="not installed") as outside:
        need("jupyterlab_of_nowhere", "`notebook`", where)
    assert "doctor" in outside.value.next_action

    write(where.root, {"wheels/kit.json": "{}"})
    with pytest.raises(CourseError, match="is not in this kit") as inside:
        need("jupyterlab_of_nowhere", "`notebook`", where)
    assert "delete the folder wheels" in inside.value.next_action


def test_progress_is_a_plain_line_where_nobody_looks(where: Places, capsys) -> None:
    make_kit(where, where.root.parent / "kit.zip", TARGETS)

    said = capsys.readouterr().err.splitlines()
    assert said == [
        "Building the site …",
        "Gathering the wheels …",
        "Packing the wheels …",
        "Writing the zip …",
    ]
