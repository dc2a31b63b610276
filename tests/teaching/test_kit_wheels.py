"""Which wheels a kit brings along, for whom, and how they are found and packed."""

import io
import os
import subprocess
import sys
import tarfile
import zipfile
from importlib.metadata import requires
from pathlib import Path
from types import SimpleNamespace

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from support.small_kit import LOCK, TARGETS, make_wheels, wheel

from course.curriculum.steps import load_steps
from course.errors import CourseError
from course.paths import ROOT
from course.setup import kit_wheels
from course.setup.core_pins import core_pins
from course.teaching.kit.archives import archive
from course.teaching.kit.find_wheels import gather
from course.teaching.kit.targets import SYSTEMS, Target, all_targets

LINUX, ARM, MAC, INTEL_MAC, WINDOWS = SYSTEMS


def names(pins: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(pin).name) for pin in pins}


def pins_of(file: Path) -> set[str]:
    """The pins of a lock: name and version, without extras and markers."""
    lines = file.read_text(encoding="utf-8").splitlines()
    found = [
        Requirement(line) for line in lines if "==" in line and line[0] not in " #"
    ]
    return {f"{canonicalize_name(pin.name)}{pin.specifier}" for pin in found}


def test_the_core_is_a_part_of_the_one_lock() -> None:
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()

    assert set(core_pins(ROOT)) < set(lock)


def test_what_every_step_locks_is_core_in_the_same_version() -> None:
    core = {pin.partition(" ;")[0] for pin in core_pins(ROOT)}

    for step in load_steps():
        assert pins_of(step.path / "requirements.txt") <= core, step.name


def test_the_core_has_what_windows_lacks_and_not_what_readers_need() -> None:
    found = names(core_pins(ROOT))

    assert {"tzdata", "colorama", "rich", "typer", "segno", "psycopg-binary"} <= found
    assert found.isdisjoint({"jupyter", "mkdocs", "uv", "ruff", "gunicorn"})


@pytest.mark.parametrize("target", all_targets(), ids=str)
def test_the_core_is_complete_on_every_system(target: Target) -> None:
    """By what the packages say themselves, not by what uv noted."""
    core = [pin for pin in core_pins(ROOT) if target.needs(pin)]
    known = names(core)

    for name in known - {"colorama", "psycopg-binary"}:
        for line in requires(name) or ():
            if "extra ==" not in line and target.needs(line):
                needed = canonicalize_name(Requirement(line).name)
                assert needed in known, f"{name} needs {line}"


