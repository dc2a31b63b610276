"""``author propagate``: an edit of one step travels into all later steps."""

import os

import pytest
import typer
from typer.testing import CliRunner

import tools.propagate.command
from course.errors import CourseError
from course.paths import Places
from tools.propagate.command import put_back


def test_edit_reaches_every_later_step_and_keeps_their_own_lines(tutorial):
    tutorial.edit(2, "    'a',\n", "    'a',\n    'b',\n")

    assert tutorial.propagate(2) == 0

    for step in (3, 4):
        assert "    'a',\n    'b',\n]" in tutorial.read(step)
    assert tutorial.read(4).endswith("STEP_1 = 1\nSTEP_2 = 2\nSTEP_3 = 3\n")
    assert "'b'" not in tutorial.read(1)


def test_second_run_changes_nothing_more(tutorial, capsys):
    tutorial.edit(1, "DEBUG = False", "DEBUG = True")
    tutorial.propagate(1)
    once = tutorial.everything()

    assert tutorial.propagate(1) == 0

    assert tutorial.everything() == once
    out = capsys.readouterr().out
    assert "step 04  settings.py: nothing to do" in out
    assert out.count("The edit of step 01 was carried to 02, 03, 04.") == 2


def test_edit_made_by_hand_in_the_next_step_still_reaches_the_others(tutorial):
    for step in (1, 2):
        tutorial.edit(step, "DEBUG = False", "DEBUG = True")

    assert tutorial.propagate(1) == 0

    assert tutorial.read(4).startswith("DEBUG = True\n")


def test_hand_edits_of_later_steps_are_not_carried(tutorial):
    tutorial.edit(1, "DEBUG = False", "DEBUG = True")
    tutorial.edit(2, "# End.", "# The end of step 02.")

    tutorial.propagate(1)
    tutorial.propagate(1)

    assert "# The end of step 02." in tutorial.read(2)
    assert "# End." in tutorial.read(3)


def test_step_put_back_with_git_gets_the_edit_again(tutorial):
    tutorial.edit(1, "LIFETIME = 5", "LIFETIME = 6")
    tutorial.propagate(1)
    tutorial.put_back(3, 4)

    assert tutorial.propagate(1) == 0

    assert "LIFETIME = 6" in tutorial.read(3)
    assert "LIFETIME = 6" in tutorial.read(4)


def test_repository_named_by_a_hook_is_not_asked(tutorial, monkeypatch, tmp_path):
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    tutorial.edit(1, "DEBUG = False", "DEBUG = True")

    assert tutorial.propagate(1) == 0

    assert "DEBUG = True" in tutorial.read(4)


def test_abort_puts_everything_back_and_keeps_what_was_there(tutorial, capsys):
    tutorial.edit(3, "LIFETIME = 5", "LIFETIME = 30")
    tutorial.edit(1, "LIFETIME = 5", "LIFETIME = 7")
    tutorial.write(1, "fresh.py", "fresh = True\n")
    before = tutorial.everything()
    assert tutorial.propagate(1) == 1
    tutorial.edit(3, "LIFETIME = 7", "LIFETIME = 99")

    assert put_back(tutorial.root, tutorial.learn) == 0

    assert tutorial.everything() == before
    kept = tutorial.learn / "propagate-rescued" / "03_later" / "settings.py"
    assert "LIFETIME = 99" in kept.read_text(encoding="utf-8")
    with pytest.raises(CourseError, match="No propagation waits"):
        put_back(tutorial.root, tutorial.learn)


def test_committed_edit_is_carried_with_base(tutorial, capsys):
    tutorial.edit(2, "DEBUG = False", "DEBUG = True")
    tutorial.commit()

    assert tutorial.propagate(2) == 0
    assert "--base HEAD~1" in capsys.readouterr().out
    assert "DEBUG = False" in tutorial.read(3)

    assert tutorial.propagate(2, base="HEAD~1") == 0
    assert "DEBUG = True" in tutorial.read(4)


