"""The checksums of a kit, in the form that ``sha256sum --check`` reads too.

Imported before anything is installed: the standard library only.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

SUMS = "SHA256SUMS"


def sum_of(file: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def written(sums: dict[str, str]) -> str:
    """Return the checksums, by path, as one text."""
    return "".join(f"{sums[path]}  {path}\n" for path in sorted(sums))


def read_sums(text: str) -> dict[str, str]:
    """Return the checksums that a text lists, by path; other lines are passed over."""
    lines = (line.partition("  ") for line in text.splitlines())
    return {path: digest.lower() for digest, _, path in lines if len(digest) == 64}


def differing(root: Path, paths: Iterable[str]) -> list[str]:
    """Return those of the paths that are not what the checksums in ``root`` say.

    Nothing differs where there are no checksums: they tell of damage, no more.
    """
    try:
        sums = read_sums((root / SUMS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [path for path in paths if path in sums and sums[path] != _sum(root / path)]


def _sum(file: Path) -> str:
    try:
        return sum_of(file)
    except OSError:
        return ""
