"""What reads source code."""


class Lexer:
    """Reads nothing."""
