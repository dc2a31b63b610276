"""``serve``, the bare call: say where I am and what comes next, and serve the site."""

import contextlib
import http.client
import os
import sys
import tempfile
import threading
import time
import webbrowser
from pathlib import Path
from typing import IO, Annotated

import typer

from course.browser.build.runtime import build_in_background
from course.curriculum.steps import Step, load_steps
from course.errors import CourseError
from course.paths import Places, command_line, places
from course.servers.ports import insist_on
from course.servers.static_site import listening
from course.servers.supervisor import Guarded, stopped_by_signals
from course.teaching.kit.site import built_site
from course.terminal import console, symbol
from course.workspace.pid_files import recorded
from course.workspace.progress import current_step, passed_steps

PORT = 8000
LOCAL = "127.0.0.1"
# Seconds in which a slow machine has built the site.
PATIENCE = 120.0


def serve(
    where: Places, port: int = PORT, *, bind: str = LOCAL, browser: bool = True
) -> int:
    """Serve the site until Ctrl-C; return the exit code.

    ``bind`` is the address to listen on. Raises CourseError for a busy port (2) and
    for a site that cannot be built (1).
    """
    steps = load_steps()
    insist_on(port, command_line("serve"), where, steps)
    out = console()
    for line in what_next(where, steps):
        out.print(line)
    if site := built_site(where):
        _serve_built(site, where, port, bind, browser=browser)
        return 0
    # The labs of the site join it when their runtime is made: it waits for nothing.
    build_in_background(where)
    with (
        stopped_by_signals(),
        contextlib.suppress(KeyboardInterrupt),
        tempfile.TemporaryFile() as log,
        _site(where.root, bind, port, log) as server,
        recorded(where, port, "the site of this tutorial"),
    ):
        if not answers(server, bind, port):
            raise _failure(log)
        address = f"http://{_host(bind)}:{port}/"
        out.print(f"The site: {address} (Ctrl-C stops it)")
        if browser:
            open_browser(address)
        server.wait()
        raise _failure(log)
    return 0


def _serve_built(
    site: Path, where: Places, port: int, bind: str, *, browser: bool
) -> None:
    """Serve the site of a kit, where nothing is needed to build one."""
    address = f"http://{_host(bind)}:{port}/"
    with (
        stopped_by_signals(),
        contextlib.suppress(KeyboardInterrupt),
        listening(site, bind, port, "serve") as server,
        recorded(where, port, "the site of this tutorial"),
    ):
        console().print(f"The site: {address} (Ctrl-C stops it)")
        if browser:
            open_browser(address)
        server.serve_forever()


def what_next(where: Places, steps: list[Step]) -> list[str]:
    """Return where the learner stands and what to type next, in one or two lines."""
    number = current_step(where)
    current = next((step for step in steps if step.number == number), None)
    arrow = symbol("next")
    if current is None:
        return [
            "JWT authentication in Django, one runnable step at a time.",
            f"{arrow} To begin your own project: {command_line('start')}",
        ]
    here = f"You are at step {current.number_text}, {current.title}."
    if current.number not in passed_steps(where):
        return [here, f"{arrow} To have it checked: {command_line('check')}"]
    later = [step for step in steps if step.number > current.number]
    if not later:
        return [f"{here} Its tests have passed, and it is the last step."]
    return [
        f"{here} Its tests have passed.",
        f"{arrow} Next, step {later[0].number_text}, {later[0].title}: "
        + command_line(f"start {later[0].number}"),
    ]


def open_browser(address: str) -> None:
    """Open the address in a browser, if there is one, without waiting for it."""

    def work() -> None:
        with contextlib.suppress(Exception):
            webbrowser.open(address)

    # A text browser would take over the terminal.
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        return
    threading.Thread(target=work, daemon=True).start()


def _site(root: Path, bind: str, port: int, log: IO[bytes]) -> Guarded:
    host = f"[{bind}]" if ":" in bind else bind
    return Guarded(
        [sys.executable, "-m", "mkdocs", "serve", "--quiet", "-a", f"{host}:{port}"],
        # Only Ctrl-C makes it delete the folder that it builds into.
        ask_by="SIGINT",
        folder=root,
        environment={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        output=log.fileno(),
    )


def answers(server: Guarded, bind: str, port: int, path: str = "/") -> bool:
    """Wait until the server answers 200; False where it ends, or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while server.running and time.monotonic() < deadline:
        connection = http.client.HTTPConnection(_host(bind), port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return True
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    return False


def _host(bind: str) -> str:
    """Return the host by which this machine reaches a server bound to ``bind``."""
    host = {"0.0.0.0": LOCAL, "::": "::1"}.get(bind, bind)
    return f"[{host}]" if ":" in host else host


def _failure(log: IO[bytes]) -> CourseError:
    log.seek(0)
    lines = log.read().decode("utf-8", "replace").strip().splitlines()
    return CourseError(
        f"The site cannot be served: {lines[-1] if lines else 'it gives no reason'}",
        "To see all of it: python -m mkdocs build --strict",
        code=1,
    )


def register(app: typer.Typer, author: typer.Typer) -> None:
    """Add the verb to the command line."""

    @app.command("serve")
    def command(
        port: Annotated[
            int, typer.Option(min=1, max=65535, help="Where the site listens.")
        ] = PORT,
        bind: Annotated[
            str, typer.Option(help="Address to listen on; 0.0.0.0 is the whole room.")
        ] = LOCAL,
        browser: Annotated[
            bool, typer.Option("--browser/--no-browser", help="Open a browser.")
        ] = True,
    ) -> None:
        """Say where I am and what comes next, and serve the site.

        This is what learn.py does without a verb. A page is made again when its file
        is saved.
        """
        raise typer.Exit(serve(places(), port, bind=bind, browser=browser))
