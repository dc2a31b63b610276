"""Find the wheels of a kit: from an earlier one where it is, from the index if not."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from course.errors import CourseError
from course.setup.from_kit import NO_WHEEL
from course.setup.kit_wheels import FOR_ALL
from course.setup.programs import run_program
from course.setup.setup_step import Unreachable, explain
from course.teaching.kit.targets import Target


@dataclass
class Stock:
    """Wheels by the system they are for, and what could not be found."""

    wheels: dict[str, list[Path]] = field(default_factory=dict)
    # The Pythons for which all is there, by system.
    systems: dict[str, list[str]] = field(default_factory=dict)
    missing: dict[Target, list[str]] = field(default_factory=dict)


def gather(
    pins: Sequence[str],
    targets: Sequence[Target],
    folder: Path,
    tick: Callable[[Target], None],
) -> Stock:
    """Bring the wheels of these pins into ``folder``, and say which is for whom.

    ``tick`` is told each target that is done. A target for which a wheel is missing is
    noted, and the others are served. Raises CourseError where the index is silent.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stock = Stock()
    chosen: dict[str, set[Path]] = {}
    for target in targets:
        needed = [pin for pin in pins if target.needs(pin)]
        absent = [pin for pin in needed if _wheel(pin, target, folder) is None]
        if missing := _fetch(absent, target, folder):
            stock.missing[target] = missing
        else:
            stock.systems.setdefault(target.system.name, []).append(target.python)
            for pin in needed:
                wheel = _wheel(pin, target, folder)
                assert wheel is not None
                everywhere = wheel.stem.endswith("-none-any")
                system = FOR_ALL if everywhere else target.system.name
                chosen.setdefault(system, set()).add(wheel)
        tick(target)
    stock.wheels = {system: sorted(wheels) for system, wheels in chosen.items()}
    return stock


def _wheel(pin: str, target: Target, folder: Path) -> Path | None:
    ranks = {path: target.rank(path.name, pin) for path in folder.glob("*.whl")}
    fitting = {path: rank for path, rank in ranks.items() if rank is not None}
    return min(fitting, key=lambda path: (fitting[path], path.name), default=None)


def _fetch(pins: Sequence[str], target: Target, folder: Path) -> list[str]:
    """Download wheels; return the pins for which the index has none that fits."""
    wanted = {pin.partition(";")[0].strip(): pin for pin in pins}
    missing = []
    while wanted:
        done = run_program([*_download(target, folder), *wanted])
        if done.returncode == 0:
            break
        error = explain(f"Downloading the wheels for {target}", done.stdout)
        # Without a network pip says as well that there is no such wheel.
        absent = NO_WHEEL.search(done.stdout)
        if isinstance(error, Unreachable) or not absent or absent[1] not in wanted:
            raise CourseError(error.message, error.next_action)
        missing.append(wanted.pop(absent[1]))
    return missing


def _download(target: Target, folder: Path) -> list[str]:
    # Markers are read for the target before: pip reads them for the Python that runs.
    command = [sys.executable, "-I", "-m", "pip", "download", "--no-deps", "--quiet"]
    command += ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    command += ["--only-binary", ":all:", "--dest", str(folder)]
    command += ["--implementation", "cp", "--python-version", target.python]
    for platform in target.system.platforms:
        command += ["--platform", platform]
    return command
