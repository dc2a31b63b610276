"""``diff`` shows what is left; it reads projects file by file."""

import os
import shutil
from collections.abc import Callable

import pytest
from support.needed_tools import Answer
from support.small_project import write

from course.checking.last_report import fingerprint, remember
from course.checking.results import Report, TestResult
from course.commands.diff import diff, line_counts
from course.curriculum.project_files import (
    changed_paths,
    code_diff,
    copy_project,
    project_files,
)
from course.curriculum.steps import load_steps
from course.paths import Places
from course.workspace.progress import mark_passed, set_current_step

Cli = Callable[..., Answer]


def test_diff_of_the_same_project_says_so(cli: Cli, places):
    copy_project(load_steps()[0].path, places.work)
    answer = cli("diff", "1")

    assert answer.code == 0
    assert "is the same as the end of step 01" in answer.out


def test_diff_shows_what_is_mine_and_what_is_missing(cli: Cli, places):
    copy_project(load_steps()[0].path, places.work)
    views = places.work / "config" / "views.py"
    views.write_text(
        views.read_text(encoding="utf-8").replace('"ok"', '"fine"'), encoding="utf-8"
    )
    (places.work / "config" / "checks.py").unlink()
    answer = cli("diff", "1", "--solution")

    assert answer.code == 0
    assert '-        return Response({"status": "fine"})' in answer.out
    assert '+        return Response({"status": "ok"})' in answer.out
    assert "--- /dev/null\n+++ steps/01_project/config/checks.py" in answer.out
    assert "README.md" not in answer.out
    assert "\x1b" not in answer.out


def test_diff_without_a_number_takes_the_current_step(cli: Cli, places):
    copy_project(load_steps()[1].path, places.work)
    set_current_step(places, 2)

    assert "is the same as the end of step 02" in cli("diff").out


def test_diff_keeps_long_lines_and_square_brackets(cli: Cli, places):
    copy_project(load_steps()[0].path, places.work)
    line = "X = [bold]" + "x" * 200 + "[/bold]"
    write(places.work, {"extra.py": line + "\n"})

    assert f"-{line}\n" in cli("diff", "1").out


def test_diff_without_a_project_says_how_to_start(cli: Cli):
    answer = cli("diff", "1")

    assert answer.code == 2
    assert "python learn.py start 1" in answer.err


def test_a_project_is_its_files_without_caches_and_databases(tmp_path):
    write(
        tmp_path,
        {
            name: ""
            for name in (
                "manage.py",
                "config/settings.py",
                "README.md",
                "step.toml",
                "mistakes/one.patch",
                "users/README.md",
                "users/__pycache__/views.pyc",
                "db.sqlite3",
                "db.sqlite3-journal",
                ".git/HEAD",
                ".venv/lib/x.py",
                "my env/pyvenv.cfg",
                "my env/lib/y.py",
                ".pytest_cache/v",
                ".env",
            )
        },
    )

    assert project_files(tmp_path) == [
        ".env",
        "config/settings.py",
        "manage.py",
        "users/README.md",
    ]
    assert project_files(tmp_path / "nowhere") == []


def test_a_folder_that_cannot_be_read_has_no_files(tmp_path, monkeypatch):
    write(tmp_path, {"closed/a.py": "", "b.py": ""})
    stat = os.stat

    def refuse(path, *arguments, **options):
        if "closed/" in os.fspath(path).replace("\\", "/"):
            raise PermissionError(13, "Permission denied", path)
        return stat(path, *arguments, **options)

    monkeypatch.setattr(os, "stat", refuse)

    assert project_files(tmp_path) == ["b.py"]


