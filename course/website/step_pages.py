"""The pages of a step, and the table of all steps."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from course.curriculum.project_files import project_files
from course.curriculum.steps import Step, previous_step
from course.notes.blocks import read_blocks
from course.notes.last_proof import Proof, read_proof
from course.notes.postman import as_text, collection
from course.website.changes_page import changes_body
from course.website.client_tabs import with_clients
from course.website.highlight import code_block
from course.website.links import anchor_of, lab_page_of, page_of, rewrite_links
from course.website.live_cells import with_cells
from course.website.markdown import for_readers
from course.website.notebook_page import notebook_file, notebook_parts
from course.website.tests_page import places_of, tests_body, tests_of
from course.website.troubleshooting import PAGE as QUESTIONS
from course.website.troubleshooting import Question

# What readers call the packages that a step's tests run on.
NAMES = {
    "django": "Django",
    "djangorestframework": "Django REST framework",
    "djangorestframework-simplejwt": "simplejwt",
}

# The pages of a step beside its notes.
SIDE_PAGES = ("changes", "files", "tests", "notebook")


class StepPages:
    """All pages of one step; ``learn`` is where runs of its tests are noted."""

    def __init__(
        self,
        step: Step,
        steps: Sequence[Step],
        root: Path,
        learn: Path,
        questions: Sequence[Question] = (),
    ) -> None:
        self.step = step
        self.before = previous_step(step, list(steps))
        self.root = root
        self.learn = learn
        self.questions = questions
        self.has_notebook = (root / notebook_file(step)).is_file()

    def pages(self) -> dict[str, str]:
        """Return the Markdown of each page, by its path below docs/."""
        pages = {
            page_of(self.step): self.notes(),
            self._page("changes"): self.changes(),
            self._page("files"): self.files(),
            self._page("tests"): self.tests(),
        }
        if self.has_notebook:
            pages[self._page("notebook")] = self.notebook()
        return pages

    def notes(self) -> str:
        """Return the notes, with the goal of the step and its other pages on top."""
        step = self.step
        source = f"steps/{step.name}/README.md"
        notes = (self.root / source).read_text(encoding="utf-8")
        notes = rewrite_links(notes, source, page_of(step), self.root)
        made = f"{step.name}/postman.json" if self.postman() else ""
        notes = for_readers(with_clients(with_cells(notes, step), made))
        heading, _, rest = notes.partition("\n")
        top = f"{step.goal}\n\n{self._parts('notes')}\n{self._checked()}"
        matter = front_matter(step.title, step.goal)
        return f"{matter}{heading}\n\n{top}{rest.rstrip()}\n{self._asked()}"

    def changes(self) -> str:
        """Return the page that shows what changed against the step before."""
        title = f"What changes in step {self.step.number_text}"
        body = changes_body(self.step, self.before)
        return self._side_page("changes", title, body, search=False)

    def files(self) -> str:
        """Return the page that shows every file of a step as it stands at its end."""
        tests = tests_of(self.step)
        parts = [
            "The project at the end of the step, tests included. In the repository it "
            f"is the folder `steps/{self.step.name}/`.\n"
        ]
        for path in project_files(self.step.path):
            text = (self.step.path / path).read_text(encoding="utf-8")
            parts.append(f"## `{path}` {{ #{anchor_of(path)} }}\n")
            shown = code_block(path, text, places_of(tests, path))
            parts.append(shown if text.strip() else "An empty file.\n")
        title = f"All files of step {self.step.number_text}"
        return self._side_page("files", title, "\n".join(parts), search=False)

    def tests(self) -> str:
        """Return the page that says in words what the tests of the step hold."""
        title = f"The tests of step {self.step.number_text}"
        return self._side_page("tests", title, tests_body(self.step, self.before))

    def notebook(self) -> str:
        """Return the page that shows the step's notebook with its outputs."""
        return self._side_page("notebook", *notebook_parts(self.step, self.root))

    def postman(self) -> str | None:
        """Return the text of the step's collection for Postman, or None without one."""
        made = collection(self.step, read_blocks(self.step.path / "README.md"))
        return as_text(made) if made else None

    def _side_page(
        self, kind: str, title: str, body: str, *, search: bool = True
    ) -> str:
        matter = front_matter(
            title, f"{title}: {self.step.title}. {self.step.goal}", search=search
        )
        return f"{matter}# {title}\n\n{self._parts(kind)}\n{body}"

    def _page(self, kind: str) -> str:
        return f"steps/{self.step.name}/{kind}.md"

    def _parts(self, here: str) -> str:
        """Return the row of links from each page of the step to the others."""
        step, folder = self.step, f"{self.step.name}/" if here == "notes" else ""
        notes = f"../{step.name}.md" if here != "notes" else ""
        parts = {
            "notes": ("Notes", notes),
            "changes": ("What changes", f"{folder}changes.md"),
            "files": ("All files", f"{folder}files.md"),
            "tests": ("Tests", f"{folder}tests.md"),
        }
        if self.has_notebook:
            parts["notebook"] = ("Notebook", f"{folder}notebook.md")
        if self.questions:
            number = f"Questions: {len(self.questions)}"
            parts["questions"] = (number, f"{notes}#questions")
        up = "../" if here == "notes" else "../../"
        parts["lab"] = ("Lab: do it here", f"{up}{lab_page_of(step)}")
        row = [
            f'<strong aria-current="page">{text}</strong>'
            if name == here
            else f"[{text}]({target})"
            for name, (text, target) in parts.items()
        ]
        return "\n".join([f"Step {step.number_text}:", *row, "{ .parts }", ""])

    def _checked(self) -> str:
        """Return on which versions the step's tests passed last, where noted."""
        text = (self.step.path / "requirements.txt").read_text(encoding="utf-8")
        pins = dict(re.findall(r"^([\w-]+)==(\S+)", text, re.MULTILINE))
        # What a step does not ask for had no part in its tests.
        names = {key: name for key, name in NAMES.items() if key in pins}
        proof = read_proof(self.learn, self.step)
        said = _said(proof, names) if proof else _pinned(pins, names)
        return f"{said}\n{{ .checked }}\n"

    def _asked(self) -> str:
        if not self.questions:
            return ""
        rows = [
            f"- [{question.text}](../{QUESTIONS}#{question.anchor})"
            for question in self.questions
        ]
        return "\n".join(
            ["", "## Questions of this step { #questions }", "", *rows, ""]
        )


