"""``author bench tab``: how long the lab of a browser's tab takes, as figures.

Chromium, driven by Playwright, loads the built site from this machine. Beside it stands
Pyodide as it is shipped, with the same packages and the same project, in the same run.
"""

import json
import re
import shutil
import statistics
import tempfile
import threading
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.table import Table

from course.browser.build.base import NPM, base_folder
from course.browser.build.node import need_node
from course.browser.build.packages import CORE, packages
from course.curriculum.project_files import project_files
from course.curriculum.steps import load_steps
from course.errors import CourseError
from course.paths import Places, command_line
from course.servers.static_site import StaticServer
from course.terminal import console
from course.website.build import build_site

# The step whose project is measured: it has a login.
STEP = 5
# Bytes a second of a line of 20 Mbit/s, and milliseconds until it answers.
LINE = {"downloadThroughput": 2_500_000, "uploadThroughput": 2_500_000, "latency": 20}
PAGE = "docs/in-the-tab.md"
MARKS = ("<!-- figures -->", "<!-- end of figures -->")

MEASURE = """async () => {
    const { Project } = await import("/assets/python/runtime.js");
    const begin = performance.now();
    const project = await Project.start({ step: "%s" });
    window.project = project;
    return performance.now() - begin;
}"""
USE = """async (step) => {
    const runtime = await import("/assets/python/runtime.js");
    const ada = { email: "ada@example.com", password: "correct horse battery staple" };
    const json = { method: "POST", headers: { "content-type": "application/json" } };
    // What fails is answered sooner.
    const sent = async (status, asked) => {
        const answer = await project.request(asked);
        if (answer.status === status) return answer;
        throw new Error(`${asked.path}: ${answer.status}`);
    };
    const post = (path, body, status = 200) =>
        sent(status, { ...json, path, body: JSON.stringify(body) });
    await post("/user/create/", { ...ada, first_name: "Ada" }, 201);
    await post("/user/login/", ada);
    const times = async (count, act) => {
        const found = [];
        for (let number = 0; number < count; number += 1) found.push((await act()).ms);
        return found.sort((a, b) => a - b)[Math.floor(count / 2)];
    };
    const get = await times(21, () => sent(200, { path: "/health/" }));
    const login = await times(5, () => post("/user/login/", ada));
    const begin = performance.now();
    const files = await runtime.stepFiles(step);
    const { status } = await runtime.check({ step, files });
    return { get, login, check: performance.now() - begin, status };
}"""
KEPT = """async () => {
    const kept = async () => {
        const name = (await caches.keys()).find((each) => each.startsWith("python "));
        return name && (await (await caches.open(name)).keys()).length;
    };
    while (!(await kept())) await new Promise((done) => setTimeout(done, 100));
}"""
STOCK = """
<!doctype html><meta charset="utf-8"><title>Stock</title>
<script type="module">
import { loadPyodide } from "/pyodide/pyodide.mjs";
window.run = async () => {
    const begin = performance.now();
    const python = await loadPyodide({ indexURL: "/pyodide/" });
    for (const name of ["packages", "project"]) {
        const bytes = await (await fetch(`/${name}.zip`)).arrayBuffer();
        const extractDir = name === "project" ? "/project" : python.runPython(
            "import site; site.getsitepackages()[0]");
        python.unpackArchive(bytes, "zip", { extractDir });
    }
    await python.runPythonAsync(`%s`);
    return performance.now() - begin;
};
</script>
"""
STOCK_START = """
import asyncio, hashlib, os, sys
hashlib.pbkdf2_hmac = None
os.chdir("/project")
sys.path.insert(0, "/project")
os.environ |= {"DEBUG": "1", "DJANGO_SETTINGS_MODULE": "config.settings",
               "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.test import Client
assert Client().get("/health/", headers={"host": "localhost"}).status_code == 200
"""


def bench_tab(where: Places, runs: int, *, write: bool) -> None:
    """Measure, print a table, and with ``write`` put it into the page of the docs.

    Raises CourseError where the runtime, Playwright or a browser is missing.
    """
    base = base_folder(where.learn)
    if base is None:
        raise CourseError(
            "There is no runtime.", f"Type: {command_line('author runtime')}"
        )
    with tempfile.TemporaryDirectory() as folder:
        site, stock = Path(folder) / "site", Path(folder) / "stock"
        build_site(where, site)
        _stock(stock)
        shipped = _bytes_of(stock)
        with _served(site) as ours, _served(stock) as theirs, _browser() as browser:
            times = _measure(browser, ours, theirs, runs)
    made = json.loads((base / "base.json").read_text(encoding="utf-8"))["files"]
    parts = {name: made[name]["bytes"] for name in made}
    rows = _rows(parts, times, shipped)
    table = Table("What", "Here", "Aim")
    for row in rows:
        table.add_row(*row)
    console().print(table)
    if write:
        _write(where.root / PAGE, rows)


