"""A private PostgreSQL that runs while somebody needs it, without any set-up.

The programs come in a wheel that is loaded on first use; the data stays in .learn/.
"""

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from course.errors import CourseError
from course.paths import Places
from course.servers.postgres_binaries import programs
from course.servers.postgres_cluster import SUPERUSER, Cluster
from course.servers.supervisor import Guarded
from course.workspace.pid_files import read_record, recorded

# What the notes rely on: in older ones every role may create tables in "public".
LOWEST = 150000

# As in the notes of step 01.
ROLE = "django_auth"
DATABASE = "auth"


@dataclass(frozen=True)
class Postgres:
    """A server that answers: its DATABASE_URL and its version, such as ``18.4``."""

    url: str
    version: str


@contextlib.contextmanager
def private_postgres(
    where: Places, name: str, *, throwaway: bool = False
) -> Iterator[Postgres]:
    """Run a server on a free loopback port until the block ends.

    ``name`` is the folder under .learn/postgres/ that keeps the data. ``throwaway``
    begins with an empty one and trades durability for speed. Raises CourseError where
    the programs cannot be had or the server does not start.
    """
    cluster = Cluster(where.learn / "postgres" / name, programs())
    owner = read_record(where, f"postgres-{name}")
    if owner:
        raise CourseError(
            f"Process {owner.pid} uses the PostgreSQL in .learn/postgres/{name}.",
            "Wait for its end, or stop it with Ctrl-C in its window.",
        )
    with recorded(where, f"postgres-{name}", name):
        cluster.recover()
        if throwaway:
            shutil.rmtree(cluster.folder, ignore_errors=True)
        cluster.create()
        with Guarded(stop=cluster.command("pg_ctl", "stop", "-m", "fast")):
            yield _prepare(cluster, cluster.start(throwaway=throwaway))


def own_postgres(url: str) -> Postgres:
    """Return the server that DATABASE_URL names.

    Raises CourseError where it does not answer, is too old for the notes, or does not
    let us create databases.
    """
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            version = connection.info.server_version
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles"
                " WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error as error:
        lines = str(error).strip().splitlines()
        raise CourseError(
            f"The PostgreSQL of DATABASE_URL does not answer: {lines[0]}",
            "Correct DATABASE_URL, or unset it to use the one that comes along.",
        ) from error
    if version < LOWEST:
        raise CourseError(
            f"DATABASE_URL names PostgreSQL {version // 10000}; 15 is the lowest.",
            "Name a newer one, or unset DATABASE_URL to use the one that comes along.",
        )
    if not (row and row[0]):
        raise CourseError(
            "The role of DATABASE_URL may not create databases, which tests need.",
            "As the superuser: ALTER ROLE … CREATEDB;",
        )
    return Postgres(url, f"{version // 10000}.{version % 10000}")


def _prepare(cluster: Cluster, port: int) -> Postgres:
    import psycopg
    from psycopg import sql

    password = cluster.password
    role, database = sql.Identifier(ROLE), sql.Identifier(DATABASE)
    # Each is asked for by itself: an earlier run may have been cut off between them.
    wanted = {
        "SELECT 1 FROM pg_roles WHERE rolname = %s": (
            ROLE,
            sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(
                role, sql.Literal(password)
            ),
        ),
        "SELECT 1 FROM pg_database WHERE datname = %s": (
            DATABASE,
            sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role),
        ),
    }
    with psycopg.connect(
        host="127.0.0.1",
        port=port,
        user=SUPERUSER,
        password=password,
        dbname="postgres",
        autocommit=True,
    ) as connection:
        version = connection.info.parameter_status("server_version") or ""
        for question, (name, command) in wanted.items():
            if connection.execute(question, [name]).fetchone() is None:
                connection.execute(command)
    url = f"postgres://{ROLE}:{password}@127.0.0.1:{port}/{DATABASE}"
    return Postgres(url, version)
