"""Where the Tab key leads on a page, and what it leaves out."""

from dataclasses import dataclass

from playwright.sync_api import Page

# Records each place that has the focus, and which of them do not show it.
RECORD = """() => {
  const visited = new Set([document.activeElement]);
  const unseen = [];
  const name = (e) =>
    `${e.tagName.toLowerCase()}.${e.className} ` +
    (e.ariaLabel || e.textContent).trim().slice(0, 30);
  const seen = (e) => {
    const { width, height, left, right } = e.getBoundingClientRect();
    const inside = right > 0 && left < document.documentElement.clientWidth;
    const visible = { opacityProperty: true, visibilityProperty: true };
    return e.checkVisibility(visible) && width * height > 0 && inside;
  };
  const ring = (e) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(e);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  // A hidden radio button is shown by the label behind it, or by those of its group, an
  // item of a tree by its row, without what is inside of it.
  const places = (e) => [
    e,
    ...(e.matches("[role=treeitem]") ? [e.firstElementChild] : []),
    ...(e.matches("[type=radio] + label, [type=radio]")
      ? [e.nextElementSibling, ...e.parentElement.querySelectorAll(".tabbed-labels")]
      : []),
  ];
  const shown = (e) => places(e).some((place) => place && seen(place) && ring(place));
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  // Tells whether the walk goes on.
  const look = async () => {
    const here = document.activeElement;
    if (here === document.body || visited.has(here)) return false;
    visited.add(here);
    for (let tries = 0; tries < 5 && !shown(here); tries++) await frame();
    if (!shown(here)) unseen.push(name(here));
    return true;
  };
  window.walked = { visited, unseen, name, seen, look };
}"""

MISSED = """() => {
  const { visited, name, seen } = window.walked;
  const reached = (e) => {
    if (visited.has(e)) return true;
    // One stop for a group: the arrow keys go on from there.
    if (e.type === "radio")
      return [...document.getElementsByName(e.name)].some((one) => visited.has(one));
    // The field of the search opens it, Escape closes the menu that lies over the page,
    // and a title of the contents is clicked for nothing.
    if (e.matches("[for=__search], .md-overlay, .md-nav__title:not([tabindex])"))
      return true;
    return e.matches("label") && e.control !== null && reached(e.control);
  };
  const all = document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, label[for], iframe, " +
      "[role=button], [tabindex='0']",
  );
  return [...all]
    .filter((e) => seen(e) && !e.disabled && !e.matches("[tabindex='-1']"))
    .filter((e) => !reached(e))
    .map(name);
}"""


@dataclass(frozen=True)
class Walk:
    """A walk through a page: how many stops, unseen ones, and what was not reached."""

    stops: int
    unseen: list[str]
    missed: list[str]


def walk(page: Page, most: int = 2000) -> Walk:
    """Press Tab until the page has been left or the walk is back where it was."""
    page.evaluate(RECORD)
    for stops in range(most):
        page.keyboard.press("Tab")
        if not page.evaluate("walked.look()"):
            return Walk(stops, page.evaluate("walked.unseen"), page.evaluate(MISSED))
    raise AssertionError("the Tab key never leaves the page")
