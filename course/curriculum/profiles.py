"""The lengths of a workshop, and what each does with the steps: ``profiles.toml``."""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.paths import ROOT

FILE = Path("course/curriculum/profiles.toml")
# What can be done with a step, apart from leaving it for home.
MODES = ("laid", "shown", "taught")


@dataclass(frozen=True)
class Session:
    """One stretch between two breaks: steps by number, each with its mode."""

    steps: tuple[tuple[int, str], ...]
    pause: int = 0
    pause_name: str = ""


@dataclass(frozen=True)
class Profile:
    """A length of workshop; minutes throughout.

    ``arrive`` is the slack at the start, ``slack`` that at the end of each session,
    ``look`` what a step costs that is laid down, ``tolerance`` what may be run over.
    """

    name: str
    title: str
    minutes: int
    sessions: tuple[Session, ...]
    arrive: int
    slack: int
    look: int
    tolerance: int


def load_profiles(root: Path = ROOT) -> dict[str, Profile]:
    """Return the profiles by name, the shortest first.

    Raises CourseError where the file cannot be read, or where a profile leaves a gap:
    each of its steps builds on the one before.
    """
    try:
        data = tomllib.loads((root / FILE).read_text(encoding="utf-8"))
        same = data.pop("all")
        found = [_profile(name, entry, same) for name, entry in data.items()]
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise CourseError(
            f"{FILE} cannot be read: {error}.", "Correct that entry."
        ) from error
    return {each.name: each for each in sorted(found, key=lambda each: each.minutes)}


def find_profile(name: str, profiles: Mapping[str, Profile]) -> Profile:
    """Return the profile of that name.

    Raises CourseError with the nearest name where there is none.
    """
    wanted = name.strip().lower().replace("_", "-").replace(" ", "-")
    if wanted in profiles:
        return profiles[wanted]
    near = difflib.get_close_matches(wanted, profiles, n=1, cutoff=0.4)
    question = f" Did you mean {near[0]}?" if near else ""
    raise CourseError(
        f"There is no profile “{name}”.{question}",
        f"Name one of these: {', '.join(profiles)}.",
    )


def _profile(name: str, entry: Mapping[str, Any], same: Mapping[str, int]) -> Profile:
    sessions = tuple(_session(each) for each in entry["sessions"])
    numbers = [number for session in sessions for number, _ in session.steps]
    if numbers != list(range(1, len(numbers) + 1)):
        raise CourseError(
            f"The profile {name} in {FILE} takes the steps in the order {numbers}.",
            "Name every step from the first to the last one of the day, each once, in"
            " its order.",
        )
    return Profile(name, entry["title"], entry["minutes"], sessions, **same)


def _session(entry: Mapping[str, Any]) -> Session:
    steps = [(number, mode) for mode in MODES for number in entry.get(mode, ())]
    return Session(tuple(sorted(steps)), entry.get("pause", 0), entry.get("for", ""))
