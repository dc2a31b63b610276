"""A step's project in the tab: it answers as on one's own machine."""

import json
from typing import Any

import pytest

pytestmark = [pytest.mark.usefixtures("runtime"), pytest.mark.returning]
ADA = {"email": "ada@example.com", "password": "correct horse battery staple"}
START = """async (options) => {
    const runtime = await import("/assets/python/runtime.js");
    const give = (error) => ({ error: { ...error, name: error.name } });
    window.project = await runtime.Project.start(options).catch(give);
    return window.project.error ?? null;
}"""


@pytest.fixture
def start(page: Any) -> Any:
    """``start(step="05")`` starts a project; its error, or None, is returned."""
    page.goto("/glossary/")
    return lambda **options: page.evaluate(START, options)


def send(page: Any, method: str, path: str, body: Any = None, **headers: str) -> Any:
    """Send a request to the started project."""
    asked: dict[str, Any] = {"method": method, "path": path, "headers": headers}
    if body is not None:
        asked["body"] = json.dumps(body)
        asked["headers"] = {"content-type": "application/json", **headers}
    return page.evaluate(
        "async (asked) => ({ ...(await project.request(asked)), body: null })", asked
    )


def call(page: Any, what: str, *values: Any) -> Any:
    """Call a method of the started project."""
    return page.evaluate(
        "async ([what, values]) => project[what](...values)", [what, list(values)]
    )


def test_somebody_registers_logs_in_and_sees_herself(page: Any, start: Any) -> None:
    assert start(step="06") is None

    created = send(page, "POST", "/user/create/", ADA | {"first_name": "Ada"})
    login = send(page, "POST", "/user/login/", ADA)
    token = json.loads(login["text"])["access"]
    seen = send(page, "GET", "/user/update/", Authorization=f"Bearer {token}")
    refused = send(page, "GET", "/user/update/")

    assert (created["status"], created["reason"]) == (201, "Created")
    assert login["status"] == 200
    assert json.loads(seen["text"])["first_name"] == "Ada"
    assert refused["status"] == 401
    assert ["WWW-Authenticate", 'Bearer realm="api"'] in refused["headers"]


def test_the_stored_hash_is_one_of_the_full_iterations(page: Any, start: Any) -> None:
    start(step="05")
    send(page, "POST", "/user/create/", ADA | {"first_name": "Ada"})

    tables = {table["name"]: table for table in call(page, "tables")}

    users = tables["users_user"]
    row = dict(zip(users["columns"], users["rows"][0], strict=True))
    assert users["total"] == 1
    assert row["email"] == "ada@example.com"
    assert row["password"].startswith("pbkdf2_sha256$1000000$")


def test_without_jspi_the_hash_is_the_same(page: Any, start: Any) -> None:
    start(step="05")
    code = "from django.contrib.auth.hashers import make_password\n"
    code += "from course.browser.python import machine\n"
    code += "asked = 'sha256', b'secret', b'salt', 1000\n"
    code += "machine._can_wait(), machine.pbkdf2_hmac(*asked).hex(), "
    code += "machine._in_python(*asked, 32).hex()"

    (output,) = call(page, "run", code)["outputs"]

    waits, fast, slow = eval(output["text"])
    assert waits is True
    assert fast == slow


def test_a_token_lives_through_its_expiry(page: Any, start: Any) -> None:
    start(step="06")
    send(page, "POST", "/user/create/", ADA | {"first_name": "Ada"})
    token = json.loads(send(page, "POST", "/user/login/", ADA)["text"])["access"]
    header = {"Authorization": f"Bearer {token}"}

    assert send(page, "GET", "/user/update/", **header)["status"] == 200
    call(page, "clock", 14 * 60)
    assert send(page, "GET", "/user/update/", **header)["status"] == 200
    call(page, "clock", 16 * 60)
    late = send(page, "GET", "/user/update/", **header)
    assert late["status"] == 401
    assert "expired" in late["text"]
    call(page, "clock", 0)
    assert send(page, "GET", "/user/update/", **header)["status"] == 200


def test_a_command_runs_in_a_process_of_its_own_on_the_same_database(
    page: Any, start: Any
) -> None:
    start(step="02")
    lines = """
        DJANGO_SUPERUSER_PASSWORD="correct horse battery staple" python manage.py \
createsuperuser --noinput --email Grace@Example.com --first_name Grace
        JWT_SIGNING_KEY=secret123 python manage.py check
        python manage.py migrate
    """

    made = call(page, "manage", lines)

    assert made["code"] == 1
    assert made["output"].startswith("Superuser created successfully.\n")
    assert "JWT_SIGNING_KEY has 9 bytes, fewer than 32." in made["output"]
    # The line after one that fails does not run.
    assert "Operations to perform" not in made["output"]
    tables = {table["name"]: table for table in call(page, "tables")}
    assert tables["users_user"]["total"] == 1
    (value,) = call(page, "run", "from users.models import User; User.objects.get()")[
        "outputs"
    ]
    assert "grace@example.com" in value["text"]


def command(page: Any, step: str, files: dict[str, str], lines: str) -> Any:
    """Run lines of a terminal on files, without a project that is served."""
    page.goto("/glossary/")
    return page.evaluate(
        """async (asked) => {
            const { commands } = await import("/assets/python/runtime.js");
            const { database, ...told } = await commands(asked);
            return { ...told, database: Boolean(database) };
        }""",
        {"step": step, "files": files, "lines": lines},
    )


