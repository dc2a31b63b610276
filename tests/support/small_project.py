"""A small Django project that loads, to be changed until it does not."""

from pathlib import Path
from typing import Any

from course.checking.results import Broken, Report, TestResult
from course.checking.runner import run_tests

SETTINGS = """\
SECRET_KEY = "x" * 50
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "users",
]
AUTH_USER_MODEL = "users.User"
ROOT_URLCONF = "config.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
"""
URLS = """\
from django.urls import path

from users.views import hello

urlpatterns = [path("hello/", hello)]
"""
MODELS = """\
from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    pass
"""
VIEWS = """\
from django.http import JsonResponse


def hello(request):
    return JsonResponse({"hello": "world"})
"""
PROJECT = {
    "manage.py": "",
    "config/settings.py": SETTINGS,
    "config/urls.py": URLS,
    "users/__init__.py": "",
    "users/models.py": MODELS,
    "users/views.py": VIEWS,
}
INI = "[pytest]\nfilterwarnings = error\nmarkers =\n    task(slug): its task\n"
HELLO = '''\
import pytest


@pytest.mark.task("greet")
def test_hello_answers_the_world(client):
    """Whoever asks is greeted."""
    response = client.get("/hello/")

    assert response.status_code == 200
    assert response.json() == {"hello": "world"}
'''


class SmallProject:
    """The project, in a folder with a name that is hard on tools, and its tests."""

    def __init__(self, folder: Path) -> None:
        self.work = folder / "C# projects ü" / "work"
        self.tests = folder / "a step" / "tests"
        write(self.work, PROJECT)

    def write(self, files: dict[str, str], test: str = HELLO) -> None:
        """Change files of the project, and put a file of tests beside it."""
        write(self.work, files)
        write(self.tests, {"test_hello.py": test, "../pytest.ini": INI})

    def request(self) -> dict[str, Any]:
        """What test_process.py is asked, with the results beside the project."""
        return {
            "tests": str(self.tests),
            "project": str(self.work),
            "results": str(self.tests.parent / "results.jsonl"),
            "select": [],
            "patience": 30,
            "timeout": 60,
        }

    def run(
        self, files: dict[str, str] | None = None, test: str = HELLO, **more: Any
    ) -> Report:
        """Run the tests (a file's text) against the project with these files."""
        self.write(files or {}, test)
        return run_tests(self.tests, self.work, **more)

    def result(self, files: dict[str, str], test: str, **more: Any) -> TestResult:
        """Run one test and return its result."""
        report = self.run(files, test, **more)
        assert report.broken is None, report.broken
        (result,) = report.results
        return result


def broken(report: Report) -> Broken:
    """Return why the tests did not start, which they must not."""
    assert report.results == ()
    assert report.broken is not None, report.output
    assert "Traceback" not in report.broken.sentence + report.broken.next_action
    return report.broken


def write(folder: Path, files: dict[str, str]) -> None:
    """Write the files, each named by its path in the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