def _said(proof: Proof, names: dict[str, str]) -> str:
    ran = [f"{name} {proof.versions.get(key)}" for key, name in names.items()]
    when = f"{proof.on.day} {proof.on:%B %Y}"
    return (
        f"Checked on {when}: all {proof.tests} tests of this step passed on "
        f"{', '.join(ran)} and Python {proof.versions.get('python')}."
    )


def _pinned(pins: dict[str, str], names: dict[str, str]) -> str:
    known = [f"{name} {pins[key]}" for key, name in names.items()]
    return (
        f"Pinned to {', '.join(known)}. No run of its tests is on record where "
        "this page was made; `python3 learn.py author verify` makes one."
    )


def table_of_steps(steps: Sequence[Step]) -> str:
    """Return the table of the home page, one row a step."""
    rows = [
        f"| [{step.number_text} {step.title}]({page_of(step)}) | {step.idea} |"
        for step in steps
    ]
    return "\n".join(["| step | its one idea |", "|---|---|", *rows])


def front_matter(title: str, description: str, *, search: bool = True) -> str:
    lines = [f"title: {json.dumps(title)}", f"description: {json.dumps(description)}"]
    if not search:
        lines += ["search:", "  exclude: true"]
    return "\n".join(["---", *lines, "---", "", ""])
