"""Key presses without Enter, where somebody sits at a terminal."""

import sys
import time
from contextlib import suppress
from types import TracebackType
from typing import Any


class Keyboard:
    """Reads keys inside the block; the terminal is as it was when the block is left.

    ``there`` is False where standard input is no terminal: then there are no keys.
    """

    def __init__(self) -> None:
        self.there = False
        self._before: Any = None

    def __enter__(self) -> "Keyboard":
        # Somebody may have started this without any standard input.
        self.there = sys.stdin is not None and sys.stdin.isatty()
        if self.there and sys.platform != "win32":
            import termios

            self._before = termios.tcgetattr(sys.stdin)
            self.again()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._before is not None and sys.platform != "win32":
            import termios

            # The terminal may have been closed.
            with suppress(termios.error, OSError):
                termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self._before)

    def again(self) -> None:
        """Take the keys one by one, also after a shell has set its terminal anew."""
        if self._before is not None and sys.platform != "win32":
            import termios
            import tty

            with suppress(termios.error, OSError):
                tty.setcbreak(sys.stdin)

    def read(self, seconds: float) -> str:
        """Return the key that is pressed within that time, in lower case, or ""."""
        if not self.there:
            time.sleep(seconds)
            return ""
        if sys.platform == "win32":
            return _read_on_windows(seconds)
        import os
        import select

        if not select.select([sys.stdin], [], [], seconds)[0]:
            return ""
        pressed = os.read(sys.stdin.fileno(), 64).decode(errors="replace").lower()
        # Nothing to read at all: the terminal is gone, and will not come back.
        self.there = bool(pressed)
        # Arrows and the like begin with an escape, and are no letter.
        return "" if pressed.startswith("\x1b") else pressed[:1]


def _read_on_windows(seconds: float) -> str:
    import msvcrt

    deadline = time.monotonic() + seconds
    while True:
        if msvcrt.kbhit():  # type: ignore[attr-defined, unused-ignore]
            pressed = msvcrt.getwch()  # type: ignore[attr-defined, unused-ignore]
            if pressed == "\x03":
                raise KeyboardInterrupt
            if pressed in "\x00\xe0":
                # An arrow or the like: its second half is no letter.
                msvcrt.getwch()  # type: ignore[attr-defined, unused-ignore]
                return ""
            return str(pressed).lower()
        if time.monotonic() >= deadline:
            return ""
        time.sleep(0.01)
