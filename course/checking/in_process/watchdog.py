"""Notice code that never comes to an end, and say where it runs.

Used inside the process that runs the tests: standard library only.
"""

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from course.checking.in_process.frames import running_frame

EXIT_CODE = 97


class Watchdog:
    """Ends the process where one stage (loading, one test) takes too long.

    A thread watches, because code in a loop does not return to whoever started it.
    ``report`` is called with the place in the project that runs. Times are in seconds.
    """

    def __init__(
        self,
        project: Path,
        patience: float,
        timeout: float,
        report: Callable[[tuple[str, int] | None], None],
    ) -> None:
        self._project = project
        self._patience = patience
        self._last_moment = monotonic() + timeout
        self._report = report
        self._watched = threading.get_ident()
        self._done = threading.Event()
        self.begin()
        threading.Thread(target=self._watch, daemon=True, name="watchdog").start()

    def begin(self) -> None:
        """Start the clock of the next stage."""
        self._deadline = min(monotonic() + self._patience, self._last_moment)

    def stop(self) -> None:
        """Watch no longer."""
        self._done.set()

    def _watch(self) -> None:
        while not self._done.wait(max(self._deadline - monotonic(), 0.01)):
            if monotonic() >= self._deadline:
                frame = sys._current_frames().get(self._watched)
                self._report(running_frame(frame, self._project))
                os._exit(EXIT_CODE)