def _stock(folder: Path) -> None:
    """Lay out Pyodide as npm has it, with the same packages and project as source."""
    shutil.copytree(NPM, folder / "npm", ignore=shutil.ignore_patterns("node_modules"))
    need_node().npm("ci", "--ignore-scripts", "--no-fund", folder=folder / "npm")
    shutil.move(folder / "npm/node_modules/pyodide", folder / "pyodide")
    with zipfile.ZipFile(folder / "packages.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for package in packages(CORE):
            for path, place in package.files:
                archive.write(place, str(path))
    step = load_steps()[STEP - 1]
    with zipfile.ZipFile(folder / "project.zip", "w") as archive:
        for name in project_files(step.path):
            archive.write(step.path / name, name)
    (folder / "index.html").write_text(STOCK % STOCK_START, encoding="utf-8")


def _bytes_of(stock: Path) -> int:
    """Return what a browser loads of Pyodide as shipped, with the packages."""
    names = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
    files = [stock / "pyodide" / name for name in names]
    return sum(path.stat().st_size for path in [*files, stock / "packages.zip"])


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    with StaticServer(folder, "127.0.0.1", 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextmanager
def _browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise CourseError(
            "Playwright is not installed.", f"Type: {command_line('test --browser')}"
        ) from error
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])


def _measure(browser: Any, ours: str, theirs: str, runs: int) -> dict[str, float]:
    start = MEASURE % f"{STEP:02d}"
    cold, slow, warm, again, stock = [], [], [], [], []
    used: dict[str, float] = {}
    for _ in range(runs):
        with browser.new_context(service_workers="block") as context:
            page = _page(context, ours)
            cold.append(page.evaluate(start))
            used = used or page.evaluate(USE, f"{STEP:02d}")
            # What is kept for later visits is put away in a quiet moment.
            page.evaluate(KEPT)
            page.reload()
            warm.append(page.evaluate(start))
            again.append(page.evaluate(start))
        with browser.new_context(service_workers="block") as context:
            page = _page(context, ours)
            session = context.new_cdp_session(page)
            line = {"offline": False, **LINE}
            session.send("Network.emulateNetworkConditions", line)
            slow.append(page.evaluate(start))
        with browser.new_context() as context:
            page = _page(context, theirs)
            page.wait_for_function("window.run")
            stock.append(page.evaluate("run()"))
    assert used.pop("status") == "passed"
    found = {"cold": cold, "slow": slow, "warm": warm, "again": again, "stock": stock}
    return {name: statistics.median(each) for name, each in found.items()} | used


def _page(context: Any, address: str) -> Any:
    context.set_default_timeout(120_000)
    page = context.new_page()
    page.goto(address)
    return page


def _rows(
    parts: dict[str, int], times: dict[str, float], stock_bytes: int
) -> list[tuple[str, str, str]]:
    engine = sum(parts[name] for name in ("interpreter", "python", "stdlib"))
    total = sum(parts.values())

    def mega(count: float) -> str:
        return f"{count / 1e6:.1f} MB"

    def seconds(name: str) -> str:
        return f"{times[name] / 1000:.2f} s"

    ratio = times["stock"] / times["cold"]
    return [
        ("the interpreter and what it starts with, compressed", mega(engine), ""),
        (
            "Django, DRF, simplejwt, the rest of the library",
            mega(parts["core"] + parts["more"]),
            "",
        ),
        ("pytest, for Check only", mega(parts["tests"]), ""),
        ("all of it", mega(total), "12 MB"),
        ("ready the first time, from this machine", seconds("cold"), "2 s"),
        ("ready the first time, at 20 Mbit/s", seconds("slow"), "5 s"),
        ("ready on a later visit", seconds("warm"), "1 s"),
        ("ready again on the same page", seconds("again"), ""),
        ("a GET", f"{times['get']:.1f} ms", "10 ms"),
        (
            "a login, with a million rounds of hashing",
            f"{times['login']:.0f} ms",
            "200 ms",
        ),
        ("Check of step 05", seconds("check"), ""),
        ("Pyodide as it is shipped: to load", mega(stock_bytes), ""),
        (
            "Pyodide as it is shipped: ready the first time",
            f"{seconds('stock')}, {ratio:.1f} times as long",
            "",
        ),
        ("JupyterLite: to load, measured earlier", "97 MB", ""),
        ("JupyterLite: first output, measured earlier", "9.4 s", ""),
    ]


def _write(page: Path, rows: Sequence[tuple[str, str, str]]) -> None:
    lines = ["| what | here | aim |", "|---|---|---|"]
    lines += [f"| {what} | {here} | {aim} |" for what, here, aim in rows]
    begin, end = (re.escape(mark) for mark in MARKS)
    text = page.read_text(encoding="utf-8")
    table = "\n".join([MARKS[0], "", *lines, "", MARKS[1]])
    page.write_text(
        re.sub(f"{begin}.*{end}", lambda _: table, text, flags=re.DOTALL),
        encoding="utf-8",
    )
