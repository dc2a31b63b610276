"""Archives that come out the same each time, and are named by what is in them."""

import gzip
import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# The first moment that a zip can hold: what is in an archive decides, and not when.
MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Bundle:
    """A file of the runtime: its name with its hash, its size and that before gzip."""

    name: str
    bytes: int
    unpacked: int


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of the files, stored as they are: gzip takes it as a whole."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, MOMENT), files[name])
    return target.getvalue()


def write_bundle(folder: Path, name: str, content: bytes) -> Bundle:
    """Write ``content`` compressed into ``folder``; ``name`` is "core.zip" or so."""
    packed = gzip.compress(content, compresslevel=9, mtime=0)
    digest = hashlib.sha256(packed).hexdigest()[:12]
    stem, _, ending = name.partition(".")
    full = f"{stem}-{digest}.{ending}.gz"
    (folder / full).write_bytes(packed)
    return Bundle(full, len(packed), len(content))


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder, by their paths with forward slashes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
