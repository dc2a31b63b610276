"""The command line: every verb is there, and costs no more than its own module."""

import subprocess
import sys

import pytest
from typer.main import get_command

from course.cli import VERBS, make_app
from course.paths import ROOT


def verbs(command_line_of: str) -> set[str]:
    """Return the names that the command line knows when this verb is called."""
    commands = get_command(make_app(command_line_of)).commands  # type: ignore[attr-defined]
    return set(commands)


def test_each_verb_alone_is_the_verb_of_the_whole():
    every = verbs("--help") - {"author"}

    assert {"check", "hint", "http", "list", "start"} <= every
    for verb in every:
        assert verb in VERBS
        assert verbs(verb) - {"author"} == {verb}


def test_a_verb_loads_no_module_of_another():
    code = (
        "import sys; from course.cli import make_app; make_app('list'); "
        "print(*(name for name in sys.modules if name.startswith('course.')))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        timeout=180,
    )
    loaded = ran.stdout.split()

    assert "course.commands.list" in loaded
    assert not {
        "course.commands.serve",
        "course.servers.postgres",
        "course.commands.http",
    } & set(loaded)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("chekc",), "Did you mean 'check'?"),
        (("check", "--jsn"), "No such option"),
        (("author", "chek"), "No such command"),
    ],
)
def test_a_wrong_word_is_named_and_nothing_runs(cli, arguments, said):
    answer = cli(*arguments)

    assert answer.code == 2
    assert said in answer.err
    assert answer.out == ""


def test_help_lists_the_verbs_with_a_sentence_each(cli):
    answer = cli("--help")

    assert answer.code == 0
    lines = answer.out.splitlines()
    start = lines.index("Commands:") + 1
    assert len(lines[start:]) >= len(verbs("--help"))
    assert all(len(line.split()) > 2 for line in lines[start:])
