"""A private PostgreSQL comes and goes, and every step works on a real one."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg
import pytest
from support.needed_tools import postgres_url
from support.served_verb import all_gone, until

from course.checking.runner import run_tests
from course.curriculum.steps import Step, load_steps
from course.errors import CourseError
from course.paths import ROOT, Places
from course.servers.postgres import own_postgres, private_postgres
from course.servers.postgres_binaries import installed_programs, programs


class Connection:
    """Stands in for a server of some version and some rights."""

    def __init__(self, version: int, may_create: bool) -> None:
        self.info = self
        self.server_version = version
        self._row = (may_create,)

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def execute(self, query: str) -> "Connection":
        return self

    def fetchone(self) -> tuple[bool]:
        return self._row


def test_an_address_that_does_not_answer_is_a_sentence() -> None:
    with pytest.raises(CourseError, match="DATABASE_URL does not answer") as caught:
        own_postgres("postgres://ada:secret@127.0.0.1:1/auth")

    assert "secret" not in caught.value.message


@pytest.mark.parametrize(
    ("version", "may_create", "said"),
    [(140011, True, "PostgreSQL 14; 15 is the lowest"), (150000, False, "may not")],
)
def test_a_server_that_will_not_do_is_refused(
    monkeypatch: pytest.MonkeyPatch, version: int, may_create: bool, said: str
) -> None:
    monkeypatch.setattr(
        psycopg, "connect", lambda *_, **__: Connection(version, may_create)
    )

    with pytest.raises(CourseError, match=said):
        own_postgres("postgres://ada@localhost/auth")


def test_a_server_of_ones_own_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psycopg, "connect", lambda *_, **__: Connection(170004, True))

    assert own_postgres("postgres://ada@localhost/auth").version == "17.4"


def test_programs_that_cannot_be_loaded_are_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = "import sys; sys.exit('ERROR: Could not find a version')"
    fails = ([sys.executable, "-c", code], {})
    monkeypatch.setattr("course.servers.postgres_binaries.MODULE", "no_such_module")
    monkeypatch.setattr("course.setup.extras.installers", lambda: [fails])

    with pytest.raises(CourseError) as caught:
        programs()

    assert caught.value.code == 2
    assert "Could not find a version" in caught.value.message
    assert "DATABASE_URL" in caught.value.next_action


@pytest.fixture
def deep(tmp_path: Path) -> Places:
    """Places whose paths are longer than the path of a Unix socket may be."""
    if installed_programs() is None:
        pytest.skip("the PostgreSQL of DATABASE_URL is used, and no other is here")
    folder = tmp_path / ("a deep füll path " * 6).strip() / ("and more " * 6).strip()
    return Places(ROOT, folder / "work", folder / ".learn")


def ask(url: str, query: str) -> object:
    """Return the one value that the query gives."""
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        cursor = connection.execute(query)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


@pytest.mark.postgres
def test_the_data_stays_and_the_server_goes(deep: Places) -> None:
    owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'auth'"
    with private_postgres(deep, "one") as server:
        assert int(server.version.partition(".")[0]) >= 15
        assert ask(server.url, owner) == "django_auth"
        # Not of a byte: upper and lower case are those of Unicode on every system.
        assert ask(server.url, "SELECT lower('ÄÉ')") == "äé"
        ask(server.url, "CREATE TABLE kept AS SELECT 42 AS answer")
        with (
            pytest.raises(CourseError, match="uses the PostgreSQL in"),
            private_postgres(deep, "one"),
        ):
            pass
    with pytest.raises(psycopg.OperationalError):
        ask(server.url, "SELECT 1")

    with private_postgres(deep, "one") as server:
        assert ask(server.url, "SELECT answer FROM kept") == 42


@pytest.mark.postgres
def test_a_throwaway_server_begins_with_nothing(deep: Places) -> None:
    for _ in range(2):
        with private_postgres(deep, "two", throwaway=True) as server:
            ask(server.url, "CREATE TABLE gone ()")


KILLED = """
import os, sys
sys.path.insert(0, {root!r})
from pathlib import Path
from course.paths import Places
from course.servers.postgres import private_postgres
where = Places(Path({root!r}), Path({learn!r}), Path({learn!r}))
manager = private_postgres(where, "three")
manager.__enter__()
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def killed(deep: Places) -> Iterator[Callable[[bool], None]]:
    """Start a server in a process of its own, and kill that process without a word."""
    left: list[psutil.Process] = []

    def kill(with_guard: bool) -> None:
        code = KILLED.format(root=str(ROOT), learn=str(deep.learn))
        with subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as owner:
            assert owner.stdout is not None
            assert owner.stdout.readline().strip() == b"ready"
            pid = deep.learn / "postgres" / "three" / "data" / "postmaster.pid"
            server = psutil.Process(int(pid.read_text().split()[0]))
            left.append(server)
            guards = psutil.Process(owner.pid).children()
            if with_guard:
                for guard in guards:
                    guard.kill()
            owner.kill()
        if not with_guard:
            until(lambda: all_gone([server]), "PostgreSQL is left behind")

    yield kill
    for process in left:
        if not all_gone([process]):
            process.kill()


@pytest.mark.postgres
@pytest.mark.parametrize("with_guard", [False, True], ids=["owner", "owner-and-guard"])
def test_a_server_starts_again_after_its_owner_was_killed(
    deep: Places, killed: Callable[[bool], None], with_guard: bool
) -> None:
    killed(with_guard)

    with private_postgres(deep, "three") as server:
        assert ask(server.url, "SELECT 1") == 1


@pytest.mark.postgres
def test_a_lock_whose_number_another_process_has_is_no_obstacle(deep: Places) -> None:
    with private_postgres(deep, "four"):
        pass
    stranger = psutil.Process()
    lock = deep.learn / "postgres" / "four" / "data" / "postmaster.pid"
    lock.write_text(f"{stranger.pid}\n/elsewhere\n1\n5432\n\n127.0.0.1\n1 1\nready\n")

    with private_postgres(deep, "four") as server:
        assert ask(server.url, "SELECT 1") == 1
    assert stranger.is_running()


def database_of(step: Step) -> str:
    """Return the URL of a database that this step's tests have for themselves."""
    url = urlsplit(postgres_url())
    return url._replace(path=f"{url.path}_{step.number_text}").geturl()


@pytest.mark.postgres
@pytest.mark.parametrize("step", load_steps(), ids=lambda step: step.name)
def test_the_tests_of_a_step_pass_on_postgresql(step: Step) -> None:
    report = run_tests(
        step.path / "tests",
        step.path,
        environment={"DATABASE_URL": database_of(step)},
    )

    failed = [each.nodeid for each in report.results if each.outcome == "failed"]
    assert report.passed, (failed, report.broken, report.output)
