"""The collection of a step, as Postman reads it; .ci/test_collections.py runs each."""

import json

from course.curriculum.steps import Step, find_step, load_steps
from course.notes.blocks import parse_blocks, read_blocks
from course.notes.postman import as_text, collection
from course.paths import ROOT
from course.website.step_pages import StepPages

STEPS = load_steps()
STEP = find_step("6", STEPS)
RESPONSE = "```http\nHTTP/1.1 200 OK\nAllow: GET\n\n{}\n```\n\n"


def pages(step: Step) -> StepPages:
    return StepPages(step, STEPS, ROOT, ROOT / ".learn")


def made(step=STEP):
    return collection(step, read_blocks(step.path / "README.md"))


def of(*requests: str):
    """The collection of notes with these requests; each is answered alike."""
    fences = (f"```http{request}\n```\n\n{RESPONSE}" for request in requests)
    return collection(STEP, parse_blocks("".join(fences), "notes"))


def test_a_request_becomes_an_item_with_its_tests():
    put = made()["item"][4]

    assert put["name"] == "PUT /user/update/: 200 OK"
    assert put["request"]["url"]["raw"] == "{{base_url}}/user/update/"
    assert put["request"]["url"]["path"] == ["user", "update", ""]
    assert {"key": "Authorization", "value": "Bearer {{access}}"} in (
        put["request"]["header"]
    )
    assert json.loads(put["request"]["body"]["raw"])["first_name"] == "Augusta"
    script = "\n".join(put["event"][0]["script"]["exec"])
    assert "have.status(200)" in script
    assert '"date_joined"' in script


def test_the_token_of_a_login_is_kept_for_the_next_request():
    scripts = ["\n".join(i["event"][0]["script"]["exec"]) for i in made()["item"]]

    kept = [i for i, script in enumerate(scripts) if 'set("access"' in script]
    assert [made()["item"][i]["request"]["method"] for i in kept] == ["POST"]
    assert {"key": "access", "value": ""} in made()["variable"]


def test_a_header_of_the_notes_is_checked():
    script = made()["item"][0]["event"][0]["script"]["exec"]

    assert any('get("WWW-Authenticate")' in line for line in script)


def test_what_needs_another_clock_or_step_is_left_out_with_the_reason():
    text = made()["info"]["description"]

    assert "- GET /user/update/: its answer is that of step 05." in text
    assert "- GET /user/update/: its answer is that of 09:16:00" in text
    assert len(made()["item"]) == 5


def test_a_query_is_kept():
    url = of("\nGET /a?b=c&d= HTTP/1.1")["item"][0]["request"]["url"]

    assert url["path"] == ["a"]
    assert url["query"] == [{"key": "b", "value": "c"}, {"key": "d", "value": ""}]


def test_notes_without_a_request_of_their_own_have_no_collection():
    assert of(' title="Before (step 05)"\nGET / HTTP/1.1') is None
    assert pages(find_step("2", STEPS)).postman() is None


def test_the_page_of_a_step_offers_its_collection():
    for step in STEPS:
        link = f"({step.name}/postman.json)"
        assert (link in pages(step).notes()) == bool(made(step))


def test_the_file_is_the_collection():
    assert json.loads(pages(STEP).postman()) == made()
    assert as_text(made()).endswith("}\n")
