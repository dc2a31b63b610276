"""The pages of the labs: a step's project in a browser tab, and the list of them."""

import json
from collections.abc import Sequence
from pathlib import Path

from course.browser.build.base import base_folder, total_bytes
from course.curriculum.steps import Step
from course.website.links import lab_page_of, page_of

INDEX = "lab/index.md"


def lab_pages(steps: Sequence[Step], learn: Path) -> dict[str, str]:
    """Return the Markdown of the lab of each step and of their list, by its path."""
    loads = _loads(learn)
    pages = {lab_page_of(step): _lab(step, loads) for step in steps}
    return pages | {INDEX: _index(steps, loads)} if steps else pages


def _lab(step: Step, loads: str) -> str:
    title = f"Lab of step {step.number_text}"
    notes = f"../{page_of(step)}"
    return f"""{_matter(f"{title}: {step.title}", step.goal)}
# {title}: {step.title}

{step.goal} [Notes of step {step.number_text}]({notes}) · [All labs](index.md)
{{ .lab-lead }}

<div class="lab-place"><step-lab step="{step.number_text}">
<p>The lab is a program of this page, and needs JavaScript. Without it, the commands
below do the same on your machine.</p>
</step-lab></div>

## About this lab

{_about(loads)}

## The same on your machine

```console
python3 learn.py start {step.number}
python3 learn.py check
python3 learn.py run
```

The files of this lab come along: *Export* in its menu gives a zip, and
`python3 learn.py start --from lab-{step.number_text}.zip` lays it down in `work/`.
*Import* takes such a zip, or one of your `work/` folder, the other way.

## Keys

{_KEYS}
"""


def _index(steps: Sequence[Step], loads: str) -> str:
    rows = [
        f"| [Lab {step.number_text}]({lab_page_of(step).partition('/')[2]}) "
        f"| [{step.title}](../{page_of(step)}) | {step.idea} |"
        for step in steps
    ]
    table = "\n".join(["| lab | step | its one idea |", "|---|---|---|", *rows])
    about = (
        "A step's project in this browser: edit, check, request, browse. No install."
    )
    return f"""---
title: Labs
description: {json.dumps(about)}
---

# Labs

Write a step's project here, in a tab of your browser, and have it checked by the same
tests as on your machine. You need no Python and no account.

{table}

## What a lab is

{_about(loads)}

## The same on your machine

Everything that a lab does, the command line does with your own editor:

```console
python3 learn.py start 1
python3 learn.py check
python3 learn.py run
```

You can change over at any time, with the zip of *Export* and *Import*.
"""


def _about(loads: str) -> str:
    return f"""\
It is the real thing: Python, Django, REST framework, simplejwt, the admin and pytest
run inside of this tab. {loads} Nothing is loaded before you ask for it: the files are
there at once, Python comes with *Start* or *Check*.

Nothing that you write leaves this browser. Your files and your database are kept in it,
one record for each step, until you delete them or clear the data of this site. In a
private window they are gone when it is closed: export them before."""


def _loads(learn: Path) -> str:
    """Say how much is loaded, where the runtime is there and can be weighed."""
    base = base_folder(learn)
    if base is None:
        return "It is loaded once and then kept by the browser."
    megabytes = round(total_bytes(base) / 1e6)
    return f"It is loaded once, {megabytes} MB, and then kept by the browser."


def _matter(title: str, description: str) -> str:
    lines = [f"title: {json.dumps(title)}", f"description: {json.dumps(description)}"]
    lines += ["hide:", "  - navigation", "  - toc", "search:", "  exclude: true"]
    return "\n".join(["---", *lines, "---", ""])


_KEYS = """\
| keys | what they do |
|---|---|
| Ctrl-S, Cmd-S | check |
| Tab, Shift-Tab in the editor | indent, and back |
| Escape, then Tab | leave the editor |
| Ctrl-F, Cmd-F in the editor | find |
| Ctrl-Alt-G, Cmd-Alt-G in the editor | go to a line |
| arrow keys, Enter in the files | walk, open |
| F2, Delete in the files | rename, delete |
| arrow keys, Enter in the tabs | go to a tab, show its pane |"""
