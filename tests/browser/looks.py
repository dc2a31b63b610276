"""The forms in which people see a page: light or dark, on a desktop or a phone."""

from typing import Literal

from playwright.sync_api import Page, ViewportSize

Scheme = Literal["light", "dark"]
Size = Literal["desktop", "phone"]

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SIZES: dict[Size, ViewportSize] = {
    "desktop": {"width": 1280, "height": 800},
    "phone": {"width": 360, "height": 740},
}

# Scripts answer a change of scheme or size in the frames that follow.
SETTLED = """async () => {
  await document.fonts.ready;
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const there = (places) => document.querySelector(places) !== null;
  // What a module makes of an element comes a moment after the page.
  const loading = () =>
    there("jwt-decoder:not(:defined)") ||
    there("step-lab:not(:has(.lab, .lab-gate, [role=alert]))") ||
    there(".lab-pane:empty:not([hidden])") ||
    (there(".cell-bar:empty") && !there(".cell-gate"));
  for (let frames = 0; frames < 3 || (loading() && frames < 600); frames++)
    await frame();
}"""

SIDEWAYS = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const wide = [...document.querySelectorAll("main *, header, footer *")].filter(
    (e) => e.getBoundingClientRect().right > clientWidth + 1,
  );
  const name = (e) => `${e.tagName.toLowerCase()}.${e.className}`;
  return [`${scrollWidth} of ${clientWidth} px`, ...wide.slice(0, 3).map(name)];
}"""


def look(page: Page, scheme: Scheme = "light", size: Size = "desktop") -> None:
    """Show the page in this scheme and size, and wait until it has settled."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(SIZES[size])
    settle(page)


def settle(page: Page) -> None:
    """Wait until fonts are there and what a script does for a change is done."""
    page.evaluate(SETTLED)


def sideways(page: Page) -> list[str]:
    """Return what is wider than the page, with the widths first; [] if nothing is."""
    found: list[str] = page.evaluate(SIDEWAYS)
    return found
