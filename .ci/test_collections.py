"""Newman runs the collection of every step against the step's server."""

import json
import subprocess
from pathlib import Path

import pytest
from support.live_server import live
from support.needed_tools import missing, need_tool

from course.curriculum.steps import Step, load_steps
from course.notes.blocks import read_blocks
from course.notes.postman import as_text, collection
from course.paths import ROOT

NEWMAN = ROOT / "tests" / "npm" / "node_modules" / "newman" / "bin" / "newman.js"


def made(step: Step) -> dict | None:
    return collection(step, read_blocks(step.path / "README.md"))


STEPS = [step for step in load_steps() if made(step)]
steps = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)


def run(collection: dict, step: Step, folder: Path) -> dict:
    """Run a collection and return newman's report; its exit code must agree."""
    node = need_tool("node")
    if not NEWMAN.is_file():
        missing("newman is not installed: npm ci --prefix tests/npm")
    file, report = folder / "postman.json", folder / "report.json"
    file.write_text(as_text(collection), encoding="utf-8")
    with live(step.path, folder) as server:
        done = subprocess.run(
            [
                *(node, NEWMAN, "run", file, "--env-var", f"base_url={server.base}"),
                *("--reporters", "cli,json", "--reporter-json-export", report),
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )
    assert report.is_file(), done.stdout + done.stderr
    found = json.loads(report.read_text(encoding="utf-8"))["run"]
    assert bool(found["failures"]) == bool(done.returncode), done.stdout
    return found


@steps
def test_the_collection_of_a_step_is_green(step: Step, tmp_path: Path):
    sent = made(step)

    found = run(sent, step, tmp_path)

    assert [failure["error"]["message"] for failure in found["failures"]] == []
    assert found["stats"]["requests"]["total"] == len(sent["item"])
    assert found["stats"]["assertions"]["total"] >= 2 * len(sent["item"])


def test_a_collection_notices_another_answer(tmp_path: Path):
    """The control: where the status is another one, newman says so."""
    step = STEPS[-1]
    wrong = json.loads(
        as_text(made(step)).replace("have.status(200)", "have.status(204)")
    )

    found = run(wrong, step, tmp_path)

    assert found["failures"]
    assert "204" in found["failures"][0]["error"]["message"]
