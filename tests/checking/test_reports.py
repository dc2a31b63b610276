"""``check --json`` and ``check --junit``: what other programs read."""

import functools
import json
import sys
from typing import Any
from xml.etree import ElementTree

import django
import pytest
from support.small_project import VIEWS, write

from course.checking.junit_report import check_place, write_junit
from course.checking.results import Report, TestResult
from course.checking.review import examine
from course.errors import CourseError
from course.paths import ROOT
from course.workspace.progress import passed_steps, set_hints_shown

SCHEMA = json.loads((ROOT / "course/checking/report_schema.json").read_text("utf-8"))
MOON = {"users/views.py": VIEWS.replace("world", "moon")}


@functools.cache
def validator() -> Any:
    # Here: it takes two seconds to import, in each process that collects tests.
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(SCHEMA)
    return Draft202012Validator(SCHEMA)


def document(text: str) -> dict[str, Any]:
    """Read the one JSON document that ``check --json`` prints, held to its schema."""
    data = json.loads(text)
    validator().validate(data)
    return data


def test_the_schema_is_one_and_demands_something():
    assert not validator().is_valid({})
    assert not validator().is_valid({"format": 1, "step": 1})


def test_a_failure_as_json_names_the_task_the_test_and_the_hints(checked, home):
    set_hints_shown(home, 2, "part", 2)
    answer = checked(2, as_json=True)
    data = document(answer.out)

    assert answer.code == 1
    assert answer.err == ""
    assert data["step"] == {"number": 2, "name": "02_part", "title": "Part"}
    assert data["status"] == "not yet"
    (task,) = data["tasks"]
    assert (task["slug"], task["status"]) == ("part", "not yet")
    assert task["hints"] == {"shown": 2, "of": 3}
    assert [test["status"] for test in task["tests"]] == ["failed", "failed"]
    (earlier,) = data["earlier"]
    assert (earlier["step"], earlier["slug"]) == (1, "greet")
    assert earlier["status"] == "passed"
    failure = data["failure"]
    assert failure["task"] == "part"
    assert failure["test"] == "test_part.py::test_goodbye_is_said"
    assert failure["message"].startswith("AssertionError: assert 404 == 200")
    assert failure["expected"] == "the status 200 OK"
    assert failure["happened"].startswith("GET /goodbye/ answered 404 Not Found")
    assert data["mistake"] is None
    assert data["broken"] is None


def test_a_mistake_as_json(checked):
    data = document(checked(1, MOON, as_json=True).out)

    assert data["mistake"] == {
        "step": 1,
        "task": "greet",
        "slug": "moon",
        "title": "The moon is greeted",
        "file": "users/views.py",
        "line": 5,
        "say": "`users/views.py` greets the moon, which does not answer.",
        "fix": 'Write "world" for "moon".',
        "why": "Only the world has ears.",
    }
    assert data["failure"]["task"] == "greet"


def test_a_pass_as_json_counts_as_progress(checked, home):
    answer = checked(1, as_json=True)
    data = document(answer.out)

    assert answer.code == 0
    assert data["status"] == "passed"
    assert data["failure"] is None
    assert passed_steps(home) == {1}


def test_a_project_that_does_not_load_as_json(checked):
    answer = checked(1, {"users/views.py": "def hello(\n"}, as_json=True)
    data = document(answer.out)

    assert answer.code == 1
    assert data["status"] == "broken"
    assert data["broken"]["file"] == "users/views.py"
    assert data["broken"]["line"] == 1
    assert [task["status"] for task in data["tasks"]] == ["untested"]


def test_the_versions_are_those_that_ran(checked):
    versions = document(checked(1, as_json=True).out)["versions"]

    assert versions["python"] == "{}.{}.{}".format(*sys.version_info)
    assert versions["django"] == django.__version__
    assert f'version = "{versions["tutorial"]}"' in (ROOT / "pyproject.toml").read_text(
        "utf-8"
    )
    assert all(versions.values())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "1", "--json"), "no folder"),
        (("check", "99", "--json"), "There is no step"),
        (("check", "--json", "--junit", "no/such/folder.xml"), "no folder no"),
        (("check", "--json", "--watch"), "--watch goes with neither"),
    ],
    ids=["no project", "no step", "bad file", "watch"],
)
def test_a_set_up_problem_is_json_too(cli, arguments, said):
    answer = cli(*arguments)

    assert answer.code == 2
    assert answer.err == ""
    error = document(answer.out)["error"]
    assert said in error["message"]
    assert error["next_action"]
    assert error["code"] == 2


