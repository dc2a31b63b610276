"""The address of a heading stays: others have linked to it.

``LEARN_WRITE_HEADING_IDS=1`` writes the list anew, from the site as it is.
"""

import os
from pathlib import Path

import pytest
from support.built_site import Site

# They share one build.
pytestmark = pytest.mark.xdist_group("site")
LIST = Path(__file__).with_name("heading_ids.txt")
WRITE = "LEARN_WRITE_HEADING_IDS"
# Their headings are paths of files, or come and go with each version.
OTHERS = ("changes/", "files/", "changelog/", "contributing/", "404.html")


def headings(site: Site) -> list[str]:
    """Return the address of every heading that has to stay, sorted."""
    return sorted(
        f"{address}#{anchor}"
        for address, seen in site.pages()
        if not address.endswith(OTHERS)
        for anchor in seen.headings
        if not anchor.startswith("__")
    )


def test_every_heading_keeps_its_address(site: Site) -> None:
    there = headings(site)
    if os.environ.get(WRITE):
        LIST.write_text("\n".join([*there, ""]), encoding="utf-8", newline="\n")
    pages = dict(site.pages())

    gone = [
        line
        for line in LIST.read_text(encoding="utf-8").splitlines()
        # An anchor of another kind in its place serves the same links.
        if (page := pages.get(line.partition("#")[0])) is None
        or line.partition("#")[2] not in page.anchors
    ]

    assert not gone, f"keep it by {{ #… }}, or type {WRITE}=1 if it has to go"


def test_the_list_names_the_headings_of_each_kind_of_page() -> None:
    lines = LIST.read_text(encoding="utf-8").splitlines()

    assert {
        "/#the-steps",
        "/command-line/#check",
        "/steps/05_jwt_login/#do-it",
        "/steps/05_jwt_login/tests/#one-refusal",
        "/steps/05_jwt_login/notebook/#who-can-make-one",
    } <= set(lines)
    assert lines == sorted(set(lines))
