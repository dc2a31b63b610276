"""A project that does not load gets a sentence with file and line, and what to do."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.small_project import (
    MODELS,
    SETTINGS,
    URLS,
    VIEWS,
    SmallProject,
    broken,
    write,
)

from course.checking.in_process.startup import diagnose
from course.checking.job_results import read_records, read_report
from course.checking.results import Report
from course.checking.runner import clean_environment
from course.paths import ROOT

# What was changed, and what must be said: words of the sentence, file, line, and a
# word of the next action.
CASES = {
    "syntax": (
        {"users/views.py": VIEWS + "x = (1,\n"},
        "users/views.py, line 6: Python cannot read this line ('(' was never closed): "
        "x = (1,",
        ("users/views.py", 6),
        "bracket",
    ),
    "merge": (
        {"users/views.py": VIEWS + "<<<<<<< yours\n=======\n>>>>>>> end of step 05\n"},
        "users/views.py, line 6: a merge left its markers here.",
        ("users/views.py", 6),
        "take out the marker lines",
    ),
    "indentation": (
        {"users/views.py": "def hello(request):\nreturn 1\n"},
        "users/views.py, line 2: the indentation does not fit",
        ("users/views.py", 2),
        "four spaces",
    ),
    "null bytes": (
        {"users/views.py": "x = 1\n\0"},
        "users/views.py is not saved as UTF-8",
        ("users/views.py", None),
        "UTF-8",
    ),
    "missing name": (
        {"config/urls.py": URLS.replace("import hello", "import helo")},
        "config/urls.py, line 3 imports helo from users.views, which has no such name. "
        "Did you mean hello?",
        ("config/urls.py", 3),
        "Correct the name",
    ),
    "missing module of the project": (
        {"config/urls.py": URLS.replace("users.views", "users.view")},
        "config/urls.py, line 3 imports users.view, and there is no such module. "
        "Did you mean users.views?",
        ("config/urls.py", 3),
        "users/view.py",
    ),
    "missing file": (
        {
            "config/urls.py": URLS.replace("users.views", "users.serializers"),
            "tests/test_serializers.py": "",
            "users/urls.py": "",
        },
        "config/urls.py, line 3 imports users.serializers, and there is no such "
        "module.$",
        ("config/urls.py", 3),
        "create users/serializers.py",
    ),
    "missing package": (
        {"users/views.py": "import rest_framwork_simplejwt\n" + VIEWS},
        "users/views.py, line 1 imports rest_framwork_simplejwt, and there is no such "
        "module. Did you mean rest_framework_simplejwt?",
        ("users/views.py", 1),
        "requirements.txt",
    ),
    "circular import": (
        {
            "users/views.py": "from users.helpers import help_out\n" + VIEWS,
            "users/helpers.py": "from users.views import hello\n\nhelp_out = 1\n",
        },
        "a circular import: users/views.py and users/helpers.py import each other",
        ("users/helpers.py", 1),
        "third module",
    ),
    "misspelled attribute": (
        {
            "config/urls.py": URLS.replace(
                "from users.views import hello", "from users import views"
            ).replace(", hello)", ", views.helo)")
        },
        "config/urls.py, line 5 uses helo of users.views, which has no such name. "
        "Did you mean hello?",
        ("config/urls.py", 5),
        "users.views",
    ),
    "undefined name": (
        {"config/urls.py": URLS.replace("from django.urls import path\n", "")},
        "config/urls.py, line 4 uses the name path, which is not defined there",
        ("config/urls.py", 4),
        "import path",
    ),
    "app not installed": (
        {"config/settings.py": SETTINGS.replace('    "users",\n', "")},
        "config/settings.py, line 2: INSTALLED_APPS does not name the app “users”",
        ("config/settings.py", 2),
        'Add "users" to INSTALLED_APPS',
    ),
    "another app not installed": (
        {
            "shop/models.py": MODELS.replace("User(", "Buyer("),
            "users/views.py": "import shop.models\n" + VIEWS,
        },
        "config/settings.py, line 2: INSTALLED_APPS does not name the app “shop”",
        ("config/settings.py", 2),
        'Add "shop" to INSTALLED_APPS',
    ),
    "app of Django misspelled": (
        {"config/settings.py": SETTINGS.replace("contenttypes", "contentypes")},
        "config/settings.py, line 4 names django.contrib.contentypes, and there is no "
        "such module. Did you mean django.contrib.contenttypes?",
        ("config/settings.py", 4),
        "Correct the name",
    ),
    "app misspelled": (
        {"config/settings.py": SETTINGS.replace('"users",', '"user",')},
        "config/settings.py, line 5 names user, and there is no such module. "
        "Did you mean users?",
        ("config/settings.py", 5),
        "Correct the name",
    ),
    "no apps": (
        {
            "config/settings.py": SETTINGS.replace("INSTALLED_APPS", "INSTALED_APPS"),
            "users/views.py": "from users.models import User\n" + VIEWS,
        },
        "config/settings.py does not set INSTALLED_APPS",
        ("config/settings.py", None),
        "the list of apps",
    ),
    "no URLconf": (
        {"config/settings.py": SETTINGS.replace("ROOT_URLCONF", "ROOT_URLCNF")},
        "Django asks for the setting ROOT_URLCONF, and config/settings.py has none",
        (None, None),
        "Define ROOT_URLCONF",
    ),
    "a name that only Django reads": (
        {"users/models.py": MODELS.replace("pass", "USERNAME_FIELD = 'mail'")},
        "users/models.py, line 5: User has no field named 'mail' (FieldDoesNotExist)",
        ("users/models.py", 5),
        "Correct that line",
    ),
    "user model not set": (
        {"config/settings.py": SETTINGS.replace('AUTH_USER_MODEL = "users.User"', "")},
        "config/settings.py does not set AUTH_USER_MODEL",
        ("config/settings.py", 2),
        'AUTH_USER_MODEL = "users.User"',
    ),
    # Python takes the package, where there is a module of that name as well.
    "user model not set, settings in parts": (
        {
            "config/settings/__init__.py": "from config.settings.base import *\n",
            "config/settings/base.py": SETTINGS.replace("AUTH_USER_MODEL", "_MODEL"),
        },
        "config/settings/base.py does not set AUTH_USER_MODEL",
        ("config/settings/base.py", 2),
        "to config/settings/base.py",
    ),
    "user model misspelled": (
        {"config/settings.py": SETTINGS.replace("users.User", "users.Usr")},
        "config/settings.py, line 7: AUTH_USER_MODEL names users.Usr, which is no",
        ("config/settings.py", 7),
        "users.User",
    ),
    "user model without its app": (
        {"config/settings.py": SETTINGS.replace('"users.User"', '"User"')},
        "config/settings.py, line 7: AUTH_USER_MODEL names no app and model",
        ("config/settings.py", 7),
        "users.User",
    ),
    "setting missing": (
        {"users/views.py": VIEWS + "from django.conf import settings\nsettings.LIFE\n"},
        "users/views.py, line 7 asks for the setting LIFE, and config/settings.py has",
        ("users/views.py", 7),
        "Define LIFE",
    ),
    "empty secret key": (
        {"config/settings.py": SETTINGS.replace('"x" * 50', '""')},
        "config/settings.py, line 1: Django refuses the settings: The SECRET_KEY",
        ("config/settings.py", 1),
        "setting",
    ),
    "environment variable": (
        {"config/settings.py": 'import os\nKEY = os.environ["PEPPER"]\n' + SETTINGS},
        "config/settings.py, line 2 needs the environment variable PEPPER",
        ("config/settings.py", 2),
        "DEBUG=1",
    ),
    "no URLs": (
        {"config/urls.py": "patterns = []\n"},
        "config/urls.py has no list called urlpatterns",
        ("config/urls.py", None),
        "urlpatterns = [",
    ),
    "namespace": (
        {
            "config/urls.py": "from django.urls import include, path\n"
            "urlpatterns = [path('', include('users.urls', namespace='users'))]\n",
            "users/urls.py": "urlpatterns = []\n",
        },
        "config/urls.py, line 2: include() is given a namespace",
        ("config/urls.py", 2),
        "app_name",
    ),
    "view without as_view": (
        {
            "users/views.py": "from django.views import View\n\n"
            "class hello(View):\n    pass\n"
        },
        "config/urls.py, line 5: hello is a class, and a path needs a view",
        ("config/urls.py", 5),
        "hello.as_view()",
    ),
    "not a view": (
        {"config/urls.py": URLS.replace(", hello)", ", 'hello')")},
        "config/urls.py, line 5: this path has no view that can be called",
        ("config/urls.py", 5),
        "as_view()",
    ),
    "model too early": (
        {"users/__init__.py": "from users.models import User\n"},
        "users/models.py, line 1 needs a model before Django has loaded the apps",
        ("users/models.py", 1),
        "__init__.py",
    ),
    "system check": (
        {"users/models.py": MODELS.replace("pass", "USERNAME_FIELD = 'first_name'")},
        "users/models.py, line 4: Django's system check says: 'User.first_name' must",
        ("users/models.py", 4),
        "Correct that",
    ),
    "exit": (
        {"users/views.py": "import sys\nsys.exit('bye')\n"},
        "users/views.py, line 2 ends Python while the project is loading",
        ("users/views.py", 2),
        "Take that call out",
    ),
    "exit without a word": (
        {"users/views.py": "import os\nos._exit(5)\n"},
        "Python ended with exit code 5 while the project was loading",
        (None, None),
        "outside of any function",
    ),
    "input": (
        {"users/views.py": "name = input('Who?')\n"},
        "users/views.py, line 1 waits for somebody to type",
        ("users/views.py", 1),
        "input()",
    ),
    "query while loading": (
        {
            "users/views.py": VIEWS + "from users.models import User\n"
            "EVERYBODY = list(User.objects.all())\n"
        },
        "users/views.py, line 7 asks the database while the project is loading",
        ("users/views.py", 7),
        "function or method",
    ),
    "any other error": (
        {"users/views.py": "print('loading')\n1 / 0\n"},
        "users/views.py, line 2: division by zero (ZeroDivisionError)",
        ("users/views.py", 2),
        "Correct that line",
    ),
}


# Runs each request of its standard input in a fork of a process that has Django.
FORKS = """
import json, os, sys
sys.path.insert(0, sys.argv[1])
import django.db.models, django.test, django.urls
import course.checking.in_process.pytest_recorder, course.checking.in_process.startup
from course.checking.results import Request
from course.checking.test_process import work
codes = []
for request in json.load(sys.stdin):
    child = os.fork()
    if child == 0:
        try:
            work(Request(**request))
        finally:
            os._exit(0)
    codes.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
