"""A small tutorial and wheels of nothing, of which a kit is made in no time."""

import base64
import hashlib
import json
import os
import string
import zipfile
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

from course.paths import Places
from course.teaching.kit.targets import SYSTEMS, Target
from support.setup_doubles import make_repository
from support.small_project import write
from support.small_tutorial import TOML

LOCK = """\
fastlib==1.0 ; implementation_name != 'pypy'
    # via pytest
jupyter==3.0
    # via -r requirements.in
pytest==2.0
    # via -r requirements-core.in
winlib==1.0 ; sys_platform == 'win32'
    # via
    #   jupyter
    #   pytest
"""
# Says that all is well where the tests of a step say so.
PYTEST = """\
import sys
from pathlib import Path
import fastlib
wrong = [f for f in Path("tests").glob("*.py") if "broken" in f.read_text()]
print("1 failed" if wrong else "3 passed in 0.01s")
sys.exit(bool(wrong))
"""
# Two Pythons on two systems, and this one.
TARGETS = [
    Target(system, python)
    for system in (SYSTEMS[0], SYSTEMS[4])
    for python in ("3.12", "3.13")
]


def wheel(folder: Path, name: str, tag: str, files: dict[str, str | bytes]) -> Path:
    """Write a wheel that pip installs; ``name`` is as in "fastlib-1.0"."""
    about = f"{name}.dist-info"
    distribution, _, version = name.partition("-")
    files = {
        **files,
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {distribution}\n"
        f"Version: {version}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: a test\n"
        f"Root-Is-Purelib: true\nTag: {tag}\n",
    }
    record = ""
    for path, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=")
        record += f"{path},sha256={digest.decode()},{len(data)}\n"
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / f"{name}-{tag}.whl"
    with ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in {**files, f"{about}/RECORD": record}.items():
            archive.writestr(path, content)
    return made


def make_wheels(folder: Path, targets: Sequence[Target]) -> None:
    """Write all wheels that LOCK asks for on these targets; a library for each."""
    wheel(folder, "pytest-2.0", "py3-none-any", {"pytest/__main__.py": PYTEST})
    wheel(folder, "winlib-1.0", "py3-none-any", {"winlib.py": ""})
    # Compressed alone, two of them have nothing in common: the beginning differs.
    blob = base64.b64encode(os.urandom(60_000)).decode()
    for target in targets:
        abi = f"cp{target.python.replace('.', '')}"
        tag = f"{abi}-{abi}-{target.system.platforms[0]}"
        letters = string.ascii_letters[: int(target.python.partition(".")[2])]
        code = f"{target}{letters}{blob}"
        files = {"fastlib/__init__.py": "", "fastlib/code.bin": code}
        wheel(folder, "fastlib-1.0", tag, files)


def make_small_repository(root: Path) -> Places:
    """Write a repository with two steps that sets itself up and answers every verb."""
    make_repository(root)
    write(
        root,
        {
            "course/__main__.py": "",
            "requirements.txt": LOCK,
            "steps/01_greet/step.toml": TOML.format(title="Greet", slug="g", task="t"),
            "steps/01_greet/tests/test_greet.py": "",
            "steps/02_part/step.toml": TOML.format(title="Part", slug="p", task="t"),
            "steps/02_part/tests/test_part.py": "",
        },
    )
    return Places(root, root / "work", root / ".learn")


def fake_site(where: Places, folder: Path, *, labs: bool = True) -> None:
    """Stand in for the building of the site."""
    manifest = json.dumps({"format": 1, "built": labs})
    write(
        folder,
        {"index.html": "<h1>Site</h1>", "assets/runtime/manifest.json": manifest},
    )
