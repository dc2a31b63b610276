"""``catch-up`` makes work/ ready for a step and loses neither code nor data."""

import dataclasses
import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from support.learner_folders import contents, make_socket, make_strange
from support.needed_tools import Answer
from support.small_project import write

from course.commands.run import _project
from course.curriculum.project_files import changed_paths, copy_project
from course.curriculum.steps import Step, load_steps
from course.paths import Places
from course.workspace.copy_tree import LeftOut
from course.workspace.database import carry_database
from course.workspace.merge_report import Merged
from course.workspace.merge_step import Brought, bring
from course.workspace.pid_files import recorded
from course.workspace.progress import current_step, mark_passed, set_current_step
from course.workspace.replace_work import MINE
from course.workspace.saved_copies import Kept

Cli = Callable[..., Answer]

ADA = {"email": "ada@example.com", "password": "a long engine of analysis"}
LOGIN = f"""
import django
django.setup()
from django.test import Client
answer = Client(SERVER_NAME="localhost").post("/user/login/", {ADA!r})
print(answer.status_code, answer.json())
"""
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
# The database below is made once in each process.
pytestmark = pytest.mark.xdist_group("catch-up")


def python(project: Path, code: str) -> str:
    """Run Python code in a project, and return what it printed."""
    environment = {**os.environ, "DEBUG": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def ada(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a learner who made a user in step 02."""
    project = tmp_path_factory.mktemp("ada") / "work"
    copy_project(load_steps()[1].path, project)
    python(
        project,
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "call_command('migrate', verbosity=0)\n"
        "from users.models import User\n"
        f"User.objects.create_user(first_name='Ada', **{ADA!r})\n",
    )
    return project / "db.sqlite3"


@pytest.fixture
def mine(places: Places, ada: Path) -> Path:
    """A learner's project: step 02 with a database, files and lines of their own."""
    copy_project(load_steps()[1].path, places.work)
    shutil.copy(ada, places.work / "db.sqlite3")
    write(places.work, {"notes/mine.txt": "mine\n", "users/extra.py": "X = 1\n"})
    add(places.work / "config" / "settings.py", "MINE = True\n")
    set_current_step(places, 3)
    for number in (1, 2):
        mark_passed(places, number)
    return places.work


def add(file: Path, text: str) -> None:
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def saved(places: Places) -> list[Path]:
    return sorted(places.saved.glob("*"))


def test_it_lays_down_the_step_before_and_the_user_logs_in(cli: Cli, places, mine):
    before = contents(mine)
    answer = cli("catch-up", "6")

    assert answer.code == 0
    assert changed_paths(load_steps()[4].path, mine) == []
    assert python(mine, LOGIN).startswith("200")
    assert current_step(places) == 6
    (copy,) = saved(places)
    assert contents(copy) == before
    assert "your users log in as before" in answer.out
    assert "python learn.py restore 1\n" in answer.out
    assert "python learn.py catch-up 6 --merge" in answer.out


def test_merge_keeps_my_code_and_the_user_logs_in(cli: Cli, places, mine, monkeypatch):
    """A learner needs no git for it."""
    before = contents(mine)
    monkeypatch.setenv("PATH", "")
    answer = cli("catch-up", "6", "--merge")

    assert answer.code == 0, answer.err
    assert python(mine, LOGIN).startswith("200")
    settings = (mine / "config" / "settings.py").read_text(encoding="utf-8")
    assert settings.endswith("MINE = True\n")
    assert "SIMPLE_JWT" in settings
    assert "    users/views.py\n" in answer.out
    assert changed_paths(load_steps()[4].path, mine) == [
        "config/settings.py",
        "notes/mine.txt",
        "users/extra.py",
    ]
    assert current_step(places) == 6
    (copy,) = saved(places)
    assert contents(copy) == before


def test_conflicts_are_marked_and_listed(cli: Cli, places, mine):
    write(mine, {"users/serializers.py": "MINE = 1\n"})
    answer = cli("catch-up", "4", "--merge")

    assert answer.code == 1
    text = (mine / "users" / "serializers.py").read_text(encoding="utf-8")
    assert text.startswith("<<<<<<< yours\nMINE = 1\n=======\n")
    assert text.endswith(">>>>>>> end of step 03\n")
    place = os.path.join(str(mine) + os.sep, "users/serializers.py:1")
    assert place in answer.out
    assert "Both changed, you decide (1 place):" in answer.out
    assert "Your database is as it was" in answer.out
    assert current_step(places) == 4

    before = contents(mine)
    again = cli("catch-up", "5", "--merge")

    assert again.code == 2
    assert "  users/serializers.py:1\n" in again.err
    assert contents(mine) == before
    assert len(saved(places)) == 1


def test_what_was_reached_already_is_not_brought_again(cli: Cli, places, mine):
    mark_passed(places, 3)
    before = contents(mine)
    answer = cli("catch-up", "4", "--merge")

    assert answer.code == 2
    assert "at the end of step 03 already" in answer.err
    assert "python learn.py check 4" in answer.err
    assert contents(mine) == before


def test_without_a_project_there_is_nothing_to_merge_into(cli: Cli, places):
    places.work.mkdir()
    answer = cli("catch-up", "4", "--merge")

    assert answer.code == 2
    assert "has no manage.py" in answer.err
    assert "python learn.py catch-up 4" in answer.err
    assert cli("catch-up").code == 2


def test_from_inside_work_the_commands_fit(cli: Cli, places, mine, monkeypatch):
    (mine / "db.sqlite3").unlink()
    monkeypatch.chdir(mine / "users")
    rename, stood = os.rename, []

    def watched(source, target):
        stood.append(Path.cwd())
        rename(source, target)

    monkeypatch.setattr(os, "rename", watched)
    answer = cli("catch-up", "4")

    # Windows moves no folder in which a program stands.
    assert stood == [places.root, places.root]
    assert Path.cwd() == mine / "users"
    assert f"First of all, type: cd {mine}" in answer.out


def test_a_database_with_migrations_of_its_own_stays_behind(cli: Cli, places, mine):
    with closing(sqlite3.connect(mine / "db.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('users', '0002_mine', '2026-11-24')"
        )
    before = contents(mine)
    answer = cli("catch-up", "4")

    assert answer.code == 0
    assert not (mine / "db.sqlite3").exists()
    assert "users.0002_mine" in answer.out
    assert "It is safe in" in answer.out
    (copy,) = saved(places)
    assert contents(copy) == before


def test_a_database_of_another_design_stays_behind(ada: Path, places, mine):
    """The migration has the usual name, but what it made is not what is needed."""
    with closing(sqlite3.connect(mine / "db.sqlite3")) as database, database:
        database.execute("ALTER TABLE users_user RENAME COLUMN last_name TO surname")
    new = places.work.parent / "new"
    copy_project(load_steps()[4].path, new)
    carried = carry_database(mine, new)

    assert carried is not None
    assert not carried.done
    assert "users_user.last_name is missing" in carried.why
    assert "users_user.surname is unknown" in carried.why
    assert not (new / "db.sqlite3").exists()


def test_going_back_before_the_first_table_leaves_the_data_behind(cli: Cli, mine):
    answer = cli("start", "2")

    assert "no tables yet" in answer.out
    assert not (mine / "db.sqlite3").exists()


def test_a_damaged_database_is_kept_and_said(cli: Cli, places, mine):
    (mine / "db.sqlite3").write_bytes(b"no database\0")
    answer = cli("start", "4")

    assert answer.code == 0
    assert "SQLite cannot read it" in answer.out
    assert (saved(places)[0] / "db.sqlite3").read_bytes() == b"no database\0"


def test_rows_of_a_database_in_use_come_along(places, mine):
    """What a running program has written is partly beside the file."""
    new = places.work.parent / "new"
    copy_project(load_steps()[4].path, new)
    with closing(sqlite3.connect(mine / "db.sqlite3")) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("UPDATE users_user SET first_name = 'Augusta'")
        database.commit()
        assert (mine / "db.sqlite3-wal").stat().st_size
        carried = carry_database(mine, new)

    assert carried is not None
    assert carried.done, carried.why
    with closing(sqlite3.connect(new / "db.sqlite3")) as database:
        names = database.execute("SELECT first_name FROM users_user").fetchall()
    assert names == [("Augusta",)]
    assert not (new / "db.sqlite3-wal").exists()


def test_a_database_elsewhere_is_left_and_said(cli: Cli, places, mine, monkeypatch):
    elsewhere = places.work.parent / "elsewhere.sqlite3"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{elsewhere}")
    answer = cli("catch-up", "4")

    assert "DATABASE_URL is set" in answer.out
    assert not elsewhere.exists()
    assert "your users log in as before" in answer.out


def test_who_has_begun_alone_is_brought_along(cli: Cli, places):
    """Nothing was laid down: what startproject wrote is no change of the learner's."""
    places.work.mkdir()
    command = [sys.executable, "-m", "django", "startproject", "config", "."]
    subprocess.run(command, cwd=places.work, check=True, capture_output=True)
    write(places.work, {"notes.txt": "mine\n"})
    answer = cli("catch-up", "2", "--merge")

    assert answer.code == 0, answer.out
    assert changed_paths(load_steps()[0].path, places.work) == ["notes.txt"]
    assert current_step(places) == 2


@pytest.fixture
def steps(tmp_path: Path) -> tuple[Path, Step]:
    """Two small steps: what changes from one to the other is to be brought."""
    base, end = tmp_path / "base", tmp_path / "end"
    first = {"users/models.py": "a\nb\nc\n", "users/migrations/0001_initial.py": "1\n"}
    write(base, first)
    more = {"users/models.py": "a\nb\nc\nd\n", "users/migrations/0002_new.py": "2\n"}
    write(end, first | more)
    return base, dataclasses.replace(load_steps()[0], path=end, number=2)


def test_a_migration_is_added_where_the_others_are_the_same(steps, tmp_path):
    work = tmp_path / "work"
    write(work, {"users/models.py": "a\nb\nc\n"})
    write(work, {"users/migrations/0001_initial.py": "mine, of another day\n"})
    brought = bring(*steps, work)

    assert brought.changed == ["users/migrations/0002_new.py", "users/models.py"]
    first = work / "users" / "migrations" / "0001_initial.py"
    assert first.read_text(encoding="utf-8") == "mine, of another day\n"
    assert brought.migrations == []


@pytest.mark.parametrize("name", ["0002_mine.py", "0002_new.py"])
def test_migrations_of_my_own_are_left_alone(steps, tmp_path, name):
    work = tmp_path / "work"
    write(work, {"users/models.py": "a\nb\nc\n"})
    own = ("0001_initial.py", name)
    write(work, {f"users/migrations/{file}": f"my {file}\n" for file in own})
    brought = bring(*steps, work)

    assert brought.changed == ["users/models.py"]
    stay = [] if name == "0002_new.py" else ["users/migrations/0002_new.py"]
    assert brought.migrations == stay
    folder = work / "users" / "migrations"
    assert {file.name: file.read_text("utf-8") for file in folder.iterdir()} == {
        file: f"my {file}\n" for file in own
    }


def test_models_without_a_migration_are_told(cli: Cli, mine):
    models = mine / "users" / "models.py"
    text = models.read_text(encoding="utf-8")
    field = "    nickname = models.CharField(max_length=9, default='')\n\n"
    place = text.index("    USERNAME_FIELD")
    models.write_text(text[:place] + field + text[place:], encoding="utf-8")
    answer = cli("catch-up", "4", "--merge")

    assert answer.code == 0, answer.out
    assert "changes that no migration makes yet" in answer.out
    assert "python manage.py makemigrations\n" in answer.out
    assert "your users log in as before" in answer.out


def test_migrations_that_stayed_out_are_named(steps, places, capsys):
    """With what to type, as the tables of the step are made by them."""
    _, end = steps
    path = "users/migrations/0002_new.py"
    told = Merged(None, end, load_steps()[2], places, Kept(None, None))
    told.tell(Brought(migrations=[path]), [])
    out = capsys.readouterr().out

    assert f"    {end.name}/{path}\n" in out
    assert "python manage.py makemigrations users\n" in out


@posix
@pytest.mark.parametrize("link", ["users", "users/models.py"])
def test_nothing_is_written_through_a_link(steps, tmp_path, link):
    outside, work = tmp_path / "outside", tmp_path / "work"
    copy_project(steps[0], outside)
    before = contents(outside)
    (work / link).parent.mkdir(parents=True)
    (work / link).symlink_to(outside / link)
    brought = bring(*steps, work)

    assert contents(outside) == before
    assert any("is a link" in other for other in brought.others)


def test_a_folder_in_the_way_and_a_missing_file_are_told(steps, tmp_path):
    write(tmp_path / "work", {"users/models.py/deep.txt": ""})
    brought = bring(
        *steps, tmp_path / "work", [LeftOut("users/migrations", "not readable")]
    )

    assert brought.changed == []
    assert brought.others == [
        "users/migrations/0002_new.py: users/migrations is not readable",
        "users/models.py: is a folder here, and a file in the step",
    ]


@posix
def test_strange_files_stay_where_they_are(cli: Cli, places, mine):
    outside = places.work.parent / "outside"
    make_strange(mine, outside)
    make_socket(mine)
    before, untouched = contents(mine), contents(outside)
    answer = cli("catch-up", "4", "--merge")

    assert answer.code == 0, answer.out
    (copy,) = saved(places)
    assert contents(copy) == before
    assert contents(outside) == untouched
    now = contents(mine)
    left_out = {"pipe", "server.sock"}
    assert {path for path in before if path not in now} == left_out
    assert "pipe is a pipe: it is in the saved copy alone." in answer.out
    assert (mine / "locked").stat().st_mode & 0o777 == 0o555
    assert not (places.learn / "building").exists()


@posix
@pytest.mark.parametrize("target", ["real", "nowhere"])
@pytest.mark.parametrize("verb", ["start", "catch-up"])
def test_a_link_in_the_place_of_work_is_refused(cli: Cli, places, verb, target):
    real = places.work.parent / "real"
    write(real, {"mine.txt": "mine\n"})
    places.work.symlink_to(places.work.parent / target)
    answer = cli(verb, "4")

    assert answer.code == 2
    assert "is a link" in answer.err
    assert os.readlink(places.work) == str(places.work.parent / target)
    assert contents(real) == {"mine.txt": contents(real)["mine.txt"]}


def test_a_project_that_is_being_served_stays(cli: Cli, places, mine):
    before = contents(mine)
    title = _project(places, None).title
    with recorded(places, 8001, title):
        answer = cli("catch-up", "4")

    assert title == MINE
    assert answer.code == 2
    assert f"process {os.getpid()}" in answer.err
    assert "Stop it with Ctrl-C" in answer.err
    assert contents(mine) == before


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "Make room on the disk"), (errno.EXDEV, "on two disks")],
)
def test_a_full_or_another_disk_changes_nothing(
    cli: Cli, places, mine, monkeypatch, number, said
):
    before = contents(mine)

    def refuse(source, target, **options):
        raise OSError(number, os.strerror(number))

    where = (shutil, "copy2") if number == errno.ENOSPC else (os, "rename")
    monkeypatch.setattr(*where, refuse)
    answer = cli("catch-up", "4", "--merge")

    assert answer.code == 2
    assert said in answer.err
    assert contents(mine) == before
    assert not (places.learn / "building").exists()
    assert current_step(places) == 3


@pytest.mark.skipif(os.name == "nt", reason="a lock of Windows holds for this process")
def test_two_commands_at_once_do_not_mix(cli: Cli, places, mine):
    import fcntl

    before = contents(mine)
    with (places.learn / "switch.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        answer = cli("catch-up", "4")

    assert answer.code == 2
    assert "Another command" in answer.err
    assert contents(mine) == before


def test_a_file_that_cannot_be_read_is_in_the_saved_copy(
    cli: Cli, places, mine, monkeypatch
):
    (mine / "db.sqlite3").unlink()
    before, copy2 = contents(mine), shutil.copy2

    def refuse(source, target, **options):
        if Path(source).name == "extra.py":
            raise PermissionError(errno.EACCES, "Permission denied", str(source))
        return copy2(source, target, **options)

    monkeypatch.setattr(shutil, "copy2", refuse)
    answer = cli("catch-up", "4", "--merge")

    assert answer.code == 0
    assert "users/extra.py is not readable: it is in the saved copy alone" in answer.out
    assert contents(saved(places)[0]) == before
