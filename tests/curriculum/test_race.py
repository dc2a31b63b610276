"""Fault 16, attack L5: one address registered by many at the same moment.

Each step's own tests lose that race once, in one process. Here real requests run
in parallel against a server with several processes.
"""

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from faults.table import FAULTS
from support.needed_tools import postgres_url
from support.parallel_requests import Answer, Project, copy_of, race, serving

from course.curriculum.steps import load_steps

RUNNERS = 8
LAST = load_steps()[-1].path
LOST_RACE_IS_500 = next(fault for fault in FAULTS if fault.name == "lost-race-is-500")
# Every request has a thread, so that all of a round are answered at the same time.
TWO_PROCESSES = ("--workers", "2", "--threads", str(RUNNERS // 2))
FOUR_PROCESSES = ("--workers", "4")


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Project:
    """The last step on SQLite, with a hasher that takes its time and no work."""
    project = copy_of(LAST, tmp_path)
    patient = {**project.environment, "DJANGO_SETTINGS_MODULE": "patient"}
    return replace(project, environment=patient)


@pytest.fixture
def on_postgres(tmp_path: Path) -> Iterator[Project]:
    """The last step with its real hasher, on a PostgreSQL database of its own."""
    import psycopg

    url = postgres_url()
    name = f"race_{uuid.uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            own = urlsplit(url)._replace(path=f"/{name}").geturl()
            yield copy_of(LAST, tmp_path, DATABASE_URL=own)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def statuses(rounds: list[list[Answer]]) -> Counter[int]:
    """Count the statuses of all rounds."""
    return Counter(answer.status for answers in rounds for answer in answers)


def check_that_one_wins(rounds: list[list[Answer]]) -> None:
    """In each round there is one 201; the others are 400 and name the address."""
    for answers in rounds:
        others = [answer for answer in answers if answer.status != 201]
        assert len(others) == len(answers) - 1
        for answer in others:
            assert answer.status == 400, answer.body[:300]
            assert answer.body.startswith('{"email":')


def test_one_of_eight_gets_the_address(on_sqlite: Project) -> None:
    with serving(on_sqlite, *TWO_PROCESSES) as port:
        rounds = race(port, rounds=5, runners=RUNNERS)

    check_that_one_wins(rounds)
    assert statuses(rounds) == {201: 5, 400: 35}


def test_with_the_fault_the_race_is_lost_with_500(on_sqlite: Project) -> None:
    """The control: these requests do race. Check, then insert, is not enough."""
    LOST_RACE_IS_500.apply(on_sqlite.path)

    with serving(on_sqlite, *TWO_PROCESSES) as port:
        rounds = race(port, rounds=2, runners=RUNNERS)

    assert statuses(rounds)[500] > 0
    assert any("IntegrityError" in answer.body for each in rounds for answer in each)


@pytest.mark.postgres
def test_one_of_eight_gets_the_address_on_postgresql(
    on_postgres: Project,
) -> None:
    """Takes a minute: the real hasher. `pytest -rP` shows the count."""
    with serving(on_postgres, *FOUR_PROCESSES) as port:
        rounds = race(port, rounds=50, runners=RUNNERS)

    print(f"50 rounds of {RUNNERS}: {dict(sorted(statuses(rounds).items()))}")
    check_that_one_wins(rounds)
    assert statuses(rounds) == {201: 50, 400: 350}


@pytest.mark.postgres
def test_with_the_fault_the_race_is_lost_with_500_on_postgresql(
    on_postgres: Project,
) -> None:
    LOST_RACE_IS_500.apply(on_postgres.path)

    with serving(on_postgres, *FOUR_PROCESSES) as port:
        rounds = race(port, rounds=3, runners=RUNNERS)

    assert statuses(rounds)[500] > 0
    assert any("IntegrityError" in answer.body for each in rounds for answer in each)
