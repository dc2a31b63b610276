"""``author runtime``: make the bundles with which Django runs in a browser's tab."""

from typing import Annotated

import typer

from course.browser.build.base import base_folder, build_base, total_bytes
from course.browser.build.node import need_node
from course.browser.build.runtime import RECORD
from course.paths import places
from course.setup.missing_package import need
from course.terminal import console, symbol
from course.workspace.pid_files import recorded


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


def _silent(text: str) -> None:
    pass
