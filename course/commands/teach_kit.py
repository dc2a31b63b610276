"""The verb ``teach kit``: one zip for a room without a network, and its proof."""

import tempfile
import zipfile
from pathlib import Path
from typing import Annotated

import typer

from course.errors import CourseError
from course.paths import command_line, display_path, places
from course.servers.supervisor import stopped_by_signals
from course.teaching.kit.pack import TOP
from course.terminal import console, symbol

NAME = "jwt-kit.zip"


def register_kit(group: typer.Typer) -> None:
    """Add the verb to the group ``teach``."""

    @group.command("kit")
    def command(
        out: Annotated[
            Path | None,
            typer.Option(metavar="FILE", help=f"The zip. [.learn/kit/{NAME}]"),
        ] = None,
        labs: Annotated[
            bool,
            typer.Option("--labs", help="Stop where the labs cannot be in it."),
        ] = False,
        verify: Annotated[
            Path | None,
            typer.Option(
                metavar="FILE",
                help="Install from this kit and run the steps, without a network.",
            ),
        ] = None,
    ) -> None:
        """Make one zip with all that a room without a network needs.

        In it: the site, the source, and wheels for Linux, macOS and Windows. Unpacked,
        learn.py sets itself up from there. --verify makes nothing: it proves a kit.
        """
        if verify and (out or labs):
            raise CourseError(
                "--verify looks at a kit that is there; the others make one.",
                f"Type: {command_line(f'teach kit --verify {verify}')}",
            )
        with stopped_by_signals():
            if verify:
                # Here, because they need more than the other verbs of this group.
                from course.teaching.kit.verify import verify_kit

                raise typer.Exit(verify_kit(verify.absolute()))
            make(out.absolute() if out else None, insist=labs)


def make(out: Path | None, *, insist: bool) -> None:
    """Make a kit for every system and say what is in it."""
    from course.teaching.kit.build import make_kit, sizes
    from course.teaching.kit.targets import all_targets

    where = places()
    kit = make_kit(
        where, _place(out, where.learn / "kit"), all_targets(), insist=insist
    )
    say, arrow = console(), symbol("next")
    say.print(f"{symbol('pass')} {display_path(kit.file, where)}", style="bold")
    parts = sizes(kit.file)
    for part, size in parts.items():
        say.print(f"  {part:<8} {size / 1e6:>6.1f} MB")
    say.print(f"  in all   {kit.file.stat().st_size / 1e6:>6.1f} MB")
    for system, pythons in kit.stock.systems.items():
        say.print(f"  {system:<14} Python {', '.join(pythons)}")
    for target, missing in kit.stock.missing.items():
        say.print(f"  Not for {target}: no wheel of {', '.join(missing)}.")
    say.print(f"  SHA-256  {kit.digest}")
    if not kit.labs:
        say.print("The labs are not in it: their runtime is not made here.")
        say.print(
            f"{arrow} Make it, then the kit again: {command_line('author runtime')}"
        )
    command = f"teach kit --verify {display_path(kit.file, where)}"
    say.print(f"{arrow} Prove it, without a network: {command_line(command)}")


def _place(out: Path | None, usual: Path) -> Path:
    """Return where the zip goes, and make sure of that place before the long work.

    Raises CourseError where nothing can be written, and for a file that is there and is
    no kit: it is not overwritten.
    """
    if out is None:
        usual.mkdir(parents=True, exist_ok=True)
        return usual / NAME
    file = out / NAME if out.is_dir() else out
    if not file.parent.is_dir():
        raise CourseError(
            f"There is no folder {file.parent}.", "Make it, or name another place."
        )
    try:
        with tempfile.TemporaryFile(dir=file.parent):
            pass
    except OSError as error:
        raise CourseError(
            f"Nothing can be written into {file.parent}: {error.strerror}.",
            "Name another place: --out FILE",
        ) from error
    if file.exists() and not _is_kit(file):
        raise CourseError(
            f"{file} is there, and it is no kit: it is left as it is.",
            "Name another file: --out FILE",
        )
    return file


def _is_kit(file: Path) -> bool:
    """Tell whether a file is a kit, of which a newer one takes the place."""
    if not zipfile.is_zipfile(file):
        return False
    with zipfile.ZipFile(file) as archive:
        return all(name.startswith(f"{TOP}/") for name in archive.namelist())
