"""``run``: migrate and serve the learner's project, or the end of a step."""

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from course.curriculum.steps import Step, find_step, load_steps
from course.errors import CourseError
from course.paths import Places, command_line, display_path, places
from course.servers.ports import PROJECT_PORT, insist_on
from course.servers.postgres import private_postgres
from course.servers.project_server import (
    Project,
    has_tables,
    migrate,
    project_environment,
)
from course.servers.supervisor import Guarded, stopped_by_signals
from course.terminal import console
from course.workspace.pid_files import recorded


def run(
    where: Places,
    step: Step | None,
    port: int = PROJECT_PORT,
    *,
    postgres: bool = False,
) -> int:
    """Serve the learner's project, or ``step``, until Ctrl-C; return the exit code.

    Raises CourseError: no project yet, a busy port (2), a project that does not load
    or whose server ends by itself (1).
    """
    project = _project(where, step)
    words = ["run", str(step.number) if step else "", "--postgres" if postgres else ""]
    insist_on(port, command_line(" ".join(filter(None, words))), where, load_steps())
    out = console()
    with (
        stopped_by_signals(),
        contextlib.suppress(KeyboardInterrupt),
        # From here on, so that `http` knows what is being made ready.
        recorded(where, port, project.title),
    ):
        environment = project_environment(where, project)
        with _database(where, project, postgres, environment):
            if has_tables(project, environment):
                out.print(f"Bringing the tables of {project.title} up to date …")
                for line in migrate(project, environment):
                    out.print(line)
            else:
                out.print(
                    "No tables yet, on purpose: the user model of step 02 comes "
                    "before the first migration. Django's reminder can wait."
                )
            out.print(f"Serving {project.title} on http://127.0.0.1:{port}/")
            out.print("Ctrl-C stops it. A saved file restarts it.")
            _serve(project, port, environment)
    return 0


def _project(where: Places, step: Step | None) -> Project:
    if step is not None:
        name = f"step {step.name}"
        return Project(step.path, name, step.number_text, step)
    if not (where.work / "manage.py").is_file():
        folder = f"{display_path(where.work, where)}{os.sep}"
        raise CourseError(
            f"There is no project of yours to run: {folder} has no manage.py.",
            f"Type: {command_line('start')} "
            f"(or run a finished step: {command_line('run 1')})",
        )
    return Project(where.work, "your project", "work")


@contextlib.contextmanager
def _database(
    where: Places, project: Project, postgres: bool, environment: dict[str, str]
) -> Iterator[None]:
    if not postgres:
        yield
        return
    if project.step is None and os.environ.get("DATABASE_URL"):
        console().print("DATABASE_URL is set: its database is the one that is used.")
        yield
        return
    with private_postgres(where, project.data) as server:
        environment["DATABASE_URL"] = server.url
        console().print(f"PostgreSQL {server.version} runs, for {project.title} alone.")
        yield


def _serve(project: Project, port: int, environment: dict[str, str]) -> None:
    command = [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}"]
    with Guarded(command, folder=project.folder, environment=environment) as server:
        code = server.wait()
    raise CourseError(
        f"The server of {project.title} ended by itself (exit code {code}).",
        "Look at what it printed above.",
        code=1,
    )


def register(app: typer.Typer, author: typer.Typer) -> None:
    """Add the verb to the command line."""

    @app.command("run")
    def command(
        step: Annotated[
            str | None,
            typer.Argument(help="A step: 5, 05 or 05_jwt_login. Without: my project."),
        ] = None,
        port: Annotated[
            int, typer.Option(min=1, max=65535, help="Where the server listens.")
        ] = PROJECT_PORT,
        postgres: Annotated[
            bool,
            typer.Option("--postgres", help="On a private PostgreSQL, not SQLite."),
        ] = False,
    ) -> None:
        """Migrate and serve my project, or the end of step N.

        A saved file restarts the server, and Ctrl-C stops it. A busy port is refused;
        the answer says who answers there, and names a free one.
        """
        chosen = find_step(step, load_steps()) if step is not None else None
        raise typer.Exit(run(places(), chosen, port, postgres=postgres))
