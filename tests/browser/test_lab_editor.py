"""The editor for one text, as cells take it: makeEditor of the lab."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .audit import violations
from .looks import SCHEMES, Scheme, look

MAKE = """async ({ wait, ...options }) => {
    const { makeEditor } = await import("/assets/lab/editor/single_editor.js");
    const parent = document.createElement("div");
    document.querySelector("article").prepend(parent);
    window.heard = [];
    window.editor = makeEditor({
        parent,
        onChange: (text) => heard.push(text),
        onSave: () => heard.push("saved"),
        ...options,
    });
    return wait ? editor.ready : null;
}"""


def make(page: Page, *, wait: bool = True, **options: Any) -> Any:
    """Put an editor on a page, and wait for CodeMirror unless told otherwise."""
    page.goto("/glossary/")
    return page.evaluate(MAKE, {"wait": wait, "label": "Cell 1", **options})


def heard(page: Page) -> list[str]:
    """What was heard of it."""
    return page.evaluate("heard")


def test_its_text_is_changed_and_told(page: Page) -> None:
    assert make(page, text="x = 1\n", language="python") is True
    field = page.get_by_role("textbox", name="Cell 1")

    field.focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("y")
    page.keyboard.press("Control+s")

    assert heard(page) == ["x = 1\ny", "saved"]
    assert page.evaluate("editor.text") == "x = 1\ny"
    assert page.locator(".tok-number").inner_text() == "1"


def test_a_text_that_is_set_is_not_told(page: Page) -> None:
    make(page, text="x")

    page.evaluate("editor.text = 'y'")

    expect(page.get_by_role("textbox", name="Cell 1")).to_have_text("y")
    assert heard(page) == []


def test_what_is_typed_before_codemirror_is_there_stays(page: Page) -> None:
    make(page, wait=False, text="x")
    page.evaluate("editor.focus()")
    page.keyboard.insert_text("y")
    assert page.evaluate("editor.ready") is True

    page.keyboard.insert_text("z")

    assert page.evaluate("editor.text").replace("x", "") == "yz"


def test_without_codemirror_the_text_field_stays(page: Page) -> None:
    page.route(
        "**/vendor/codemirror.js",
        lambda route: route.fulfill(body="throw 1", content_type="text/javascript"),
    )

    assert make(page, text="x") is False
    page.get_by_label("Cell 1").fill("y")
    page.get_by_label("Cell 1").press("Control+s")

    assert heard(page) == ["y", "saved"]


@pytest.mark.parametrize("fallback", [False, True])
def test_the_keyboard_comes_out_again(page: Page, fallback: bool) -> None:
    if fallback:
        page.route(
            "**/vendor/codemirror.js",
            lambda route: route.fulfill(body="throw 1", content_type="text/javascript"),
        )
    make(page)
    field = page.get_by_role("textbox", name="Cell 1")
    field.focus()

    page.keyboard.press("Tab")
    assert heard(page) == ["    "]
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")

    expect(field).not_to_be_focused()
    expect(field).to_have_accessible_description(
        "Tab indents. To leave the editor by the keyboard: Escape, then Tab."
    )


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_in_it_with_a_mark(page: Page, scheme: Scheme) -> None:
    look(page, scheme)
    code = '# A comment.\n@final\nclass A(B):\n    x = f"{1}" if None else True\n'
    make(page, text=code, language="python")
    page.evaluate("editor.mark([{ line: 3, say: 'It is open.', more: 'Close it.' }])")

    expect(page.locator(".lab-note")).to_have_text("It is open. Close it.")
    assert violations(page) == []


def test_it_can_be_taken_off(page: Page) -> None:
    make(page)

    page.evaluate("editor.end()")

    expect(page.get_by_role("textbox", name="Cell 1")).to_have_count(0)
