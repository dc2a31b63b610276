"""Fill ``.venv``: uv where it works, pip where it does not.

Imported before anything is installed: the standard library and ``course`` only.
"""

import ast
import os
import subprocess
from pathlib import Path
from typing import TextIO

from course.setup.from_kit import install_from_kit
from course.setup.kit_layout import is_kit
from course.setup.setup_step import explain, run_step, tell
from course.setup.stamp import venv_python

# uv does not read pip's configuration: the name there, uv's variable for it, and what
# uv wants between several values.
PIP_TO_UV = {
    "index-url": ("UV_DEFAULT_INDEX", " "),
    "extra-index-url": ("UV_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "no-index": ("UV_OFFLINE", " "),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "cert": ("SSL_CERT_FILE", " "),
    "proxy": ("ALL_PROXY", " "),
}


def uv_environment(python: Path) -> dict[str, str]:
    """Return the environment for uv, with what pip's configuration says of the index.

    Variables of uv that are already set say more than pip's files do.
    """
    listing = subprocess.run(
        [python, "-I", "-m", "pip", "config", "list"],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    ).stdout
    environment: dict[str, str] = {}
    # The later section has the last word, as in pip.
    for section in ("global.", "install.", ":env:."):
        for line in listing.splitlines():
            name, _, value = line.removeprefix(section).partition("=")
            if line.startswith(section) and name in PIP_TO_UV:
                variable, between = PIP_TO_UV[name]
                environment[variable] = between.join(ast.literal_eval(value).split())
    if "UV_INDEX" in environment:
        # As pip does, and pip would be next: an exact version from whichever has it.
        environment["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return environment | os.environ


def install(root: Path, lock: TextIO) -> None:
    """Install ``requirements.txt`` into ``.venv``; CourseError where nothing helps.

    From a kit it is the part that a kit brings along.
    """
    if is_kit(root):
        install_from_kit(root, lock)
        return
    python, requirements = venv_python(root), str(root / "requirements.txt")
    pip = [str(python), "-I", "-m", "pip", "install", "--no-user", "--no-input"]
    pip += ["--disable-pip-version-check", "--progress-bar", "off"]
    # As a constraint, the lock decides on uv's version where it names one.
    fetch = ["--only-binary", ":all:", "--retries", "1", "-c", requirements, "uv"]
    installed, output = run_step("[3/4] Fetching uv", pip + fetch, root, lock)
    if installed:
        uv = [str(python), "-I", "-m", "uv", "pip", "install", "--python", str(python)]
        installed, output = run_step(
            "[4/4] Installing the packages",
            [*uv, "-r", requirements],
            root,
            lock,
            uv_environment(python),
        )
    if not installed:
        tell("That did not work with uv: trying pip, which takes longer.")
        installed, output = run_step(
            "[4/4] Installing the packages with pip",
            [*pip, "-r", requirements],
            root,
            lock,
        )
    if not installed:
        raise explain("Installing the packages", output)
