"""The pages of the section Teach that are made: schedules, and one for each step."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from course.curriculum.profiles import load_profiles
from course.curriculum.schedule import (
    Schedule,
    clock,
    make_schedule,
    read_time,
    verdict,
)
from course.curriculum.steps import load_step, load_steps
from course.paths import ROOT
from course.website.links import rewrite_links
from course.website.markdown import for_readers
from course.website.step_pages import front_matter

SCHEDULES = "teach/schedules.md"
NOTES = "INSTRUCTOR.md"
START = "09:00"
MINUTES = "| step | to teach | to practise |\n|---|---:|---:|"
INTRODUCTION = """\
# Schedules

Three workshops, added up from the minutes of the steps below. Each begins with half an
hour in which machines are made ready, and each session ends with a quarter of an hour
for questions and for whoever is behind. For another start, or to see what a change
costs:

```console
python3 learn.py teach schedule --profile half-day --start 13:30
python3 learn.py teach schedule --all-profiles --check
```

What is *taught* is explained and then written by the room. What is *shown* is explained
on your screen. Of the rest the room looks at the files: `start` lays down a step that
nobody wrote. `course/curriculum/profiles.toml` decides which is which; change it for
your room, and `--check` says whether the day still fits.
"""


def teaching_pages(root: Path = ROOT) -> dict[str, Callable[[Path], str]]:
    """Return the generated pages of the section, as GENERATED wants them."""
    pages: dict[str, Callable[[Path], str]] = {SCHEDULES: schedules_page}
    for notes in sorted((root / "steps").glob(f"[0-9][0-9]_*/{NOTES}")):
        name = notes.parent.name
        pages[instructor_page_of(name)] = partial(instructor_page, name=name)
    return pages


def instructor_page_of(name: str) -> str:
    """Return the page of a step's notes for instructors, as a path below docs/."""
    return f"teach/{name}.md"


def instructor_page(root: Path, *, name: str) -> str:
    """Return the page of one step: its minutes on top, then its INSTRUCTOR.md."""
    step = load_step(root / "steps" / name)
    source, page = f"steps/{name}/{NOTES}", instructor_page_of(name)
    notes = (root / source).read_text(encoding="utf-8")
    notes = for_readers(rewrite_links(notes, source, page, root))
    heading, _, rest = notes.partition("\n")
    top = (
        f"{step.teach} minutes to teach, {step.practise} to practise."
        f" [The notes that the room reads](../steps/{name}.md)"
    )
    # Learners search this site too, and the answers to the questions are here.
    front = front_matter(heading.removeprefix("# "), step.goal, search=False)
    return f"{front}{heading}\n\n{top}\n{rest}"


def schedules_page(root: Path) -> str:
    """Return the page with a table for each profile, and the minutes of the steps."""
    steps = load_steps(root)
    parts = [
        front_matter("Schedules", "Workshops of two hours, half a day and a full day."),
        INTRODUCTION,
    ]
    for profile in load_profiles(root).values():
        parts.append(_table(make_schedule(profile, steps, read_time(START))))
    rows = [
        f"| {step.number_text} {step.title} | {step.teach} | {step.practise} |"
        for step in steps
    ]
    parts += ["## Minutes of the steps\n", MINUTES, *rows]
    return "\n".join(parts) + "\n"


def _table(schedule: Schedule) -> str:
    lines = [f"## {schedule.profile.title}\n"]
    lines += ["| from | minutes | what | the room types |", "|---|---:|---|---|"]
    for row in schedule.rows:
        types = f"`{row.types}`" if row.types else ""
        lines.append(f"| {clock(row.start)} | {row.minutes} | {row.what} | {types} |")
    left = [f"{step.number_text} {step.title}" for step in schedule.home]
    home = f" For home: {', '.join(left)}." if left else ""
    return "\n".join([*lines, "", f"{verdict(schedule)}{home}", ""])
