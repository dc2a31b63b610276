"""The navigation of the site: its sections, and the pages that exist of each."""

from collections.abc import Collection, Sequence
from typing import Any

from course.curriculum.steps import Step
from course.website.links import page_of
from course.website.teaching_pages import instructor_page_of

# After the steps: each section's title, and the titles of its pages.
SECTIONS: dict[str, dict[str, str]] = {
    "Concepts": {
        "What a JWT is": "concepts/what-a-jwt-is.md",
        "The life of a token": "concepts/life-of-a-token.md",
        "Authentication and authorization": "concepts/authentication.md",
        "Sessions or tokens": "concepts/sessions-or-tokens.md",
        "Threat model": "concepts/threat-model.md",
    },
    "Answers": {
        "Troubleshooting": "troubleshooting.md",
        "Security": "security.md",
        "Glossary": "glossary.md",
    },
    "Tools": {
        "Labs": "lab/index.md",
        "How the labs work": "in-the-tab.md",
        "Token decoder": "decoder.md",
        "Command line": "command-line.md",
    },
    "Teach": {
        "Teaching this": "teach/index.md",
        "Schedules": "teach/schedules.md",
        "Before the day": "teach/before-the-day.md",
        "Helper card": "teach/helper-card.md",
    },
    "About": {
        "What is proved": "proved.md",
        "Contributing": "contributing.md",
        "Changes": "changelog.md",
    },
}


def navigation(steps: Sequence[Step], pages: Collection[str]) -> list[dict[str, Any]]:
    """Return MkDocs' ``nav``; ``pages`` are those that exist, written or generated."""
    notes = [{f"{step.number_text} {step.title}": page_of(step)} for step in steps]
    nav: list[dict[str, Any]] = [{"Home": "index.md"}, {"Steps": notes}]
    for title, section in SECTIONS.items():
        if title == "Teach":
            section = section | {
                f"{step.number_text} {step.title}": instructor_page_of(step.name)
                for step in steps
            }
        found = [{name: page} for name, page in section.items() if page in pages]
        if found:
            nav.append({title: found})
    return nav
