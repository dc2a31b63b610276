"""What git remembers of the steps."""

import io
import os
import subprocess
import tarfile
from pathlib import Path

from course.curriculum.steps import Step
from course.errors import CourseError


def git(*arguments: str, cwd: Path) -> "subprocess.CompletedProcess[bytes]":
    """Run git and return what it said, whatever its exit code.

    Raises CourseError where git is not installed.
    """
    # A hook sets GIT_DIR and others, which would point at another repository.
    environment = {
        name: value for name, value in os.environ.items() if name[:4] != "GIT_"
    }
    try:
        return subprocess.run(
            ["git", *arguments],
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise CourseError(
            "git was not found: the merge needs it.", "Install git and type it again."
        ) from error


def unpack_committed(root: Path, step: Step, revision: str, target: Path) -> Path:
    """Write a step as it is at a commit into ``target`` and return its folder there.

    The folder may have had another name at that commit: its number counts. Raises
    CourseError where there is no such commit, or the step is not in it.
    """
    if git("rev-parse", "--verify", f"{revision}^{{commit}}", cwd=root).returncode:
        raise CourseError(
            f"There is no commit {revision} to tell the edit from.",
            "Commit the steps as they were before the edit, or name a commit: --base.",
        )
    listed = git("ls-tree", "--name-only", "-z", revision, "steps/", cwd=root)
    folders = listed.stdout.decode().split("\0")
    start = f"steps/{step.number_text}_"
    folder = next((name for name in folders if name.startswith(start)), None)
    if folder is None:
        raise CourseError(
            f"Step {step.number_text} is not in {revision}: there is no earlier state.",
            "Commit the step first, then edit it.",
        )
    # An archive has the line endings of a checkout, which the bare objects have not.
    packed = git("archive", "--format=tar", revision, "--", folder, cwd=root)
    if packed.returncode:
        raise CourseError(f"git archive failed: {packed.stderr.decode().strip()}.")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        for member in archive.getmembers():
            content = archive.extractfile(member) if member.isfile() else None
            if content is None:
                continue
            file = target / member.name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.read())
            file.chmod(0o755 if member.mode & 0o100 else 0o644)
    return target / folder