def test_a_project_is_begun_in_an_empty_folder(page: Any) -> None:
    line = "django-admin startproject config ."

    made = command(page, "01", {"notes~": "mine"}, line)

    assert (made["code"], made["output"], made["database"]) == (0, "", False)
    assert "config.settings" in made["files"]["manage.py"]
    assert made["files"]["notes~"] == "mine"
    assert not [path for path in made["files"] if path.endswith(".pyc")]
    again = command(page, "01", made["files"], line)
    assert again["code"] == 1
    assert "CommandError" in again["output"]
    assert again["files"] == made["files"]


def test_a_migration_is_written_for_the_next_line_and_stays(page: Any) -> None:
    page.goto("/glossary/")
    files = page.evaluate(
        """async () => (await import("/assets/python/runtime.js")).stepFiles("02")"""
    )
    migration = next(path for path in files if path.endswith("0001_initial.py"))
    del files[migration]

    made = command(
        page,
        "02",
        files,
        "python manage.py makemigrations users\npython manage.py migrate",
    )

    assert "Create model User" in made["output"]
    assert "Applying users.0001_initial... OK" in made["output"]
    assert "migrations.CreateModel(" in made["files"][migration]
    assert made["database"] is True


def test_cookies_are_kept_where_that_is_asked_for(page: Any, start: Any) -> None:
    start(step="02")
    ask = "async (jar) => (await project.request({ path: '/admin/login/', jar })).text"

    with_jar = page.evaluate(ask, True)
    prefix = page.evaluate("new URL(project.address).pathname")

    assert f'href="{prefix}static/admin/css/base.css"' in with_jar
    assert 'href="/static/admin/css/base.css"' in page.evaluate(ask, False)
    style = page.evaluate(
        "async () => (await project.request({ path: '/static/admin/css/base.css', "
        "jar: true })).status"
    )
    assert style == 200


def test_a_project_that_does_not_load_says_where(page: Any, start: Any) -> None:
    files = page.evaluate(
        "async () => (await import('/assets/python/runtime.js')).stepFiles('04')"
    )
    files["users/views.py"] = files["users/views.py"].replace("class ", "clas ", 1)

    error = start(step="04", files=files)

    assert error["name"] == "Broken"
    assert error["broken"]["file"] == "users/views.py"
    assert error["broken"]["line"] > 1
    assert "Python cannot read this line" in error["broken"]["message"]


def test_an_endless_loop_is_ended_and_the_project_starts_again(
    page: Any, start: Any
) -> None:
    start(step="01")

    ended = page.evaluate(
        """async () => {
            const running = project.run("while True: pass");
            const outcome = running.then(() => "done", (error) => error.name);
            setTimeout(() => project.stop(), 200);
            return [await outcome, project.running];
        }"""
    )

    assert ended == ["Stopped", False]
    assert start(step="01") is None
    assert send(page, "GET", "/health/")["status"] == 200


def test_loading_can_be_cancelled(page: Any, site: str) -> None:
    page.goto("/glossary/")

    name = page.evaluate(
        """async () => {
            const { Project } = await import("/assets/python/runtime.js");
            const stop = new AbortController();
            const [onProgress, signal] = [() => stop.abort(), stop.signal];
            const starting = Project.start({ step: "01", onProgress, signal });
            return starting.then(() => "started", (error) => error.name);
        }"""
    )

    assert name == "Cancelled"


def test_a_loop_in_the_project_is_named_by_the_check(page: Any) -> None:
    page.goto("/glossary/")
    document = page.evaluate(
        """async () => {
            const { check, stepFiles } = await import("/assets/python/runtime.js");
            const files = await stepFiles("01");
            files["config/urls.py"] += "\\nwhile True:\\n    pass\\n";
            return check({ step: "01", files, patience: 2 });
        }"""
    )

    assert document["status"] == "broken"
    assert document["broken"]["file"] == "config/urls.py"
    assert "Still running after 2 seconds" in document["broken"]["message"]


def test_a_project_that_ends_python_is_told(page: Any) -> None:
    page.goto("/glossary/")
    document = page.evaluate(
        """async () => {
            const { check, stepFiles } = await import("/assets/python/runtime.js");
            const files = await stepFiles("01");
            files["config/urls.py"] += "\\nimport os\\nos._exit(3)\\n";
            return check({ step: "01", files });
        }"""
    )

    assert document["status"] == "broken"
    assert "Python ended with exit code 3" in document["broken"]["message"]


def test_an_answer_to_head_has_no_body(page: Any, start: Any) -> None:
    start(step="05")

    got, head = send(page, "GET", "/health/"), send(page, "HEAD", "/health/")

    assert json.loads(got["text"]) == {"status": "ok"}
    assert (head["status"], head["text"]) == (200, "")


def test_two_slashes_at_the_beginning_of_a_path_are_no_host(
    page: Any, start: Any
) -> None:
    start(step="05")

    assert send(page, "GET", "//other.example/health/")["status"] == 404
    assert send(page, "GET", "//health/")["status"] == 404
