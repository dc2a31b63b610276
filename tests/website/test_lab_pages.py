"""Every step has a page for its lab, which says without scripts what it is."""

import json
from pathlib import Path

import pytest
from support.built_site import Site, words

from course.browser.build import base
from course.curriculum.steps import Step, load_steps
from course.paths import ROOT
from course.website.lab_pages import lab_pages

# They share one build.
pytestmark = pytest.mark.xdist_group("site")
STEPS = load_steps()
each_step = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)


@each_step
def test_the_lab_of_a_step_and_its_notes_lead_to_each_other(
    site: Site, step: Step
) -> None:
    lab, pages = f"/lab/{step.number_text}/", dict(site.pages())

    assert f'<step-lab step="{step.number_text}">' in site.html(
        f"lab/{step.number_text}"
    )
    assert f"../../steps/{step.name}/" in pages[lab].links
    assert f"../..{lab}" in pages[f"/steps/{step.name}/"].links
    assert f"../../..{lab}" in pages[f"/steps/{step.name}/tests/"].links


@each_step
def test_without_scripts_a_lab_says_which_commands_do_the_same(
    site: Site, step: Step
) -> None:
    said = words(site.html(f"lab/{step.number_text}"))

    for command in (f"start {step.number}", "check", "run"):
        assert f"python3 learn.py {command}" in said
    assert "needs JavaScript" in said
    assert f"start --from lab-{step.number_text}.zip" in said


def test_the_list_has_every_lab_and_is_in_the_navigation(site: Site) -> None:
    pages = dict(site.pages())

    assert {f"{step.number_text}/" for step in STEPS} <= set(pages["/lab/"].links)
    assert "../../lab/" in pages["/steps/05_jwt_login/"].links


def test_a_lab_has_the_whole_width_of_the_page(site: Site) -> None:
    source = site.html("lab/05")

    assert "md-sidebar--primary" in source
    for sidebar in ("navigation", "toc"):
        assert f'data-md-component="sidebar" data-md-type="{sidebar}" hidden' in source


def test_what_is_loaded_is_weighed_where_the_runtime_is_there(tmp_path: Path) -> None:
    made = tmp_path / "runtime" / base.key()
    made.mkdir(parents=True)
    files = {"python": {"bytes": 4_000_000}, "core": {"bytes": 5_600_000}}
    (made / "base.json").write_text(json.dumps({"files": files}), encoding="utf-8")

    assert "loaded once, 10 MB" in lab_pages(STEPS, tmp_path)["lab/05.md"]
    assert "MB" not in lab_pages(STEPS, tmp_path / "none")["lab/05.md"]


def test_a_module_of_every_element_that_is_loaded_on_demand_is_there() -> None:
    folder = ROOT / "docs/assets"
    text = (folder / "element_loader.js").read_text(encoding="utf-8")
    modules = [line.split('"')[3] for line in text.splitlines() if '": "./' in line]

    assert modules
    for module in modules:
        assert (folder / module).resolve().is_file(), module
