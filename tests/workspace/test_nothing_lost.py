"""Killed at any moment, a command leaves the old or the new project whole."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.learner_folders import Contents, contents, make_strange

from course.curriculum.project_files import copy_project
from course.curriculum.steps import load_steps
from course.paths import ROOT, Places
from course.workspace.copy_tree import discard
from course.workspace.progress import current_step

# The same again: SEED=… of the failure.
SEED = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**6))
VERBS = {
    "start": ["start", "4"],
    "catch-up": ["catch-up", "4"],
    "merge": ["catch-up", "4", "--merge"],
    "restore": ["restore", "1"],
}
# Kills of each verb: before some file operation, and by the clock.
ANYWHERE, IN_EXCHANGE, BY_CLOCK = 2, 3, 3

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks"),
    pytest.mark.xdist_group("kills"),
]


class Commands:
    """The process that runs commands and kills them."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "tests/support/killed_commands.py")],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def run(self, places: Places, argv: list[str], **kill: Any) -> dict[str, float]:
        """Run one command, to its end or to its kill."""
        assert self.process.stdin
        assert self.process.stdout
        environment = {
            "LEARN_WORK": str(places.work),
            "LEARN_HOME": str(places.learn),
        }
        order = {"argv": argv, "environment": environment, **kill}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@pytest.fixture(scope="module")
def commands() -> Iterator[Commands]:
    here = Commands()
    yield here
    here.process.kill()
    here.process.communicate()


class Scene:
    """A learner's strange folder on step 03, and a saved copy of another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.places = Places(ROOT, folder / "work", folder / ".learn")
        copy_project(load_steps()[1].path, self.places.work)
        make_strange(self.places.work, folder / "outside")
        copy = self.places.saved / "2026-11-01_120000"
        copy_project(load_steps()[0].path, copy)
        (copy / "saved.txt").write_text("saved before\n", encoding="utf-8")
        progress = {"current": 3, "passed": [1, 2]}
        (self.places.learn / "progress.json").write_text(json.dumps(progress))
        record = {copy.name: {"progress": {"current": 2, "passed": [1]}}}
        (self.places.learn / "saved.json").write_text(json.dumps(record))
        self.mine, self.saved = contents(self.places.work), contents(copy)
        self.outside = contents(folder / "outside")

    def is_whole(self, project: Contents) -> bool:
        """Tell whether a project is whole in work/ or in a saved copy."""
        folders = [self.places.work, *self.places.saved.iterdir()]
        return any(contents(folder) == project for folder in folders)

    def lost(self) -> list[str]:
        """Say what is not as it must be, whatever happened."""
        return [
            what
            for what, holds in {
                "mine": self.is_whole(self.mine),
                "the saved copy": self.is_whole(self.saved),
                "outside": contents(self.folder / "outside") == self.outside,
            }.items()
            if not holds
        ]

    def remove(self) -> None:
        discard(self.folder)


@pytest.mark.parametrize("verb", VERBS)
def test_killed_at_random_points(verb: str, commands: Commands, tmp_path: Path):
    """Thirty kills and more over the four commands, with kill -9."""
    points, argv = random.Random(SEED), VERBS[verb]
    told = f"SEED={SEED} {verb}"
    scene = Scene(tmp_path / "whole")
    full = commands.run(scene.places, argv)
    assert 0 < full["exchange"] < full["move"] < full["events"], told
    assert scene.lost() == [], told
    new, there = contents(scene.places.work), current_step(scene.places)
    assert new != scene.mine, told
    begin, end = int(full["exchange"]), int(full["events"])
    kills: list[dict[str, float]] = [
        # Here nothing is in work/.
        {"event": full["move"]},
        *({"event": points.randint(1, begin)} for _ in range(ANYWHERE)),
        *({"event": points.randint(begin, end)} for _ in range(IN_EXCHANGE)),
        *({"after": points.random() * full["seconds"]} for _ in range(BY_CLOCK)),
    ]
    for number, kill in enumerate(kills):
        told = f"SEED={SEED} {verb} {kill}"
        scene = Scene(tmp_path / str(number))
        commands.run(scene.places, argv, **kill)

        assert scene.lost() == [], told
        if scene.places.work.exists():
            assert contents(scene.places.work) in (scene.mine, new), told

        # The next command, whatever it is, ends what was begun.
        commands.run(scene.places, ["list"])

        assert scene.lost() == [], told
        now = contents(scene.places.work)
        states = {3: scene.mine, there: new}
        assert now == states[current_step(scene.places)], told
        assert not (scene.places.learn / "switch.json").exists(), told

        # And the command itself works again.
        if number == 0:
            commands.run(scene.places, argv)
            assert scene.lost() == [], told
            assert not (scene.places.learn / "building").exists(), told
        scene.remove()
