"""What ``learn.py author`` can do where this folder is there."""

import typer

from tools import lock, record
from tools.bench import check as bench
from tools.chain import command as verify
from tools.mutate import command as mutate
from tools.propagate import command as propagate


def register(app: typer.Typer, author: typer.Typer) -> None:
    """Add the verbs of maintainers to the command line."""
    for module in (propagate, verify, record, lock, bench, mutate):
        module.register(app, author)
