"""Errors that are meant for the person at the keyboard."""


class CourseError(Exception):
    """What happened and what to type next; the command line exits with ``code``.

    ``message`` is one or two sentences in plain words, ``next_action`` is what to do
    about it: a command to type or a thing to change. Exit codes: 1 for a project that
    does not pass yet, 2 for a set-up problem or a wrong argument.
    """

    def __init__(self, message: str, next_action: str = "", *, code: int = 2) -> None:
        super().__init__(message)
        self.message = message
        self.next_action = next_action
        self.code = code
