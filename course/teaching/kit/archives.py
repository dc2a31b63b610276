"""Pack the wheels of a system so that what its Pythons share is stored once.

psycopg and pydantic bring a library for each Python, the same but for its edges. A
wheel is a zip and compresses each file alone; here its files are stored in it as they
are, and the archive around all wheels is compressed. Unpacked they are wheels as pip
takes them.
"""

import hashlib
import io
import lzma
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from course.setup.whole_files import replacing

# The preset's dictionary of 32 MB reaches from a wheel to the one for the next Python.
PRESET = 8


def archive(wheels: Sequence[Path], kept: Path) -> Path:
    """Return the archive of these wheels, made in the folder ``kept`` if not there."""
    names = "\n".join(f"{wheel.name} {wheel.stat().st_size}" for wheel in wheels)
    key = hashlib.sha256(f"{PRESET}\n{names}".encode()).hexdigest()[:16]
    target = kept / f"{key}.tar.xz"
    if not target.exists():
        kept.mkdir(parents=True, exist_ok=True)
        with (
            replacing(target) as half,
            lzma.open(half, "wb", preset=PRESET) as packed,
            tarfile.open(fileobj=packed, mode="w") as tar,
        ):
            for wheel in sorted(wheels):
                content = _stored(wheel)
                info = tarfile.TarInfo(wheel.name)
                info.size, info.mode = len(content), 0o644
                tar.addfile(info, io.BytesIO(content))
    return target


def _stored(wheel: Path) -> bytes:
    """Return the wheel with its files as they are instead of compressed."""
    out = io.BytesIO()
    with ZipFile(wheel) as source, ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for entry in source.infolist():
            copy = ZipInfo(entry.filename, entry.date_time)
            copy.external_attr = entry.external_attr
            target.writestr(copy, source.read(entry))
    return out.getvalue()
