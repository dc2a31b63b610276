"""Every page, in each form: no error, no other host, no violation, nothing too wide."""

import os
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from .audit import violations
from .building import one_of_each_kind
from .looks import SCHEMES, SIZES, Size, look, sideways
from .watching import TELL_REFUSALS, Troubles

CI = bool(os.environ.get("CI"))
# What depends on the scheme: the rest holds for dark when it holds for light.
OF_COLORS = ["color-contrast", "link-in-text-block"]
# At home, where somebody waits for the tests.
FEW = ["/", "/steps/05_jwt_login/"]


@pytest.mark.parametrize("size", SIZES)
def test_a_page_is_for_everybody_in_each_form(
    page: Page,
    addresses: list[str],
    troubles: Troubles,
    size: Size,
    record_property: Callable[[str, object], None],
) -> None:
    """Loaded once of each size, in the scheme that is then changed for the other."""
    begin, wide, found, looked_at = time.monotonic(), {}, {}, 0
    page.add_init_script(TELL_REFUSALS)
    # With all rules every page is looked at once; the other forms change the colors and
    # the header, the same on all pages of a kind.
    of_each_kind = one_of_each_kind(addresses) if CI else FEW
    order = SCHEMES if size == "phone" else SCHEMES[::-1]

    for address in addresses:
        look(page, order[0], size)
        page.goto(address)
        for scheme in order:
            look(page, scheme, size)
            form = f"{address}, {scheme}, {size}"
            if too_wide := sideways(page):
                wide[form] = too_wide
            if (scheme, size) == ("light", "desktop") or address in of_each_kind:
                rules = OF_COLORS if scheme == "dark" else None
                looked_at += 1
                if broken := violations(page, rules):
                    found[form] = broken
        # Search has a worker, which the policy has to let in.
        page.keyboard.press("/")

    spent = time.monotonic() - begin
    record_property(
        "measured",
        f"{len(addresses)} pages, {size}, light and dark: "
        f"{len(troubles.noticed)} errors or outside requests, "
        f"{len(wide)} scroll sideways; axe on {looked_at} of them: "
        f"{sum(map(len, found.values()))} violations; {spent:.0f} s",
    )
    assert not troubles.noticed
    assert not wide
    assert not found
