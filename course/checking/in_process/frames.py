"""Where in the learner's project an exception comes from.

Used inside the process that runs the tests: standard library only.
"""

import traceback
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

NOT_THE_LEARNERS = {"site-packages", ".venv", "__pycache__"}


def inside_project(filename: str, project: Path) -> str | None:
    """Return the path relative to the project, or None for a file of others.

    Python itself has code in no file: ``<frozen os>``.
    """
    if filename.startswith("<"):
        return None
    try:
        path = Path(filename).resolve().relative_to(project.resolve())
    except (OSError, ValueError):
        return None
    if not path.parts or NOT_THE_LEARNERS & set(path.parts):
        return None
    return path.as_posix()


def causes(exception: BaseException) -> Iterator[BaseException]:
    """Yield the exception, then what it was raised from, back to the first."""
    seen: set[int] = set()
    one: BaseException | None = exception
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def project_frames(exception: BaseException, project: Path) -> list[tuple[str, int]]:
    """Return (file, line) of each frame inside the project, the last one deepest.

    Where the exception itself never touched the project, those of its cause.
    """
    for one in causes(exception):
        frames = [
            (path, line)
            for frame, line in traceback.walk_tb(one.__traceback__)
            if (path := inside_project(frame.f_code.co_filename, project))
        ]
        if frames:
            return frames
    return []


def running_frame(frame: FrameType | None, project: Path) -> tuple[str, int] | None:
    """Return (file, line) of the project's code that runs deepest in this stack."""
    while frame is not None:
        if path := inside_project(frame.f_code.co_filename, project):
            return path, frame.f_lineno
        frame = frame.f_back
    return None


def exception_line(exception: BaseException) -> str:
    """Return the exception in one line: ``AssertionError: assert 404 == 200``."""
    lines = [line for line in str(exception).splitlines() if line.strip()]
    name = type(exception).__name__
    return f"{name}: {lines[0].strip()}" if lines else name


def with_suggestion(exception: BaseException) -> str:
    """Return the message as Python prints it, with its “Did you mean” if it has one."""
    report = traceback.TracebackException.from_exception(exception)
    last = list(report.format_exception_only())[-1].strip()
    return last.partition(": ")[2] or last
