"""Every page, in each form: no error, no other host, no violation, nothing too wide."""

import itertools
import os
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from .audit import violations
from .building import one_of_each_kind
from .looks import SCHEMES, SIZES, Scheme, Size, look, settle, sideways
from .watching import Troubles

CI = bool(os.environ.get("CI"))
FORMS = list(itertools.product(SCHEMES, SIZES))
forms = pytest.mark.parametrize(("scheme", "size"), FORMS)
# What depends on the scheme: the rest holds for dark when it holds for light.
OF_COLORS = ["color-contrast", "link-in-text-block"]
# At home, where somebody waits for the tests.
FEW = ["/", "/steps/05_jwt_login/"]


@forms
def test_a_page_loads_without_error_and_fits(
    page: Page,
    addresses: list[str],
    troubles: Troubles,
    scheme: Scheme,
    size: Size,
    record_property: Callable[[str, object], None],
) -> None:
    begin, wide = time.monotonic(), {}

    for address in addresses:
        look(page, scheme, size)
        page.goto(address)
        settle(page)
        if found := sideways(page):
            wide[address] = found

    spent = time.monotonic() - begin
    record_property(
        "measured",
        f"{len(addresses)} pages, {scheme}, {size}: {len(troubles.noticed)} errors or "
        f"outside requests, {len(wide)} scroll sideways; {spent:.0f} s",
    )
    assert not troubles.noticed
    assert not wide


@forms
def test_axe_finds_no_violation(
    page: Page,
    addresses: list[str],
    scheme: Scheme,
    size: Size,
    record_property: Callable[[str, object], None],
) -> None:
    begin, found = time.monotonic(), {}
    # Every page is looked at with all rules once; the other forms change the colors
    # and the header, the same on all pages of a kind.
    looked_at = addresses
    if (scheme, size) != FORMS[0]:
        looked_at = one_of_each_kind(addresses) if CI else FEW

    for address in looked_at:
        look(page, scheme, size)
        page.goto(address)
        settle(page)
        rules = OF_COLORS if scheme == "dark" else None
        if broken := violations(page, rules):
            found[address] = broken

    spent = time.monotonic() - begin
    record_property(
        "measured",
        f"{len(looked_at)} pages, {scheme}, {size}: "
        f"{sum(map(len, found.values()))} violations (axe); {spent:.0f} s",
    )
    assert not found
