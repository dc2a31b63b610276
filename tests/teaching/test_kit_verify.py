"""``teach kit --verify``: a good kit is proved offline, a bad one is named."""

import os
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from support.small_kit import fake_site, make_small_repository, make_wheels

from course.errors import CourseError
from course.paths import Places
from course.setup.kit_wheels import system_here
from course.teaching.kit import build, no_sockets, run_alone
from course.teaching.kit.build import make_kit
from course.teaching.kit.pack import TOP, sum_file
from course.teaching.kit.targets import SYSTEMS, Target
from course.teaching.kit.verify import verify_kit

# They share a kit that is made once.
pytestmark = pytest.mark.xdist_group("kit")
Prove = Callable[..., tuple[int, str]]
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
HERE = [Target(each, PYTHON) for each in SYSTEMS if each.name == system_here()]


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """A small repository with wheels for this machine."""
    where = make_small_repository(tmp_path_factory.mktemp("kit") / "C# projects ü")
    make_wheels(where.learn / "kit" / "wheels", HERE)
    return where


@pytest.fixture(scope="module")
def good(where: Places) -> Path:
    """A kit that holds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "build_site", fake_site)
        return make_kit(where, where.root.parent / "good.zip", HERE).file


@pytest.fixture
def kit(good: Path, tmp_path: Path) -> Path:
    """A copy of it, to be spoiled, without the checksum beside it."""
    return Path(shutil.copy(good, tmp_path / "my kit.zip"))


@pytest.fixture
def prove(capsys: pytest.CaptureFixture[str]) -> Prove:
    """Verify a kit: the exit code, and what was said."""

    def run(file: Path) -> tuple[int, str]:
        code = verify_kit(file)
        return code, capsys.readouterr().out

    return run


def again(kit: Path, changes: dict[str, bytes | None]) -> None:
    """Write the zip again with some files changed, added, or (None) left out."""
    with ZipFile(kit) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files |= {f"{TOP}/{name}": content for name, content in changes.items()}
    with ZipFile(kit, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            if content is not None:
                archive.writestr(name, content)


def test_a_good_kit_is_proved_without_a_network(good: Path, prove: Prove) -> None:
    code, said = prove(good)

    assert code == 0, said
    assert "good.zip is what good.zip.sha256 says." in said
    assert f"{system_here()}: 3 packages for Python {PYTHON}." in said
    assert "Set up from the kit: Python" in said
    assert "01_greet: 3 tests pass." in said
    assert "02_part: 3 tests pass." in said
    assert "No other machine is reached: " in said
    assert said.splitlines()[-1].endswith("The kit holds.")
    if sys.platform == "linux":
        assert "Shut off by a network namespace" in said
        assert "unreachable" in said


def test_where_there_are_no_namespaces_the_packages_own_sockets_are_guarded(
    kit: Path, prove: Prove, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "course.teaching.kit.without_network.shutil.which", lambda name: None
    )
    code, said = prove(kit)

    assert code == 0, said
    assert "Shut off by an audit hook" in said
    assert f"No other machine is reached: {no_sockets.REFUSED}: 192.0.2.1." in said
    assert "02_part: 3 tests pass." in said


@dataclass(frozen=True)
class Pretended:
    """Stands in for what shuts the network off; runs nothing."""

    failing: str = ""
    how: str = "a test"

    def set_up(self, python: str, root: Path) -> list[str]:
        return ["set up"]

    def run(self, command: list[str], folder: Path) -> SimpleNamespace:
        if command == ["set up"]:
            return SimpleNamespace(returncode=0, stdout="")
        if "-c" in command:
            return SimpleNamespace(returncode=0, stdout="" if self.failing else "no\n")
        failed = self.failing and self.failing in [folder.name, command[-1]]
        said = "1 failed, 2 passed" if failed else "3 passed in 0.01s"
        return SimpleNamespace(returncode=int(bool(failed)), stdout=said)


@pytest.mark.parametrize(
    ("failing", "named"),
    [
        ("02_part", "02_part: its tests do not pass."),
        ("--help", "learn.py --help"),
    ],
)
def test_what_fails_is_named(kit, prove: Prove, monkeypatch, failing, named) -> None:
    here = Pretended(failing)
    monkeypatch.setattr("course.teaching.kit.verify.shut", lambda environment: here)
    code, said = prove(kit)

    assert code == 1
    assert "✓ 01_greet: 3 tests pass." in said
    assert f"✗ {named}\n1 failed, 2 passed" in said
    assert "The network is reached: this proves nothing." in said
    assert "The kit does not hold." in said


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("learn.py", b"print('evil')", "Changed since the kit was made: learn.py."),
        ("wheels/any.tar.xz", b"", "Changed since the kit was made: wheels/any.tar.xz"),
        ("steps/01_greet/step.toml", None, "Missing: steps/01_greet/step.toml."),
        ("course/evil.py", b"", "Not in the list of checksums: course/evil.py."),
    ],
)
def test_what_was_tampered_with_is_named_and_not_run(
    kit: Path, prove: Prove, monkeypatch, name: str, content: bytes | None, said: str
) -> None:
    again(kit, {name: content})
    monkeypatch.setattr(
        "course.teaching.kit.without_network.Shut.run", lambda *_: pytest.fail("it ran")
    )
    code, answer = prove(kit)

    assert code == 1
    assert said in answer
    assert "Take the kit from where it was made" in answer


def test_a_byte_that_was_lost_on_the_way_is_named(kit: Path, prove: Prove) -> None:
    with ZipFile(kit) as archive:
        place = archive.getinfo(f"{TOP}/wheels/any.tar.xz").header_offset + 200
    data = bytearray(kit.read_bytes())
    data[place] ^= 1
    kit.write_bytes(data)
    code, said = prove(kit)

    assert code == 1
    assert "Damaged in the zip: wheels/any.tar.xz." in said


def test_a_zip_that_is_not_the_one_of_its_checksum_is_named(
    kit: Path, prove: Prove, monkeypatch: pytest.MonkeyPatch
) -> None:
    sum_file(kit).write_text(f"{'0' * 64}  my kit.zip\n", encoding="utf-8")
    monkeypatch.setattr(
        "course.teaching.kit.without_network.Shut.run", lambda *_: pytest.fail("it ran")
    )
    code, said = prove(kit)

    assert code == 1
    assert "my kit.zip is not what my kit.zip.sha256 says." in said


def test_wheels_that_a_system_lacks_are_named(
    where: Places, tmp_path: Path, prove: Prove, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kit whose list promises more than its archives hold."""
    kit = tmp_path / "less.zip"
    other = Target(HERE[0].system, "3.99")
    make_wheels(where.learn / "kit" / "wheels", [other])
    monkeypatch.setattr(build, "build_site", fake_site)
    monkeypatch.setattr(build, "_archives", lambda stock, kept: {})
    monkeypatch.setattr(
        "course.teaching.kit.verify.shut", lambda environment: Pretended()
    )
    make_kit(where, kit, [*HERE, other])
    code, said = prove(kit)

    assert code == 1
    assert f"fastlib==1.0 ; implementation_name != 'pypy' for {other}" in said


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a.txt": b""}, "is not a kit"),
        ({f"{TOP}/SHA256SUMS": b"", "../evil": b""}, "leads out"),
    ],
)
def test_what_is_no_kit_is_refused(tmp_path, files: dict[str, bytes], said) -> None:
    with ZipFile(tmp_path / "no.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)

    with pytest.raises(CourseError, match=said) as caught:
        verify_kit(tmp_path / "no.zip")
    assert caught.value.next_action


ASK = """
import socket
try:
    {line}
except OSError as error:
    print(error)
else:
    print("reached")
"""
UDP = "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)"


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        (f'{UDP}.connect(("192.0.2.1", 9))', True),
        (f'{UDP}.connect_ex(("192.0.2.1", 9))', True),
        (f'{UDP}.sendto(b"", ("192.0.2.1", 9))', True),
        ('socket.getaddrinfo("nowhere.example", 80)', True),
        ('socket.gethostbyname("nowhere.example")', True),
        (f'{UDP}.connect(("127.0.0.1", 9))', False),
        ('socket.getaddrinfo("localhost", 80)', False),
        ('socket.getaddrinfo("127.0.0.1", 80)', False),
        ("socket.create_server(('', 0)).close()", False),
        ("socket.socketpair()[0].close()", False),
    ],
)
def test_the_guard_refuses_what_leaves_this_machine(line: str, refused: bool) -> None:
    """Nothing is sent, whatever happens: a datagram's socket only notes an address."""
    folder = Path(no_sockets.__file__).parent
    code = f"import sys; sys.path.insert(0, {str(folder)!r}); import no_sockets\n"
    code += "no_sockets.shut_off()\n"
    done = subprocess.run(
        [sys.executable, "-I", "-W", "ignore", "-c", code + ASK.format(line=line)],
        capture_output=True,
        text=True,
        check=True,
    )

    assert (no_sockets.REFUSED in done.stdout) is refused, done.stdout
    assert ("reached" in done.stdout) is not refused


@pytest.mark.skipif(os.name == "nt", reason="network namespaces are of Linux")
def test_a_namespace_with_a_network_in_it_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(socket, "if_nameindex", lambda: [(1, "lo"), (2, "eth0")])

    with pytest.raises(SystemExit, match="There is a network: eth0"):
        run_alone.main(["true"])
