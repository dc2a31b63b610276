"""``teach serve``: show the built site to a room, with its address as a QR code."""

import contextlib
import sys
import tempfile
from pathlib import Path

from course.curriculum.steps import load_steps
from course.paths import Places, command_line
from course.servers.addresses import (
    EVERYWHERE,
    Address,
    is_loopback,
    qr_code,
    room_addresses,
    url,
)
from course.servers.ports import insist_on
from course.servers.static_site import listening
from course.servers.supervisor import stopped_by_signals
from course.setup.kit_layout import is_kit
from course.teaching.kit.progress_bar import bar
from course.teaching.kit.site import built_site
from course.terminal import console, symbol
from course.website.build import build_site, has_labs
from course.workspace.pid_files import recorded

PORT = 8000
LOCAL = "127.0.0.1"
BLOCKS = "█▀▄"
# Browsers give service workers and WebCrypto to https and to a page's own machine only.
LABS_OVER_HTTP = (
    "The labs: over plain http from another machine, browsers keep back what shows a",
    "project in a lab's frame, works offline, and hashes a password at once. Requests,",
    "checks and tables work, and a login takes longer. For all of it, the site has to",
    "come from the learner's own machine.",
)


def serve_room(where: Places, port: int = PORT, *, bind: str = LOCAL) -> int:
    """Serve the site as it is now until Ctrl-C; return the exit code.

    Raises CourseError for a port or an address that cannot be had, and for a site that
    cannot be built.
    """
    command = "teach serve" if bind == LOCAL else f"teach serve --bind {bind}"
    insist_on(port, command_line(command), where, load_steps())
    made, in_kit = built_site(where), is_kit(where.root)
    with (
        stopped_by_signals(),
        contextlib.suppress(KeyboardInterrupt),
        tempfile.TemporaryDirectory(
            prefix="room-", ignore_cleanup_errors=True
        ) as folder,
        # Listens before the site is built: an address that is none is told at once.
        listening(site := made or Path(folder), bind, port, "teach serve") as server,
        recorded(where, port, "the site for a room"),
    ):
        if made is None:
            with bar("Building the site", 1) as done:
                build_site(where, site)
                done("")
        _tell(bind, port, labs=has_labs(site), in_kit=in_kit)
        server.serve_forever()
    return 0


def _tell(bind: str, port: int, *, labs: bool, in_kit: bool) -> None:
    out, arrow = console(), symbol("next")
    if is_loopback(bind):
        out.print(f"The site, for this machine alone: {url(bind, port)}")
        command = f"teach serve --bind 0.0.0.0{_with(port)}"
        out.print(f"{arrow} For the room: {command_line(command)}")
    else:
        found = room_addresses() if bind in EVERYWHERE else [Address(bind, "")]
        _tell_addresses(found, port)
    if not labs and in_kit:
        out.print("The labs are not in it: this kit was made without them.")
    elif not labs:
        out.print("The labs are not in it: their runtime is not made here.")
        out.print(f"{arrow} {command_line('author runtime')}")
    elif not is_loopback(bind):
        for line in LABS_OVER_HTTP:
            out.print(line)
        out.print(f"{arrow} Each learner types, in the kit: python3 learn.py serve")
    out.print("Ctrl-C stops it. Changed notes are shown when it is started again.")


def _tell_addresses(found: list[Address], port: int) -> None:
    out = console()
    if not found:
        out.print("This machine is in no network now; the site is at:")
        out.print(f"  {url(LOCAL, port)}", style="bold")
        return
    first, *others = found
    out.print(qr_code(url(first.host, port), blocks=_shows(BLOCKS)), end="")
    out.print(f"The site, for the room: {url(first.host, port)}", style="bold")
    for other in others:
        out.print(f"  in another network ({other.card}): {url(other.host, port)}")


def _with(port: int) -> str:
    return "" if port == PORT else f" --port {port}"


def _shows(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
