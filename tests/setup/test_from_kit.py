"""The set-up from a kit: its wheels, no network, and no package more than needed."""

import json
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest
from support.setup_doubles import IN_PLACE, Steps
from support.small_kit import LOCK, make_wheels

from course.errors import CourseError
from course.setup import from_kit, kit_wheels, stamp, venv
from course.setup.checksums import SUMS, sum_of, written
from course.setup.kit_wheels import system_here, unpack
from course.setup.setup_step import VERSION
from course.teaching.kit.archives import archive
from course.teaching.kit.targets import SYSTEMS, Target

FROM_KIT = "Installing the packages of the kit"


@pytest.fixture
def kit(root: Path, steps: Steps, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The repository with a folder of wheels, as it is unpacked from a kit."""
    (root / "requirements.txt").write_text(LOCK, encoding="utf-8")
    make_wheels(root / "made", [Target(SYSTEMS[0], VERSION)])
    (root / "wheels").mkdir()
    for name in ("any", system_here()):
        wheels = sorted((root / "made").glob("*any.whl" if name == "any" else "*cp*"))
        shutil.copy(archive(wheels, root / "made"), root / f"wheels/{name}.tar.xz")
    about = {"made": "2026-11-25", "systems": {system_here(): [VERSION]}}
    (root / "wheels" / "kit.json").write_text(json.dumps(about), encoding="utf-8")
    monkeypatch.setattr(from_kit, "run_step", steps)
    return root


def test_the_kits_wheels_are_installed_and_nothing_is_fetched(
    kit: Path, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []
    laid: list[str] = []

    def run(title: str, command: list[str], *rest: object) -> tuple[bool, str]:
        folder = Path(command[command.index("--find-links") + 1])
        laid.extend(sorted(wheel.name for wheel in folder.iterdir()))
        commands.append(command)
        return steps(title, command, *rest)

    monkeypatch.setattr(from_kit, "run_step", run)
    venv.set_up(kit)

    assert steps.titles == ["Making .venv", "Adding pip", FROM_KIT]
    assert stamp.is_ready(kit)
    (command,) = commands
    assert "--no-index" in command
    assert [word for word in command if "==" in word] == [
        "fastlib==1.0 ; implementation_name != 'pypy'",
        "pytest==2.0",
        "winlib==1.0 ; sys_platform == 'win32'",
    ]
    assert [name.partition("-")[0] for name in laid] == ["fastlib", "pytest", "winlib"]
    assert {path.name for path in (kit / ".learn").iterdir()} == {"setup.lock"}


def test_with_a_network_the_rest_comes_when_the_wheels_are_deleted(
    kit: Path, steps: Steps
) -> None:
    venv.set_up(kit)
    steps.titles.clear()
    shutil.rmtree(kit / "wheels")

    assert not stamp.is_ready(kit)
    venv.set_up(kit)
    assert steps.titles == IN_PLACE
    assert stamp.is_ready(kit)


def test_a_changed_pin_of_the_core_is_noticed_and_another_is_not(
    kit: Path, steps: Steps
) -> None:
    venv.set_up(kit)
    lock = kit / "requirements.txt"
    lock.write_text(LOCK.replace("jupyter==3.0", "jupyter==4.0"), encoding="utf-8")
    assert stamp.is_ready(kit)

    lock.write_text(LOCK.replace("pytest==2.0", "pytest==2.1"), encoding="utf-8")
    assert not stamp.is_ready(kit)


def test_a_python_without_wheels_is_told_which_have_them(
    kit: Path, steps: Steps
) -> None:
    steps.failures[FROM_KIT] = (
        "ERROR: Could not find a version that satisfies the requirement fastlib==1.0\n"
        "ERROR: No matching distribution found for fastlib==1.0\n"
    )
    with pytest.raises(CourseError) as caught:
        venv.set_up(kit)

    assert f"no wheel of fastlib==1.0 for Python {VERSION} on" in caught.value.message
    assert f"{system_here()}: {VERSION}" in caught.value.next_action
    assert "delete the folder wheels" in caught.value.next_action
    assert not (kit / ".venv").exists()


def test_another_failure_is_explained_as_ever(kit: Path, steps: Steps) -> None:
    steps.failures[FROM_KIT] = "OSError: [Errno 28] No space left on device"

    with pytest.raises(CourseError, match="The disk is full"):
        venv.set_up(kit)


def test_a_system_that_the_kit_is_not_for(
    kit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kit_wheels, "system_here", lambda: "haiku-x86_64")

    with pytest.raises(CourseError, match="no wheels for haiku-x86_64") as caught:
        unpack(kit, tmp_path)
    assert f"{VERSION}. With a network" in caught.value.next_action


def test_an_archive_that_arrived_damaged_is_named(kit: Path, tmp_path: Path) -> None:
    file = kit / "wheels" / "any.tar.xz"
    (kit / SUMS).write_text(written({"wheels/any.tar.xz": sum_of(file)}))
    data = bytearray(file.read_bytes())
    data[40] ^= 1
    file.write_bytes(data)

    with pytest.raises(CourseError, match=r"wheels/any\.tar\.xz of the kit is damaged"):
        unpack(kit, tmp_path)
    # Without its checksum it is noticed as well.
    (kit / SUMS).unlink()
    with pytest.raises(CourseError, match="cannot be unpacked") as caught:
        unpack(kit, tmp_path)
    assert "Copy the kit once more" in caught.value.next_action


def test_an_archive_that_is_missing_is_named(kit: Path, tmp_path: Path) -> None:
    (kit / "wheels" / "any.tar.xz").unlink()

    with pytest.raises(CourseError, match=r"wheels/any\.tar\.xz cannot be unpacked"):
        unpack(kit, tmp_path)


def test_a_list_that_is_damaged_is_a_sentence(kit: Path, tmp_path: Path) -> None:
    (kit / "wheels" / "kit.json").write_text("{", encoding="utf-8")

    with pytest.raises(CourseError, match=r"wheels/kit\.json cannot be read"):
        unpack(kit, tmp_path)


def test_a_python_without_lzma_lets_tar_unpack(
    kit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one is that was built on a machine without the headers of xz."""

    def without_lzma(*_: object) -> None:
        raise tarfile.CompressionError("lzma module is not available")

    target = tmp_path / "wheels ü"
    target.mkdir()
    monkeypatch.setattr(tarfile, "open", without_lzma)
    if shutil.which("tar") is None or shutil.which("xz") is None:
        pytest.skip("this machine has no tar with xz")
    unpack(kit, target)

    assert len(list(target.iterdir())) == 3
    assert all(zipfile.is_zipfile(wheel) for wheel in target.iterdir())


def test_no_name_in_an_archive_leads_elsewhere(kit: Path, tmp_path: Path) -> None:
    with tarfile.open(kit / "wheels" / "any.tar.xz", "w:xz") as evil:
        for name in ("../evil.whl", "/tmp/evil.whl", "a/evil.whl", "..\\evil.whl"):
            evil.addfile(tarfile.TarInfo(name))
        link = tarfile.TarInfo("link.whl")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        evil.addfile(link)
    target = tmp_path / "target"
    target.mkdir()
    unpack(kit, target)

    assert [path.name.partition("-")[0] for path in target.iterdir()] == ["fastlib"]
    assert not list(tmp_path.rglob("evil*"))
