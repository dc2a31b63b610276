"""Every form in which Markdown has a fenced block is read, and by one reader."""

import pytest

from course.notes.blocks import parse_blocks
from course.notes.fences import pieces, read_fences

# The text, the indent, the language, what follows it, and the body.
FORMS = {
    "plain": ("```sh\na\n```\n", "", "sh", "", "a\n"),
    "tildes": ("~~~sh\na\n~~~~\n", "", "sh", "", "a\n"),
    "a fence in a fence": ("````\n```\na\n```\n````\n", "", "", "", "```\na\n```\n"),
    "options": (
        '``` http step="05" title="a b"\na\n```\n',
        *("", "http", ' step="05" title="a b"', "a\n"),
    ),
    "attributes": ("```{.python}\na\n```\n", "", "", "{.python}", "a\n"),
    "nothing in it": ("```sh\n```\n", "", "sh", "", ""),
    "below a line of text": ("Text:\n```sh\na\n```\nText\n", "", "sh", "", "a\n"),
    "in a list": (
        "1. Do:\n\n   ```sh\n   a\n\n     b\n   ```\n",
        "   ",
        "sh",
        "",
        "a\n\n  b\n",
    ),
    "on the mark of a list": ("- ```sh\n  a\n  ```\n", "- ", "sh", "", "a\n"),
    "in a list in a list": (
        "- a\n\n    - b\n\n        ```sh\n        a\n        ```\n",
        *(" " * 8, "sh", "", "a\n"),
    ),
    "as Python-Markdown wants it": (
        '!!! note "b"\n\n    ```sh\n    a\n    ```\n',
        *("    ", "sh", "", "a\n"),
    ),
    "without an empty line there": (
        "!!! note\n    Text:\n    ```sh\n    a\n    ```\n",
        *("    ", "sh", "", "a\n"),
    ),
    "in a quotation": ("> ```sh\n> a\n> ```\n", "> ", "sh", "", "a\n"),
    "without an end": ("Text\n\n```sh\na\n", "", "sh", "", "a\n"),
    "without an end of the file": ("```sh\na", "", "sh", "", "a"),
    "in HTML": ("<details>\n```sh\na\n```\n</details>\n", "", "sh", "", "a\n"),
}


@pytest.mark.parametrize(
    ("text", "indent", "language", "info", "body"), FORMS.values(), ids=FORMS
)
def test_each_form_is_read(
    text: str, indent: str, language: str, info: str, body: str
) -> None:
    (fence,) = read_fences(text)

    assert (fence.indent, fence.language, fence.info) == (indent, language, info)
    assert fence.body == body
    lines = text.splitlines(keepends=True)
    assert text[fence.opens : fence.closes] == "".join(
        lines[fence.lines.start : fence.lines.stop]
    )
    inside = text[fence.start : fence.end].splitlines(keepends=True)
    before = indent.replace("-", " ")
    assert "".join(line.removeprefix(before) for line in inside) == fence.body
    assert "".join(part for part, _ in pieces(text)) == text


@pytest.mark.parametrize("text", ["", "a ```b``` c\n", "```a``` b\n", "a\n\n    b\n"])
def test_what_is_no_fence_is_none(text: str) -> None:
    assert read_fences(text) == []
    assert list(pieces(text)) == [(text, None)]


def test_a_block_without_an_end_does_not_slip_through() -> None:
    (block,) = parse_blocks("Text\n\n```sh\na\n", "notes")

    assert (block.kind, block.line) == ("unknown", 3)
