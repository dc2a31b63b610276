"""SQLite where nothing is said, PostgreSQL where DATABASE_URL names one."""

import pytest

URL = "postgres://django_auth:secret@db.example.com:5433/auth"


@pytest.mark.task("database-by-url")
def test_database_url_names_a_postgresql_server(load_settings):
    database = load_settings(DEBUG="1", DATABASE_URL=URL).DATABASES["default"]

    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert database["NAME"] == "auth"
    assert database["USER"] == "django_auth"
    assert database["HOST"] == "db.example.com"
    assert database["PORT"] == 5433


@pytest.mark.task("database-by-url")
def test_sqlite_is_there_when_the_url_is_not(load_settings):
    with_url = load_settings(DEBUG="1", DATABASE_URL=URL).DATABASES["default"]
    without = load_settings(DEBUG="1").DATABASES["default"]

    assert with_url["ENGINE"] != without["ENGINE"]
    assert without["ENGINE"] == "django.db.backends.sqlite3"
    # A file: what is in memory is gone with the process.
    assert str(without["NAME"]) not in {"", ":memory:"}
