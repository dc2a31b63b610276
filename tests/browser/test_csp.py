"""The policy in a page: nothing gets out, and the site goes on working."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from .building import addresses_of, one_of_each_kind
from .instant import change_instantly, follow, open_first
from .watching import Troubles

# Two ways out of a worker, and a text that would be run.
OUT = """
import js
from pyodide.code import run_js

def tried(what):
    try:
        return what()
    except Exception as error:
        return str(error).partition(":")[0]

def send():
    request = js.XMLHttpRequest.new()
    request.open("GET", "http://127.0.0.1:9/?token", False)
    request.send()
    return request.status

print(tried(send))
print(tried(lambda: run_js("1 + 1")))
"""
RUN = """async (code) => {
    const { Project } = await import("/assets/python/runtime.js");
    const project = await Project.start({ step: "01" });
    return (await project.run(code)).outputs;
}"""


@pytest.fixture
def violations(page: Page) -> list[str]:
    """What the policy did not let happen on this page."""
    page.add_init_script(
        "window.refused = [];"
        "addEventListener('securitypolicyviolation', "
        "(event) => refused.push(`${event.effectiveDirective} ${event.blockedURI}`))"
    )
    return []


def refused(page: Page) -> list[str]:
    """Return what the policy has refused so far."""
    return page.evaluate("refused")


def allow_errors(troubles: Troubles) -> None:
    """This test is about what fails."""
    troubles.noticed.clear()


@pytest.mark.usefixtures("violations")
def test_a_page_cannot_reach_another_host(page: Page, troubles: Troubles) -> None:
    page.goto("/glossary/")

    said = page.evaluate(
        "fetch('http://127.0.0.1:9/?token').then(() => 'sent', () => 'refused')"
    )
    page.evaluate("new Image().src = 'http://127.0.0.1:9/?token'")
    page.wait_for_function("refused.length > 1")

    assert said == "refused"
    assert [each.partition(" ")[0] for each in refused(page)] == [
        "connect-src",
        "img-src",
    ]
    allow_errors(troubles)


@pytest.mark.usefixtures("violations")
def test_a_script_that_came_into_a_page_is_not_run(
    page: Page, troubles: Troubles
) -> None:
    page.goto("/glossary/")

    page.evaluate(
        "document.body.append(document.createRange().createContextualFragment("
        "'<script>window.ran = true</script>'))"
    )

    assert page.evaluate("window.ran") is None
    assert refused(page) == ["script-src-elem inline"]
    allow_errors(troubles)


@pytest.mark.usefixtures("runtime")
def test_python_in_the_tab_cannot_reach_another_host(
    page: Page, troubles: Troubles
) -> None:
    page.goto("/glossary/")

    (printed,) = page.evaluate(RUN, OUT)

    assert printed["text"].splitlines() == ["NetworkError", "EvalError"]
    allow_errors(troubles)


@pytest.mark.usefixtures("violations")
def test_pages_of_any_kind_can_follow_each_other(
    page: Page, site: str, built: Path
) -> None:
    """With navigation.instant all of them stand under the policy of the first."""
    change_instantly(page, site)
    open_first(page, "/")

    for address in one_of_each_kind(addresses_of(built)):
        if address != "/404.html":
            follow(page, address)

    assert refused(page) == []
