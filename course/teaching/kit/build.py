"""Make a kit: the site, the wheels and the source, in one zip."""

import json
import os
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zipfile import ZipFile

from course.browser.build.site import FOLDER
from course.errors import CourseError
from course.paths import Places, command_line
from course.setup.core_pins import core_pins
from course.setup.kit_layout import ABOUT, WHEELS
from course.setup.kit_wheels import archive_name
from course.teaching.kit.archives import archive
from course.teaching.kit.find_wheels import Stock, gather
from course.teaching.kit.pack import TOP, write_kit
from course.teaching.kit.progress_bar import bar
from course.teaching.kit.readme import readme
from course.teaching.kit.source import SITE, source_files
from course.teaching.kit.targets import Target
from course.website.build import build_site, has_labs

README = "README.txt"
# The parts of a kit, by how their paths begin; the first that fits.
PARTS = {
    "labs": f"{SITE}/{FOLDER}/",
    "site": f"{SITE}/",
    "wheels": f"{WHEELS}/",
    "source": "",
}


@dataclass(frozen=True)
class Kit:
    """What was made: where it is, its checksum, and what is in it."""

    file: Path
    digest: str
    stock: Stock
    labs: bool


def make_kit(
    where: Places, out: Path, targets: Sequence[Target], *, insist: bool = False
) -> Kit:
    """Make a kit for these targets and write it to ``out``, whole or not at all.

    With ``insist`` a site without labs is refused. Raises CourseError where a part
    cannot be had.
    """
    kept, made = where.learn / "kit", date.today().isoformat()
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept, prefix=".half-") as half:
        site = Path(half) / SITE
        with bar("Building the site", 1) as done:
            build_site(where, site)
            done("")
        labs = has_labs(site)
        if insist and not labs:
            raise CourseError(
                "The site has no labs: their runtime is not made here.",
                f"Make it, then type this again: {command_line('author runtime')}",
            )
        stock = _stock(where.root, kept / WHEELS, targets)
        about = {"format": 1, "made": made, "labs": labs, "systems": stock.systems}
        files: dict[str, Path | bytes] = {
            path: where.root / path for path in source_files(where.root)
        }
        files |= _below(site, SITE)
        files |= _archives(stock, kept / "archives")
        files[f"{WHEELS}/{ABOUT}"] = json.dumps(about, indent=1).encode()
        files[README] = readme(made, stock.systems, labs=labs)
        with bar("Writing the zip", len(files)) as done:
            digest = write_kit(files, out, lambda: done(""))
    return Kit(out, digest, stock, labs)


def sizes(kit: Path) -> dict[str, int]:
    """Return how many bytes each part takes in the zip."""
    found = dict.fromkeys(PARTS, 0)
    with ZipFile(kit) as archive:
        for entry in archive.infolist():
            path = entry.filename.removeprefix(f"{TOP}/")
            part = next(part for part in PARTS if path.startswith(PARTS[part]))
            found[part] += entry.compress_size
    return found


def _stock(root: Path, kept: Path, targets: Sequence[Target]) -> Stock:
    pins = core_pins(root)
    if not pins:
        raise CourseError(
            "requirements.txt does not say what a kit needs.",
            f"Make it anew: {command_line('author lock')}",
        )
    with bar("Gathering the wheels", len(targets)) as done:
        stock = gather(pins, targets, kept, lambda target: done(str(target)))
    if not stock.systems:
        target, missing = next(iter(stock.missing.items()))
        raise CourseError(
            f"No system has all its wheels: for {target} there is no wheel of "
            f"{', '.join(missing)}.",
            "Look whether your package index has them.",
        )
    return stock


def _archives(stock: Stock, kept: Path) -> dict[str, Path]:
    made: dict[str, Path] = {}
    with (
        bar("Packing the wheels", len(stock.wheels)) as done,
        # Compressing lets other threads run.
        ThreadPoolExecutor(os.cpu_count()) as pool,
    ):
        jobs = {
            pool.submit(archive, wheels, kept): system
            for system, wheels in stock.wheels.items()
        }
        for job in as_completed(jobs):
            made[archive_name(jobs[job])] = job.result()
            done(jobs[job])
    return made


def _below(folder: Path, name: str) -> dict[str, Path]:
    return {
        f"{name}/{path.relative_to(folder).as_posix()}": path
        for path in folder.rglob("*")
        if path.is_file()
    }