def test_step_renamed_since_the_base_is_found_by_its_number(tutorial):
    os.replace(tutorial.file(2, ""), tutorial.file("02_other", ""))
    text = tutorial.file("02_other", "settings.py").read_text(encoding="utf-8")
    tutorial.write("02_other", "settings.py", text.replace("False", "True"))

    assert tutorial.propagate(2) == 0

    assert "DEBUG = True" in tutorial.read(4)


def test_dry_run_writes_nothing(tutorial, capsys):
    tutorial.edit(1, "DEBUG = False", "DEBUG = True")
    before = tutorial.everything()

    assert tutorial.propagate(1, dry_run=True) == 0

    assert tutorial.everything() == before
    assert not tutorial.learn.exists()
    assert "step 04  settings.py: merged" in capsys.readouterr().out


def test_interrupted_run_is_finished_by_the_next_command(tutorial, monkeypatch):
    tutorial.edit(1, "DEBUG = False", "DEBUG = True")
    lay_down, calls = tools.propagate.command.lay_down, []

    def stops_at_the_second(*arguments, **options):
        calls.append(arguments)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return lay_down(*arguments, **options)

    monkeypatch.setattr(tools.propagate.command, "lay_down", stops_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        tutorial.propagate(1)
    assert "DEBUG = False" in tutorial.read(4)

    assert tutorial.propagate(1) == 0

    assert "DEBUG = True" in tutorial.read(4)
    # A run that is done leaves nothing behind.
    assert list(tutorial.learn.iterdir()) == []


def test_without_a_commit_or_a_repository_it_says_so(tutorial, tmp_path):
    with pytest.raises(CourseError, match="no commit nowhere") as caught:
        tutorial.propagate(1, base="nowhere")
    assert "--base" in caught.value.next_action

    os.rename(tutorial.root / ".git", tutorial.root / "no-git")
    with pytest.raises(CourseError, match="no commit HEAD"):
        tutorial.propagate(1)


def test_step_that_is_not_committed_yet_says_so(tutorial):
    for name in ("05_new", "06_newer"):
        tutorial.write(name, "step.toml", tutorial.read(4, "step.toml"))

    with pytest.raises(CourseError, match="Step 05 is not in HEAD"):
        tutorial.propagate(5)


def test_last_step_has_nothing_after_it(tutorial, capsys):
    assert tutorial.propagate(4) == 0
    assert "nothing comes after it" in capsys.readouterr().out


def test_unreadable_record_says_what_to_do(tutorial):
    tutorial.learn.mkdir()
    (tutorial.learn / "propagate.json").write_text("{", encoding="utf-8")

    with pytest.raises(CourseError, match="cannot be read") as caught:
        tutorial.propagate(1)
    assert "delete propagate.json" in caught.value.next_action


def test_runs_that_version_0_1_remembered_are_no_run_that_waits(tutorial):
    tutorial.learn.mkdir()
    (tutorial.learn / "propagate").mkdir()
    record = tutorial.learn / "propagate.json"
    record.write_text('{"stopped": null, "done": {}}', encoding="utf-8")
    tutorial.edit(1, "DEBUG = False", "DEBUG = True")

    assert tutorial.propagate(1) == 0

    assert list(tutorial.learn.iterdir()) == []
    record.write_text('{"stopped": {"origin": "01_start"}, "done": {}}', "utf-8")
    with pytest.raises(CourseError, match="cannot be read"):
        tutorial.propagate(1)


def test_command_line(conflicted, monkeypatch):
    author = typer.Typer()
    tools.propagate.command.register(typer.Typer(), author)
    here = Places(conflicted.root, conflicted.root / "work", conflicted.learn)
    monkeypatch.setattr(tools.propagate.command, "places", lambda: here)

    run = CliRunner().invoke(author, ["--abort"])
    assert run.exit_code == 0, run.output
    assert "put back  steps/03_later/settings.py" in run.output
    run = CliRunner().invoke(author, ["1", "--dry-run"])
    assert run.exit_code == 1
    run = CliRunner().invoke(author, [])
    assert isinstance(run.exception, CourseError)
