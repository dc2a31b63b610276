"""Each request of the notes, as the clients of its tabs write it."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from support.http_clients import PROGRAMS, Program, differences
from support.live_server import exchanges
from support.needed_tools import need_tool

from course.curriculum.steps import load_steps
from course.notes.clients import CLIENTS, curl, httpie, invoke, learn, requests
from course.notes.quoting import bash, plain_word, powershell, python
from course.notes.requests import Asked
from course.website.client_tabs import with_clients

# The last of the core: it needs a token, and another clock. CI runs every step
# (.ci/test_every_client.py).
STEPS = [step for step in load_steps() if step.number == 6]
# What somebody's password or name may look like.
STRANGE = [
    "plain",
    "",
    "two words",
    "it's",
    'say "hi"',
    "$HOME ${HOME} $(id) `id`",
    "back\\slash \\n \\",
    "Zoë Ångström 李",
    "100% & more; a|b > c ~ # !",
    "{brace} {{x",
    "\u2018curly\u2019 and \u201cdouble\u201d",
]

on_posix = pytest.mark.skipif(os.name == "nt", reason="bash of another system")
LOGIN = Asked("POST", "/user/login/", {"Content-Type": "application/json"}, "{}")
ASKED = """\
Log in:

```http title="Now (step 05)"
POST /user/login/ HTTP/1.1
Content-Type: application/json

{"email": "ada@example.com"}
```

```http
HTTP/1.1 400 Bad Request
```
"""


def login(**body: object) -> Asked:
    """A login with that body."""
    text = json.dumps(body, ensure_ascii=False)
    return Asked(LOGIN.method, LOGIN.path, LOGIN.headers, text)


@on_posix
@pytest.mark.parametrize("program", PROGRAMS, ids=str)
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_client_gets_the_recorded_answers(step, program: Program, tmp_path: Path):
    assert exchanges(step)
    assert differences(step, program, tmp_path) == []


def words_of_bash(line: str, **variables: str) -> list[str]:
    """The words that bash makes of a line."""
    script = f"printf '%s\\0' {line}"
    done = subprocess.run(
        [need_tool("bash"), "-c", script],
        env={**os.environ, **variables},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout.split("\0")[:-1]


@on_posix
@pytest.mark.parametrize("text", STRANGE)
def test_bash_reads_what_was_meant(text):
    around = f"{text}{{{{access}}}}{text}"
    line = f"{bash(text)} {plain_word(f'key={text}')} {bash(around)}"

    said = words_of_bash(line, access="a b$c")

    assert said == [text, f"key={text}", f"{text}a b$c{text}"]


@pytest.mark.parametrize("text", STRANGE)
def test_python_reads_what_was_meant(text):
    assert eval(python(text)) == text
    assert eval(python(text + "{{access}}"), {"access": "a{b}"}) == text + "a{b}"


def read_powershell(text: str, **variables: str) -> str:
    """The value of one quoted string, by the rules of about_Quoting_Rules.

    Typographic quotes end a string as straight ones do; twice, they stand for one.
    """
    if text[0] == "'":
        inner = text[1:-1]
        quote = "['\u2018\u2019\u201a\u201b]"
        assert not re.search(quote, re.sub(quote * 2, "", inner)), "ends too early"
        return re.sub(f"({quote}){quote}", r"\1", inner)
    value, rest = "", text[1:-1]
    while rest:
        if rest[0] == "`":
            value, rest = value + rest[1], rest[2:]
        elif name := re.match(r"\$\{(\w+)\}", rest):
            value, rest = value + variables[name[1]], rest[name.end() :]
        else:
            assert rest[0] not in '"$\u201c\u201d\u201e', "ends too early"
            value, rest = value + rest[0], rest[1:]
    return value


@pytest.mark.parametrize("text", STRANGE)
def test_powershell_reads_what_was_meant(text):
    assert read_powershell(powershell(text)) == text
    known = {"access": "a$b"}
    assert read_powershell(powershell(text + "{{access}}"), **known) == text + "a$b"


def test_powershell_sends_other_letters_as_utf_8():
    assert "charset" not in invoke(login(name="Ada"))
    assert "-ContentType 'application/json; charset=utf-8'" in invoke(login(name="Zoë"))


def test_a_token_is_a_variable_and_for_learn_the_last_login():
    headers = {"Accept": "application/json", "Authorization": "Bearer {{access}}"}
    request = Asked("GET", "/user/update/", headers, "")

    assert '-H "Authorization: Bearer ${access}"' in curl(request)
    assert "'Authorization' = \"Bearer ${access}\"" in invoke(request)
    assert '"Authorization:Bearer ${access}"' in httpie(request)
    assert 'f"Bearer {access}"' in requests(request)
    assert learn(request).endswith("http GET /user/update/ --token")


def test_httpie_gets_the_body_as_it_is_where_its_items_mean_something_else():
    assert "password=secret" in httpie(login(password="secret"))
    for value in ("@file", "=more", ":colon", "back\\slash"):
        assert "--raw" in httpie(login(password=value))


def test_a_body_that_words_cannot_say_has_no_line_of_learn():
    assert learn(login(email=["a"])) == (
        "python ../learn.py http POST /user/login/ 'email:=[\"a\"]'"
    )
    assert learn(Asked("POST", "/user/login/", LOGIN.headers, "[]")) == ""


def test_a_request_becomes_tabs_and_its_response_stays():
    page = with_clients(ASKED)

    names = re.findall(r'^=== "(.+)"$', page, re.MULTILINE)
    assert names == ["HTTP", *CLIENTS]
    assert '    ```http title="Now (step 05)"\n    POST /user/login/' in page
    assert page.endswith("\n```http\nHTTP/1.1 400 Bad Request\n```\n")
    assert page.count("The same request in your client") == 1
    assert "{{" not in page


def test_the_page_says_once_where_a_token_goes():
    page = with_clients(ASKED.replace("ada@example.com", "{{access}}") * 2)

    assert page.count("`$access = ") == 1


def test_notes_without_a_request_stay_as_they_are():
    assert with_clients("# A step\n\n```text\nx\n```\n") == (
        "# A step\n\n```text\nx\n```\n"
    )
