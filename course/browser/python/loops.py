"""Notice code of the project that never comes to an end, where there are no threads.

Python itself says when the project's code jumps back (sys.monitoring, PEP 669); code of
libraries is asked once and then left alone, so that this costs next to nothing.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from types import CodeType

from course.checking.in_process.frames import running_frame

# How many jumps pass between two looks at the clock.
JUMPS = 1000


class Stuck(BaseException):
    """The project's code did not come to an end."""


class LoopWatch:
    """As course.checking.in_process.watchdog.Watchdog, in the thread that is watched.

    Times are in seconds. After ``report`` the code in the loop gets an exception, and
    again at each jump, if it holds on to itself by a bare ``except``.
    """

    def __init__(
        self,
        project: Path,
        patience: float,
        timeout: float,
        report: Callable[[tuple[str, int] | None], None],
    ) -> None:
        self._project = project
        self._folder = f"{project}/"
        self._patience = patience
        self._last_moment = monotonic() + timeout
        self._report = report
        self._reported = False
        self._jumps = 0
        self.begin()
        watch, events = sys.monitoring, sys.monitoring.events
        self._tool = watch.DEBUGGER_ID
        watch.use_tool_id(self._tool, "loops")
        watch.register_callback(self._tool, events.PY_START, self._started)
        watch.register_callback(self._tool, events.JUMP, self._jumped)
        watch.set_events(self._tool, events.PY_START)

    def begin(self) -> None:
        """Start the clock of the next stage."""
        self._deadline = min(monotonic() + self._patience, self._last_moment)

    def stop(self) -> None:
        """Watch no longer."""
        sys.monitoring.set_events(self._tool, 0)
        sys.monitoring.free_tool_id(self._tool)

    def _started(self, code: CodeType, offset: int) -> object:
        if code.co_filename.startswith(self._folder):
            watch = sys.monitoring
            watch.set_local_events(self._tool, code, watch.events.JUMP)
        return sys.monitoring.DISABLE

    def _jumped(self, code: CodeType, offset: int, target: int) -> object:
        self._jumps += 1
        if self._jumps % JUMPS and not self._reported:
            return None
        if monotonic() < self._deadline:
            return None
        if not self._reported:
            self._reported = True
            frame = sys._getframe(1)
            self._report(running_frame(frame, self._project))
        raise Stuck