json.dump(codes, open(sys.argv[2], "w"))
"""


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """The report of each case; in forks where there are any, which saves seconds."""
    place = tmp_path_factory.mktemp("cases")
    projects = {}
    for number, (name, (files, *_)) in enumerate(CASES.items()):
        projects[name] = SmallProject(place / str(number))
        projects[name].write(files)
    if not hasattr(os, "fork"):
        return {name: project.run() for name, project in projects.items()}
    requests = [project.request() for project in projects.values()]
    subprocess.run(
        [sys.executable, "-c", FORKS, str(ROOT), str(place / "codes.json")],
        input=json.dumps(requests),
        env=clean_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
        timeout=300,
    )
    codes = json.loads((place / "codes.json").read_text(encoding="utf-8"))
    return {
        name: read_report(read_records(Path(request["results"])), "", code)
        for name, request, code in zip(projects, requests, codes, strict=True)
    }


@pytest.mark.xdist_group("diagnosis")
@pytest.mark.parametrize("name", CASES)
def test_a_project_that_does_not_load_gets_a_sentence(answers, name):
    _, sentence, place, action = CASES[name]
    answer = broken(answers[name])

    # A sentence that is given to its end has a dollar there.
    assert sentence in f"{answer.sentence}$"
    assert (answer.file, answer.line) == place
    assert action in answer.next_action


def test_a_loop_while_loading_is_ended_and_named(tmp_path):
    small = SmallProject(tmp_path)
    loop = "import time\n\nwhile True:\n    time.sleep(1)\n"
    answer = broken(small.run({"users/views.py": loop}, patience=15))

    assert (answer.file, answer.line) == ("users/views.py", 4)
    assert "Still running after 15 seconds while the project was loading" in (
        answer.sentence
    )


# What is in the folder, and what must be said.
INCOMPLETE = {
    "nothing": ([], "no Django project here yet", "startproject config ."),
    "one folder too deep": (
        ["config/manage.py", "config/config/settings.py"],
        "one folder too deep: manage.py is in config/",
        "startproject config .",
    ),
    "another name": (
        ["manage.py", "django_auth/settings.py"],
        "The settings are in django_auth/settings.py",
        "Call that folder config",
    ),
    "no manage.py, settings in parts": (
        ["config/settings/__init__.py", "config/settings/base.py"],
        "manage.py is missing",
        "copy",
    ),
    "no manage.py": (["config/settings.py"], "manage.py is missing", "copy"),
    "no settings": (["manage.py"], "config/settings.py is missing", "copy"),
}


@pytest.mark.parametrize(
    ("files", "sentence", "action"), INCOMPLETE.values(), ids=INCOMPLETE
)
def test_a_project_that_is_not_there_gets_what_to_type(
    tmp_path, files, sentence, action
):
    write(tmp_path, dict.fromkeys(files, ""))
    answer = diagnose(tmp_path)

    assert sentence in answer.sentence
    assert action in answer.next_action
