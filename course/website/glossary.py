"""Short forms are explained where they stand: the glossary's first sentences."""

import re
from pathlib import Path

GLOSSARY = "glossary.md"
ENTRY = re.compile(r"^## (?P<term>.+)\n\n(?P<text>(?:.+\n)+)", re.MULTILINE)
# Two capitals or more; other words would be marked on every line of a page.
SHORT_FORM = re.compile(r"\w*[A-Z]\w*[A-Z]\w*")
# Whoever reads here knows that one from the title.
KNOWN = {"JWT"}
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def abbreviations(docs: Path) -> str:
    """Return the short forms of the glossary as Python-Markdown's `abbr` reads them.

    ``docs`` is the folder of the hand-written pages; without a glossary there are none.
    """
    path = docs / GLOSSARY
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return "\n".join(
        f"*[{entry['term']}]: {_first_sentence(entry['text'])}"
        for entry in ENTRY.finditer(text)
        if SHORT_FORM.fullmatch(entry["term"]) and entry["term"] not in KNOWN
    )


def _first_sentence(text: str) -> str:
    plain = LINK.sub(r"\1", " ".join(text.split())).replace("`", "")
    return re.split(r"(?<=\.) ", plain)[0]
