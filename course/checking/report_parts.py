"""What the report of a check is made of; report_schema.json describes it as JSON."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A place with which a line begins: its ``text``, and what that names.

    ``file`` is relative to the learner's project, or to ``folder`` in the repository.
    """

    text: str
    file: str
    line: int | None = None
    folder: str = ""


@dataclass(frozen=True)
class Line:
    """One sentence, and what a surface may do with it.

    ``state`` is "pass", "fail", "skip" or "". ``notes`` is the name of a step whose
    notes it speaks of. ``command`` is what to type: after ``learn.py``, for the role
    "action" the whole of it.
    """

    role: str
    text: str
    label: str = ""
    state: str = ""
    place: Place | None = None
    notes: str = ""
    command: str = ""


@dataclass(frozen=True)
class Section:
    """Lines that stand together."""

    role: str
    lines: tuple[Line, ...]
