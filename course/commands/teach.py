"""The verbs under ``teach``: for whoever has a room in front of them."""

from collections.abc import Sequence
from typing import Annotated

import typer

from course.commands.teach_kit import register_kit
from course.commands.teach_serve import LOCAL, PORT, serve_room
from course.curriculum.profiles import FILE, find_profile, load_profiles
from course.curriculum.schedule import (
    Schedule,
    clock,
    make_schedule,
    read_time,
    verdict,
)
from course.curriculum.steps import load_steps
from course.errors import CourseError
from course.paths import command_line, places
from course.terminal import console, symbol

USUAL = "half-day"


def register(app: typer.Typer, author: typer.Typer) -> None:
    """Add the group ``teach`` to the command line."""
    group = typer.Typer(help="For instructors.", no_args_is_help=True)

    @group.command("schedule")
    def command(
        profile: Annotated[
            str | None,
            typer.Option(
                metavar="NAME", help=f"two-hours, half-day or full-day. [{USUAL}]"
            ),
        ] = None,
        start: Annotated[
            str, typer.Option(metavar="TIME", help="When the doors open.")
        ] = "09:00",
        all_profiles: Annotated[
            bool, typer.Option("--all-profiles", help="One after the other.")
        ] = False,
        check: Annotated[
            bool, typer.Option("--check", help="Exit 1 where one runs over.")
        ] = False,
    ) -> None:
        """Print the schedule of a workshop, with breaks and slack."""
        if profile and all_profiles:
            raise CourseError(
                "--profile and --all-profiles exclude each other.",
                f"Type: {command_line('teach schedule --all-profiles')}",
            )
        show_schedules(None if all_profiles else profile or USUAL, start, check=check)

    @group.command("serve")
    def serve_command(
        bind: Annotated[
            str,
            typer.Option(
                metavar="ADDRESS", help="Address to listen on; 0.0.0.0 is the room."
            ),
        ] = LOCAL,
        port: Annotated[
            int, typer.Option(min=1, max=65535, help="Where the site listens.")
        ] = PORT,
    ) -> None:
        """Show the site to a room, with its address as a QR code.

        It is built once, and then answers many readers at a time.
        """
        raise typer.Exit(serve_room(places(), port, bind=bind))

    register_kit(group)
    app.add_typer(group, name="teach")


def show_schedules(profile: str | None, start: str, *, check: bool = False) -> None:
    """Print the schedule of one profile, or of all where none is named.

    Raises CourseError for a name or a time that is none; with ``check`` also, with
    exit code 1, where a schedule runs over by more than is tolerated.
    """
    begins, profiles = read_time(start), load_profiles()
    chosen = [find_profile(profile, profiles)] if profile else profiles.values()
    steps = load_steps()
    schedules = [make_schedule(each, steps, begins) for each in chosen]
    for position, schedule in enumerate(schedules):
        if position:
            console().print()
        _print(schedule)
    if check:
        _refuse_long(schedules)


def _refuse_long(schedules: Sequence[Schedule]) -> None:
    long = [each for each in schedules if not each.fits]
    if long:
        names = ", ".join(f"{each.profile.name} by {each.over} min" for each in long)
        raise CourseError(
            f"Too long: {names}; {long[0].profile.tolerance} min are tolerated.",
            f"In {FILE.as_posix()}, let a step be shown, laid down or left for home.",
            code=1,
        )


def _print(schedule: Schedule) -> None:
    out, profile = console(), schedule.profile
    until = clock(schedule.start + profile.minutes)
    out.print(f"{profile.title}, {clock(schedule.start)} to {until}", style="bold")
    for row in schedule.rows:
        out.print(f"  {clock(row.start)} {row.minutes:>4} min  {row.what}")
        if row.types:
            out.print(f"{'':19}{symbol('next')} {row.types}")
    out.print(f"  {clock(schedule.end)}           {verdict(schedule)}")
    if schedule.home:
        left = ", ".join(step.number_text for step in schedule.home)
        out.print(f"{symbol('next')} For home: {left}")
