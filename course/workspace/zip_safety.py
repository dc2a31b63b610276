"""Read a zip file that may hold anything; what is strange in it is refused by name.

A name is refused on every system that one of them cannot have, so that a zip which one
learner can take is one that all can take.
"""

import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from course.curriculum.file_names import (
    RULES,
    same_to_some_system,
    wrong_with_name,
)
from course.errors import CourseError

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


@contextmanager
def opened(file: Path, advice: str) -> Iterator[ZipFile]:
    """Open a zip; whatever is broken in it or about it is a CourseError.

    ``advice`` is what to do about a zip that cannot be read.
    """
    if not file.exists():
        raise CourseError(f"There is no file {file}.", "Look at its name and folder.")
    if not file.is_file():
        raise CourseError(f"{file} is not a file.", "Name the zip itself.")
    try:
        if not zipfile.is_zipfile(file):
            raise CourseError(f"{file.name} is not a zip file, or half of one.", advice)
        with ZipFile(file) as archive:
            yield archive
    except BROKEN as error:
        raise CourseError(f"{file.name} is broken: {error}.", advice) from error
    except OSError as error:
        raise CourseError(
            f"{file} cannot be read: {error.strerror or error}.",
            "Copy it to a place where you can open it.",
        ) from error


def insist_on_harmless(
    entries: Iterable[ZipInfo], file: Path, advice: str, *, most_bytes: int
) -> None:
    """Raise CourseError where unpacking could do harm, or works on one system only."""
    total, names = 0, _Names()
    for entry in entries:
        if wrong := _wrong_with(entry) or names.clash(entry):
            raise CourseError(f"{file.name} is refused: {wrong}.", advice)
        total += entry.file_size
        if total > most_bytes:
            raise CourseError(
                f"{file.name} is refused: unpacked it takes more than "
                f"{most_bytes // 1_000_000} MB.",
                advice,
            )


def _wrong_with(entry: ZipInfo) -> str:
    # The library has cut it at a null byte, and on Windows turned its backslashes.
    name = entry.orig_filename
    shown, kind = ascii(name), stat.S_IFMT(entry.external_attr >> 16)
    parts = name.removesuffix("/").split("/")
    if entry.flag_bits & 0x1:
        return "it has a password"
    if kind == stat.S_IFLNK:
        return f"{shown} is a link, and links are not followed"
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return f"{shown} is neither a file nor a folder"
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return f"{shown} is packed in an unusual way (method {entry.compress_type})"
    if name.startswith(("/", "\\")) or name[1:2] == ":":
        return f"{shown} names a place of its own, outside of the project"
    if {"..", ".", ""} & set(parts):
        return f"{shown} leads out of the project"
    if len(name) > (longest := RULES["longest_path"]):
        return f"the name {shown[:60]}… is longer than {longest} characters"
    for part in parts:
        if why := wrong_with_name(part):
            return f"{shown} {why}"
    return ""


class _Names:
    """The names so far, as a system compares them that tells no capitals apart."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[str, bool]] = {}

    def clash(self, entry: ZipInfo) -> str:
        """Say which earlier name is the same to some system; remember this one."""
        parts = entry.filename.removesuffix("/").split("/")
        for depth in range(1, len(parts) + 1):
            path, folder = "/".join(parts[:depth]), depth < len(parts) or entry.is_dir()
            key = same_to_some_system(path)
            before = self._seen.get(key)
            if before and (before != (path, folder) or not folder):
                return f"{before[0]!a} and {path!a} are one to some systems"
            self._seen[key] = path, folder
        return ""
