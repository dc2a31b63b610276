"""The runtime as the site has it: the bundles, and the list of them."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from course.browser.build.archives import Bundle
from course.browser.build.base import base_folder
from course.browser.build.databases import digest, forget_others, migrated
from course.browser.build.fresh import step_archive, tools
from course.curriculum.steps import Step
from course.notes.blocks import parse_blocks
from course.notes.postman import reason
from course.notes.requests import asked

# Below the root of the site.
FOLDER = "assets/runtime"
FORMAT = 1


def runtime_files(
    root: Path, learn: Path, steps: list[Step]
) -> dict[str, Path | bytes]:
    """Return the files of the runtime, by their paths on the site.

    Each is a file of the kept bundles, or what is in it. Without those bundles there
    is but the list, which says that they are missing.
    """
    base, files = base_folder(learn), {}
    about: dict[str, Any] = {"format": FORMAT, "built": base is not None}
    about["steps"] = {step.number_text: _about(step) for step in steps}
    if base is not None:
        made = json.loads((base / "base.json").read_text(encoding="utf-8"))
        about |= {"python": made["python"], "packages": made["packages"]}
        listed = dict(made["files"])
        for name in [*(each["name"] for each in listed.values()), "THIRD_PARTY.txt"]:
            files[f"{FOLDER}/{name}"] = base / name
        fresh = {"tools": tools(root, steps)}
        fresh |= {f"step-{step.number_text}": step_archive(step) for step in steps}
        about["databases"] = {}
        endings = dict.fromkeys(fresh, "zip")
        for step in steps:
            if (database := migrated(step.path, learn)) is not None:
                name = f"database-{step.number_text}"
                fresh[name], endings[name] = database, "sqlite3"
                about["databases"][digest(step.path)] = name
        forget_others(learn, set(about["databases"]))
        for name, content in fresh.items():
            packed = gzip.compress(content, mtime=0)
            word = hashlib.sha256(packed).hexdigest()[:12]
            full = f"{name}-{word}.{endings[name]}.gz"
            files[f"{FOLDER}/{full}"] = packed
            listed[name] = asdict(Bundle(full, len(packed), len(content)))
        about["files"] = listed
    files[f"{FOLDER}/manifest.json"] = json.dumps(about, indent=1).encode()
    return files


def _about(step: Step) -> dict[str, Any]:
    return {
        "number": step.number,
        "name": step.name,
        "title": step.title,
        "goal": step.goal,
        "endpoints": list(step.endpoints),
        "requests": list(_requests(step)),
    }


def _requests(step: Step) -> Iterator[dict[str, Any]]:
    """Yield the requests of the step's notes that its own project answers."""
    notes = step.path / "README.md"
    if not notes.is_file():
        return
    for block in parse_blocks(notes.read_text(encoding="utf-8"), notes.name):
        if block.kind == "request" and not reason(step, block):
            one = asked(block)
            yield {
                "method": one.method,
                "path": one.path,
                "headers": [list(pair) for pair in one.headers.items()],
                "body": one.body,
            }