def test_who_asked_is_read_from_the_comments(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text(LOCK, encoding="utf-8")

    assert core_pins(tmp_path) == [
        "fastlib==1.0 ; implementation_name != 'pypy'",
        "pytest==2.0",
        "winlib==1.0 ; sys_platform == 'win32'",
    ]


def test_a_lock_without_comments_has_no_core(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("pytest==2.0\n", encoding="utf-8")

    assert core_pins(tmp_path) == []


@pytest.mark.parametrize(
    ("marker", "target", "needed"),
    [
        ("sys_platform == 'win32'", Target(WINDOWS, "3.12"), True),
        ("sys_platform == 'win32'", Target(MAC, "3.12"), False),
        ("sys_platform != 'win32'", Target(ARM, "3.12"), True),
        ("python_version < '3.13'", Target(LINUX, "3.12"), True),
        ("python_version < '3.13'", Target(LINUX, "3.13"), False),
        ("implementation_name != 'pypy'", Target(LINUX, "3.13"), True),
        ("platform_machine == 'arm64'", Target(MAC, "3.13"), True),
        # One release of a Python does, another does not: both are served.
        ("python_full_version < '3.11.5'", Target(LINUX, "3.11"), True),
        ("python_full_version >= '3.11.5'", Target(LINUX, "3.11"), True),
        ("python_full_version < '3.11.5'", Target(LINUX, "3.12"), False),
    ],
)
def test_a_marker_is_read_for_the_target(marker, target, needed) -> None:
    assert target.needs(f"x==1 ; {marker}") is needed


@pytest.mark.parametrize(
    ("tag", "target", "fits"),
    [
        ("py3-none-any", Target(WINDOWS, "3.14"), True),
        ("cp312-cp312-win_amd64", Target(WINDOWS, "3.12"), True),
        ("cp312-cp312-win_amd64", Target(WINDOWS, "3.13"), False),
        ("cp312-cp312-win_arm64", Target(WINDOWS, "3.12"), False),
        ("cp37-abi3-win_amd64", Target(WINDOWS, "3.14"), True),
        ("cp312-cp312-manylinux_2_17_x86_64", Target(LINUX, "3.12"), True),
        ("cp312-cp312-manylinux2014_x86_64", Target(LINUX, "3.12"), True),
        ("cp312-cp312-manylinux_2_28_aarch64", Target(ARM, "3.12"), True),
        ("cp312-cp312-manylinux_2_17_aarch64", Target(LINUX, "3.12"), False),
        ("cp312-cp312-manylinux_2_34_x86_64", Target(LINUX, "3.12"), False),
        ("cp312-cp312-musllinux_1_2_x86_64", Target(LINUX, "3.12"), False),
        ("cp312-cp312-macosx_11_0_arm64", Target(MAC, "3.12"), True),
        ("cp312-cp312-macosx_10_9_universal2", Target(MAC, "3.12"), True),
        ("cp312-cp312-macosx_10_12_x86_64", Target(INTEL_MAC, "3.12"), True),
        ("cp312-cp312-macosx_14_0_arm64", Target(MAC, "3.12"), False),
    ],
)
def test_a_wheel_fits_where_it_runs(tag: str, target: Target, fits: bool) -> None:
    assert (target.rank(f"Fast_Lib-1.0-{tag}.whl", "fast-lib==1.0") is not None) is fits


def test_a_wheel_of_another_version_or_name_does_not_fit() -> None:
    target = Target(LINUX, "3.12")

    assert target.rank("fastlib-1.1-py3-none-any.whl", "fastlib==1.0") is None
    assert target.rank("fastlib2-1.0-py3-none-any.whl", "fastlib==1.0") is None
    assert target.rank("no wheel.whl", "fastlib==1.0") is None


def test_of_two_wheels_the_one_for_older_machines_is_better() -> None:
    old, new = (
        Target(LINUX, "3.12").rank(
            f"x-1-cp312-cp312-manylinux_2_{glibc}_x86_64.whl", "x==1"
        )
        for glibc in (17, 28)
    )

    assert old is not None
    assert new is not None
    assert old < new


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands in for the package index, for pip itself."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    return folder


def pins() -> list[str]:
    return ["fastlib==1.0", "pytest==2.0", "winlib==1.0 ; sys_platform == 'win32'"]


def test_wheels_for_other_systems_are_found(index: Path, tmp_path: Path) -> None:
    """By pip itself, whatever system this is."""
    make_wheels(index, TARGETS)
    told: list[str] = []
    stock = gather(pins(), TARGETS, tmp_path / "kept", lambda t: told.append(str(t)))

    assert told == [str(target) for target in TARGETS]
    assert stock.missing == {}
    assert stock.systems == {
        "linux-x86_64": ["3.12", "3.13"],
        "windows-amd64": ["3.12", "3.13"],
    }
    found = {
        system: [w.name for w in wheels] for system, wheels in stock.wheels.items()
    }
    assert found == {
        "any": ["pytest-2.0-py3-none-any.whl", "winlib-1.0-py3-none-any.whl"],
        "linux-x86_64": [
            f"fastlib-1.0-cp{n}-cp{n}-manylinux_2_5_x86_64.whl" for n in (312, 313)
        ],
        "windows-amd64": [f"fastlib-1.0-cp{n}-cp{n}-win_amd64.whl" for n in (312, 313)],
    }


def test_what_was_found_once_needs_no_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_wheels(tmp_path / "kept", TARGETS)
    wheel(tmp_path / "kept", "fastlib-0.9", "py3-none-any", {})
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("asked"))
    stock = gather(pins(), TARGETS, tmp_path / "kept", lambda target: None)

    assert stock.missing == {}
    assert "fastlib-0.9-py3-none-any.whl" not in {w.name for w in stock.wheels["any"]}


def test_a_python_without_a_wheel_is_said_and_the_others_are_served(
    index: Path, tmp_path: Path
) -> None:
    make_wheels(index, TARGETS[:3])
    stock = gather(pins(), TARGETS, tmp_path / "kept", lambda target: None)

    assert stock.missing == {TARGETS[3]: ["fastlib==1.0"]}
    assert stock.systems["windows-amd64"] == ["3.12"]
    assert len(stock.wheels["windows-amd64"]) == 1


def test_without_a_network_no_wheel_is_said_to_be_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pip says of each package then that there is none."""
    said = "NewConnectionError: Temporary failure in name resolution\n"
    said += "ERROR: No matching distribution found for fastlib==1.0\n"
    answer = SimpleNamespace(returncode=1, stdout=said)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: answer)

    with pytest.raises(CourseError, match="index cannot be reached"):
        gather(["fastlib==1.0"], TARGETS, tmp_path / "kept", lambda target: None)


def test_what_wheels_share_is_packed_once(tmp_path: Path) -> None:
    make_wheels(tmp_path, [Target(LINUX, python) for python in ("3.12", "3.13")])
    wheels = sorted(tmp_path.glob("fastlib*.whl"))
    packed = archive(wheels, tmp_path / "archives")

    assert packed.stat().st_size < 1.2 * wheels[0].stat().st_size
    assert archive(wheels, tmp_path / "archives") == packed
    assert list((tmp_path / "archives").iterdir()) == [packed]


def test_an_unpacked_wheel_holds_what_the_wheel_held(tmp_path: Path) -> None:
    make_wheels(tmp_path, [Target(LINUX, "3.12")])
    wheels = sorted(tmp_path.glob("*.whl"))
    with tarfile.open(archive(wheels, tmp_path / "archives")) as packed:
        for before in wheels:
            content = packed.extractfile(before.name)
            assert content is not None
            with (
                zipfile.ZipFile(before) as old,
                zipfile.ZipFile(io.BytesIO(content.read())) as new,
            ):
                assert new.namelist() == old.namelist()
                assert all(new.read(name) == old.read(name) for name in old.namelist())


@pytest.mark.parametrize(
    ("platform", "machine", "system"),
    [
        ("linux-x86_64", "x86_64", "linux-x86_64"),
        ("linux-aarch64", "aarch64", "linux-aarch64"),
        # A 32-bit Python on a 64-bit machine takes 32-bit wheels.
        ("linux-i686", "x86_64", "linux-i686"),
        ("macosx-10.13-universal2", "arm64", "macos-arm64"),
        ("macosx-10.13-universal2", "x86_64", "macos-x86_64"),
        ("win-amd64", "AMD64", "windows-amd64"),
        ("win-arm64", "ARM64", "windows-arm64"),
    ],
)
def test_a_machine_knows_which_wheels_are_its_own(
    monkeypatch: pytest.MonkeyPatch, platform: str, machine: str, system: str
) -> None:
    monkeypatch.setattr(kit_wheels.sysconfig, "get_platform", lambda: platform)
    monkeypatch.setattr(kit_wheels.platform, "machine", lambda: machine)

    assert kit_wheels.system_here() == system


def test_the_names_of_our_systems_are_those_that_machines_find() -> None:
    assert kit_wheels.system_here() in {system.name for system in SYSTEMS}
    assert sys.version_info >= (3, 11)