def test_junit_has_a_suite_for_each_step_and_a_case_for_each_test(checked, tmp_path):
    file = tmp_path / "report ü.xml"
    answer = checked(2, {"users/views.py": VIEWS}, junit=file)
    root = ElementTree.parse(file).getroot()

    assert answer.code == 1
    assert "not yet" in answer.out
    assert (root.tag, root.get("tests"), root.get("failures")) == (
        "testsuites",
        "3",
        "2",
    )
    suites = [(suite.get("name"), suite.get("failures")) for suite in root]
    assert suites == [("01_greet", "0"), ("02_part", "2")]
    case = root.findall("testsuite/testcase")[2]
    assert case.get("classname") == "test_part"
    assert case.get("name") == "test_goodbye_has_words"
    assert float(case.get("time", "")) > 0
    failure = case.find("failure")
    assert failure is not None
    assert "404 Not Found" in failure.get("message", "")
    assert "def test_goodbye_has_words" in (failure.text or "")
    assert case.findtext("system-out") == "asking for words\n"
    # Nothing but the report is left behind.
    assert [path.name for path in tmp_path.glob("*.xml")] == [file.name]


def test_junit_of_a_project_that_does_not_load_is_an_error(checked, tmp_path):
    file = tmp_path / "report.xml"
    checked(1, {"users/views.py": "def hello(\n"}, junit=file)
    root = ElementTree.parse(file).getroot()

    assert (root.get("tests"), root.get("errors")) == ("1", "1")
    error = root.find("testsuite/testcase/error")
    assert error is not None
    assert "users/views.py, line 1" in error.get("message", "")


def test_what_xml_cannot_hold_is_replaced(steps, tmp_path):
    nasty = "\x1b[31m\x00 <&> \ud800 ü \N{GRINNING FACE} \ufffe"
    result = TestResult(
        f"test_x.py::test_x[{nasty}]", "greet", "failed", nasty, nasty, printed=nasty
    )
    skipped = TestResult("test_x.py::test_y", "greet", "skipped")
    report = Report((result, skipped))
    file = tmp_path / "report.xml"
    write_junit(examine(steps[0], steps, report, tmp_path), file)

    root = ElementTree.parse(file).getroot()
    failure = root.find("testsuite/testcase/failure")
    assert failure is not None
    assert failure.text == "�[31m� <&> � ü \N{GRINNING FACE} �"
    assert root.get("skipped") == "1"
    assert root.find("testsuite/testcase/skipped") is not None


def test_an_older_report_is_replaced_and_no_other_file_is(checked, home, tmp_path):
    report, views = tmp_path / "report.xml", home.work / "users" / "views.py"
    checked(1, junit=report)
    checked(1, MOON, junit=report)
    assert ElementTree.parse(report).getroot().get("failures") == "1"

    with pytest.raises(CourseError, match="it is no JUnit report"):
        checked(1, junit=views)
    assert views.read_text("utf-8") == VIEWS


def test_a_place_that_cannot_be_written_is_named_before_the_tests_run(tmp_path):
    write(tmp_path, {"file": "x"})

    with pytest.raises(CourseError, match="there is no folder"):
        check_place(tmp_path / "missing" / "report.xml")
    with pytest.raises(CourseError, match="it is a folder"):
        check_place(tmp_path)
    with pytest.raises(CourseError, match="there is no folder"):
        check_place(tmp_path / "file" / "report.xml")
    with pytest.raises(CourseError, match="no JUnit report"):
        check_place(tmp_path / "file")


def test_a_report_that_cannot_be_written_leaves_nothing_behind(steps, tmp_path):
    # A folder of that name has come since the tests began.
    (tmp_path / "report.xml").mkdir()
    examined = examine(steps[0], steps, Report(), tmp_path)

    with pytest.raises(CourseError, match="cannot be written to") as caught:
        write_junit(examined, tmp_path / "report.xml")
    assert "--junit report.xml" in caught.value.next_action
    assert [path.name for path in tmp_path.glob("*report*")] == ["report.xml"]
