"""Run a program to its end and keep what it says.

The standard library only: the set-up runs programs before anything is installed.
"""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

Ended = subprocess.CompletedProcess[str]


def run_program(
    command: Sequence[str],
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    *,
    timeout: float | None = None,
) -> Ended:
    """Run a program that reads nothing; both its streams are its ``stdout``.

    Without a folder or an environment it has this process's own. Raises OSError where
    it does not start, TimeoutExpired where it takes more than ``timeout`` seconds.
    """
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        timeout=timeout,
        check=False,
    )


def run_python(
    *arguments: str,
    folder: Path,
    environment: Mapping[str, str],
    read: str = "",
    timeout: float | None = None,
) -> Ended:
    """Run this Python in a folder; it reads ``read``, its two streams stay apart.

    Raises TimeoutExpired where it takes more than ``timeout`` seconds.
    """
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**environment, "PYTHONIOENCODING": "utf-8"},
        input=read,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=timeout,
        check=False,
    )
