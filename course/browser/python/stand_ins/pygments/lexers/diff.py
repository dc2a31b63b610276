"""Differences."""

from pygments.lexer import Lexer


class DiffLexer(Lexer):
    """Reads nothing."""
