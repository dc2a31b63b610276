"""A schedule: the rows of a workshop's day, added up from the steps' minutes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from course.curriculum.profiles import FILE, Profile, Session
from course.curriculum.steps import Step
from course.errors import CourseError

DAY = 24 * 60
SETUP = ("Arrive; make every machine ready", "python3 learn.py doctor")
SLACK = "Questions; whoever is behind catches up"


@dataclass(frozen=True)
class Row:
    """One line of a schedule; ``types`` is what the room types when it begins."""

    start: int
    minutes: int
    what: str
    types: str = ""


@dataclass(frozen=True)
class Schedule:
    """The rows of a profile that begins at ``start``, in minutes after midnight."""

    profile: Profile
    start: int
    rows: tuple[Row, ...]
    home: tuple[Step, ...]

    @property
    def end(self) -> int:
        """When the last row ends."""
        return self.rows[-1].start + self.rows[-1].minutes

    @property
    def over(self) -> int:
        """Minutes beyond the length of the profile; negative where some are left."""
        return self.end - self.start - self.profile.minutes

    @property
    def fits(self) -> bool:
        """Whether it runs over by no more than is tolerated."""
        return self.over <= self.profile.tolerance


def make_schedule(profile: Profile, steps: Sequence[Step], start: int) -> Schedule:
    """Return the schedule of a profile.

    Raises CourseError where it names a step that is not there, or one whose step.toml
    has no minutes.
    """
    by_number = {step.number: step for step in steps}
    parts = [(profile.arrive, *SETUP)]
    for session in profile.sessions:
        parts += [*_parts(session, profile, by_number), (profile.slack, SLACK, "")]
        if session.pause:
            parts.append((session.pause, session.pause_name, ""))
    rows, now = [], start
    for minutes, what, types in parts:
        rows.append(Row(now, minutes, what, types))
        now += minutes
    named = {number for each in profile.sessions for number, _ in each.steps}
    home = tuple(step for step in steps if step.number not in named)
    return Schedule(profile, start, tuple(rows), home)


def read_time(text: str) -> int:
    """Return the minutes after midnight of a time such as 9:00; else CourseError."""
    match = re.fullmatch(r"(\d{1,2})[:.](\d\d)", text.strip())
    if match and int(match[1]) < 24 and int(match[2]) < 60:
        return int(match[1]) * 60 + int(match[2])
    raise CourseError(
        f"“{text}” is no time of day.", "Write hours and minutes: --start 09:00"
    )


def clock(minutes: int) -> str:
    """Return minutes after midnight as a clock shows them."""
    return "{:02d}:{:02d}".format(*divmod(minutes % DAY, 60))


def verdict(schedule: Schedule) -> str:
    """Say when it ends, and how that compares with the length of the profile."""
    planned = schedule.start + schedule.profile.minutes
    over = schedule.over
    if over == 0:
        return f"Ends at {clock(schedule.end)}, as planned."
    difference = f"{over} min over" if over > 0 else f"{-over} min to spare"
    return f"Ends at {clock(schedule.end)}; {clock(planned)} is planned: {difference}."


def _parts(
    session: Session, profile: Profile, steps: dict[int, Step]
) -> Iterator[tuple[int, str, str]]:
    """Yield the minutes of each part, what is done in it, what the room types."""
    for number, mode in session.steps:
        step = _known(number, steps, profile)
        name = f"{step.number_text} {step.title}"
        if mode == "laid":
            yield profile.look, f"{name}: a look at its files", ""
        elif mode == "shown":
            yield step.teach, f"{name}: shown on the screen", ""
        else:
            yield step.teach, f"{name}: teach", ""
            # So everybody begins at the same place, whoever came late too.
            yield step.practise, f"{name}: practise", f"python3 learn.py start {number}"


def _known(number: int, steps: dict[int, Step], profile: Profile) -> Step:
    step = steps.get(number)
    if step is None:
        raise CourseError(
            f"The profile {profile.name} names step {number}, and there is none.",
            f"Correct {FILE}.",
        )
    if not (step.teach and step.practise):
        raise CourseError(
            f"{step.name}/step.toml does not say how many minutes the step takes.",
            "Write there, for example: [minutes], teach = 20, practise = 25.",
        )
    return step
