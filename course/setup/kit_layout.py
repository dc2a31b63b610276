"""The kit: all that a room without a network needs, in one zip.

A repository that was unpacked from a kit has a folder ``wheels`` beside ``learn.py``.
"""

from pathlib import Path

WHEELS, ABOUT = "wheels", "kit.json"


def is_kit(root: Path) -> bool:
    """Tell whether the repository was unpacked from a kit, and still has its wheels."""
    return (root / WHEELS / ABOUT).is_file()
