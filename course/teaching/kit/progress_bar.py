"""How far a long command has come: a bar on a terminal, plain lines elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)

from course.terminal import console


@contextmanager
def bar(title: str, total: int) -> Iterator[Callable[[str], None]]:
    """Show ``title`` with a bar; the function that is yielded moves it by one.

    It takes what was done as a word, shown until the next.
    """
    out = console(stderr=True)
    if not out.is_terminal:
        out.print(f"{title} …")
        yield lambda word: None
        return
    columns = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()]
    columns += [TimeElapsedColumn(), TextColumn("{task.fields[word]}")]
    with Progress(*columns, console=out, transient=True) as progress:
        task = progress.add_task(title, total=total, word="")
        yield lambda word: progress.update(task, advance=1, word=word)
