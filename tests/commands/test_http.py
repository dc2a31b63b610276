"""``http`` against a running project: what a learner does with it, and gets wrong."""

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from support.full_disk import fill_up
from support.made_tokens import token
from support.needed_tools import Answer
from support.served_verb import Started, started, until

from course.curriculum.steps import load_steps
from course.paths import ROOT, Places
from course.tokens.last_token import remember
from course.workspace.pid_files import recorded

Cli = Callable[..., Answer]
pytestmark = pytest.mark.xdist_group("request")
ADA = ("email=ada@example.com", "password=correct horse battery staple")
VIEW = """

def boom(request):
    # So that the page has something to escape.
    raise KeyError("<x> & y")
"""
URL = """
from users.views import boom

urlpatterns.append(path("boom/", boom))
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """The end of step 06 as a learner's project, with a view that fails; Ada in it."""
    folder = tmp_path_factory.mktemp("C# projects ü")
    where = Places(ROOT, folder / "work", folder / ".learn")
    (step,) = (step for step in load_steps() if step.number == 6)
    shutil.copytree(step.path, where.work)
    for name, text in (("users/views.py", VIEW), ("config/urls.py", URL)):
        file = where.work / name
        file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")
    with started(["run"], where, folder / "log") as running:
        names = {"first_name": "Ada", "last_name": "Lovelace"}
        answer = running.answer(
            "POST", "/user/create/", dict(item.split("=") for item in ADA) | names
        )
        assert answer.status == 201, answer.body
        yield running


