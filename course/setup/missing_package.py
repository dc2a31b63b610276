"""What a verb says that needs a package which a kit does not bring along."""

import importlib.util

from course.errors import CourseError
from course.paths import Places, command_line
from course.setup.kit_layout import WHEELS, is_kit


def need(module: str, what: str, where: Places) -> None:
    """Raise CourseError where a module is not installed; ``what`` is what needs it."""
    if importlib.util.find_spec(module) is not None:
        return
    if is_kit(where.root):
        raise CourseError(
            f"{what} needs {module}, which is not in this kit: it brings along what "
            "the steps need.",
            f"With a network: delete the folder {WHEELS}, then type the same again.",
        )
    raise CourseError(
        f"{what} needs {module}, which is not installed.",
        f"Look what else is missing: {command_line('doctor')}",
    )
