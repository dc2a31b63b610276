"""The built site in ``.learn/site/``, which is kept until its sources change.

Each build has a folder that is named by what it was made of. It is moved there when it
is complete, so a build that was stopped half way is never served.
"""

import contextlib
import hashlib
import os
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from course.curriculum.project_files import project_files
from course.errors import CourseError
from course.paths import Places, display_path
from course.website.build import build_site

# Below .learn/: the complete sites, and what a build that runs has made so far.
SITES, HALF = "site", "site-half-"
# What the site is made of: below the root, and below .learn/ what proofs have said.
FOLDERS = ("course", "docs", "notebooks", "steps", "tools")
FILES = ("*.md", "*.toml", "*.txt", "*.yml")
NOTED = ("notes.json", "proved.json")
# Seconds. No build takes that long: what is older was left by one that was killed.
LONG_AGO = 3600


def fingerprint(where: Places) -> str:
    """Return what the site is made of now, as one word.

    These are its sources, the packages that build it, and the runtime of its labs.
    """
    digest = hashlib.sha256()
    for file in _sources(where):
        content = b""
        # Whoever edits a file may replace it in this moment.
        with contextlib.suppress(OSError):
            content = file.read_bytes()
        digest.update(os.fsencode(file) + b"\0%d\0" % len(content) + content)
    packages = Path(sysconfig.get_path("purelib")).glob("*.dist-info")
    runtimes = where.learn.glob("runtime/*/base.json")
    for made in sorted([*packages, *runtimes]):
        digest.update(os.fsencode(made) + b"\0")
    return digest.hexdigest()[:16]


def is_kept(where: Places, key: str) -> bool:
    """Tell whether the site of that fingerprint has been built."""
    return (_folder(where, key) / "index.html").is_file()


def kept_site(where: Places, key: str) -> Path:
    """Return the folder of the site of that fingerprint; build it where it is missing.

    Raises CourseError where it cannot be built, or not be written.
    """
    site = _folder(where, key)
    try:
        if not is_kept(where, key):
            _build(where, site)
        # By its time it is the last that was wanted: see _outdated.
        os.utime(site)
    except OSError as error:
        raise CourseError(
            f"The site cannot be built: {error.strerror or error}.",
            "Make room on the disk, or delete the folder "
            f"{display_path(site.parent, where)}. Then type the same again.",
            code=1,
        ) from error
    return site


def _build(where: Places, site: Path) -> None:
    site.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        prefix=HALF, dir=where.learn, ignore_cleanup_errors=True
    ) as half:
        made = Path(half, "made")
        build_site(where, made)
        try:
            made.rename(site)
        except OSError:
            # Another learn.py was faster, and has built the same.
            if not (site / "index.html").is_file():
                raise
        for old in _outdated(where, site):
            # Moved first: a site is whole, or it is not there.
            with contextlib.suppress(OSError):
                old.rename(Path(half, old.name))


def _outdated(where: Places, site: Path) -> Iterator[Path]:
    """Yield what can go: killed builds, and all sites but this and the one before.

    Another learn.py may serve that one, until it looks again.
    """
    others = [path for path in site.parent.iterdir() if path != site]
    yield from sorted(others, key=_changed)[:-1]
    for half in where.learn.glob(f"{HALF}*"):
        if _changed(half) < time.time() - LONG_AGO:
            yield half


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        # It is gone already.
        return time.time()


def _sources(where: Places) -> Iterator[Path]:
    for name in FOLDERS:
        folder = where.root / name
        yield from (folder / path for path in project_files(folder))
    for pattern in FILES:
        yield from sorted(where.root.glob(pattern))
    yield from (where.learn / name for name in NOTED)


def _folder(where: Places, key: str) -> Path:
    return where.learn / SITES / key
