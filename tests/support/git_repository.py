"""A git repository for a test, whatever repository the tests themselves run in."""

import os
import subprocess
from pathlib import Path

# Neither the settings of the person who runs the tests nor a hook that runs them
# must change what they do; a hook's GIT_DIR would name this very repository.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}


def git(root: Path, *arguments: str) -> None:
    """Run git in that folder, as a person with a name and without settings."""
    subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments],
        cwd=root,
        env={**ENVIRONMENT, "GIT_CONFIG_GLOBAL": os.devnull},
        check=True,
        stdout=subprocess.DEVNULL,
    )


def make_repository(root: Path) -> None:
    """Commit all that is in a folder, with the line endings that it has."""
    git(root, "init", "--quiet")
    git(root, "config", "core.autocrlf", "false")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Start")
