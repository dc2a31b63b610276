"""The page that says what is proved, and what the last proof said."""

from pathlib import Path

from course.curriculum.steps import Step, load_steps
from course.notes.claims import claims
from course.notes.pages import (
    COLUMNS,
    Source,
    Verdict,
    counts,
    digest,
    reasons,
    sources,
    verdicts,
)
from course.paths import places

PAGE = """\
---
title: What is proved
description: How each block of code and each claim of this tutorial is proved.
---

# What is proved

Nothing on these pages is typed from memory. A listing is compared with the file it
names; a request is sent to a running server of its step; a command is run in a copy of
the step; what comes back is compared with what the page says. Clock and keys stand
still for that, so that a token comes out the same each time. A block that is none of
these says so, or the proof fails.

In the notes, a sentence that names a status, counts something or cites a standard on
security names the test that holds it, or stands beside a block that is proved.

The numbers are counted from the text as it stands. The verdict is that of the last time
that this copy of the tutorial was proved, by

```text
python learn.py author record --check
```

and it is called out of date as soon as the text, the code of its step or the prover has
changed.

| file | run | compared | declared | skipped | undeclared | claims | verdict |
|---|--:|--:|--:|--:|--:|--:|---|
{rows}

{verdict}

## What is skipped, and why

{skipped}
"""


def proved_page(root: Path) -> str:
    """Return the page, from the text as it is and the verdicts that are kept."""
    steps, known = load_steps(root), verdicts(places().learn)
    found = sources(root, steps)
    said = {each.name: verdict_of(each, known.get(each.name), steps) for each in found}
    rows = "\n".join(_row(each, said[each.name]) for each in found)
    skipped = [
        f"- `{each.name}`, {many} of its blocks: {reason}"
        for each in found
        for reason, many in reasons(each.blocks()).items()
    ]
    return PAGE.format(
        rows=rows,
        verdict=_in_all(list(said.values())),
        skipped="\n".join(skipped) or "Nothing.",
    )


def verdict_of(source: Source, known: Verdict | None, steps: list[Step]) -> str:
    """Return the verdict on a file in words."""
    if known is None:
        return "not proved in this copy yet"
    if known.digest != digest(source, steps):
        return f"out of date, of {known.day}"
    if known.wrong:
        return f"**{known.wrong} not so**, {known.day}"
    return f"holds, {known.day}"


def _row(source: Source, verdict: str) -> str:
    count = counts(source.blocks())
    numbers = [str(count[how]) for how in COLUMNS]
    numbers.append(str(len(claims(source.step))) if source.step else "")
    return f"| `{source.name}` | {' | '.join(numbers)} | {verdict} |"


def _in_all(said: list[str]) -> str:
    holding = sum(each.startswith("holds") for each in said)
    return f"{holding} of {len(said)} files were proved as they stand here."
