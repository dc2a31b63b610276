"""``run`` serves a project, says what is wrong with it, and leaves nothing behind."""

import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from support.served_verb import PATIENCE, Started, all_gone, started, until

from course.commands.run import run
from course.curriculum.steps import find_step, load_steps
from course.errors import CourseError
from course.paths import ROOT, Places
from course.servers.ports import next_free
from course.servers.postgres_binaries import installed_programs
from course.workspace.pid_files import read_record

# They ask one server.
together = pytest.mark.xdist_group("run")
posix = pytest.mark.skipif(os.name != "posix", reason="signals of Linux and macOS")
ADA = {
    "email": "ada@example.com",
    "password": "correct horse battery staple",
    "first_name": "Ada",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """The end of step 05, served; its data is in a folder with a difficult name."""
    folder = tmp_path_factory.mktemp("C# & ümläut +%20 project")
    where = Places(ROOT, folder / "work", folder / ".learn")
    with started(["run", "5"], where, folder / "log") as running:
        yield running


@together
def test_a_step_is_migrated_and_served(served: Started) -> None:
    registered = served.answer("POST", "/user/create/", ADA)
    login = served.answer("POST", "/user/login/", ADA)

    assert registered.status == 201, registered.body
    assert login.status == 200
    assert login.json()["access"].count(".") == 2


@together
def test_what_happens_is_said(served: Started) -> None:
    said = served.said()

    assert "Bringing the tables of step 05_jwt_login up to date" in said
    assert "Applying users.0001_initial... OK" in said
    assert f"Serving step 05_jwt_login on http://127.0.0.1:{served.port}/" in said


@together
def test_nothing_is_written_into_a_step(served: Started) -> None:
    step = ROOT / "steps" / "05_jwt_login"
    data = served.log.parent / ".learn" / "run" / "05" / "db.sqlite3"

    assert not list(step.rglob("db.sqlite3"))
    with sqlite3.connect(data) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master").fetchall()
    connection.close()
    assert ("users_user",) in tables


@together
def test_a_busy_port_is_refused_with_the_name_of_the_step(served: Started) -> None:
    folder = served.log.parent
    where = Places(ROOT, folder / "work", folder / ".learn")

    with pytest.raises(CourseError) as caught:
        run(where, find_step("6", load_steps()), served.port)

    assert caught.value.code == 2
    assert f"Port {served.port} is busy: step 05_jwt_login" in caught.value.message
    assert "run 6 --port " in caught.value.next_action


@together
def test_a_server_of_somebody_else_is_known_by_its_endpoints(
    served: Started, places: Places
) -> None:
    # Other places: no record tells who serves.
    with pytest.raises(CourseError, match="a project of this tutorial, step 05,"):
        run(places, find_step("6", load_steps()), served.port)


def test_it_is_recorded_from_its_first_moment_on(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`http` names what is being made ready, and does not advise to start it."""
    seen = []

    def stopped(*_: object) -> list[str]:
        seen.append(read_record(places, port))
        raise CourseError("Stopped here.")

    monkeypatch.setattr("course.commands.run.migrate", stopped)
    port = next_free(8200)
    with pytest.raises(CourseError, match="Stopped here"):
        run(places, find_step("5", load_steps()), port)

    assert [record.what for record in seen if record] == ["step 05_jwt_login"]
    assert read_record(places, port) is None


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything_quietly(
    number: signal.Signals, places: Places, tmp_path: Path
) -> None:
    with started(["run", "1"], places, tmp_path / "log") as running:
        family = running.family()
        record = places.learn / "running" / f"{running.port}.json"
        assert record.is_file()
        # Step 01 has no tables, so that the user model comes before the first one.
        assert "No tables yet, on purpose" in running.said()
        assert "Applying" not in running.said()

        running.process.send_signal(number)

        assert running.process.wait(timeout=PATIENCE) == 0
        assert all_gone(family)
        assert "Traceback" not in running.said()
        assert not record.exists()


def test_a_server_does_not_outlive_who_started_it(
    places: Places, tmp_path: Path
) -> None:
    with started(["run", "1"], places, tmp_path / "log") as running:
        family = running.family()
        assert len(family) >= 3

        running.process.kill()
        running.process.wait()

        until(lambda: all_gone(family), "a process of the server is left")


def test_a_project_that_is_not_there(cli: Callable[..., Any]) -> None:
    answer = cli("run")

    assert answer.code == 2
    assert "has no manage.py" in answer.err
    assert "start" in answer.err


def test_an_unknown_step(cli: Callable[..., Any]) -> None:
    answer = cli("run", "77")

    assert answer.code == 2
    assert "There is no step" in answer.err


@pytest.fixture
def broken(places: Places) -> Callable[[str, str], str]:
    """Serve a copy of step 04 in which one file reads otherwise; returns the error."""
    from course.curriculum.project_files import copy_project

    copy_project(ROOT / "steps" / "04_create_view", places.work)

    def serve(path: str, text: str) -> str:
        (places.work / path).write_text(text, encoding="utf-8")
        with pytest.raises(CourseError) as caught:
            run(places, None, 0)
        assert caught.value.code == 1
        assert "Traceback" not in caught.value.message
        return caught.value.message

    return serve


def test_a_syntax_error_is_named_with_file_and_line(
    broken: Callable[[str, str], str],
) -> None:
    said = broken("users/views.py", "import os\n\nclass View(:\n")

    assert "users/views.py" in said
    assert "line 3" in said


def test_a_migration_that_cannot_be_read_is_named(
    broken: Callable[[str, str], str],
) -> None:
    said = broken("users/migrations/0001_initial.py", "import nothing_of_that_name\n")

    assert "users/migrations/0001_initial.py" in said
    assert "line 1" in said


def test_a_migration_that_does_not_run_is_quoted(
    broken: Callable[[str, str], str],
) -> None:
    said = broken(
        "users/migrations/0002_wrong.py",
        "from django.db import migrations\n\n\n"
        "class Migration(migrations.Migration):\n"
        '    dependencies = [("users", "0001_initial")]\n'
        '    operations = [migrations.RunSQL("SELECT wrong")]\n',
    )

    assert "The migrations of your project do not run" in said
    assert "no such column: wrong" in said


def test_a_project_that_ends_python_is_reported(
    broken: Callable[[str, str], str],
) -> None:
    said = broken("users/views.py", "import os\n\nos._exit(3)\n")

    assert said == "Python ended while loading your project: it said nothing"


def test_a_project_that_never_loads_is_reported(
    broken: Callable[[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("course.servers.project_server.LOADING", 1.0)

    said = broken("users/views.py", "import time\n\ntime.sleep(60)\n")

    assert said == "Your project does not come to the end of loading."


@pytest.mark.postgres
def test_a_step_runs_on_postgresql(places: Places, tmp_path: Path) -> None:
    if installed_programs() is None:
        pytest.skip("the PostgreSQL of DATABASE_URL is used, and no other is here")
    with started(["run", "5", "--postgres"], places, tmp_path / "log") as running:
        registered = running.answer("POST", "/user/create/", ADA)
        servers = [
            process
            for process in psutil.process_iter(["cmdline"])
            if str(places.learn) in " ".join(process.info["cmdline"] or [])
        ]

        assert registered.status == 201
        assert "PostgreSQL 18" in running.said()
        assert servers
        running.process.kill()
        until(lambda: all_gone(servers), "PostgreSQL is left behind")
