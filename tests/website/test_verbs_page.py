"""The page of the command line is made of the command line, and says enough."""

import re
import shlex
from pathlib import Path

import pytest
from support.built_site import Site
from typer.main import get_command

from course.cli import make_app
from course.website.verbs_page import EXAMPLES, Verb, command_line_page, verbs

# They share one build.
pytestmark = pytest.mark.xdist_group("site")
each_verb = pytest.mark.parametrize("verb", verbs(), ids=lambda verb: verb.words)


def section(verb: Verb) -> str:
    """Return what the page says of a verb."""
    page = command_line_page(Path())
    anchor = f"{{ #{verb.words.replace(' ', '-')} }}"
    return re.split(r"\n##", page.partition(anchor)[2])[0]


def test_every_verb_of_the_help_is_on_the_page() -> None:
    words = [verb.words for verb in verbs()]

    assert {"check", "notebook", "author verify", "author bench check"} <= set(words)
    assert len(words) == len(set(words))
    assert set(EXAMPLES) == set(words)


@each_verb
def test_every_argument_and_option_is_explained(verb: Verb) -> None:
    said = section(verb)

    for parameter in verb.command.params:
        assert parameter.help, parameter.name
        # Of long texts Typer's own help breaks the lines.
        assert " ".join(parameter.help.split()) in said
        for name in (*parameter.opts, *parameter.secondary_opts):
            if name.startswith("-") and name != "--help":
                assert f"`{name}" in said


@each_verb
def test_every_verb_has_a_sentence_and_an_example(verb: Verb) -> None:
    said = section(verb)

    assert verb.command.help.splitlines()[0].endswith(".")
    assert " ".join(verb.command.help.split()) in " ".join(said.split())
    for example in EXAMPLES[verb.words]:
        assert f"python3 learn.py {example}\n" in said
        assert example.split()[: len(verb.words.split())] == verb.words.split()


@pytest.mark.parametrize(
    "example", [line for lines in EXAMPLES.values() for line in lines]
)
def test_the_command_line_takes_every_example(example: str) -> None:
    command, words = get_command(make_app("--help")), shlex.split(example)

    while hasattr(command, "commands"):
        command = command.commands[words.pop(0)]
    context = command.make_context("learn.py", words)

    assert all(
        context.params[each.name] is not None or not each.required
        for each in command.params
        if each.name != "help"
    )


def test_values_and_defaults_are_named() -> None:
    page = command_line_page(Path())

    assert "| `--port N` | Where JupyterLab listens. Default: `8888`. |" in page
    assert "| `--junit FILE` |" in page
    assert "| `--browser`, `--no-browser` | Open a browser. |" in page
    assert "| `STEP` | The step to be ready for. Required. |" in page


def test_the_page_is_on_the_site_and_in_its_navigation(site: Site) -> None:
    page = dict(site.pages())["/command-line/"]

    assert {"check", "author-verify", "verbs"} <= page.headings
    assert "command-line/" in dict(site.pages())["/"].links
