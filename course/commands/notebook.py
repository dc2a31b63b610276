"""``notebook``: open JupyterLab on the learner's copy of a step's notebook."""

import contextlib
import http.client
import json
import os
import secrets
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, Annotated

import typer

from course.checking.runner import clean_environment
from course.commands.serve import LOCAL, open_browser
from course.curriculum.steps import Step, load_steps
from course.errors import CourseError
from course.paths import Places, command_line, display_path, places
from course.servers.ports import insist_on
from course.servers.supervisor import Guarded, stopped_by_signals
from course.setup.missing_package import need
from course.terminal import console, symbol
from course.workspace.notebook_copies import Laid, lay_out
from course.workspace.pid_files import recorded
from course.workspace.progress import choose_step

# Jupyter's own.
PORT = 8888
# Seconds in which JupyterLab has started on a slow machine.
PATIENCE_SECONDS = 120.0
# No question about news and updates: nothing here asks another host for anything.
QUIET = {"fetchNews": "false", "checkForUpdates": False}
SETTING = "lab/user-settings/@jupyterlab/apputils-extension/notification"


def notebook(
    step: Step,
    where: Places,
    port: int = PORT,
    *,
    fresh: bool = False,
    browser: bool = True,
) -> int:
    """Serve JupyterLab until Ctrl-C; return the exit code.

    Raises CourseError for a step without a notebook, a busy port (2), and a JupyterLab
    that does not start (1).
    """
    need("jupyterlab", "`notebook`", where)
    insist_on(port, command_line(f"notebook {step.number}"), where, load_steps())
    laid = lay_out(step, where, fresh=fresh)
    token, out = secrets.token_urlsafe(24), console()
    _tell(laid, step, where)
    with (
        stopped_by_signals(),
        contextlib.suppress(KeyboardInterrupt),
        tempfile.TemporaryFile() as log,
        _jupyter(where, laid.file.parent, port, token, log) as server,
        recorded(where, port, f"JupyterLab on notebook {step.number_text}"),
    ):
        if not _answers(server, port):
            raise _failure(log)
        address = f"http://{LOCAL}:{port}/lab/tree/{laid.file.name}?token={token}"
        out.print(f"JupyterLab: {address}")
        out.print("Ctrl-C stops it; save your changes there first, with Ctrl-S.")
        if browser:
            open_browser(address)
        server.wait()
        raise _failure(log)
    return 0


def _tell(laid: Laid, step: Step, where: Places) -> None:
    out, fresh = console(), command_line(f"notebook {step.number} --fresh")
    if laid.saved:
        out.print(f"Your changed notebook is now {display_path(laid.saved, where)}")
    out.print(
        f"Your copy of notebook {step.number_text}: {display_path(laid.file, where)}"
    )
    if laid.kept:
        out.print("It is as you left it.")
        news = (
            "The notebook has been revised since" if laid.outdated else "To start over"
        )
        out.print(f"{symbol('next')} {news}; yours is saved before: {fresh}")


def _jupyter(
    where: Places, folder: Path, port: int, token: str, log: IO[bytes]
) -> Guarded:
    options = {
        "ServerApp.ip": LOCAL,
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": folder,
        "ServerApp.open_browser": False,
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.extension_manager": "readonly",
        # It would start npm, to look for language servers that nobody asked for.
        "LanguageServerManager.autodetect": False,
        # In a container people are root; nobody else reaches the loopback address.
        "ServerApp.allow_root": True,
    }
    # By -P, a file of the learner's is not taken for a module of Jupyter's.
    command = [sys.executable, "-P", "-m", "jupyterlab"]
    return Guarded(
        [*command, *(f"--{name}={value}" for name, value in options.items())],
        patience=10,
        folder=folder,
        environment=_environment(where, token),
        output=log.fileno(),
    )


def _answers(server: Guarded, port: int) -> bool:
    """Wait until Jupyter answers; return False where it ends, or takes too long."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while server.running and time.monotonic() < deadline:
        connection = http.client.HTTPConnection(LOCAL, port, timeout=PATIENCE_SECONDS)
        try:
            connection.request("GET", "/api")
            if connection.getresponse().status == 200:
                return True
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    return False


def _environment(where: Places, token: str) -> dict[str, str]:
    """Return an environment in which Jupyter knows this ``.venv`` and nothing else.

    Settings, kernels and history of another Jupyter of this person stay out of it, and
    are not written to.
    """
    home = where.learn / "jupyter"
    setting = home / "config" / f"{SETTING}.jupyterlab-settings"
    if not setting.exists():
        setting.parent.mkdir(parents=True, exist_ok=True)
        setting.write_text(json.dumps(QUIET), encoding="utf-8")
    kept = {
        name: value
        for name, value in clean_environment().items()
        if not name.startswith(("JUPYTER", "IPYTHON"))
    }
    scripts = os.path.dirname(sys.executable)
    return {
        **kept,
        # What a cell calls by "!python" is the same Python.
        "PATH": os.pathsep.join([scripts, kept.get("PATH", os.defpath)]),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "IPYTHONDIR": str(home / "ipython"),
        # Not among the arguments, which everybody on this machine can read.
        "JUPYTER_TOKEN": token,
    }


def _failure(log: IO[bytes]) -> CourseError:
    log.seek(0)
    lines = log.read().decode("utf-8", "replace").strip().splitlines()
    return CourseError(
        f"JupyterLab does not run: {lines[-1] if lines else 'it gives no reason'}",
        f"To look for what is missing: {command_line('doctor')}",
        code=1,
    )


def register(app: typer.Typer, author: typer.Typer) -> None:
    """Add the verb to the command line."""

    @app.command("notebook")
    def command(
        step: Annotated[
            str | None,
            typer.Argument(
                help="A step: 5, 05 or 05_jwt_login. Without: the one in hand."
            ),
        ] = None,
        fresh: Annotated[
            bool,
            typer.Option("--fresh", help="Start over; your changed copy is saved."),
        ] = False,
        port: Annotated[
            int, typer.Option(min=1, max=65535, help="Where JupyterLab listens.")
        ] = PORT,
        browser: Annotated[
            bool, typer.Option("--browser/--no-browser", help="Open a browser.")
        ] = True,
    ) -> None:
        """Open JupyterLab on my copy of a step's notebook."""
        where = places()
        chosen = choose_step(step, load_steps(), where)
        raise typer.Exit(notebook(chosen, where, port, fresh=fresh, browser=browser))
