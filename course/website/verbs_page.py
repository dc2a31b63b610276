"""The page of all verbs, made of the command line itself: it cannot drift from it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.main import get_command

from course.cli import make_app
from course.website.highlight import fence

START = "python3 learn.py"
TOP = f"""\
---
title: Command line
description: Every verb of learn.py, with its arguments, its options and an example.
---

# Command line

All tools of this tutorial are verbs of one command. `{START}` alone, without a
verb, says where you are and what comes next, and serves this site. In an activated
environment, and on Windows, type `python` for `python3`. What stands here is what
`{START} VERB --help` says.

Every verb ends with 0 where all is well, with 1 where a project does not pass yet, and
with 2 where something else is in the way: it then says what, and what to type next.
`5`, `05` and `05_jwt_login` name the same step.
"""

# What people type, by verb; a test parses each line.
EXAMPLES: dict[str, tuple[str, ...]] = {
    "list": ("list",),
    "start": ("start 1", "start", "start --from lab-05.zip"),
    "catch-up": ("catch-up 4", "catch-up 4 --merge"),
    "restore": ("restore", "restore 1"),
    "run": ("run", "run 5 --port 8005", "run --postgres"),
    "check": ("check", "check 5 --watch", "check --junit report.xml"),
    "http": (
        "http /health/",
        "http POST /user/login/ email=ada@example.com "
        'password="correct horse battery staple"',
        "http GET /user/update/ --token",
    ),
    "decode": ("decode", "decode last --key-from work"),
    "hint": ("hint",),
    "diff": ("diff", "diff 4 --solution"),
    "doctor": ("doctor",),
    "test": ("test", "test tests/website/test_site.py -x"),
    "serve": ("serve", "serve --bind 0.0.0.0 --no-browser"),
    "notebook": ("notebook 5", "notebook 5 --fresh"),
    "teach schedule": (
        "teach schedule --profile half-day --start 09:00",
        "teach schedule --all-profiles --check",
    ),
    "teach serve": ("teach serve --bind 0.0.0.0", "teach serve --port 8080"),
    "teach kit": ("teach kit --labs", "teach kit --verify jwt-kit.zip"),
    "author propagate": ("author propagate 02", "author propagate --continue"),
    "author verify": ("author verify", "author verify 05 06"),
    "author record": ("author record 05", "author record --check"),
    "author runtime": ("author runtime",),
    "author lock": ("author lock", "author lock --upgrade"),
    "author mutate": ("author mutate 05",),
    "author bench check": ("author bench check --runs 3",),
    "author bench tab": ("author bench tab --runs 3",),
}
# What stands for a value, by the kind that Typer names.
VALUES = {"int": "N", "int range": "N", "str": "TEXT", "path": "FILE"}


@dataclass(frozen=True)
class Verb:
    """One command: its words, as in ``author verify``, and how Typer knows it."""

    words: str
    command: Any
    # For whom it is, where it stands in a group of verbs.
    group: str = ""


def verbs() -> list[Verb]:
    """Return every verb in the order in which ``--help`` lists them."""
    return list(_walk(get_command(make_app("--help")), "", ""))


def command_line_page(root: Path) -> str:
    """Return the page; ``root`` makes no difference, verbs are the same everywhere."""
    found = verbs()
    parts = [TOP, "## The verbs { #verbs }\n", "| verb | what it does |", "|---|---|"]
    parts += [
        f"| [`{verb.words}`](#{_anchor(verb)}) | {_cell(_first(verb))} |"
        for verb in found
    ]
    group = ""
    for verb in found:
        if verb.group != group:
            group = verb.group
            anchor = verb.words.partition(" ")[0]
            parts.append(f"\n## {group} {{ #{anchor} }}")
        parts.append(_section(verb))
    return "\n".join(parts)


def _walk(command: Any, words: str, group: str) -> Iterator[Verb]:
    for name, inner in getattr(command, "commands", {}).items():
        if inner.hidden:
            continue
        here = f"{words} {name}".strip()
        if getattr(inner, "commands", None):
            yield from _walk(inner, here, group or inner.help.strip().rstrip("."))
        else:
            yield Verb(here, inner, group)


def _section(verb: Verb) -> str:
    level = "###" if verb.group else "##"
    rows = [
        f"| {name} | {_cell(meaning)} |"
        for parameter in verb.command.params
        if parameter.name != "help" and not getattr(parameter, "hidden", False)
        for name, meaning in [_row(parameter)]
    ]
    parts = [f"\n{level} {verb.words} {{ #{_anchor(verb)} }}\n", verb.command.help, ""]
    if rows:
        parts += ["| argument or option | meaning |", "|---|---|", *rows, ""]
    lines = "\n".join(f"{START} {line}" for line in EXAMPLES.get(verb.words, ()))
    return "\n".join([*parts, fence("console", lines) if lines else ""])


def _row(parameter: Any) -> tuple[str, str]:
    """Return how an argument or option is typed, and what it means."""
    meaning, value = parameter.help or "", parameter.metavar
    if not parameter.opts[0].startswith("-"):
        value = (value or parameter.name).upper().strip("[].")
        more = " …" if parameter.nargs == -1 else ""
        needed = " Required." if parameter.required else ""
        return f"`{value}{more}`", f"{meaning}{needed}{_default(parameter)}"
    names = [f"`{name}`" for name in [*parameter.opts, *parameter.secondary_opts]]
    if not parameter.is_flag:
        value = value or VALUES.get(_kind(parameter), "TEXT")
        names[0] = f"{names[0][:-1]} {value}`"
    return ", ".join(names), f"{meaning}{_default(parameter)}"


def _kind(parameter: Any) -> str:
    named = re.search(r"<(.+)>", parameter.get_help_record(_context())[0])
    return named[1] if named else ""


def _context() -> Any:
    command = get_command(make_app("list"))
    return command.make_context("learn.py", [], resilient_parsing=True)


def _default(parameter: Any) -> str:
    if parameter.default in (None, False, True, ()) or parameter.required:
        return ""
    return f" Default: `{parameter.default}`."


def _first(verb: Verb) -> str:
    """Return the first paragraph of a verb's help."""
    return " ".join(verb.command.help.split("\n\n")[0].split())


def _anchor(verb: Verb) -> str:
    return verb.words.replace(" ", "-")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
