"""Keep a server running exactly as long as the one who asked for it.

The asker holds the writing end of a pipe and never writes. When the pipe closes, on
Ctrl-C or when the asker is killed without a word, this program ends the server with
everything that it has started. It works the same on Linux, macOS and Windows.

Run by path, this file is that program; ``Guarded`` is the asker's side.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

SILENT: dict[str, Any] = {
    "stdin": subprocess.DEVNULL,
    "stdout": subprocess.DEVNULL,
    "stderr": subprocess.DEVNULL,
}


class Guarded(contextlib.ExitStack):
    """A server process, ended with its children when the ``with`` block is left.

    ``command`` runs until then; ``stop`` is a command that ends what was started in
    another way, and either may be left out. ``ask_by`` is the signal that the server
    answers by tidying up, for which it has ``patience`` seconds. On Windows it is ended
    at once.
    """

    def __init__(
        self,
        command: Sequence[str] = (),
        *,
        stop: Sequence[str] = (),
        ask_by: str = "SIGTERM",
        patience: float = 3.0,
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
        output: int | None = None,
    ) -> None:
        super().__init__()
        self._patience = patience
        plan = {"command": command, "stop": stop, "by": ask_by, "patience": patience}
        order = json.dumps(plan)
        # A group of its own: Ctrl-C reaches the asker alone, who then closes the pipe.
        group: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        self.process = subprocess.Popen(
            [sys.executable, "-I", str(Path(__file__).resolve()), order],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            cwd=folder,
            env=dict(environment) if environment is not None else None,
            **group,
        )
        self.callback(self.stop)

    @property
    def running(self) -> bool:
        """True until the server has ended."""
        return self.process.poll() is None

    def wait(self) -> int:
        """Wait for the server to end by itself and return its exit code."""
        if sys.platform != "win32":
            return self.process.wait()
        # On Windows a wait without an end does not notice Ctrl-C.
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return self.process.wait(timeout=0.5)

    def stop(self) -> None:
        """End the server and wait until it is gone."""
        assert self.process.stdin is not None
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        try:
            self.process.wait(timeout=self._patience + 10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Let SIGTERM end the block as Ctrl-C does: servers are stopped on the way out."""

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    previous = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)


def main(order: str) -> int:
    """Run the ordered command until it ends or the pipe closes; return its code."""
    plan = json.loads(order)
    # A shell that starts this in the background has SIGINT ignored, and a server
    # would inherit that; a handler is not inherited.
    signal.signal(signal.SIGINT, lambda *_: None)
    closed = threading.Event()
    child = _start(plan["command"]) if plan["command"] else None

    def watch() -> None:
        # Not by sys.stdin: a read that waits would keep Python from ending.
        while os.read(0, 1):
            pass
        closed.set()
        if child is not None:
            _ask_to_end(child, plan["by"], plan["patience"])

    threading.Thread(target=watch, daemon=True).start()
    code = 0
    if child is None:
        closed.wait()
    else:
        code = child.wait()
        _end_the_rest(child)
    if plan["stop"]:
        subprocess.run(plan["stop"], check=False, **SILENT)
    return 0 if closed.is_set() else code


def _start(command: list[str]) -> "subprocess.Popen[bytes]":
    # On Windows taskkill finds the children by their parent; elsewhere by the group.
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        start_new_session=sys.platform != "win32",
    )


def _ask_to_end(child: "subprocess.Popen[bytes]", ask_by: str, patience: float) -> None:
    if sys.platform == "win32":
        kill = ["taskkill", "/T", "/F", "/PID", str(child.pid)]
        subprocess.run(kill, check=False, **SILENT)
        return
    for number in (signal.Signals[ask_by], signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
            os.killpg(child.pid, number)
            child.wait(timeout=patience)
            return


def _end_the_rest(child: "subprocess.Popen[bytes]") -> None:
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
