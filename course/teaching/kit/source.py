"""Which files of this folder are the repository: what a kit takes along as source."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from course.curriculum.file_names import is_database, is_left_out, is_left_out_folder
from course.errors import CourseError
from course.setup.checksums import SUMS
from course.setup.kit_layout import WHEELS

# What is beside the source, where git is not asked: the learner's, and what is made.
SITE = "site"
BESIDE = {"work", ".learn", SITE, WHEELS, SUMS}


def source_files(root: Path) -> list[str]:
    """Return the paths of the repository's files, as they are on the disk now.

    git is asked where it made the folder. Raises CourseError where it cannot answer.
    """
    if not (root / ".git").exists():
        return sorted(_walk(root))
    command = ["git", "-C", str(root), "ls-files", "-z"]
    try:
        done = subprocess.run(command, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", b"") or str(error).encode()
        raise CourseError(
            "git does not say which files belong to the repository: "
            f"{said.decode('utf-8', 'replace').strip()}.",
            "Install git, or take the repository as an archive, without its .git.",
        ) from error
    names = os.fsdecode(done.stdout).split("\0")
    # A file that was deleted is tracked until a commit says so.
    return sorted(name for name in names if name and _is_file(root / name))


def _walk(root: Path) -> Iterator[str]:
    for here, folders, files in os.walk(root):
        place = Path(here)
        top = place == root
        folders[:] = [
            name
            for name in folders
            if not is_left_out_folder(name) and not (top and name in BESIDE)
        ]
        for name in files:
            if (
                not is_left_out(name)
                and not is_database(name)
                and not (top and name in BESIDE)
                and _is_file(place / name)
            ):
                yield (place / name).relative_to(root).as_posix()


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
