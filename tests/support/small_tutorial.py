"""A tutorial of two small steps, to greet and then to part, with a mistake each."""

from pathlib import Path

from course.curriculum.steps import Step, load_steps
from course.paths import Places
from support.small_project import INI, write

TOML = """\
title = "{title}"
goal = "g"
idea = "i"
changes = []

[[tasks]]
slug = "{slug}"
title = "{task}"
red = "."
hints = [
    "Which view answers {slug}? None yet.",
    "Where is it? In `users/views.py`.",
    "What is it? `path(\\"{slug}/\\", {slug})`.",
]
"""
GREET = '''\
import pytest


@pytest.mark.task("greet")
def test_hello_answers_the_world(client):
    """Whoever asks is greeted."""
    response = client.get("/hello/")

    assert response.json() == {"hello": "world"}
'''
PART = """\
import pytest


@pytest.mark.task("part")
def test_goodbye_is_said(client):
    response = client.get("/goodbye/")

    assert response.status_code == 200


@pytest.mark.task("part")
def test_goodbye_has_words(client):
    print("asking for words")

    assert client.get("/goodbye/").json()
"""
MOON = """\
title = "The moon is greeted"
task = "greet"
say = "`users/views.py` greets the moon, which does not answer."
fix = "Write \\"world\\" for \\"moon\\"."
why = "Only the world has ears."
file = "users/*.py"
line = "moon"
[when]
message = "moon"
[[change]]
file = "users/views.py"
old = "world"
new = "moon"
"""
UNCLOSED = """\
title = "A bracket is not closed"
task = "part"
say = "`def hello(request` has no closing bracket."
fix = "Close it."
why = "Python reads on to the end of the file."
file = "users/*.py"
line = "def hello"
[when]
message = "Python cannot read"
source = [{file = "users/views.py", has = "request:"}]
[[change]]
file = "users/views.py"
old = "request):"
new = "request:"
"""
BOTH = (
    "from django.urls import path\n"
    "from users.views import hello\n"
    "urlpatterns = [path('hello/', hello), path('goodbye/', hello)]\n"
)


def make_tutorial(root: Path) -> list[Step]:
    """Write the tutorial into a folder that does not exist yet, and load it."""
    first = TOML.format(title="Greet", slug="greet", task="GET /hello/ greets")
    last = TOML.format(title="Part", slug="part", task="GET /goodbye/ parts")
    steps = root / "steps"
    write(steps / "01_greet", {"step.toml": first, "pytest.ini": INI})
    write(steps / "01_greet" / "tests", {"test_greet.py": GREET})
    write(steps / "01_greet" / "mistakes", {"moon.toml": MOON})
    write(steps / "02_part", {"step.toml": last, "pytest.ini": INI})
    write(steps / "02_part" / "tests", {"test_greet.py": GREET, "test_part.py": PART})
    write(steps / "02_part" / "mistakes", {"unclosed.toml": UNCLOSED})
    return load_steps(root)


def home_of(root: Path) -> Places:
    """Return a learner's folders inside the tutorial, as in the repository."""
    return Places(root=root, work=root / "work", learn=root / ".learn")
