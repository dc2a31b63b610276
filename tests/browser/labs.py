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


def words(text: str) -> str:
    """Return a text with single spaces, without the marks of code."""
    return " ".join(text.replace("`", "").split())


def told(page: Page, document: dict[str, Any], files: dict[str, str]) -> Locator:
    """Have the check pane's words for a document on the page, without a check."""
    page.evaluate(
        """async ([document, files]) => {
            const runtime = await import("/assets/python/runtime.js");
            const { told } = await import("/assets/lab/panes/check_report.js");
            const infos = {};
            for (const number of [1, 2, 3, 4, 5, 6, 7])
                infos[number] = await runtime.stepInfo(`0${number}`);
            const after = infos[document.step.number + 1];
            const context = { infos, after, files, base: new URL("/", location).href };
            const place = Object.assign(window.document.createElement("div"), {
                id: "told",
            });
            place.append(...told(document, { ...context, show() {} }));
            window.document.querySelector("#told")?.remove();
            window.document.querySelector("article").append(place);
        }""",
        [document, files],
    )
    return page.locator("#told")
