"""The databases with which a project in a tab begins: what `migrate` would make."""

import os
import sqlite3
from pathlib import Path

import pytest

from course.browser.build import databases
from course.browser.build.databases import FOLDER, digest, forget_others, migrated
from course.curriculum.project_files import copy_project
from course.curriculum.steps import load_steps

STEPS = load_steps()
FIRST, LAST = STEPS[0], STEPS[-1]


def rows(content: bytes, query: str, folder: Path) -> list[tuple]:
    file = folder / "read.sqlite3"
    file.write_bytes(content)
    with sqlite3.connect(file) as connection:
        return connection.execute(query).fetchall()


def test_it_has_the_tables_and_every_migration_and_nobody(tmp_path) -> None:
    content = migrated(LAST.path, tmp_path)

    assert content is not None
    applied = rows(content, "SELECT app, name FROM django_migrations", tmp_path)
    own = {path.stem for path in LAST.path.glob("users/migrations/0*.py")}
    assert own
    assert own == {name for app, name in applied if app == "users"}
    assert rows(content, "SELECT * FROM users_user", tmp_path) == []
    assert rows(content, "SELECT * FROM django_session", tmp_path) == []


def test_a_project_without_migrations_of_its_own_has_none(tmp_path) -> None:
    assert migrated(FIRST.path, tmp_path) is None


def test_it_is_made_once(tmp_path, monkeypatch) -> None:
    made = migrated(LAST.path, tmp_path)
    monkeypatch.setattr(databases, "_migrate", lambda project: pytest.fail("again"))

    assert migrated(LAST.path, tmp_path) == made


def test_a_migration_that_fails_leaves_it_to_the_tab(tmp_path) -> None:
    copy = tmp_path / "project"
    copy_project(LAST.path, copy)
    (first,) = copy.glob("users/migrations/0001*.py")
    first.write_text("raise SystemExit(3)\n", encoding="utf-8")

    assert migrated(copy, tmp_path) is None
    assert not list(tmp_path.glob(f"{FOLDER}/*"))


@pytest.mark.parametrize("name", ["users/views.py", "users/migrations/0002_more.py"])
def test_a_change_of_the_project_is_another_one(name, tmp_path) -> None:
    copy = tmp_path / "project"
    copy_project(LAST.path, copy)
    before = digest(copy)
    with (copy / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")

    assert digest(copy) != before


def test_the_variables_of_the_machine_are_not_in_it(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'other.sqlite3'}")

    assert migrated(LAST.path, tmp_path) is not None
    assert not (tmp_path / "other.sqlite3").exists()


def test_those_of_other_projects_are_deleted_and_none_that_is_being_made(
    tmp_path,
) -> None:
    migrated(LAST.path, tmp_path)
    folder = tmp_path / FOLDER
    for name in ("of-before.sqlite3", "of-now.4711", "of-a-killed-run.4712"):
        (folder / name).write_bytes(b"")
    os.utime(folder / "of-a-killed-run.4712", (0, 0))

    forget_others(tmp_path, {digest(LAST.path)})

    one, other = sorted(path.name for path in folder.iterdir())
    assert digest(LAST.path) in one
    assert other == "of-now.4711"


def test_the_project_itself_is_left_as_it_is(tmp_path) -> None:
    copy = tmp_path / "project"
    copy_project(LAST.path, copy)
    before = sorted(copy.rglob("*"))

    assert migrated(copy, tmp_path) is not None
    assert sorted(copy.rglob("*")) == before
