"""Where the repository and a learner's work are, and how paths and commands are typed.

``work/`` is the learner's own project. ``.learn/`` holds what belongs to the tools:
saved copies of ``work/``, progress, records of runs.
"""

import os
import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Places:
    """The folders that the verbs read and write; ``root`` is the repository."""

    root: Path
    work: Path
    learn: Path

    @property
    def saved(self) -> Path:
        """The folder of saved copies: one folder each, named by its time."""
        return self.learn / "saved"


def places() -> Places:
    """Return the folders; LEARN_WORK and LEARN_HOME name others than the usual."""
    return Places(
        root=ROOT,
        work=Path(os.environ.get("LEARN_WORK") or ROOT / "work").absolute(),
        learn=Path(os.environ.get("LEARN_HOME") or ROOT / ".learn").absolute(),
    )


def display_path(path: Path, where: Places) -> str:
    """Return the path as a learner types it: relative to the repository if inside."""
    if path.is_relative_to(where.root):
        return str(path.relative_to(where.root))
    return str(path)


def command_line(arguments: str) -> str:
    """Return a command as the current folder takes it: ``python ../learn.py check``."""
    learn = ROOT / "learn.py"
    try:
        path = os.path.relpath(learn)
    except (ValueError, OSError):
        # Another drive of Windows, or a current folder that is gone.
        path = str(learn)
    return f"{python()} {shlex.quote(path) if os.sep == '/' else path} {arguments}"


def python() -> str:
    """Return how this machine calls Python 3: some know no plain ``python``."""
    if shutil.which("python"):
        return "python"
    return "py" if os.name == "nt" else "python3"


def startproject() -> str:
    """Return the line that starts a project, as a terminal in work/ takes it.

    Where the virtual environment is not activated, the line names Django's command by
    its place, in a folder beside work/.
    """
    command = "django-admin"
    # A browser's tab has no programs, and takes the command by its name.
    if shutil.which(command) is None and sys.platform != "emscripten":
        scripts = Path(sys.executable).parent
        command = os.path.join("..", scripts.parent.name, scripts.name, command)
    return f"{command} startproject config ."
