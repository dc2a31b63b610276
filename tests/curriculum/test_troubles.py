"""The answers of docs/troubleshooting.md: each error is provoked by a test.

The project in tests/troubles/ is set up as simplejwt's own pages describe it, faults
included. Its tests run there, by its own settings, in a process of their own.
"""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from support.names_of_tests import names_of_tests

from course.checking.runner import clean_environment
from course.curriculum.project_files import copy_project
from course.curriculum.steps import load_steps
from course.paths import ROOT

PAGE = ROOT / "docs" / "troubleshooting.md"
PROJECT = ROOT / "tests" / "troubles" / "project"
# The twenty questions that people ask most: what the page says of each.
QUESTIONS = {
    "where to store the token": "Where do I store the token",
    "logout": "After a logout the access token still works",
    "no active account": "No active account found with the given credentials",
    "unhashed": "The password is stored unhashed",
    "stale token on an open view": "An AllowAny view answers 401",
    "403 instead of 401": "403 instead of 401",
    "wrong type": "Token has wrong type",
    "any token type": "Given token not valid for any token type",
    "subject": "Subject must be a string",
    "key length": "InsecureKeyLengthWarning",
    "two refreshes": "Token is blacklisted",
    "stolen refresh token": "Is a stolen refresh token noticed?",
    "password change": "A new password leaves the old tokens valid",
    "deleted user": "The refresh of a deleted user is 500",
    "all devices": "Log out from all devices",
    "claims and roles": "Roles and other claims of one's own",
    "last_login": "last_login stays empty",
    "lifetime": "A changed lifetime changes nothing",
    "middleware": "request.user is AnonymousUser in a middleware",
    "Apache": "Authentication credentials were not provided.",
    "cookie and CSRF": "Does a token in a cookie need CSRF protection?",
}


def entries() -> dict[str, str]:
    """Return the entries of the page: the heading of each, and its text."""
    parts = re.split(r"^### (.+)$", PAGE.read_text(encoding="utf-8"), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def named(text: str) -> list[str]:
    return re.findall(r"`(test_\w+)`", text)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory) -> dict[str, str]:
    """What the tests of the project say: "passed", or how they failed."""
    folder = tmp_path_factory.mktemp("troubles")
    copy_project(PROJECT, folder / "project")
    report = folder / "report.xml"
    plugins = ["-p", "pytest_django.plugin", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *plugins, f"--junit-xml={report}"],
        cwd=folder / "project",
        # The settings of the project are those in its pytest.ini.
        env={
            name: value
            for name, value in clean_environment().items()
            if name != "DJANGO_SETTINGS_MODULE"
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert report.is_file(), done.stdout + done.stderr
    return {
        case.attrib["name"].partition("[")[0]: next(
            (child.attrib.get("message", child.tag) for child in case), "passed"
        )
        for case in sorted(ET.parse(report).iter("testcase"), key=len)
    }


@pytest.mark.parametrize("name", sorted(names_of_tests(PROJECT)))
def test_the_trouble_comes_as_the_page_says(name, outcomes):
    assert outcomes[name] == "passed"


def test_every_trouble_that_is_provoked_has_its_entry():
    told = set(named(PAGE.read_text(encoding="utf-8")))

    assert names_of_tests(PROJECT) - told == set()


def test_every_entry_names_a_test_or_the_step_to_come():
    bare = [
        heading
        for heading, text in entries().items()
        if not named(text) and not re.search(r"Step (07|08|09|10|11|12) will", text)
    ]

    assert bare == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_questions_that_people_ask_have_their_entry(question):
    found = [each for each in entries() if each.startswith(QUESTIONS[question])]

    assert found


def test_a_heading_that_quotes_an_error_stands_in_a_test():
    """The words on the screen are the words of the page."""
    said = "".join(
        path.read_text(encoding="utf-8").replace('"\n        "', "")
        for path in PROJECT.rglob("test_*.py")
    )
    quoted = [
        "No active account found with the given credentials",
        "Authentication credentials were not provided.",
        "Authorization header must contain two space-delimited values",
        "Given token not valid for any token type",
        "Token has wrong type",
        "Token is blacklisted",
        "Subject must be a string",
        "InsecureKeyLengthWarning",
        "User not found",
        "User is inactive",
    ]

    assert [text for text in quoted if text not in said] == []
    assert [text for text in quoted if text not in PAGE.read_text("utf-8")] == []


def test_a_user_model_that_comes_late_is_told(tmp_path):
    """The tables of the admin were made for another user model."""
    project = tmp_path / "project"
    copy_project(load_steps()[1].path, project)
    settings = project / "config" / "settings.py"
    late = settings.read_text(encoding="utf-8")
    early = late.replace('AUTH_USER_MODEL = "users.User"', "")
    assert early != late

    settings.write_text(early.replace('    "users",\n', ""), encoding="utf-8")
    assert migrate(project).returncode == 0
    settings.write_text(late, encoding="utf-8")
    done = migrate(project)

    assert done.returncode == 1
    said = "Migration admin.0001_initial is applied before its dependency users.0001"
    assert said in done.stderr


def migrate(project: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=project,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
