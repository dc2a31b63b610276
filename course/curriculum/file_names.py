"""Names of files: which are no part of a project, and which some system cannot have.

The lists are in file_names.json, for Python and for the lab on the site:

- ``left_out_…`` and ``database_endings`` name what is no part of a project, in lower
  case. macOS makes ``__MACOSX`` and files that begin with ``._``.
- ``forbidden_characters``, ``devices`` and ``numbered_devices`` are those of Windows,
  whatever the ending of a device.
- Of ``invisible_categories`` of Unicode, two names could look like one.
- ``longest_path``: a path of Windows ends at 260 characters, and work/ has some before.
"""

import json
import unicodedata
from pathlib import Path
from typing import Any

RULES: dict[str, Any] = json.loads(
    Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
)
_FOLDERS = frozenset(RULES["left_out_folders"])
_FILES = frozenset(RULES["left_out_files"])
_BEGINNINGS = tuple(RULES["left_out_beginnings"])
_ENDINGS = tuple(RULES["left_out_endings"])
_DATABASES = tuple(RULES["database_endings"])
_FORBIDDEN = RULES["forbidden_characters"]
_INVISIBLE = frozenset(RULES["invisible_categories"])
_DEVICES = frozenset(RULES["devices"]) | {
    f"{port}{number}"
    for port in RULES["numbered_devices"]
    for number in RULES["device_numbers"]
}


def is_left_out_folder(name: str) -> bool:
    """Tell whether a folder of this name has caches, packages or settings of tools."""
    return name.casefold() in _FOLDERS


def is_left_out(name: str) -> bool:
    """Tell whether a file of this name is one that tools make for themselves."""
    name = name.casefold()
    # In a linked work tree, .git is a file.
    return name in _FOLDERS | _FILES or (
        name.startswith(_BEGINNINGS) or name.endswith(_ENDINGS)
    )


def is_database(name: str) -> bool:
    """Tell whether a file of this name is a database, or part of one."""
    return name.casefold().endswith(_DATABASES)


def wrong_with_name(name: str) -> str:
    """Say why a file or folder cannot be called so on every system, or ``""``."""
    for sign in name:
        if sign in _FORBIDDEN or ord(sign) < 32:
            return f"has {sign!a} in its name, and Windows cannot have that"
        if unicodedata.category(sign) in _INVISIBLE:
            return f"has {sign!a} in its name, which cannot be seen"
    if name.endswith(".") or name != name.rstrip():
        return "ends with a dot or a space, and Windows cannot have that"
    if name != name.lstrip():
        return "begins with a space, which cannot be seen"
    if name.partition(".")[0].rstrip().lower() in _DEVICES:
        return "is the name of a device, and Windows cannot have that"
    return ""


def same_to_some_system(path: str) -> str:
    """Return what systems compare that tell neither capitals nor accents apart."""
    return unicodedata.normalize("NFC", path).casefold()
