"""A real kit: made with every wheel, and proved without a network.

Only CI runs this: it asks the package index for the wheels of five systems.
"""

import re
import subprocess
import sys
import time
from pathlib import Path

from course.curriculum.steps import load_steps
from course.paths import ROOT
from course.teaching.kit.targets import SYSTEMS

# Bytes; labs with the site, and the wheels of every system.
MOST = 60_000_000


def learn(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "learn.py", "teach", "kit", *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_a_kit_is_small_and_holds(tmp_path: Path, record_property) -> None:
    begin, kit = time.monotonic(), tmp_path / "jwt-kit.zip"
    made = learn("--labs", "--out", str(kit))
    between = time.monotonic()
    proved = learn("--verify", str(kit))
    parts = re.findall(r"^  (\w+) +([\d.]+) MB$", made, re.MULTILINE)
    record_property(
        "measured",
        f"kit of {kit.stat().st_size / 1e6:.1f} MB ("
        + ", ".join(f"{part} {size}" for part, size in parts)
        + f"), made in {between - begin:.0f} s, proved in "
        f"{time.monotonic() - between:.0f} s",
    )

    assert kit.stat().st_size <= MOST
    assert "no wheel of" not in made
    for system in SYSTEMS:
        assert f"{system.name:<14} Python 3.11, 3.12, 3.13, 3.14" in made
    for step in load_steps():
        assert re.search(rf"{step.name}: \d+ tests pass", proved), proved
    assert "Shut off by a network namespace" in proved
