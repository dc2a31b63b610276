"""axe-core on a page: what people who cannot see, point or tell colors would miss."""

from functools import cache
from typing import Any

from playwright.sync_api import Page
from support.needed_tools import missing

from course.paths import ROOT

AXE = ROOT / "tests" / "npm" / "node_modules" / "axe-core" / "axe.min.js"

# Highlighted code is thousands of words in a few colors, and axe looks at each of them
# for 1 ms and more. One word of each color in each kind of place is left as it is, of
# the others the text.
THIN = """() => {
  const seen = new Set();
  for (const word of document.querySelectorAll("pre code span[class]:not(:has(*))")) {
    const key = [];
    for (let e = word; e && e !== document.body; e = e.parentElement)
      key.push(e.getAttribute("class"));
    const place = key.join("/");
    if (seen.has(place)) word.replaceWith(word.textContent);
    seen.add(place);
  }
}"""

RUN = """async (rules) => {
  const options = { resultTypes: ["violations"] };
  if (rules) options.runOnly = rules;
  const { violations, passes } = await axe.run(options);
  return { violations, passed: passes.length };
}"""


@cache
def axe_source() -> str:
    """Return the source of axe-core; where it is not there, the test is left out."""
    if not AXE.is_file():
        missing("needs axe-core: npm ci --prefix tests/npm")
    return AXE.read_text(encoding="utf-8")


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """Return a line for each element that breaks a rule; all rules unless named.

    The page is of little use afterwards: its code has lost most of its colors.
    """
    page.evaluate(THIN)
    # By the debugger's way in, past whatever the page forbids.
    page.evaluate(axe_source())
    result: dict[str, Any] = page.evaluate(RUN, rules)
    assert result["passed"], "axe found nothing to look at"
    return [
        f"{found['id']}: {' '.join(map(str, node['target']))}: {node['html'][:120]}"
        for found in result["violations"]
        for node in found["nodes"]
    ]
