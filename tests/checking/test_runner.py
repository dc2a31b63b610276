"""Tests meet a project in a process of their own, and every run has an answer."""

import os
import py_compile
import sqlite3
from pathlib import Path

import pytest
from support.small_project import SETTINGS, VIEWS, SmallProject, write

from course.checking.job_results import read_report
from course.checking.results import Report, TestResult

MANY = '''\
import pytest


@pytest.mark.task("wrong-status")
def test_nobody_is_there(client):
    """Attack L0: a page that should not exist."""
    response = client.get("/hello/")

    assert response.status_code == 404


@pytest.mark.task("wrong-value")
def test_hello_names_the_moon(client):
    body = client.get("/hello/").json()

    assert body["hello"] == "moon"


@pytest.mark.task("wrong-value")
def test_hello_is_what_we_say(client):
    ours = {"hello": "moon"}

    assert client.get("/hello/").json() == ours


@pytest.mark.task("wrong-value")
def test_hello_is_a_page(client):
    response = client.get("/hello/")

    assert response["Content-Type"].startswith("text/")


@pytest.mark.task("raises")
@pytest.mark.parametrize("name", ["", "ada"])
def test_greeting_by_name(client, name):
    response = client.get("/greet/", {"name": name})

    assert response.status_code == 200


@pytest.mark.task("raises")
def test_a_bad_name_is_refused():
    from users.views import check

    with pytest.raises(ValueError):
        check("bad")


@pytest.fixture
def missing():
    from users.models import Account

    return Account()


@pytest.mark.task("set-up")
def test_an_account(missing):
    assert missing


@pytest.mark.skip(reason="needs a server")
@pytest.mark.task("skipped")
def test_later():
    pass


@pytest.mark.django_db
@pytest.mark.task("database")
def test_a_user_is_stored():
    from users.models import User

    User.objects.create_user("ada")
    print("stored", User.objects.count())

    assert User.objects.count() == 1


def test_environment():
    import os

    assert "SECRET_KEY" not in os.environ
    assert os.environ["GIVEN"] == "yes"
'''
GREET = (
    VIEWS
    + """

def greet(request):
    name = {"": "nobody"}[request.GET["name"]]
    return JsonResponse({"hello": name})


def check(name):
    return name
"""
)
GREET_URLS = """\
from django.urls import path

from users.views import greet, hello

urlpatterns = [path("hello/", hello), path("greet/", greet)]
"""


@pytest.fixture
def small(tmp_path: Path) -> SmallProject:
    """A small project that loads."""
    return SmallProject(tmp_path)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """One run of tests that end in every way, with a database and old files about."""
    small = SmallProject(tmp_path_factory.mktemp("many"))
    # The learner's own tests and caches are none of this run's business.
    write(
        small.work,
        {
            "tests/conftest.py": "raise RuntimeError('not mine')\n",
            "tests/test_mine.py": "this is no Python\n",
            "conftest.py": "raise RuntimeError('not mine')\n",
            "pytest.ini": "[pytest]\naddopts = --no-such-option\n",
            "course/__init__.py": "from course import models\n",
            "course/models.py": "MINE = True\n",
            "users/views.py": "from course.models import MINE\n" + GREET,
            "config/urls.py": GREET_URLS,
            "config/settings.py": SETTINGS + "print('loading')\n",
        },
    )
    with sqlite3.connect(small.work / "db.sqlite3") as database:
        database.execute("CREATE TABLE mine (text)")
    database.close()
    before = everything(small.work.parent.parent)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECRET_KEY", "of the caller")
        patch.setenv("DJANGO_SETTINGS_MODULE", "somewhere.else")
        patch.setenv("PYTEST_ADDOPTS", "--no-such-option")
        report = small.run(test=MANY, environment={"GIVEN": "yes"})
    after = everything(small.work.parent.parent)
    assert {name for name in after if before.get(name) != after[name]} == {
        os.path.join("a step", "pytest.ini"),
        os.path.join("a step", "tests", "test_hello.py"),
    }
    return report


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def named(report: Report, name: str) -> TestResult:
    assert report.broken is None, report.broken
    (result,) = [each for each in report.results if each.nodeid.endswith(f"::{name}")]
    return result


def test_a_test_that_passes_is_reported_with_its_task(many):
    result = named(many, "test_a_user_is_stored")

    assert result.nodeid == "test_hello.py::test_a_user_is_stored"
    assert result.task == "database"
    assert result.outcome == "passed"
    assert result.message == ""
    assert result.printed == "stored 1\n"
    assert 0 < result.seconds < 30


def test_a_wrong_status_is_told_with_request_answer_and_view(many):
    result = named(many, "test_nobody_is_there")

    assert result.outcome == "failed"
    assert result.message == "AssertionError: assert 200 == 404"
    assert "def test_nobody_is_there" in result.details
    assert result.rule == "nobody is there"
    assert result.why == "Attack L0: a page that should not exist."
    assert result.expected == "the status 404 Not Found"
    assert result.happened == 'GET /hello/ answered 200 OK: {"hello": "world"}'
    assert (result.file, result.line) == ("users/views.py", 5)
    assert (result.test_file, result.test_line) == ("test_hello.py", 9)


