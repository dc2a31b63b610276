"""Look into a kit: are its files what they were, and are all its wheels there?"""

import hashlib
import tarfile
import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from course.errors import CourseError
from course.kit import ABOUT, WHEELS
from course.kit.core import core_pins
from course.kit.here import FOR_ALL, about, archive_name
from course.kit.pack import TOP, sum_file
from course.kit.sums import SUMS, read_sums, sum_of
from course.kit.targets import SYSTEMS, Target
from course.zips import insist_on_harmless, opened

MOST_BYTES = 500_000_000
# Names that are told; more would hide them.
FEW = 8
ANEW = "Copy the kit once more from where it was made, or make a new one."


def unpack_kit(file: Path, folder: Path) -> tuple[Path, int]:
    """Check every file of a kit, unpack it, and return its root and their number.

    Raises CourseError for what is no kit, and with exit code 1 for a kit of which a
    file was changed, lost or added; it names them.
    """
    with opened(file, ANEW) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        insist_on_harmless(entries, file, ANEW, most_bytes=MOST_BYTES)
        inside = {entry.filename.removeprefix(f"{TOP}/"): entry for entry in entries}
        if SUMS not in inside or f"{WHEELS}/{ABOUT}" not in inside:
            raise CourseError(
                f"{file.name} is no kit: there is no {TOP}/{SUMS} in it.",
                "Name a zip that `teach kit` has made.",
            )
        root = folder / TOP
        sums = read_sums(_unpack(archive, inside.pop(SUMS), root / SUMS).decode())
        wrong = [f"{path} is missing" for path in sums.keys() - inside.keys()]
        for path, entry in inside.items():
            content = _unpack(archive, entry, root / path)
            if path not in sums:
                wrong.append(f"{path} was added")
            elif hashlib.sha256(content).hexdigest() != sums[path]:
                wrong.append(f"{path} was changed")
    if wrong := sorted(wrong) or _wrong_beside(file):
        more = [f"and {len(wrong) - FEW} more"] if len(wrong) > FEW else []
        lines = ["The kit is not as it was made:", *wrong[:FEW], *more]
        raise CourseError("\n    ".join(lines), ANEW, code=1)
    return root, len(inside)


def count_systems(root: Path) -> int:
    """Return for how many Pythons an unpacked kit has all wheels, as it says itself.

    Raises CourseError, with exit code 1, where one is not there.
    """
    pins, systems = core_pins(root), {system.name: system for system in SYSTEMS}
    everywhere, count = _wheels(root, FOR_ALL), 0
    for name, pythons in about(root)["systems"].items():
        wheels = everywhere + _wheels(root, name)
        for target in (Target(systems[name], python) for python in pythons):
            for pin in filter(target.needs, pins):
                if all(target.rank(wheel, pin) is None for wheel in wheels):
                    raise CourseError(
                        f"The kit has no wheel of {pin} for {target}.", ANEW, code=1
                    )
            count += 1
    return count


def _unpack(archive: ZipFile, entry: ZipInfo, target: Path) -> bytes:
    """Return what is in the zip, and lay it down; nothing where it is damaged."""
    try:
        content = archive.read(entry)
    except (BadZipFile, zlib.error, EOFError):
        content = b""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return content


def _wrong_beside(file: Path) -> list[str]:
    """Return what is wrong with the zip as a whole, by the checksum beside it."""
    beside = sum_file(file)
    if not beside.is_file():
        return []
    told = read_sums(beside.read_text("utf-8", "replace")).get(file.name)
    return (
        [] if told == sum_of(file) else [f"its checksum is not that of {beside.name}"]
    )


def _wheels(root: Path, system: str) -> list[str]:
    name = archive_name(system)
    try:
        with tarfile.open(root / name) as archive:
            return archive.getnames()
    except (OSError, tarfile.TarError) as error:
        raise CourseError(f"{name} cannot be read: {error}.", ANEW, code=1) from error
