"""``serve``, the bare call: say where I am and what comes next, and serve the site."""

import contextlib
import os
import sys
import threading
import time
import webbrowser
from collections.abc import Iterator
from typing import Annotated, NoReturn

import typer

from course.browser.build.runtime import build_in_background
from course.curriculum.steps import Step, load_steps
from course.errors import CourseError
from course.paths import Places, command_line, places
from course.servers.addresses import url
from course.servers.ports import insist_on
from course.servers.static_site import StaticServer, listening
from course.servers.supervisor import stopped_by_signals
from course.teaching.kit.site import built_site
from course.terminal import complain, console, symbol
from course.website.kept_site import SITES, fingerprint, is_kept, kept_site
from course.workspace.pid_files import recorded
from course.workspace.progress import current_step, passed_steps

PORT = 8000
LOCAL = "127.0.0.1"
# How this machine reaches a server that listens on all of its addresses.
REACHED_BY = {"0.0.0.0": LOCAL, "::": "::1"}
# Seconds after which a change is looked for again.
LOOK_AGAIN = 3.0
BUILDING = (
    "The site is being built, as on the first start and after every change. It takes "
    "up to a minute …"
)
KEEPS_RUNNING = (
    "It is served as long as this runs. For other commands, open a second terminal in "
    "this folder."
)
LABS_LATER = "Its labs are still being made. They will join it without a restart."
BUILT_AGAIN = "The site has changed and was built again. Reload its page to see that."
AS_BEFORE = "The site is still served as it was before the change."


def serve(
    where: Places, port: int = PORT, *, bind: str = LOCAL, browser: bool = True
) -> int:
    """Serve the site until Ctrl-C; return the exit code.

    ``bind`` is the address to listen on. Raises CourseError for a port or an address
    that cannot be had (2), and for a site that cannot be built (1).
    """
    steps = load_steps()
    insist_on(port, command_line("serve"), where, steps)
    out, address = console(), url(REACHED_BY.get(bind, bind), port)
    for line in what_next(where, steps):
        out.print(line)
    of_kit = built_site(where)
    with (
        stopped_by_signals(),
        contextlib.suppress(KeyboardInterrupt),
        # Listens before the site is built: an address that is none is told at once.
        listening(of_kit or where.learn / SITES, bind, port, "serve") as server,
        recorded(where, port, "the site of this tutorial"),
    ):
        key = "" if of_kit else _first_site(where, server)
        out.print(f"The site: {address} (Ctrl-C stops it)")
        out.print(KEEPS_RUNNING)
        if browser:
            open_browser(address)
        if of_kit:
            server.serve_forever()
        with _answering(server):
            # The labs join the site when their runtime is made: it waits for nothing.
            if build_in_background(where):
                out.print(LABS_LATER)
            keep_up_to_date(where, server, key)
    return 0


def keep_up_to_date(where: Places, server: StaticServer, key: str) -> NoReturn:
    """Build the site again whenever something in it has changed, and serve that.

    ``key`` is the fingerprint of the site that is served. While another one is built,
    and where it cannot be, the site stays as it is.
    """
    tried = before = key
    while True:
        time.sleep(LOOK_AGAIN)
        now = fingerprint(where)
        # Twice the same: whoever changes files has finished.
        if now == before and now != tried:
            tried = now
            _replace_site(where, server, now)
        before = now


def _first_site(where: Places, server: StaticServer) -> str:
    """Let the server have the site as it is now; return its fingerprint."""
    key = fingerprint(where)
    if not is_kept(where, key):
        console().print(BUILDING)
    server.folder = kept_site(where, key)
    return key


def _replace_site(where: Places, server: StaticServer, key: str) -> None:
    try:
        server.folder = kept_site(where, key)
    except CourseError as error:
        complain(error)
        console(stderr=True).print(AS_BEFORE)
    else:
        console().print(BUILT_AGAIN)


@contextlib.contextmanager
def _answering(server: StaticServer) -> Iterator[None]:
    """Answer requests while the block runs, in a thread: signals reach the block."""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    try:
        # Ctrl-C may come while this waits for the thread, which answers already.
        thread.start()
        yield
    finally:
        server.shutdown()
        thread.join()


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

        This is what learn.py does without a verb. The site is built on the first
        start, and again when something in it has changed.
        """
        raise typer.Exit(serve(places(), port, bind=bind, browser=browser))
