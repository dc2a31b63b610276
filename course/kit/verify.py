"""``teach kit --verify``: install from a kit without a network, and run the steps."""

import re
import sys
import tarfile
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from course.errors import CourseError
from course.kit.core import core_pins
from course.kit.here import FOR_ALL, about, archive_name, system_here
from course.kit.pack import TOP, sum_file
from course.kit.shut import PROBE, Shut, shut
from course.kit.sums import SUMS, differing, read_sums, sum_of
from course.kit.targets import SYSTEMS, Target
from course.output import console, symbol
from course.runner import clean_environment
from course.stamp import venv_python
from course.steps import load_steps
from course.zips import insist_on_harmless, opened

MOST_BYTES = 1_000_000_000
# Names that are told; more would hide them.
FEW = 8
AGAIN = "Take the kit from where it was made, once more."
COUNT = re.compile(r"(\d+) passed")


@dataclass
class Verdict:
    """What was found so far; each finding is printed when it is made."""

    good: bool = True

    def say(self, good: bool, text: str, more: str = "") -> bool:
        """Print a finding; return whether it is good."""
        mark = symbol("pass" if good else "fail")
        console().print(f"{mark} {text}", style="" if good else "bold")
        if more and not good:
            console().print(more)
        self.good = self.good and good
        return good


def verify_kit(file: Path) -> int:
    """Prove a kit and print what was found; return 0 where all holds, else 1.

    Raises CourseError where the file is no kit at all.
    """
    verdict = Verdict()
    with tempfile.TemporaryDirectory(prefix="kit-") as folder:
        root = _unpack(file, Path(folder), verdict)
        # What is not what it was when it was made is not run.
        if verdict.good and _sums(root, verdict):
            _wheels(root, verdict)
            _run(root, Path(folder), verdict)
    out = console()
    if verdict.good:
        out.print(f"{symbol('pass')} The kit holds.", style="bold")
        return 0
    out.print(f"{symbol('fail')} The kit does not hold.", style="bold")
    out.print(f"{symbol('next')} {AGAIN}")
    return 1


def _unpack(file: Path, folder: Path, verdict: Verdict) -> Path:
    """Unpack the kit and return its root."""
    root, beside = folder / TOP, sum_file(file)
    with opened(file, AGAIN) as kit:
        entries = kit.infolist()
        if f"{TOP}/{SUMS}" not in kit.namelist():
            raise CourseError(
                f"{file.name} is not a kit: it has no {TOP}/{SUMS}.",
                "Make one: learn.py teach kit",
            )
        insist_on_harmless(entries, file, AGAIN, most_bytes=MOST_BYTES)
        if beside.is_file():
            listed = read_sums(beside.read_text(encoding="utf-8", errors="replace"))
            same = sum_of(file) in listed.values()
            said = "is" if same else "is not"
            verdict.say(same, f"{file.name} {said} what {beside.name} says.")
        damaged = list(_extract(kit, folder))
    if damaged:
        verdict.say(False, f"Damaged in the zip: {', '.join(damaged)}.")
    return root


def _extract(kit: ZipFile, folder: Path) -> Iterator[str]:
    """Lay the files down; yield the names of those that cannot be read."""
    for entry in kit.infolist():
        try:
            kit.extract(entry, folder)
        except (zipfile.BadZipFile, zlib.error, EOFError):
            yield entry.filename.removeprefix(f"{TOP}/")


def _sums(root: Path, verdict: Verdict) -> bool:
    listed = set(read_sums((root / SUMS).read_text("utf-8", "replace")))
    there = {
        path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()
    } - {SUMS}
    other = set(differing(root, listed & there))
    for word, names in (
        ("Changed since the kit was made", other),
        ("Missing", listed - there),
        ("Not in the list of checksums", there - listed),
    ):
        if names:
            verdict.say(False, f"{word}: {_few(names)}.")
    if not verdict.good:
        return False
    return verdict.say(True, f"{len(listed)} files are what {SUMS} says.")


def _few(names: set[str]) -> str:
    more = f" and {len(names) - FEW} more" if len(names) > FEW else ""
    return ", ".join(sorted(names)[:FEW]) + more


def _wheels(root: Path, verdict: Verdict) -> None:
    """Look whether every system and Python that the kit names has all its wheels."""
    pins, systems = core_pins(root), about(root)["systems"]
    for_all = _names(root, FOR_ALL)
    for system in SYSTEMS:
        if not systems.get(system.name):
            continue
        wheels = for_all | _names(root, system.name)
        targets = [Target(system, python) for python in systems[system.name]]
        missing = [
            f"{pin} for {target}"
            for target in targets
            for pin in pins
            if target.needs(pin)
            and all(target.rank(wheel, pin) is None for wheel in wheels)
        ]
        pythons = ", ".join(systems[system.name])
        verdict.say(
            not missing,
            f"{system.name}: {len(pins)} packages for Python {pythons}.",
            f"  Missing: {'; '.join(missing)}",
        )


def _names(root: Path, system: str) -> set[str]:
    try:
        with tarfile.open(root / archive_name(system)) as archive:
            return set(archive.getnames())
    except (OSError, tarfile.TarError):
        return set()


def _run(root: Path, folder: Path, verdict: Verdict) -> None:
    """Set up from the kit as a learner does, and run all steps, without a network."""
    here = shut(_environment(folder))
    python = getattr(sys, "_base_executable", None) or sys.executable
    version = ".".join(map(str, sys.version_info[:3]))
    console().print(f"Shut off by {here.how}.")
    begin = time.monotonic()
    done = here.run(here.set_up(python, root), root)
    what = f"Set up from the kit: Python {version}, {system_here()}"
    if not verdict.say(
        done.returncode == 0, f"{what}, {time.monotonic() - begin:.0f} s.", done.stdout
    ):
        return
    inside = str(venv_python(root))
    probe = here.run([inside, "-I", "-c", PROBE], root)
    reached = not probe.stdout.strip()
    verdict.say(
        not reached,
        "The network is reached: this proves nothing."
        if reached
        else f"No other machine is reached: {probe.stdout.strip()}.",
    )
    _steps(root, inside, here, verdict)
    _verbs(root, python, here, verdict)


def _steps(root: Path, python: str, here: Shut, verdict: Verdict) -> None:
    tests = [python, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    for step in load_steps(root):
        done = here.run(tests, step.path)
        count = COUNT.search(done.stdout)
        passed = done.returncode == 0 and count is not None
        said = f"{count[1]} tests pass" if count and passed else "its tests do not pass"
        verdict.say(passed, f"{step.name}: {said}.", done.stdout[-4000:])


def _verbs(root: Path, python: str, here: Shut, verdict: Verdict) -> None:
    """Go a learner's way: begin step 2, have step 1 checked; see all verbs load."""
    for line in ("start 2", "check 1", "--help"):
        command = [python, str(root / "learn.py"), *line.split()]
        done = here.run(command, root)
        verdict.say(done.returncode == 0, f"learn.py {line}", done.stdout[-4000:])


def _environment(home: Path) -> dict[str, str]:
    """Return an environment without what this machine knows of indexes and proxies."""
    kept = {
        name: value
        for name, value in clean_environment().items()
        if not name.startswith(("PIP_", "UV_", "LEARN_", "DJANGO_", "VIRTUAL_ENV"))
        and not name.lower().endswith("_proxy")
        and not name.startswith("PYTEST_")
    }
    return {**kept, "HOME": str(home), "USERPROFILE": str(home)}
