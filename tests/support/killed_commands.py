"""Run commands of learn.py in processes of their own, and kill them in the midst.

Run as a program it takes orders as JSON, one a line: ``argv``, and ``event``: the
number of the file operation before which the process kills itself, or ``after``: the
seconds after which it is killed. It answers with the number of operations and of the
first one of the exchange itself and of the move of the new project into work/ (all -1
if killed), and the seconds taken. The package is imported once; each command is a fork.
"""

import json
import os
import select
import signal
import sys
import time
from contextlib import redirect_stdout
from typing import Any

WATCHED = ("open", "os.", "shutil.", "sqlite3.", "subprocess.")


def run(order: dict[str, Any]) -> dict[str, float]:
    """Carry out one order in a fork of this process."""
    reading, writing = os.pipe()
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _child(order, writing)
    os.close(writing)
    if order.get("after") is not None:
        # Ready as soon as the child has ended by itself.
        select.select([reading], [], [], order["after"])
        os.kill(child, signal.SIGKILL)
    answer = os.read(reading, 100)
    os.close(reading)
    os.waitpid(child, 0)
    names = ("events", "exchange", "move")
    numbers = map(int, answer.split() or (-1, -1, -1))
    return dict(zip(names, numbers, strict=True), seconds=time.monotonic() - begun)


def _child(order: dict[str, Any], writing: int) -> None:
    os.environ.update(order["environment"])
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    from course.cli import main

    events = exchange = move = 0

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal events, exchange, move
        if event.startswith(WATCHED):
            events += 1
            if event == "open" and ".switch.json." in str(arguments[0]):
                exchange = exchange or events
            if event == "os.rename" and str(arguments[1]) == os.environ["LEARN_WORK"]:
                move = events
            if events == order.get("event"):
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    main(order["argv"])
    os.write(writing, f"{events} {exchange} {move}".encode())
    os._exit(0)


if __name__ == "__main__":
    from course.cli import main

    # What is imported on the first call is imported in every fork then.
    os.environ["LEARN_HOME"] = os.environ["LEARN_WORK"] = os.devnull
    with open(os.devnull, "w", encoding="utf-8") as nothing, redirect_stdout(nothing):
        main(["list"])
        main(["restore"])
        main(["catch-up", "--help"])

    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)
