"""Write the one zip of a kit, with a checksum for each file; whole or not at all."""

import hashlib
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from course.errors import CourseError
from course.setup.checksums import SUMS, sum_of, written
from course.setup.whole_files import replacing

# All of a kit is in one folder, so that unpacking it anywhere litters nothing.
TOP = "jwt-kit"
# Compressed already: a second time makes nothing smaller.
PACKED = (".gz", ".xz", ".png", ".zip", ".whl", ".woff2")


def write_kit(
    files: Mapping[str, Path | bytes], out: Path, tick: Callable[[], None]
) -> str:
    """Write the files, by their paths in the kit, and return the zip's own checksum.

    It is also beside the zip, in a file that ``sha256sum --check`` reads. Whatever
    stops this, ``out`` is what it was before. Raises CourseError where it cannot be
    written.
    """
    try:
        with replacing(out) as half:
            with ZipFile(half, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
                sums = {}
                for path in sorted(files):
                    sums[path] = _add(archive, path, files[path])
                    tick()
                _add(archive, SUMS, written(sums).encode())
            digest = sum_of(half)
            beside = sum_file(out)
            # A checksum of another zip would be worse than none.
            beside.unlink(missing_ok=True)
        beside.write_text(written({out.name: digest}), encoding="utf-8")
    except OSError as error:
        raise CourseError(
            f"{out} cannot be written: {error.strerror or error}.",
            "Name another place: --out FILE",
        ) from error
    return digest


def sum_file(kit: Path) -> Path:
    """Return where the checksum of a zip is: beside it."""
    return kit.with_name(f"{kit.name}.sha256")


def _add(archive: ZipFile, path: str, content: Path | bytes) -> str:
    data = content if isinstance(content, bytes) else content.read_bytes()
    info = ZipInfo(f"{TOP}/{path}", datetime.now().timetuple()[:6])
    info.external_attr = (0o100755 if path == "learn.py" else 0o100644) << 16
    packed = path.endswith(PACKED)
    info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    archive.writestr(info, data)
    return hashlib.sha256(data).hexdigest()
