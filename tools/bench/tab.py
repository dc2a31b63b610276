"""``author bench tab``: how long the lab of a browser's tab takes, as figures.

Chromium, driven by Playwright, loads the built site from this machine. Beside it stands
Pyodide as it is shipped, with the same packages and the same project, in the same run.
"""

import json
import shutil
import tempfile
import threading
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from course.browser.build.base import NPM, base_folder
from course.browser.build.node import need_node
from course.browser.build.packages import CORE, packages
from course.curriculum.project_files import project_files
from course.curriculum.steps import load_steps
from course.errors import CourseError
from course.paths import Places, command_line
from course.servers.static_site import StaticServer
from course.website.build import build_site
from tools.bench.figures import Timing, print_table, write_table
from tools.bench.tab_scripts import KEPT, MEASURE, STOCK, STOCK_START, USE

# The step whose project is measured: it has a login.
STEP = 5
# Bytes a second of a line of 20 Mbit/s, and milliseconds until it answers.
LINE = {"downloadThroughput": 2_500_000, "uploadThroughput": 2_500_000, "latency": 20}
PAGE = "docs/in-the-tab.md"
# What, here, and the aim. Times are in milliseconds, sizes in bytes.
FIGURES = """
the interpreter and what it starts with, compressed | {engine} MB |
Django, DRF, simplejwt, the rest of the library | {library} MB |
pytest, for Check only | {tests} MB |
all of it | {total} MB | 12 MB
ready the first time, from this machine | {cold} s | 2 s
ready the first time, at 20 Mbit/s | {slow} s | 5 s
ready on a later visit | {warm} s | 1 s
ready again on the same page | {again} s |
a GET | {get:.1f} ms | 10 ms
a login, with a million rounds of hashing | {login:.0f} ms | 200 ms
Check of step 05 | {check} s |
Pyodide as it is shipped: to load | {shipped} MB |
Pyodide as it is shipped: ready the first time | {stock} s, {ratio:.1f} times as long |
JupyterLite: to load, measured earlier | 97 MB |
JupyterLite: first output, measured earlier | 9.4 s |
"""
IN_SECONDS = ("cold", "slow", "warm", "again", "check", "stock")


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
    print_table(("What", "Here", "Aim"), rows)
    if write:
        write_table(where.root / PAGE, ("what", "here", "aim"), rows)


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
    found: dict[str, list[float]] = defaultdict(list)
    used: dict[str, Any] = {}
    for _ in range(runs):
        with browser.new_context(service_workers="block") as context:
            page = _page(context, ours)
            found["cold"].append(page.evaluate(start))
            used = used or page.evaluate(USE, f"{STEP:02d}")
            # What is kept for later visits is put away in a quiet moment.
            page.evaluate(KEPT)
            page.reload()
            found["warm"].append(page.evaluate(start))
            found["again"].append(page.evaluate(start))
        with browser.new_context(service_workers="block") as context:
            page = _page(context, ours)
            session = context.new_cdp_session(page)
            line = {"offline": False, **LINE}
            session.send("Network.emulateNetworkConditions", line)
            found["slow"].append(page.evaluate(start))
        with browser.new_context() as context:
            page = _page(context, theirs)
            page.wait_for_function("window.run")
            found["stock"].append(page.evaluate("run()"))
    assert used.pop("status") == "passed"
    medians = {name: Timing(tuple(each)).median for name, each in found.items()}
    return medians | used


def _page(context: Any, address: str) -> Any:
    context.set_default_timeout(120_000)
    page = context.new_page()
    page.goto(address)
    return page


def _rows(
    parts: dict[str, int], times: dict[str, float], shipped: int
) -> list[list[str]]:
    sizes = {
        "engine": parts["interpreter"] + parts["python"] + parts["stdlib"],
        "library": parts["core"] + parts["more"],
        "tests": parts["tests"],
        "total": sum(parts.values()),
        "shipped": shipped,
    }
    said = FIGURES.format(
        ratio=times["stock"] / times["cold"],
        get=times["get"],
        login=times["login"],
        **{name: f"{times[name] / 1000:.2f}" for name in IN_SECONDS},
        **{name: f"{size / 1e6:.1f}" for name, size in sizes.items()},
    )
    return [
        [cell.strip() for cell in line.split("|")] for line in said.split("\n")[1:-1]
    ]
