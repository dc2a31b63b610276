"""What the checks over neighboring steps report."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Defect:
    """One thing that is wrong in a step, for the maintainer who has to mend it.

    ``where`` is a path in the step, a test's node id or a task; ``what`` a sentence;
    ``lines`` the first lines that differ or the first line of the error;
    ``next_action`` what to type or change.
    """

    check: str
    step: str
    where: str
    what: str
    lines: tuple[str, ...] = ()
    next_action: str = ""

    def __str__(self) -> str:
        """Return it as text of several lines, the first of them complete in itself."""
        rest = [f"    {line}" for line in self.lines]
        if self.next_action:
            rest.append(f"    -> {self.next_action}")
        return "\n".join([f"{self.step}  {self.where}: {self.what}", *rest])
