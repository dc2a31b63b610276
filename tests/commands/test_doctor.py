"""``doctor`` has one line and one fix for each thing that may be in the way."""

import importlib.metadata
import io
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from course.commands.doctor import CHECKS, doctor, examine
from course.doctor import machine_checks, workplace_checks
from course.paths import ROOT, Places
from course.workspace.pid_files import recorded


def test_a_machine_that_runs_these_tests_is_well(cli: Callable[..., Any]) -> None:
    answer = cli("doctor")

    assert answer.code == 0, answer.out
    lines = answer.out.splitlines()
    for name in CHECKS:
        (line,) = (line for line in lines if line[7:].startswith(f"{name}: "))
        assert line[2:6].strip() in {"ok", "note"}
    assert lines[-1] == "Nothing is in the way."


def test_every_finding_that_is_not_ok_has_its_fix(places: Places) -> None:
    assert all(each.fix for each in examine(places) if each.state != "ok")


def test_a_fix_stands_below_its_finding_in_one_piece(
    places: Places, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said, fix = "it is very old " * 9, "Type: " + "python learn.py doctor " * 9
    finding = machine_checks.Finding("Python", "mend", said, fix)
    monkeypatch.setattr(
        "course.commands.doctor.CHECKS", {"Python": lambda where: finding}
    )
    monkeypatch.setenv("COLUMNS", "80")

    assert doctor(places) == 2

    first, second, third, last = capsys.readouterr().out.splitlines()
    assert first.startswith("✗ mend Python: it is very old")
    assert second.startswith("       it is") or second.startswith("       very")
    assert max(len(first), len(second)) <= 80
    assert third == f"       → {fix}"
    assert last == "To mend: 1 line above."


def test_programs_get_json(cli: Callable[..., Any]) -> None:
    findings = json.loads(cli("doctor", "--json").out)

    assert [finding["name"] for finding in findings] == list(CHECKS)
    assert {finding["state"] for finding in findings} <= {"ok", "note", "mend"}


def test_it_answers_without_any_package(places: Places) -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-m", "course.commands.doctor"],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 2
    assert " missing instead of " in done.stdout
    assert done.stderr == ""


def test_a_package_of_another_version_is_named(
    places: Places, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = importlib.metadata.version
    monkeypatch.setattr(
        importlib.metadata,
        "version",
        lambda name: "1.0" if name == "pytest" else real(name),
    )

    assert doctor(places) == 2

    out = capsys.readouterr().out
    assert "Packages: pytest 1.0 instead of" in out
    assert "To mend: 1 line above." in out


def test_a_line_of_the_lock_for_another_system_is_left_out() -> None:
    text = "\n".join(
        [
            "# a comment",
            "always==1.0",
            "psycopg[binary]==3.3",
            "    # via something",
            "never==1.0 ; sys_platform == 'emscripten'",
            "here==2.0 ; sys_platform != 'emscripten' and python_version >= '3.11'",
        ]
    )

    assert machine_checks._locked(text) == {
        "always": "1.0",
        "psycopg": "3.3",
        "here": "2.0",
    }


def test_an_old_python_is_refused(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("course.doctor.machine_checks.LOWEST", (99, 0))

    assert machine_checks.python(places).state == "mend"


def test_a_busy_port_is_a_note_that_names_the_program(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        monkeypatch.setattr("course.doctor.workplace_checks.PORTS", ((port, "serve"),))
        monkeypatch.setattr("course.servers.ports.TIMEOUT", 0.2)

        finding = workplace_checks.ports(places)

    assert finding.state == "note"
    assert f"{port} is busy: another program answers there" in finding.said
    assert "serve --port" in finding.fix


def test_a_port_of_our_own_running_server_is_fine(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        recorded(places, server.getsockname()[1], "your project"),
    ):
        port = server.getsockname()[1]
        monkeypatch.setattr("course.doctor.workplace_checks.PORTS", ((port, "run"),))
        finding = workplace_checks.ports(places)

    assert (finding.state, finding.said) == ("ok", f"running: your project on {port}")


def test_a_folder_that_cannot_be_written_is_to_mend(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    finding = workplace_checks.writing(Places(ROOT, tmp_path, tmp_path / "file"))

    assert finding.state == "mend"
    assert finding.fix


@pytest.mark.parametrize(
    "folder",
    ["/home/ada/Dropbox/tutorial", "/Users/ada/OneDrive - School/tutorial"],
)
def test_a_folder_that_is_copied_elsewhere_is_a_note(
    places: Places, folder: str
) -> None:
    there = Places(Path(folder), places.work, places.learn)

    assert workplace_checks.place(there).state == "note"


@pytest.mark.parametrize("folder", ["/home/ada/C# & ümläut +%20 x", "/srv/t"])
def test_a_difficult_name_is_fine(places: Places, folder: str) -> None:
    there = Places(Path(folder), places.work, places.learn)

    assert workplace_checks.place(there).state == "ok"


@pytest.mark.parametrize("name", [f"a{os.pathsep}b", "a\nb", "a\udcffb"])
def test_a_name_in_which_no_environment_works_is_to_mend(
    places: Places, name: str
) -> None:
    there = Places(Path("/home/ada") / name, places.work, places.learn)

    assert workplace_checks.place(there).state == "mend"


@pytest.mark.parametrize(
    ("coding", "columns", "state"),
    [("utf-8", "80", "ok"), ("cp1252", "80", "note"), ("utf-8", "79", "note")],
)
def test_a_terminal_that_shows_less_is_a_note(
    places: Places,
    monkeypatch: pytest.MonkeyPatch,
    coding: str,
    columns: str,
    state: str,
) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), coding))
    monkeypatch.setenv("COLUMNS", columns)

    assert workplace_checks.terminal(places).state == state


def test_a_clock_of_the_past_is_to_mend(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("course.doctor.workplace_checks.RELEASED", 99_999_999_999)

    assert workplace_checks.clock(places).state == "mend"


def test_variables_that_the_project_obeys_are_named(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://ada:secret@localhost/auth")

    finding = workplace_checks.variables(places)

    assert finding.state == "note"
    assert "DATABASE_URL" in finding.said
    assert "secret" not in finding.said + finding.fix