@pytest.fixture
def ask(server: Started, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """``ask("GET", "/health/")``: the verb ``http``, with the server's own .learn/."""
    monkeypatch.setenv("LEARN_WORK", str(server.log.parent / "work"))
    # The record of the running server says on which port it is.
    monkeypatch.setenv("LEARN_HOME", str(server.log.parent / ".learn"))
    (server.log.parent / ".learn" / "tokens.json").unlink(missing_ok=True)
    return lambda *words: cli("http", *words)


def test_status_headers_and_body_are_told(ask: Cli, server: Started) -> None:
    answer = ask("GET", "/health/")

    assert answer.code == 0, answer.err
    first, empty, status, *rest = answer.out.splitlines()
    assert (first, empty) == (f"GET http://127.0.0.1:{server.port}/health/", "")
    assert status.startswith("✓ 200 OK: done; what was asked for is below (")
    assert rest == [
        "  Content-Type: application/json",
        "  Allow: GET, HEAD, OPTIONS",
        "",
        "{",
        '  "status": "ok"',
        "}",
    ]


def test_as_a_process_the_exit_code_says_whether_there_was_an_answer(
    ask: Cli, server: Started
) -> None:
    codes = [
        subprocess.run(
            [sys.executable, "-m", "course", "http", *words],
            cwd=ROOT,
            capture_output=True,
            check=False,
            timeout=180,
        ).returncode
        for words in (["/user/update/"], ["/health/", "--port", "1"], ["PSOT", "/x/"])
    ]

    assert codes == [0, 2, 2]


def test_a_login_is_remembered_and_sent_with_token(ask: Cli, places: Places) -> None:
    login = ask("POST", "/user/login/", *ADA)
    assert "The access token is remembered; --token sends it." in login.out
    assert "python learn.py decode last" in login.out

    answer = ask("/user/update/", "--token", "-v")

    assert '"email": "ada@example.com"' in answer.out
    assert "Authorization: Bearer ey" in answer.out
    assert "python learn.py decode" not in answer.out


def test_a_full_disk_takes_no_answer(
    ask: Cli, server: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_up(server.log.parent / ".learn", monkeypatch)
    answer = ask("POST", "/user/login/", *ADA)

    assert answer.code == 0
    assert "✓ 200 OK" in answer.out
    assert "remembered" not in answer.out
    assert "The tokens could not be kept" in answer.err
    assert "No space left" in answer.err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes of files")
def test_the_remembered_token_is_for_its_owner_only(ask: Cli, server: Started) -> None:
    ask("POST", "/user/login/", *ADA)

    file = server.log.parent / ".learn" / "tokens.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_token_without_a_login_says_how_to_log_in(ask: Cli) -> None:
    answer = ask("/user/update/", "--token")

    assert answer.code == 2
    assert "No token is remembered yet" in answer.err
    assert "python learn.py http POST /user/login/ email=" in answer.err


def test_a_wrong_password_is_an_answer_too(ask: Cli) -> None:
    answer = ask("POST", "/user/login/", ADA[0], "password=wrong")

    assert answer.code == 0
    assert "✗ 401 Unauthorized: who is asking?" in answer.out
    assert '  WWW-Authenticate: Bearer realm="api"\n' in answer.out
    assert "remembered" not in answer.out


def test_an_expired_token_is_recognized(ask: Cli, server: Started) -> None:
    where = Places(ROOT, server.log.parent / "work", server.log.parent / ".learn")
    remember(where, {"access": token()}, "POST /user/login/")

    answer = ask("/user/update/", "--token")

    assert "✗ 401" in answer.out
    assert "→ The token that was sent expired" in answer.out
    assert "  python learn.py http POST /user/login/ email=" in answer.out


def test_a_forgotten_token_is_remarked_on(ask: Cli) -> None:
    ask("POST", "/user/login/", *ADA)

    assert "→ No token was sent. With the last one: --token" in ask("/user/update/").out


def test_a_misspelled_scheme_is_named(ask: Cli) -> None:
    answer = ask("/user/update/", "--header", "Authorization: Baerer xyz")

    assert "The scheme that was sent is “Baerer”, not “Bearer”." in answer.out


def test_token_and_a_header_of_ones_own_exclude_each_other(ask: Cli) -> None:
    ask("POST", "/user/login/", *ADA)

    assert ask("/", "--token", "--header", "authorization: x").code == 2


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_missing_slash_is_explained(ask: Cli, method: str) -> None:
    answer = ask(method, "/user/login", "email=x")

    assert answer.code == 0
    assert "→ The path lacks its slash at the end" in answer.out
    assert f"\n  python learn.py http {method} /user/login/" in answer.out
    # Django's page for DEBUG is 500 lines long.
    assert len(answer.out.splitlines()) < 20


def test_a_wrong_path_is_told_which_paths_there_are(ask: Cli) -> None:
    answer = ask("/user/logn/")

    assert "✗ 404 Not Found" in answer.out
    assert "/admin/, /health/, /user/create/, /user/login/" in answer.out
    assert "→ Did you mean /user/login/ ?" in answer.out
    assert "<" not in answer.out


def test_a_wrong_method_is_told_which_there_are(ask: Cli) -> None:
    assert "→ It takes POST, OPTIONS." in ask("GET", "/user/login/").out


def test_an_exception_is_told_in_one_line(ask: Cli) -> None:
    answer = ask("/boom/")

    assert "✗ 500 Internal Server Error" in answer.out
    assert "\nKeyError: '<x> & y'\n" in answer.out
    file = os.path.join("users", "views.py")
    assert f"In your file: {file}, line " in answer.out
    assert len(answer.out.splitlines()) < 12


def test_a_traceback_of_plain_text_is_told_in_one_line_too(ask: Cli) -> None:
    answer = ask("/boom/", "--header", "Accept: application/json")

    assert "\nKeyError: '<x> & y'\n" in answer.out
    assert "In your file: " in answer.out
    assert len(answer.out.splitlines()) < 12


def test_a_page_is_told_by_its_first_lines(ask: Cli) -> None:
    answer = ask("POST", "/admin/login/", "username=a", "--form")

    assert "CSRF verification failed. Request aborted." in answer.out
    assert "<" not in answer.out


def test_a_form_is_no_json(ask: Cli) -> None:
    answer = ask("POST", "/user/login/", *ADA, "--form", "-v")

    assert "Content-Type: application/x-www-form-urlencoded" in answer.out
    assert "email=ada%40example.com&password=correct+horse" in answer.out
    assert "✓ 200" in answer.out


def test_programs_get_json_and_no_token_that_was_sent(
    ask: Cli, server: Started
) -> None:
    login = json.loads(ask("POST", "/user/login/", *ADA, "--json").out)
    answer = ask("/user/update/", "--token", "--json")
    data = json.loads(answer.out)

    assert login["status"] == 200
    assert login["body"]["access"] not in answer.out
    assert data["request"]["method"] == "GET"
    assert data["status"] == 200
    assert data["body"]["email"] == "ada@example.com"
    assert ["Content-Type", "application/json"] in data["headers"]


def test_an_answer_without_a_body_says_so(ask: Cli) -> None:
    assert "\n(no body)\n" in ask("HEAD", "/health/").out


def test_without_a_server_it_says_how_to_start_one(cli: Cli) -> None:
    answer = cli("http", "/health/", "--port", "1")

    assert answer.code == 2
    assert "Nothing answers at http://127.0.0.1:1/." in answer.err
    assert "python learn.py run --port 1" in answer.err


def test_an_error_in_a_file_that_keeps_the_server_waiting_is_thought_of(
    ask: Cli, server: Started
) -> None:
    file = server.log.parent / "work" / "users" / "views.py"
    right = file.read_text(encoding="utf-8")

    file.write_text(f"{right}\nx = (\n", encoding="utf-8")
    said = "an error in a file keeps it from answering"
    try:
        until(lambda: said in " ".join(ask("/health/").err.split()), said)
        assert "Your project was started there" in ask("/health/").err
    finally:
        file.write_text(right, encoding="utf-8")
    until(lambda: ask("/health/").code == 0, "it goes on once the file is mended")


def test_a_server_that_is_not_up_yet_is_named(cli: Cli, places: Places) -> None:
    """After `run 5`, and while an error in a file keeps its reloader waiting."""
    with recorded(places, 1, "step 05_jwt_login"):
        answer = cli("http", "/health/")

    assert answer.code == 2
    assert "Nothing answers at http://127.0.0.1:1/. Step 05_jwt_login was" in answer.err
    assert f"started there (process {os.getpid()}): it is not ready yet" in answer.err
    assert "→ Look at its terminal." in answer.err
    assert "learn.py run" not in answer.err


def test_several_servers_are_listed(cli: Cli, places: Places) -> None:
    with recorded(places, 8011, "your project"), recorded(places, 8012, "step 05"):
        answer = cli("http", "/health/")

    assert answer.code == 2
    assert "--port 8011   your project\n  --port 8012   step 05" in answer.err


def test_a_server_on_djangos_own_port_is_found(
    cli: Cli, server: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("course.client.send.DJANGO_PORT", server.port)
    monkeypatch.setattr("course.client.send.PROJECT_PORT", 1)

    answer = cli("http", "/health/")

    assert answer.code == 2
    assert (
        f"a project of this tutorial, step 06, does.\n→ Add: --port {server.port}"
        in (answer.err)
    )


def test_the_record_of_the_site_is_none_of_a_project(
    cli: Cli, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("course.client.send.PROJECT_PORT", 1)
    with recorded(places, 8000, "the site of this tutorial"):
        assert "http://127.0.0.1:1/" in cli("http", "/health/").err