def test_a_wrong_value_is_told_as_expected_and_found(many):
    result = named(many, "test_hello_names_the_moon")

    assert result.expected == "body['hello'] == 'moon'"
    assert result.happened == "body['hello'] is 'world'"


def test_a_value_that_the_test_computes_is_told_too(many):
    result = named(many, "test_hello_is_what_we_say")

    assert result.expected == (
        "client.get('/hello/').json() == ours, which is {'hello': 'moon'}"
    )
    assert "client.get('/hello/').json() is {'hello': 'world'}" in result.happened


def test_a_text_with_another_beginning_is_told_too(many):
    result = named(many, "test_hello_is_a_page")

    assert result.expected == "response['Content-Type'].startswith('text/')"
    assert result.happened.endswith("; response['Content-Type'] is 'application/json'")


def test_an_exception_is_told_with_the_line_of_the_learner(many):
    result = named(many, "test_greeting_by_name[ada]")

    assert result.message == "KeyError: 'ada'"
    assert result.expected == "this to work: client.get('/greet/', {'name': name})"
    assert result.happened == "KeyError: 'ada'"
    assert (result.file, result.line) == ("users/views.py", 10)
    assert result.rule == "greeting by name (ada)"
    assert named(many, "test_greeting_by_name[]").rule == "greeting by name (empty)"


def test_an_exception_that_does_not_come_is_told(many):
    result = named(many, "test_a_bad_name_is_refused")

    assert "DID NOT RAISE" in result.message
    assert result.expected == "ValueError from: check('bad')"
    assert result.happened == "that exception was not raised"


def test_an_error_in_the_set_up_counts_as_failed(many):
    result = named(many, "test_an_account")

    assert result.outcome == "failed"
    assert result.task == "set-up"
    assert result.message.startswith("ImportError: cannot import name 'Account'")


def test_a_skipped_test_is_neither_passed_nor_failed(many):
    assert named(many, "test_later").outcome == "skipped"


def test_the_environment_is_clean_but_for_what_is_given(many):
    assert named(many, "test_environment").outcome == "passed"


def test_a_loop_in_a_test_is_ended_and_named_and_the_rest_counts_as_not_run(small):
    loops = VIEWS.replace(
        "    return",
        "    import time\n    while True:\n        time.sleep(1)\n    return",
    )
    test = """\
def test_first():
    pass


def test_hello(client):
    client.get("/hello/")


def test_last():
    pass
"""
    report = small.run({"users/views.py": loops}, test, patience=15)
    first, stuck, last = report.results

    assert first.outcome == "passed"
    assert stuck.message == "Still running after 15 seconds"
    assert stuck.file == "users/views.py"
    assert stuck.line in {6, 7}
    assert last.outcome == "failed"
    assert last.message == "Not run: test_hello.py::test_hello did not let it."


def test_a_test_that_ends_the_process_is_named(small):
    report = small.run(test="def test_end():\n    import os\n    os._exit(4)\n")

    (result,) = report.results
    assert result.outcome == "failed"
    assert result.message == "Python ended with exit code 4"


def test_some_tests_are_selected_by_their_names(small):
    report = small.run(
        test="def test_one():\n    pass\n\n\ndef test_two():\n    assert 0\n",
        select=["test_hello.py::test_one"],
    )

    assert report.passed
    assert [result.nodeid for result in report.results] == ["test_hello.py::test_one"]


def test_an_edit_within_the_same_second_is_seen(small):
    """A compiled copy carries its source's time in whole seconds, and its size."""
    views = small.work / "users" / "views.py"
    test = (
        "def test_name():\n    from users.views import NAME\n    assert NAME == 'b'\n"
    )
    views.write_text(VIEWS + "NAME = 'a'\n", encoding="utf-8")
    moment = views.stat().st_mtime
    py_compile.compile(str(views))
    views.write_text(VIEWS + "NAME = 'b'\n", encoding="utf-8")
    os.utime(views, (moment, moment))

    assert small.result({}, test).outcome == "passed"


def test_tests_that_cannot_start_are_not_the_learners_fault(small):
    write(small.tests, {"conftest.py": "1 / 0\n"})
    report = small.run()

    assert report.broken is not None
    assert "your project is not the reason" in report.broken.sentence
    assert "ZeroDivisionError" in report.output


def test_a_folder_without_tests_is_no_success(small):
    report = small.run(test="")

    assert not report.passed
    assert "could not start" in report.broken.sentence


def test_half_a_report_of_a_killed_process_is_read():
    report = read_report([{"kind": "collected", "tests": [["a", "t"]]}], "", None)

    assert [each.message for each in report.results] == [
        "Still running when its time was over"
    ]
