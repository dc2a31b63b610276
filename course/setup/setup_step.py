"""One command of the set-up: shown while it runs, explained where it fails.

Imported before anything is installed: the standard library and ``course`` only.
"""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from course.errors import CourseError

VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
AGAIN = "then type the same command again."


class Unreachable(CourseError):
    """The package index did not answer; nothing that was installed has changed."""


# A pattern of what a failed command printed, what it means, and what to do about it.
MACHINE = (
    (
        r"No module named '?(venv|ensurepip)",
        "This Python comes without the part that makes virtual environments.",
        f"On Debian and Ubuntu type: sudo apt install python{VERSION}-venv (elsewhere "
        "install Python from https://www.python.org/downloads/)",
    ),
    (
        r"\[Errno (28|122)\]|\(os error 28\)|WinError 112|No space left|quota exceeded",
        "The disk is full.",
        "Free about 600 MB on the disk of this folder",
    ),
    (
        r"\[Errno (1|13|16|30)\]|\(os error (13|30)\)|WinError (5|32)\b|Read-only file",
        "The folder is not writable, or a program holds files of its .venv.",
        "Stop what runs from here (a server, a notebook) and make the folder writable, "
        "or copy it to a place of your own",
    ),
)
NETWORK = (
    (
        r"CERTIFICATE_VERIFY_FAILED|certificate verify failed|UnknownIssuer",
        "The certificate of the package index is not trusted on this machine.",
        "Behind a company's proxy, set PIP_CERT to the company's certificate file",
    ),
    (
        r"Connection ?(Error|Reset|Refused)|Time(d ?|)out|Max retries|ProxyError"
        r"|name resolution|getaddrinfo|unreachable|dns error|RemoteDisconnected",
        "The package index cannot be reached: the network is gone, or blocks it.",
        "Check the connection (behind a company's proxy also HTTPS_PROXY and pip's "
        "index-url)",
    ),
)


def explain(what: str, output: str) -> CourseError:
    """Return the error that the output of a failed command tells of."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    for kind, table in ((CourseError, MACHINE), (Unreachable, NETWORK)):
        for pattern, cause, action in table:
            said = [line for line in lines if re.search(pattern, line, re.IGNORECASE)]
            if said:
                # The reason stands at the end of pip's long lines.
                message = f"{what} failed. {cause}\n    {said[-1][-160:]}"
                return kind(message, f"{action}, {AGAIN}")
    return CourseError(
        "\n    ".join([f"{what} failed. Its last words:", *lines[-6:]]),
        f"Mend what they name; if that is not clear, delete the folder .venv, {AGAIN}",
    )


def tell(text: str, end: str = "\n") -> None:
    """Write to standard error, so that ``check --json`` stays clean, if it is open."""
    with suppress(AttributeError, OSError, ValueError):
        sys.stderr.write(text + end)
        sys.stderr.flush()


class Progress:
    """A line that moves on a terminal; elsewhere a plain line every 15 seconds."""

    def __init__(self, title: str) -> None:
        self.title, self.start = title, time.monotonic()
        self.live = bool(sys.stderr) and sys.stderr.isatty()
        self.ticks, self.next_line = 0, 15
        if not self.live:
            tell(f"{title} ...")

    def tick(self) -> None:
        """Show that work goes on; called a few times a second."""
        seconds = int(time.monotonic() - self.start)
        self.ticks += 1
        if self.live:
            tell(f"\r{self.title} {'|/-'[self.ticks % 3]} {seconds} s ", end="")
        elif seconds >= self.next_line:
            tell(f"{self.title}: {seconds} s so far")
            self.next_line += 15

    def done(self, word: str) -> None:
        """End the line with ``word`` and the seconds that it took."""
        seconds = int(time.monotonic() - self.start)
        tell(f"{chr(13) if self.live else ''}{self.title}: {word}, {seconds} s")


def run_step(
    title: str,
    command: Sequence[str],
    root: Path,
    lock: TextIO,
    env: Mapping[str, str] | None = None,
) -> tuple[bool, str]:
    """Run one command of the set-up; return whether it succeeded and its last lines.

    It ends with this process, whatever stops that: Ctrl-C and SIGTERM kill its group,
    and where this process itself is killed, the command keeps the lock to its end.
    """
    tail: deque[str] = deque(maxlen=60)
    posix = os.name != "nt"
    progress = Progress(title)
    with subprocess.Popen(
        command,
        cwd=root,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=posix,
        pass_fds=(lock.fileno(),) if posix else (),
    ) as process:
        reader = threading.Thread(target=tail.extend, args=(process.stdout,))
        reader.start()
        try:
            while reader.is_alive():
                reader.join(0.2)
                progress.tick()
            process.wait()
        except BaseException:
            if posix:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            reader.join()
            progress.done("stopped")
            raise
    progress.done("failed" if process.returncode else "done")
    return process.returncode == 0, "".join(tail)
