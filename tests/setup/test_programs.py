"""A program that is run to its end, and what it said."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from course.setup.programs import run_program, run_python

SAYS = """
import os, sys
sys.stdout.buffer.write("out é ".encode() + b"\\xff")
sys.stdout.flush()
sys.stderr.write(f"err {sys.stdin.read()!r} {os.getcwd()} {os.environ.get('X')}")
sys.exit(3)
"""


def test_a_program_reads_nothing_and_says_all_in_one(tmp_path: Path) -> None:
    done = run_program([sys.executable, "-c", SAYS], tmp_path, {**os.environ, "X": "1"})

    assert done.returncode == 3
    assert done.stdout == f"out é \N{REPLACEMENT CHARACTER}err '' {tmp_path} 1"


def test_this_python_says_two_things_apart_in_utf_8(tmp_path: Path) -> None:
    done = run_python("-c", SAYS, folder=tmp_path, environment={"X": "ü"}, read="ä")

    assert done.returncode == 3
    assert done.stdout == "out é \N{REPLACEMENT CHARACTER}"
    assert done.stderr == f"err 'ä' {tmp_path} ü"


def test_a_program_that_does_not_end_is_ended(tmp_path: Path) -> None:
    wait = "import time; time.sleep(60)"
    with pytest.raises(subprocess.TimeoutExpired):
        run_program([sys.executable, "-c", wait], timeout=1)
    with pytest.raises(subprocess.TimeoutExpired):
        run_python("-c", wait, folder=tmp_path, environment=os.environ, timeout=1)
