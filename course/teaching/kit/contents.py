"""What is in a kit: its files and their checksums, and the wheels that it promises."""

import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from course.errors import CourseError
from course.setup.checksums import SUMS, differing, read_sums, sum_of
from course.setup.core_pins import core_pins
from course.setup.kit_wheels import FOR_ALL, about, archive_name
from course.teaching.kit.pack import TOP, sum_file
from course.teaching.kit.targets import SYSTEMS, Target
from course.terminal import console, symbol
from course.workspace.zip_safety import insist_on_harmless, opened

MOST_BYTES = 1_000_000_000
# Names that are told; more would hide them.
FEW = 8
AGAIN = "Take the kit from where it was made, once more."


@dataclass
class Verdict:
    """What was found so far; each finding is printed when it is made."""

    good: bool = True

    def say(self, good: bool, text: str, more: str = "") -> bool:
        """Print a finding; return whether it is good."""
        mark = symbol("pass" if good else "fail")
        console().print(f"{mark} {text}", style="" if good else "bold")
        if more and not good:
            console().print(more)
        self.good = self.good and good
        return good


def unpack(file: Path, folder: Path, verdict: Verdict) -> Path:
    """Lay the kit down in ``folder`` and return its root.

    Raises CourseError where the file is no kit, or could do harm.
    """
    root, beside = folder / TOP, sum_file(file)
    with opened(file, AGAIN) as kit:
        entries = kit.infolist()
        if f"{TOP}/{SUMS}" not in kit.namelist():
            raise CourseError(
                f"{file.name} is not a kit: it has no {TOP}/{SUMS}.",
                "Make one: learn.py teach kit",
            )
        insist_on_harmless(entries, file, AGAIN, most_bytes=MOST_BYTES)
        if beside.is_file():
            listed = read_sums(beside.read_text(encoding="utf-8", errors="replace"))
            same = sum_of(file) in listed.values()
            said = "is" if same else "is not"
            verdict.say(same, f"{file.name} {said} what {beside.name} says.")
        damaged = list(_extract(kit, folder))
    if damaged:
        verdict.say(False, f"Damaged in the zip: {', '.join(damaged)}.")
    return root


def _extract(kit: ZipFile, folder: Path) -> Iterator[str]:
    """Lay the files down; yield the names of those that cannot be read."""
    for entry in kit.infolist():
        try:
            kit.extract(entry, folder)
        except (zipfile.BadZipFile, zlib.error, EOFError):
            yield entry.filename.removeprefix(f"{TOP}/")


def check_sums(root: Path, verdict: Verdict) -> bool:
    """Compare every file with its checksum; return whether all are the same."""
    listed = set(read_sums((root / SUMS).read_text("utf-8", "replace")))
    there = {
        path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()
    } - {SUMS}
    other = set(differing(root, listed & there))
    for word, names in (
        ("Changed since the kit was made", other),
        ("Missing", listed - there),
        ("Not in the list of checksums", there - listed),
    ):
        if names:
            verdict.say(False, f"{word}: {_few(names)}.")
    if not verdict.good:
        return False
    return verdict.say(True, f"{len(listed)} files are what {SUMS} says.")


def _few(names: set[str]) -> str:
    more = f" and {len(names) - FEW} more" if len(names) > FEW else ""
    return ", ".join(sorted(names)[:FEW]) + more


def check_wheels(root: Path, verdict: Verdict) -> None:
    """Look whether every system and Python that the kit names has all its wheels."""
    pins, systems = core_pins(root), about(root)["systems"]
    for_all = _names(root, FOR_ALL)
    for system in SYSTEMS:
        if not systems.get(system.name):
            continue
        wheels = for_all | _names(root, system.name)
        targets = [Target(system, python) for python in systems[system.name]]
        missing = [
            f"{pin} for {target}"
            for target in targets
            for pin in pins
            if target.needs(pin)
            and all(target.rank(wheel, pin) is None for wheel in wheels)
        ]
        pythons = ", ".join(systems[system.name])
        verdict.say(
            not missing,
            f"{system.name}: {len(pins)} packages for Python {pythons}.",
            f"  Missing: {'; '.join(missing)}",
        )


def _names(root: Path, system: str) -> set[str]:
    try:
        with tarfile.open(root / archive_name(system)) as archive:
            return set(archive.getnames())
    except (OSError, tarfile.TarError):
        return set()
