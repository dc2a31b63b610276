"""The bundles that change only with the packages: interpreter, libraries, tests.

Node makes them, once; they are kept in ``.learn/runtime/`` and found by a key that
holds all that they are made of.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from course.browser.build.archives import Bundle, pack, tree, write_bundle
from course.browser.build.node import Node
from course.browser.build.packages import CORE, TESTS, Package, packages
from course.errors import CourseError

HERE = Path(__file__).resolve().parent
NPM = HERE / "npm"
PARTS = [HERE / name for name in ("archives.py", "base.py", "packages.py")]
# What a run that is not done has made so far.
HALF = "runtime-half-"
SITE_PACKAGES = "/lib/python3.14/site-packages"
# What a tab loads before the other packages: Django starts while those still arrive.
DJANGO = ("asgiref/", "django/", "sqlparse/")
# What of the standard library neither Python nor Django loads as they start: it arrives
# with the other packages.
LATER = {
    "_pyrepl",
    "bdb",
    "cmd",
    "code",
    "colorsys",
    "compileall",
    "configparser",
    "cProfile",
    "csv",
    "doctest",
    "filecmp",
    "fileinput",
    "modulefinder",
    "multiprocessing",
    "netrc",
    "optparse",
    "pdb",
    "pickletools",
    "plistlib",
    "profile",
    "pstats",
    "pyclbr",
    "pydoc",
    "rlcompleter",
    "sched",
    "shelve",
    "smtplib",
    "symtable",
    "tabnanny",
    "timeit",
    "trace",
    "tracemalloc",
    "unittest",
    "wave",
    "webbrowser",
    "xml",
    "zipapp",
}
# Modules and folders of the standard library that need what a tab has not, or nobody
# calls there.
NOT_IN_A_TAB = {
    "_pydatetime.pyc",
    "_pydecimal.pyc",
    "_pyio.pyc",
    "antigravity.pyc",
    "ensurepip",
    "ftplib.pyc",
    "idlelib",
    "imaplib.pyc",
    "mailbox.pyc",
    "nntplib.pyc",
    "poplib.pyc",
    "pydoc_data",
    "test",
    "this.pyc",
    "tkinter",
    "turtle.pyc",
    "turtledemo",
    "venv",
    "xmlrpc",
}


def key() -> str:
    """Return what the base is made of, as one word."""
    digest = hashlib.sha256()
    for path in sorted([*PARTS, *NPM.glob("*.js*"), *NPM.glob("*.py")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for package in packages(CORE + TESTS):
        digest.update(f"{package.name}=={package.version}\n".encode())
    return digest.hexdigest()[:16]


def base_folder(learn: Path) -> Path | None:
    """Return the folder of the bundles that fit today's packages, or None."""
    folder = learn / "runtime" / key()
    return folder if (folder / "base.json").is_file() else None


def total_bytes(folder: Path) -> int:
    """Return the compressed bytes of the bundles in a folder of the base."""
    made = json.loads((folder / "base.json").read_text(encoding="utf-8"))
    return sum(bundle["bytes"] for bundle in made["files"].values())


def build_base(learn: Path, node: Node, say: Callable[[str], None]) -> Path:
    """Make the bundles, unless they are there, and return their folder.

    Raises CourseError where npm or node cannot do their part.
    """
    if (folder := base_folder(learn)) is not None:
        return folder
    target = learn / "runtime" / key()
    target.parent.mkdir(parents=True, exist_ok=True)
    # Not in the folder that a served site watches for what is new.
    with tempfile.TemporaryDirectory(dir=learn, prefix=HALF) as half:
        made = Path(half)
        stage = made / "stage"
        stage.mkdir()
        say("npm loads the interpreter …")
        npm = made / "npm"
        shutil.copytree(NPM, npm, ignore=shutil.ignore_patterns("node_modules"))
        node.npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=npm)
        say("The interpreter compiles its library, Django and pytest …")
        core, tests = packages(CORE), packages(TESTS)
        _stage(core, stage / "core")
        _stage(tests, stage / "tests")
        trees = {name: SITE_PACKAGES for name in ("core", "tests")}
        (stage / "trees.json").write_text(json.dumps(trees))
        node.run(str(npm / "build.js"), str(stage), folder=npm)
        say("All of it is packed …")
        out = made / "out"
        out.mkdir()
        bundles = _bundles(stage, out)
        about = {
            "python": (stage / "python.txt").read_text(),
            "packages": {each.name: each.version for each in (*core, *tests)},
            "files": {name: asdict(bundle) for name, bundle in bundles.items()},
        }
        (out / "THIRD_PARTY.txt").write_text(
            _licenses((*core, *tests), npm), encoding="utf-8"
        )
        (out / "base.json").write_text(json.dumps(about, indent=1), encoding="utf-8")
        _put(out, target)
    _forget_others(learn, target)
    return target


def _bundles(stage: Path, out: Path) -> Mapping[str, Bundle]:
    library = {
        name: content
        for name, content in tree(stage / "stdlib").items()
        if name.partition("/")[0] not in NOT_IN_A_TAB and not name.endswith(".pyi")
    }
    more = tree(stage / "core")
    core = {
        name: more.pop(name)
        for name in list(more)
        if name.startswith(DJANGO) and name.endswith(".pyc")
    }
    more |= {
        name: library.pop(name)
        for name in list(library)
        if name.partition("/")[0].removesuffix(".pyc") in LATER
    }
    contents = {
        "interpreter": ("interpreter.js", (stage / "interpreter.js").read_bytes()),
        "python": ("python.wasm", (stage / "python.wasm").read_bytes()),
        "stdlib": ("stdlib.zip", pack(library)),
        "core": ("core.zip", pack(core)),
        "more": ("more.zip", pack(more)),
        "tests": ("tests.zip", pack(tree(stage / "tests"))),
    }
    return {
        name: write_bundle(out, file, content)
        for name, (file, content) in contents.items()
    }


def _stage(found: Iterable[Package], folder: Path) -> None:
    for package in found:
        for path, place in package.files:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(place, target)


def _licenses(found: Iterable[Package], npm: Path) -> str:
    parts = [
        f"{each.name} {each.version}\n\n{text.strip()}\n"
        for each in found
        for text in each.licenses
    ]
    for name in ("pyodide", "fflate"):
        folder = npm / "node_modules" / name
        about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        text = f"{name} {about['version']}, {about['license']} license"
        for path in sorted(folder.glob("LICENSE*")):
            text += f"\n\n{path.read_text(encoding='utf-8').strip()}"
        parts.append(f"{text}\n")
    return f"\n{'-' * 72}\n\n".join(parts)


def _put(made: Path, target: Path) -> None:
    try:
        os.rename(made, target)
    except OSError as error:
        # Another run was faster: what it made is the same.
        if not (target / "base.json").is_file():
            raise CourseError(
                f"{target} cannot be written: {error.strerror}.",
                "Make that folder writable.",
            ) from error


def _forget_others(learn: Path, kept: Path) -> None:
    """Delete the bundles of other packages, and what killed runs have left."""
    long_ago = time.time() - 3600
    halves = [
        path for path in learn.glob(f"{HALF}*") if path.stat().st_mtime < long_ago
    ]
    for folder in [*kept.parent.iterdir(), *halves]:
        if folder.is_dir() and folder != kept:
            shutil.rmtree(folder, ignore_errors=True)
