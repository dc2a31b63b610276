"""Stands in for the package time-machine, as far as the tutorial uses it.

That one changes C functions of Python; in a tab the whole clock is the page's, and is
set there: everything that asks for the time sees it.
"""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from course.browser.python import clock

Destination = int | float | str | date | datetime | timedelta


class Coordinates:
    """The moment that one has travelled to; it can be moved."""

    def __init__(self, moment: float, tick: bool) -> None:
        self._tick = tick
        self._go(moment)

    def shift(self, delta: timedelta | float) -> None:
        """Move by so many seconds."""
        seconds = delta.total_seconds() if isinstance(delta, timedelta) else delta
        self._go(clock.now() + seconds)

    def move_to(self, destination: Destination, tick: bool | None = None) -> None:
        """Move to another moment."""
        self._tick = self._tick if tick is None else tick
        self._go(_seconds(destination))

    def _go(self, moment: float) -> None:
        clock.set_to(moment, running=self._tick)


class travel(contextlib.ContextDecorator):
    """Make it another time, in a ``with`` block or in a function."""

    def __init__(self, destination: Destination, *, tick: bool = True) -> None:
        self._destination = destination
        self._tick = tick
        self._before: list[Any] = []

    def start(self) -> Coordinates:
        """Travel, until ``stop``."""
        self._before.append(clock.state())
        return Coordinates(_seconds(self._destination), self._tick)

    def stop(self) -> None:
        """Come back."""
        clock.restore(self._before.pop())

    def __enter__(self) -> Coordinates:
        return self.start()

    def __exit__(self, *exception: object) -> None:
        self.stop()


def _seconds(destination: Destination) -> float:
    if isinstance(destination, str):
        destination = datetime.fromisoformat(destination)
    if isinstance(destination, timedelta):
        return clock.now() + destination.total_seconds()
    if isinstance(destination, datetime):
        zone = destination.tzinfo or UTC
        return destination.replace(tzinfo=zone).timestamp()
    if isinstance(destination, date):
        return datetime.combine(destination, time(), UTC).timestamp()
    return float(destination)
