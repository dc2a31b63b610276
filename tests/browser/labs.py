"""What tests of the lab's panes do with a lab."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from course.curriculum.project_files import project_files

LAY = """async (files) => {
    const { work, machine } = document.querySelector("step-lab");
    machine.stop();
    await work.replace(files, { why: "for a test" });
}"""
END = """async (step) => {
    const { stepFiles } = await import("/assets/python/runtime.js");
    return stepFiles(step, "end");
}"""


def open_lab(page: Page, step: str) -> None:
    """Open the lab of a step, and wait until its first pane is there."""
    page.goto(f"/lab/{step}/")
    expect(page.locator(".lab")).to_be_visible()
    expect(panel(page).get_by_role("button", name="Check", exact=True)).to_be_visible()


def lay(page: Page, files: dict[str, str]) -> None:
    """Put files into the place of the learner's."""
    page.evaluate(LAY, files)


def end_of(page: Page, step: str) -> dict[str, str]:
    """Return the files of a step's end, by their paths."""
    return page.evaluate(END, step)


def files_in(project: Path) -> dict[str, str]:
    """Return the texts of a project's files, by their paths."""
    return {
        name: (project / name).read_text(encoding="utf-8")
        for name in project_files(project)
    }


def pane(page: Page, title: str) -> Locator:
    """Show a pane by its tab, and return it."""
    page.get_by_role("tab", name=title, exact=True).click()
    return panel(page)


def panel(page: Page) -> Locator:
    """Return the pane that is shown."""
    return page.locator(".lab-pane:not([hidden])")


def reported(page: Page, document: dict[str, Any], files: dict[str, str]) -> Locator:
    """Lay out a check's document on the page as the check pane does."""
    page.evaluate(
        """async ([{ sentences }, files]) => {
            const { reportNodes } = await import("/assets/lab/panes/check_report.js");
            const context = { files, base: new URL("/", location).href, again() {} };
            const place = Object.assign(document.createElement("div"), {
                id: "reported",
            });
            place.append(...reportNodes(sentences, { ...context, show() {} }));
            document.querySelector("#reported")?.remove();
            document.querySelector("article").append(place);
        }""",
        [document, files],
    )
    return page.locator("#reported")
