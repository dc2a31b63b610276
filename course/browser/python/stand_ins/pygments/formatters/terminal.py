"""A terminal."""


class TerminalFormatter:
    """Colors nothing."""