def test_changed_paths_are_those_added_changed_and_removed(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    write(old, {"same.py": "a\n", "changed.py": "a\n", "removed.py": "a\n"})
    write(new, {"same.py": "a\n", "changed.py": "b\n", "users/added.py": "a\n"})

    assert changed_paths(old, new) == ["changed.py", "removed.py", "users/added.py"]
    assert changed_paths(None, new) == ["changed.py", "same.py", "users/added.py"]
    assert changed_paths(old, old) == []


def test_line_endings_are_no_change(tmp_path):
    """Git on Windows checks texts out with other line endings."""
    for folder, text in (("old", b"a\nb\n"), ("new", b"a\r\nb\r\n")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.py").write_bytes(text)

    old, new = tmp_path / "old", tmp_path / "new"
    assert changed_paths(old, new) == changed_paths(new, old) == []
    assert code_diff(old, new) == code_diff(new, old) == ""


def test_the_diff_names_what_has_no_lines_to_show(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    write(old, {"end.py": "a"})
    write(new, {"end.py": "a\n", "empty.py": ""})
    (new / "image.png").write_bytes(b"\xff\xfe\x00")

    assert code_diff(old, new) == (
        "--- /dev/null\n+++ b/empty.py\n"
        "--- a/end.py\n+++ b/end.py\n@@ -1 +1 @@\n"
        "-a\n\\ No newline at end of file\n+a\n"
        "Binary files /dev/null and b/image.png differ\n"
    )
    assert code_diff(old, new, paths=[]) == ""


def test_the_diff_is_one_that_patch_understands(tmp_path):
    steps = load_steps()
    lines = code_diff(steps[0].path, steps[1].path).splitlines()

    hunks = [line for line in lines if line.startswith("@@")]
    assert hunks
    assert any(line == "--- a/config/settings.py" for line in lines)
    assert any(line == "+++ b/users/models.py" for line in lines)


def test_a_copy_is_the_same_project(tmp_path):
    source = load_steps()[1].path
    copy_project(source, tmp_path / "copy")

    assert changed_paths(source, tmp_path / "copy") == []


def test_a_terminal_gets_colours(places: Places, capsys, monkeypatch):
    shutil.copytree(load_steps()[0].path, places.work)
    (places.work / "config" / "urls.py").write_text("", encoding="utf-8")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    diff(load_steps()[0], load_steps(), places, solution=True)

    assert "\x1b[32m+" in capsys.readouterr().out


@pytest.fixture
def on_step_05(places: Places) -> Places:
    """A learner who builds the login: the end of step 04 and a few lines."""
    copy_project(load_steps()[3].path, places.work)
    set_current_step(places, 5)
    for number in range(1, 5):
        mark_passed(places, number)
    views = places.work / "users" / "views.py"
    with views.open("a", encoding="utf-8") as file:
        file.write("# mine\n")
    write(places.work, {"notes.txt": "a note\n"})
    # Of step 01, so that nothing of step 05 is in it.
    (places.work / "config" / "checks.py").write_text("# checks\n", encoding="utf-8")
    return places


def test_the_solution_of_a_step_not_passed_is_hidden(cli: Cli, on_step_05):
    steps = load_steps()
    answer = cli("diff")

    assert answer.code == 0
    assert "Step 05 has not passed" in answer.out
    theirs = steps[4].path / "users" / "views.py"
    mine, added = line_counts(on_step_05.work / "users" / "views.py", theirs)
    assert (
        f"users/views.py: {mine} lines of yours differ, {added} lines of the step"
        in answer.out
    )
    for task in steps[4].tasks:
        assert task.title in answer.out
    assert "python learn.py hint" in answer.out
    assert "python learn.py diff 5 --solution" in answer.out
    # What the step adds is nowhere to be read.
    added = code_diff(steps[3].path, steps[4].path, paths=steps[4].changes)
    secrets = {
        line[1:].strip()
        for line in added.splitlines()
        if line.startswith("+") and not line.startswith("+++")
    }
    assert len(secrets) > 20
    for line in secrets:
        assert len(line) < 12 or line not in answer.out


@pytest.mark.parametrize("came", ["passed the steps before", "began with step 05"])
def test_what_is_no_secret_is_shown_all_the_same(cli: Cli, on_step_05, came):
    if came == "began with step 05":
        (on_step_05.learn / "progress.json").unlink()
        set_current_step(on_step_05, 5)
    out = cli("diff").out

    assert "-a note\n" in out
    assert "-# checks\n" in out
    assert "-# mine" not in out


@pytest.mark.parametrize("how", ["--solution", "passed", "an earlier step"])
def test_the_solution_is_shown_where_it_is_asked_for(cli: Cli, on_step_05, how):
    if how == "passed":
        mark_passed(on_step_05, 5)
    words = {"--solution": ["--solution"], "passed": [], "an earlier step": ["4"]}
    out = cli("diff", *words[how]).out

    assert "-# mine\n" in out
    assert "hidden" not in out
    assert ("+class LoginAPIView" in out) == (how != "an earlier step")


def test_tasks_that_pass_are_not_named_as_open(cli: Cli, on_step_05):
    step = load_steps()[4]
    first, *others = step.tasks
    results = (
        TestResult("test_a.py::test_a", first.slug, "passed"),
        *(TestResult("test_b.py::b", task.slug, "failed", "m") for task in others),
    )
    remember(step, on_step_05, fingerprint(step, on_step_05), Report(results, None, ""))
    out = cli("diff").out

    assert first.title not in out
    assert all(task.title in out for task in others)


def test_tests_and_requirements_come_when_asked_for(cli: Cli, on_step_05):
    out = cli("diff", "--solution").out
    assert "tests/test_login.py" not in out
    assert "tests and requirements differ too" in out
    assert "python learn.py diff 5 --tests" in out

    assert (
        "+++ steps/05_jwt_login/tests/test_login.py"
        in cli("diff", "--solution", "--tests").out
    )


def test_lines_are_counted_on_either_side(tmp_path):
    write(tmp_path, {"a": "1\n2\n3\n", "b": "1\n+\n3\n4\n5\n"})

    assert line_counts(tmp_path / "a", tmp_path / "b") == (1, 3)
    assert line_counts(tmp_path / "none", tmp_path / "b") == (0, 5)
    (tmp_path / "logo.png").write_bytes(b"\xff\xfe\x00")
    assert line_counts(tmp_path / "logo.png", tmp_path / "b") == (0, 5)


def test_a_file_that_cannot_be_read_is_said(cli: Cli, on_step_05, monkeypatch):
    def refuse(*arguments, **options):
        raise PermissionError(13, "Permission denied", "work/users/views.py")

    monkeypatch.setattr("course.commands.diff.changed_paths", refuse)
    answer = cli("diff")

    assert answer.code == 2
    assert "work/users/views.py cannot be read." in answer.err
