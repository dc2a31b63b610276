"""What a tab keeps of a started Python, and the database that it need not make."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from .test_tab_project import ADA, START, send

pytestmark = pytest.mark.usefixtures("runtime")

FIND = """async () => {
    const { manifest } = await import("/assets/python/bundles.js");
    const { find } = await import("/assets/python/snapshot.js");
    return find(await manifest());
}"""
KEPT = f"async () => Boolean((await ({FIND})())?.memory)"
PUT_AWAY = """async () => {
    for (const name of await caches.keys()) {
        if (!name.startsWith("python ")) continue;
        const [request] = await (await caches.open(name)).keys();
        return request?.url ?? null;
    }
    return null;
}"""
WAIT = f"""async () => {{
    const address = {PUT_AWAY};
    while (!(await address())) await new Promise((done) => setTimeout(done, 100));
}}"""
# What is kept for a later visit is no memory of Python any more.
SPOIL = f"""async () => {{
    const address = await ({PUT_AWAY})();
    for (const name of await caches.keys()) {{
        if (!name.startsWith("python ")) continue;
        const headers = {{ "x-modules": "[]" }};
        const spoilt = new Response("spoilt", {{ headers }});
        await (await caches.open(name)).put(address, spoilt);
    }}
}}"""
HAS = f"""async (word) => {{
    const memory = await (await ({FIND})()).memory;
    const text = new TextDecoder("latin1").decode(memory);
    return text.includes(word);
}}"""
FILES = """async (step) =>
    (await import("/assets/python/runtime.js")).stepFiles(step)"""


@pytest.fixture
def begun(page: Page) -> Page:
    """A page on which one project has been started, and has left its memory."""
    page.goto("/glossary/")
    assert not page.evaluate(KEPT)
    start(page)
    assert page.evaluate(KEPT)
    return page


def start(page: Page, step: str = "05", **options: Any) -> None:
    error = page.evaluate(START, {"step": step, **options})
    assert error is None


def run(page: Page, code: str) -> Any:
    """Run a cell in the started project, and return what it prints, read as JSON."""
    result = page.evaluate("async (code) => project.run(code)", code)
    (output,) = result["outputs"]
    assert output["kind"] == "stdout", output["text"]
    return json.loads(output["text"])


@pytest.mark.parametrize("again", [False, True], ids=["first", "again"])
def test_the_first_python_and_those_from_its_memory_do_the_same(
    begun: Page, again: bool
) -> None:
    if again:
        start(begun)

    created = send(begun, "POST", "/user/create/", ADA | {"first_name": "Ada"})
    login = send(begun, "POST", "/user/login/", ADA)
    # What the browser has is reached as it is, and no stand-in for it.
    told = run(
        begun,
        "import js, json\nprint(json.dumps([bool(js.crypto.subtle), js.Date.now()]))",
    )

    assert (created["status"], login["status"]) == (201, 200)
    assert told[0] is True
    assert abs(told[1] - begun.evaluate("Date.now()")) < 60_000


def test_each_python_has_chances_of_its_own(begun: Page) -> None:
    code = "import json, random, secrets, uuid\n"
    code += (
        "print(json.dumps([random.random(), secrets.token_hex(), str(uuid.uuid4())]))"
    )

    found = []
    for _ in range(2):
        start(begun)
        found.append(run(begun, code))

    assert not set(found[0]) & set(found[1])


def test_variables_are_those_of_one_process(begun: Page) -> None:
    code = "import json, os\nprint(json.dumps(os.environ.get('COLOR')))"

    start(begun, env={"COLOR": "teal"})
    with_it = run(begun, code)
    start(begun)

    assert with_it == "teal"
    assert run(begun, code) is None


@pytest.mark.parametrize("first", [True, False], ids=["first", "again"])
def test_a_file_that_is_called_like_a_package_is_taken_as_at_home(
    page: Page, first: bool
) -> None:
    page.goto("/glossary/")
    if not first:
        start(page)
    own = {"probe.py": "import jwt\n", "jwt.py": 'WHOSE = "mine"\n'}

    # Without a step's project, which would not load with such a file.
    page.evaluate(
        """async (files) => {
            const { commands } = await import("/assets/python/runtime.js");
            const lines = 'python -c "import jwt; print(jwt.WHOSE)"';
            window.told = await commands({ step: "01", files, lines });
        }""",
        own,
    )

    assert page.evaluate("told.output") == "mine\n"
    assert page.evaluate("told.code") == 0


def test_nothing_of_the_learner_is_in_the_memory(page: Page) -> None:
    page.goto("/glossary/")
    files = page.evaluate(FILES, "05")
    files["users/views.py"] += '\nSECRET = "violet-herring-42"\n'

    start(page, files=files)
    send(page, "POST", "/user/create/", ADA | {"first_name": "Ada"})

    assert page.evaluate(HAS, "django.db.models")
    assert not page.evaluate(HAS, "violet-herring-42")
    assert not page.evaluate(HAS, ADA["password"])


def test_a_later_visit_begins_with_it(begun: Page) -> None:
    begun.evaluate(WAIT)

    begun.reload()

    assert begun.evaluate(KEPT)
    start(begun)
    assert send(begun, "GET", "/health/")["status"] == 200


def test_a_memory_that_is_spoilt_is_done_without(begun: Page) -> None:
    begun.evaluate(WAIT)
    begun.evaluate(SPOIL)
    begun.reload()
    assert begun.evaluate(KEPT)

    start(begun)

    assert send(begun, "GET", "/health/")["status"] == 200
    assert begun.evaluate(HAS, "django.db.models")


def applied(page: Page) -> list[str]:
    """When each migration of the database was applied."""
    tables = {table["name"]: table for table in page.evaluate("project.tables()")}
    table = tables["django_migrations"]
    return [row[table["columns"].index("applied")] for row in table["rows"]]


@pytest.mark.parametrize("step", ["02", "03", "04", "05", "06"])
def test_a_step_begins_with_the_tables_that_the_site_has(page: Page, step: str) -> None:
    page.goto("/glossary/")
    begin = page.evaluate("new Date().toISOString().replace('T', ' ')")

    start(page, step)

    assert applied(page)
    assert all(moment < begin for moment in applied(page))


def test_other_files_have_their_tables_made(page: Page) -> None:
    page.goto("/glossary/")
    begin = page.evaluate("new Date().toISOString().replace('T', ' ')")
    files = page.evaluate(FILES, "05")
    files["users/views.py"] += "\n# Changed.\n"

    start(page, files=files)

    assert applied(page)
    assert all(moment > begin for moment in applied(page))
