"""Pages made for a test: tabs, print, and one bad page for each check to notice.

They have the configuration, the style and the scripts of the site.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .audit import violations
from .building import build_small, serve
from .keyboard import walk
from .looks import SCHEMES, SIZES, Scheme, look, settle, sideways
from .watching import Troubles

TABS = """\
=== "curl"

    One with curl.

=== "Python"

    One with Python.

Between them.

=== "curl"

    Two with curl.

=== "Python"

    Two with Python.
"""

# Each is broken in one way.
BAD = {
    "contrast": '<p style="color: #bbb; background: #ccc">hardly to be read</p>',
    "dark": '<p class="dark-only">hardly to be read in the dark</p>'
    '<style>[data-md-color-scheme="slate"] .dark-only { color: #333 }</style>',
    "outside": '<img alt="" src="http://outside.example/x.png">',
    "lost": '<img alt="" src="/nowhere.png">',
    "wide": '<div style="width: 500px">a wide element</div>',
    "console": "<script>console.error('it went wrong')</script>",
    "uncaught": "<script>throw new Error('it went wrong')</script>",
    "unnamed": "<button></button>",
    "mouse": '<label for="box">A label</label><input id="box" type="checkbox" '
    'style="display: none">',
    "ring": '<button style="outline: none">without a ring</button>',
}
PAGES = {
    "index.md": "# Good\n\nA page without a fault.\n",
    "tabs.md": f"# Tabs\n\n{TABS}",
    **{f"{name}.md": f"# Bad\n\n{html}\n" for name, html in BAD.items()},
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small site, in the place of the real one."""
    with serve(build_small(tmp_path_factory.mktemp("small"), PAGES)) as address:
        yield address


@pytest.fixture
def bad(chromium: Browser, site: str) -> Iterator[Page]:
    """A page that fails no test for what goes wrong on it."""
    with chromium.new_context(
        base_url=site, viewport=SIZES["desktop"], reduced_motion="reduce"
    ) as context:
        yield context.new_page()


def test_tabs_switch_together_and_stay_so(page: Page) -> None:
    page.goto("/tabs/")
    labels = page.locator(".tabbed-labels")

    labels.nth(1).get_by_text("Python").click()

    for number in ("One", "Two"):
        expect(page.get_by_text(f"{number} with Python.")).to_be_visible()
        expect(page.get_by_text(f"{number} with curl.")).to_be_hidden()
    page.reload()
    expect(page.get_by_text("One with Python.")).to_be_visible()


def test_tabs_switch_with_the_arrow_keys(page: Page) -> None:
    page.goto("/tabs/")

    page.locator(".tabbed-set > input").first.focus()
    page.keyboard.press("ArrowRight")

    expect(page.get_by_text("One with Python.")).to_be_visible()
    expect(page.get_by_text("Two with Python.")).to_be_visible()


def test_a_page_with_tabs_is_walked_and_without_violation(page: Page) -> None:
    page.goto("/tabs/")

    walked = walk(page)

    assert not walked.unseen
    assert not walked.missed
    assert violations(page) == []


def test_on_paper_there_is_the_text_alone_and_all_of_it(page: Page) -> None:
    page.goto("/tabs/")

    page.emulate_media(media="print")

    expect(page.get_by_text("One with curl.")).to_be_visible()
    for furniture in (".md-header", ".md-footer", ".md-sidebar--primary"):
        expect(page.locator(furniture)).to_be_hidden()


@pytest.mark.parametrize(
    ("name", "noticed"),
    [
        ("outside", "outside request: http://outside.example/x.png"),
        ("lost", "status 404"),
        ("console", "console error: it went wrong"),
        ("uncaught", "uncaught: it went wrong"),
    ],
)
def test_what_goes_wrong_on_a_page_is_noticed(
    bad: Page, site: str, name: str, noticed: str
) -> None:
    troubles = Troubles(site)
    troubles.watch(bad)

    bad.goto("/")
    settle(bad)
    assert troubles.noticed == []
    bad.goto(f"/{name}/")
    settle(bad)

    assert any(line.startswith(noticed) for line in troubles.noticed)


@pytest.mark.parametrize(
    ("name", "rule", "schemes"),
    [
        ("contrast", "color-contrast", ["light", "dark"]),
        ("dark", "color-contrast", ["dark"]),
        ("unnamed", "button-name", ["light", "dark"]),
        ("index", "", []),
    ],
)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_sees_it_in_the_scheme_where_it_is(
    bad: Page, name: str, rule: str, schemes: list[Scheme], scheme: Scheme
) -> None:
    look(bad, scheme)
    bad.goto("/" if name == "index" else f"/{name}/")
    settle(bad)

    found = violations(bad)

    assert bool(found) == (scheme in schemes)
    assert all(line.startswith(f"{rule}:") for line in found)


def test_a_wide_element_is_named(bad: Page) -> None:
    bad.goto("/wide/")

    assert sideways(bad) == []
    look(bad, size="phone")

    widths, *elements = sideways(bad)
    assert widths.endswith(" of 360 px")
    assert any(element.startswith("div") for element in elements)


def test_what_only_a_mouse_reaches_is_missed(bad: Page) -> None:
    bad.goto("/mouse/")

    assert [name for name in walk(bad).missed if "A label" in name]


def test_a_stop_that_does_not_show_itself_is_named(bad: Page) -> None:
    bad.goto("/ring/")

    assert [name for name in walk(bad).unseen if "without a ring" in name]
