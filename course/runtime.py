"""``author runtime``: make the bundles with which Django runs in a browser's tab."""

import os
import subprocess
import sys
import threading
from typing import Annotated

import typer

from course.bundles.base import base_folder, build_base, total_bytes
from course.bundles.node import find_node, need_node
from course.guard import SILENT
from course.kit.missing import need
from course.output import console, symbol
from course.places import Places, places
from course.records import read_record, recorded

# The name under which a run that makes them leaves its record.
RECORD = "runtime"
# With the value 0, the bare call does not make them by itself.
TURNED_OFF = "LEARN_RUNTIME"


def register(app: typer.Typer, author: typer.Typer) -> None:
    """Add the verb to the command line."""

    @author.command("runtime")
    def command(
        quiet: Annotated[
            bool, typer.Option("--quiet", help="Say nothing but what is wrong.")
        ] = False,
    ) -> None:
        """Make what the labs of the site need: Python and Django for a browser's tab.

        Needs Node with npm, the machine's own or loaded once. Kept in .learn/runtime/
        until a package changes; the site takes it from there.
        """
        where, out = places(), console()
        need("mkdocs", "The site, for which `author runtime` makes labs,", where)
        folder = base_folder(where.learn)
        if folder is None:
            with recorded(where, RECORD, "making the runtime"):
                say = _silent if quiet else out.print
                folder = build_base(where.learn, need_node(), say)
        if not quiet:
            size = total_bytes(folder) / 1e6
            out.print(
                f"{symbol('pass')} The runtime is made: {size:.1f} MB compressed."
            )


def build_in_background(where: Places) -> bool:
    """Start to make the bundles where they are missing; whether they are being made.

    Only with a node that is here already: nobody has asked for one to be loaded.
    """
    if base_folder(where.learn) is not None or os.environ.get(TURNED_OFF) == "0":
        return False
    if find_node() is None:
        return False
    if read_record(where, RECORD) is None:
        command = [sys.executable, "-m", "course", "author", "runtime", "--quiet"]
        how = {"cwd": where.root, "start_new_session": True, **SILENT}
        # Whoever asked does not wait; the thread collects the process when it ends.
        threading.Thread(
            target=subprocess.run, args=[command], kwargs=how, daemon=True
        ).start()
    return True


def _silent(text: str) -> None:
    pass
