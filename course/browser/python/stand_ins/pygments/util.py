"""Errors that pytest names."""


class ClassNotFound(ValueError):
    """There is no such style."""


class OptionError(ValueError):
    """There is no such option."""
