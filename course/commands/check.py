"""The verb ``check``: run a step's tests against the learner's project."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Annotated

import typer

from course.checking.review import examine
from course.checking.session import conclude, keep_progress, run_check
from course.curriculum.steps import Step, load_steps
from course.errors import CourseError
from course.paths import Places, command_line, places
from course.terminal import console
from course.workspace.progress import choose_step


def register(app: typer.Typer, author: typer.Typer) -> None:
    """Add ``check`` to the command line."""

    @app.command("check")
    def command(
        step: Annotated[
            str | None,
            typer.Argument(help="The step; without it, the one that you are on."),
        ] = None,
        as_json: Annotated[
            bool,
            typer.Option(
                "--json",
                help="Print one JSON document (checking/report_schema.json).",
            ),
        ] = False,
        junit: Annotated[
            Path | None,
            typer.Option(metavar="FILE", help="Also write a JUnit XML report."),
        ] = None,
        again: Annotated[
            bool, typer.Option("--watch", help="Again after each save, until q.")
        ] = False,
    ) -> None:
        """Run a step's tests against your project in work/.

        The tests look at what your project does, not at how it is written. Those of the
        steps before run too, so that what was missed there is named.
        """
        with _errors_as_json() if as_json else nullcontext():
            where, steps = places(), load_steps()
            chosen = choose_step(step, steps, where)
            if again:
                if as_json or junit:
                    raise CourseError(
                        "--watch goes with neither --json nor --junit: each of those "
                        "is one report.",
                        f"Leave it out: {command_line('check --json')}",
                    )
                from course.commands.check_watch import watch

                raise typer.Exit(watch(chosen, steps, where))
            code = check(chosen, steps, where, as_json=as_json, junit=junit)
        raise typer.Exit(code)


def check(
    step: Step,
    steps: list[Step],
    where: Places,
    *,
    as_json: bool = False,
    junit: Path | None = None,
) -> int:
    """Test ``work/`` and print what came of it; return 0, or 1 for not yet.

    Raises CourseError where there is no ``work/``, and where ``junit`` names a place
    that cannot be written.
    """
    # Both are imported where they are asked for: most checks need neither.
    if junit is not None:
        from course.checking.junit_report import check_place

        check_place(junit)
    report = run_check(step, where, quiet=as_json)
    examined = examine(step, steps, report, where.work)
    if junit is not None:
        from course.checking.junit_report import write_junit

        write_junit(examined, junit)
    if not as_json:
        return conclude(examined, where, console())
    from course.checking.json_report import print_json

    keep_progress(examined, where)
    print_json(examined, where)
    return 0 if examined.passed else 1


@contextmanager
def _errors_as_json() -> Iterator[None]:
    try:
        yield
    except CourseError as error:
        from course.checking.json_report import print_error

        print_error(error)
        raise typer.Exit(error.code) from error
