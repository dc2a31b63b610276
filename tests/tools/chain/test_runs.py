"""The runs behind the checks, on projects in which each finds its defect."""

import shutil
from pathlib import Path, PureWindowsPath

import dj_database_url
import pytest

from course.curriculum.project_files import copy_project
from course.curriculum.steps import load_steps
from tools.chain import Chain
from tools.chain.run_chain import run_inside, sqlite_url

SETTINGS = """\
SECRET_KEY = "x" * 50
INSTALLED_APPS = []
ROOT_URLCONF = "config.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
"""
URLS = """\
from django.http import JsonResponse
from django.urls import path

urlpatterns = [path("old/", lambda request: JsonResponse({}))]
"""
PYTEST_INI = """\
[pytest]
DJANGO_SETTINGS_MODULE = config.settings
addopts = --strict-markers
markers = task(slug): the task of a test
"""
TEST = """\
import pytest

pytestmark = pytest.mark.task("task")


@pytest.mark.parametrize("path", ["/old/"])
def test_answers(client, path):
    assert client.get(path).status_code == 200
"""
FIRST = {
    "config/__init__.py": "",
    "config/settings.py": SETTINGS,
    "config/urls.py": URLS,
    "manage.py": "",
    "pytest.ini": PYTEST_INI,
    "tests/test_old.py": TEST,
}


def test_green_and_red_runs_find_what_is_wrong_with_each_test(make_steps, tmp_path):
    second = {
        **FIRST,
        "config/urls.py": URLS.replace('"old/"', '"new/"'),
        "config/extra.py": "",
        "tests/test_new.py": TEST.replace('"/old/"', '"/new/"'),
        "tests/test_early.py": TEST.replace('"/old/"', '"/old/", "/new/"'),
        "tests/test_import.py": f"import config.extra\n{TEST.replace('old', 'new')}",
    }
    steps = make_steps(FIRST, second)
    before = sorted(str(path) for path in tmp_path.rglob("*"))

    with Chain(steps) as chain:
        assert chain.check("green", steps[0]) == []
        green = {each.where: each.lines for each in chain.check("green", steps[1])}
        new = chain.new(steps[1])
        red = {each.where: each.what for each in chain.check("red", steps[1])}

    wrong = ("AssertionError: assert 404 == 200",)
    assert green == {
        "tests/test_old.py::test_answers[/old/]": wrong,
        "tests/test_early.py::test_answers[/old/]": wrong,
    }
    assert "test_old.py::test_answers[/old/]" not in new
    assert red == {
        "tests/test_early.py::test_answers[/old/]": "passed on the step before already",
        "tests/test_import.py": "the test file cannot be imported on the step before",
        "tests/test_import.py::test_answers[/new/]": "did not run on the step before",
    }
    assert sorted(str(path) for path in tmp_path.rglob("*")) == before


def test_first_step_is_held_against_what_startproject_writes(make_steps):
    files = {
        **FIRST,
        "tests/test_old.py": TEST
        + "\n\ndef test_admin_is_gone(client):\n"
        + '    assert client.get("/admin/").status_code == 404\n',
    }
    (step,) = make_steps(files)

    with Chain([step]) as chain:
        found = chain.check("red", step)
        project = chain.project_before(step)
        assert (project / "manage.py").is_file()
        assert chain.lines(step)[1] > 50
    assert not project.exists()

    # The project of startproject has an admin, which sends to its login form.
    assert [each.where for each in found] == ["tests/test_old.py::test_admin_is_gone"]
    assert found[0].lines == ("AssertionError: assert 302 == 404",)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that the second step's code has made, with its user."""
    file = tmp_path_factory.mktemp("data ä #1") / "db.sqlite3"
    assert run_inside(load_steps()[1].path, "make", sqlite_url(file)) == ""
    return file


@pytest.mark.xdist_group("chain-data")
@pytest.mark.parametrize(
    ("number", "path", "old", "new", "error"),
    [
        (
            3,
            "users/models.py",
            "is_staff = ",
            "nickname = models.CharField(default='', max_length=9)\n    is_staff = ",
            "makemigrations --check: changes without a migration: Migrations for",
        ),
        (
            3,
            "config/settings.py",
            "AUTH_USER_MODEL",
            "PASSWORD_HASHERS = ['django.contrib.auth.hashers.MD5PasswordHasher']\n"
            "AUTH_USER_MODEL",
            "POST /admin/login/ answers 200, not 302",
        ),
        (
            5,
            "users/views.py",
            "authenticate(",
            "(lambda *a, **k: None)(",
            "POST /user/login/ answers 401, not 200",
        ),
    ],
    ids=["no migration", "other hasher", "login refuses"],
)
def test_data_that_is_not_kept_is_found(
    database, tmp_path, number, path, old, new, error
):
    project = tmp_path / "project"
    copy_project(load_steps()[number - 1].path, project)
    text = (project / path).read_text(encoding="utf-8")
    assert old in text
    (project / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    shutil.copy(database, tmp_path / "copy.sqlite3")

    said = run_inside(project, "use", sqlite_url(tmp_path / "copy.sqlite3"))

    assert said.startswith(error)


def test_data_is_carried_beside_the_steps_not_in_them(tmp_path):
    for step in load_steps()[1:3]:
        folder = tmp_path / "steps" / step.name
        copy_project(step.path, folder)
        shutil.copy(step.path / "step.toml", folder)
    before = sorted(tmp_path.rglob("*"))

    with Chain(load_steps(tmp_path)) as chain:
        assert chain.check("data", chain.steps[1]) == []

    assert sorted(tmp_path.rglob("*")) == before


def test_step_whose_code_fails_to_make_the_data_is_named(make_steps):
    migrations = {"users/migrations/0001_initial.py": "", "manage.py": ""}
    steps = make_steps(migrations, migrations)

    with Chain(steps) as chain:
        (defect,) = chain.check("data", steps[1])

    assert defect.where == "data from step 01"
    assert defect.what == "step 01's code cannot make the data"
    assert defect.lines == ("ModuleNotFoundError: No module named 'config'",)


def test_data_comes_from_the_step_before_where_it_has_tables(make_steps):
    table = {"users/migrations/0001_initial.py": ""}
    steps = make_steps({"a.py": ""}, table, table)

    with Chain(steps) as chain:
        assert chain.data_maker(steps[0]) is None
        assert chain.data_maker(steps[1]) == steps[1]
        assert chain.data_maker(steps[2]) == steps[1]
        assert chain.check("data", steps[0]) == []


@pytest.mark.parametrize(
    "path", [Path("/tmp/ä b#c%20?d/db.sqlite3"), PureWindowsPath("C:/Users/x y/db")]
)
def test_url_of_a_database_file_survives_odd_paths(path):
    assert dj_database_url.parse(sqlite_url(path))["NAME"] == path.as_posix()
