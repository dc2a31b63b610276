"""Standard streams that are closed, full, or pipes that nobody reads."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

import pytest
from support.made_tokens import token
from support.needed_tools import Answer
from support.small_project import PROJECT, write

from course.cli import VERBS
from course.paths import ROOT, Places

Cli = Callable[..., Answer]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="streams of POSIX")

LOST = {
    "closed": "The output could not be written: standard output is closed.\n",
    "full": "The output could not be written: No space left on device.\n",
    "pipe": "",
}
CALLS = [
    *((verb, "--help") for verb in VERBS if verb not in ("teach", "runtime")),
    *(("teach", verb, "--help") for verb in ("schedule", "serve", "kit")),
    *(("--help",), ("author", "--help"), ("list",), ("start", "1"), ("restore",)),
    *(("diff", "1"), ("check", "1"), ("check", "1", "--json"), ("hint", "1")),
    *(("doctor",), ("doctor", "--json"), ("catch-up", "1")),
    *(("teach", "schedule"), ("decode", token()), ("decode", token(), "--json")),
]


@contextmanager
def output(kind: str) -> Iterator[TextIO | None]:
    """Yield a standard output of this kind."""
    if kind == "closed":
        yield None
        return
    if kind == "full":
        descriptor = os.open("/dev/full", os.O_WRONLY)
    else:
        read, descriptor = os.pipe()
        os.close(read)
    stream = os.fdopen(descriptor, "w", encoding="utf-8")
    yield stream
    # Nothing is left to be written.
    stream.close()


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_a_verb_ends_as_it_should_where_its_output_is_lost(
    call: tuple[str, ...],
    cli: Cli,
    places: Places,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = PROJECT | {"config/settings.py": "1 / 0\n"}
    write(places.work, broken)
    usual = cli(*call)
    assert usual.out

    for kind, said in LOST.items():
        # start and catch-up move it away.
        write(places.work, broken)
        with output(kind) as stream, monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", stream)
            answer = cli(*call)
            assert sys.stdout is stream

        assert answer.code == (2 if said else usual.code)
        assert answer.err == usual.err + said


def test_a_question_on_a_closed_standard_input_gets_no_answer(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)

    answer = cli("decode", "-")

    assert answer.code == 1
    assert "There is nothing in it." in answer.out


PROGRAMS = {
    "learn.py": ["learn.py", "list"],
    # Without what is installed, as where the set-up failed.
    "doctor": ["-S", "-m", "course.commands.doctor"],
}
SHUT = {
    ">&-": LOST["closed"],
    ">/dev/full": LOST["full"],
    ">&- 2>&-": "",
    ">/dev/full 2>/dev/full": "",
    "<&- >&- 2>&-": "",
}


@pytest.mark.parametrize("shut", SHUT)
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_process_says_in_one_sentence_that_its_output_is_lost(
    program: str, shut: str, places: Places
) -> None:
    ran = _run(f'exec "$@" {shut}', PROGRAMS[program], subprocess.PIPE)

    assert (ran.returncode, ran.stderr) == (2, SHUT[shut])


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_process_says_nothing_of_a_pipe_that_nobody_reads(
    program: str, places: Places
) -> None:
    usual = _run('exec "$@"', PROGRAMS[program], subprocess.PIPE)
    with output("pipe") as pipe:
        ran = _run('exec "$@"', PROGRAMS[program], pipe)

    assert (ran.returncode, ran.stderr) == (usual.returncode, "")


@pytest.mark.parametrize("shut", [">&-", ">/dev/full"])
def test_what_a_verb_starts_has_a_standard_output(shut: str) -> None:
    code = (
        "import subprocess; from course.streams import run_to_end\n"
        "def run():\n"
        "    print('lost', flush=True)\n"
        "    return subprocess.call(['sh', '-c', 'echo more && exit 7'])\n"
        "run_to_end(lambda: print(run(), file=sys.stderr) or 0)"
    )

    ran = _run(f'exec "$@" {shut}', ["-c", f"import sys; {code}"], subprocess.PIPE)

    assert ran.stderr.startswith("7\nThe output could not be written: ")


@pytest.mark.parametrize("shut", ["2>&-", "2>/dev/full"])
def test_a_complaint_that_cannot_be_told_is_an_exit_code(shut: str) -> None:
    ran = _run(f'exec "$@" {shut}', ["learn.py", "chekc"], subprocess.PIPE)

    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", "")


def _run(
    script: str, program: list[str], stdout: TextIO | int | None
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["sh", "-c", script, "sh", sys.executable, *program],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
    )
