"""The clock of the tab, which all of Python asks: it can be moved and stopped."""

from typing import Any

import js


def now() -> float:
    """Return the seconds since 1970, as the tab's clock has them."""
    return float(js.Date.now()) / 1000


def set_to(moment: float, *, running: bool) -> None:
    """Make it another moment, in seconds since 1970; ``running`` goes on from there."""
    js.tabClock.set(moment * 1000, running)


def state() -> Any:
    """Return how the clock is set, for ``restore``."""
    return js.tabClock.state()


def restore(before: Any) -> None:
    """Set the clock as it was."""
    js.tabClock.restore(before)
