"""Which pins of ``requirements.txt`` a learner needs: there is no second lock.

uv notes below each pin who asked for it. What ``requirements-core.in`` asks for is
core, and so is what a core package asks for. Imported before anything is installed.
"""

import re
from pathlib import Path

ASKED_FOR_IN = "requirements-core.in"
PIN = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^]]*])?==")
VIA = re.compile(r"\s+#(?: via)? +(?:-r )?(\S+)$")


def core_pins(root: Path) -> list[str]:
    """Return the core lines of the lock as they stand there; empty where it names none.

    Raises OSError where the lock cannot be read.
    """
    asked_for_by = _read((root / "requirements.txt").read_text(encoding="utf-8"))
    core: set[str] = {ASKED_FOR_IN}
    while True:
        found = {_name(pin) for pin, by in asked_for_by.items() if core & by}
        if found <= core:
            return [pin for pin in asked_for_by if _name(pin) in core]
        core |= found


def _read(lock: str) -> dict[str, set[str]]:
    """Return each pin with the names of those that asked for it."""
    asked_for_by: dict[str, set[str]] = {}
    pin = ""
    for line in lock.splitlines():
        if PIN.match(line):
            pin = line.strip()
            asked_for_by[pin] = set()
        elif pin and (via := VIA.match(line)):
            # The path of an .in file is as uv was given it.
            asked_for_by[pin].add(via[1].rpartition("/")[2].lower())
    return asked_for_by


def _name(pin: str) -> str:
    match = PIN.match(pin)
    return match[1].lower() if match else ""
