"""What ``.learn/progress.json`` holds, whatever somebody has made of it."""

import json
from pathlib import Path

import pytest
from support.full_disk import fill_up

from course.errors import CourseError
from course.paths import Places
from course.workspace.progress import (
    current_step,
    hints_shown,
    mark_passed,
    passed_steps,
    read_progress,
    set_current_step,
    set_hints_shown,
)

# What the version before wrote, all of it.
KNOWN = {"current": 3, "passed": [1, 2], "hints": {"02/create-users": 2}}
STRANGE = {
    "a list of lists": '{"current": 2, "passed": [[1]]}',
    "a word for a list": '{"passed": "x"}',
    "words for numbers": '{"current": "2", "passed": ["1"], "hints": {"a": "b"}}',
    "truth for numbers": '{"current": true, "passed": [true, null, 1.0]}',
    "a list for an object": '{"hints": [1]}',
    "a number of 5,000 digits": '{"current": ' + "1" * 5_000 + "}",
    "another key": '{"current": 2, "later": 1}',
    "100,000 brackets": "[" * 100_000,
    "100,000 objects": '{"hints": ' * 100_000,
    "no object": "[]",
    "half a file": '{"current": 2, "pas',
    "nothing": "",
    "no text": "\udcff",
}


def put(places: Places, text: str) -> Path:
    """Write the file as somebody's editor might."""
    places.learn.mkdir()
    file = places.learn / "progress.json"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    return file


def test_what_the_version_before_wrote_is_read_and_kept(places: Places) -> None:
    file = put(places, json.dumps(KNOWN))
    mark_passed(places, 3, 4)

    assert current_step(places) == 3
    assert passed_steps(places) == {1, 2, 3, 4}
    assert hints_shown(places, 2, "create-users") == 2
    assert list(places.learn.iterdir()) == [file]


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_strange_progress_is_read_without_a_traceback_and_kept_beside(
    cli, places: Places, text: str
) -> None:
    file = put(places, text)

    assert current_step(places) in (None, 2)
    assert passed_steps(places) == set()
    assert hints_shown(places, 1, "a") == 0
    assert cli("list").code == 0
    assert file.read_bytes() == text.encode("utf-8", "surrogateescape")

    answer = cli("start", "1")

    assert answer.code == 0
    assert "progress.json.unreadable" in answer.err
    assert read_progress(places)["current"] == 1
    kept = file.with_name("progress.json.unreadable")
    assert kept.read_bytes() == text.encode("utf-8", "surrogateescape")


def test_each_file_that_could_not_be_read_is_kept(places: Places) -> None:
    file = put(places, "one")
    set_current_step(places, 1)
    file.write_text("two")
    set_current_step(places, 2)

    kept = sorted(path.name for path in places.learn.iterdir())
    assert kept == [
        "progress.json",
        "progress.json.unreadable",
        "progress.json.unreadable-2",
    ]
    assert current_step(places) == 2


def test_an_empty_object_is_no_strange_file(places: Places) -> None:
    file = put(places, "{}")
    set_current_step(places, 1)

    assert list(places.learn.iterdir()) == [file]


def test_a_full_disk_is_told_in_a_sentence_and_nothing_is_lost(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(places, json.dumps(KNOWN))
    fill_up(places.learn, monkeypatch)

    for remember in (
        lambda: set_current_step(places, 4),
        lambda: mark_passed(places, 4),
        lambda: set_hints_shown(places, 2, "create-users", 3),
    ):
        with pytest.raises(CourseError) as caught:
            remember()
        assert "Your progress could not be kept" in caught.value.message
        assert "No space left" in caught.value.message
        assert "Make room on the disk" in caught.value.next_action
    assert read_progress(places) == KNOWN
    assert list(places.learn.iterdir()) == [file]
