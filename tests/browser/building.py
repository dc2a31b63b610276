"""Build the site, or a small one with the same configuration, and serve it."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.served_verb import until

from course.paths import ROOT

SERVER = Path(__file__).with_name("static_server.py")


def build(folder: Path, config: Path = ROOT / "mkdocs.yml") -> Path:
    """Build a site strictly and return its folder."""
    command = ["-m", "mkdocs", "build", "--strict", "--quiet"]
    command += ["--config-file", str(config), "--site-dir", str(folder)]
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return folder


def build_small(folder: Path, pages: dict[str, str]) -> Path:
    """Build a site of these pages alone, with the theme, style and scripts of ours."""
    docs = folder / "docs"
    shutil.copytree(ROOT / "docs" / "assets", docs / "assets")
    shutil.copy(ROOT / "docs" / "sw.js", docs)
    for name, text in pages.items():
        (docs / name).write_text(text, encoding="utf-8")
    config = folder / "mkdocs.yml"
    # JSON is YAML: paths of Windows need no further care.
    settings = {
        "INHERIT": str(ROOT / "mkdocs.yml"),
        "docs_dir": str(docs),
        "hooks": [],
        "watch": [],
    }
    config.write_text(json.dumps(settings), encoding="utf-8")
    return build(folder / "site", config)


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder until the block ends; gives the address, without a slash."""
    with tempfile.TemporaryDirectory() as place:
        port = Path(place) / "port"
        process = subprocess.Popen(
            [sys.executable, str(SERVER), str(folder), str(port)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            until(lambda: port.exists() or process.poll() is not None, "no server")
            yield f"http://127.0.0.1:{port.read_text(encoding='utf-8')}"
        finally:
            process.kill()
            process.wait()


def addresses_of(folder: Path) -> list[str]:
    """Return the address of every page of a built site, such as ``/glossary/``."""
    pages = (page.relative_to(folder).as_posix() for page in folder.rglob("*.html"))
    return sorted("/" + re.sub(r"(^|(?<=/))index\.html$", "", page) for page in pages)


def one_of_each_kind(addresses: list[str]) -> list[str]:
    """Return the first page of each kind: a step's notes, a concept, the glossary, …"""
    kinds: dict[str, str] = {}
    for address in sorted(addresses):
        step = re.fullmatch(r"/steps/\d\d_\w+/(.*)", address)
        section = re.fullmatch(r"/(\w+)/.+", address)
        kind = f"step {step[1]}" if step else section[1] if section else address
        kinds.setdefault(kind, address)
    return sorted(kinds.values())
