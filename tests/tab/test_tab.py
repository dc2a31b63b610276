"""What runs in a tab, as far as it runs here: hash, cells, commands, tables."""

import asyncio
import hashlib
import os
import sqlite3
import sys
from pathlib import Path

import pytest

from course.browser.python import commands, machine
from course.browser.python.cells import Cells
from course.browser.python.tables import tables
from course.paths import startproject


@pytest.fixture(autouse=True)
def undo(monkeypatch, tmp_path) -> None:
    """A command changes the process: all of that is undone after a test."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "argv", list(sys.argv))
    monkeypatch.setattr(os, "environ", os.environ.copy())


@pytest.mark.parametrize("name", ["sha1", "sha256", "sha512"])
@pytest.mark.parametrize("length", [None, 16, 100])
def test_the_slow_hash_of_a_password_is_that_of_the_library(name, length) -> None:
    asked = (name, b"correct horse battery staple", b"salt", 50, length)

    assert machine.pbkdf2_hmac(*asked) == hashlib.pbkdf2_hmac(*asked)


def test_a_hash_that_there_is_not_is_refused_as_by_the_library() -> None:
    with pytest.raises(ValueError, match="md99"):
        machine.pbkdf2_hmac("md99", b"secret", b"salt", 1)


def test_a_coroutine_runs_to_its_end_without_a_thread_or_a_socket() -> None:
    async def add(one: int, other: int) -> int:
        await asyncio.sleep(0.001)
        return one + other

    async def both() -> list[int]:
        return list(await asyncio.gather(add(1, 2), add(3, 4)))

    assert machine.run_until_done(both()) == [3, 7]


def test_a_coroutine_may_be_waited_for_within_a_running_loop() -> None:
    async def inner() -> str:
        return "inner"

    async def outer() -> str:
        return machine.run_until_done(inner())

    assert asyncio.run(outer()) == "inner"


def test_cells_share_their_names_and_show_the_last_value() -> None:
    cells = Cells()

    assert cells.run("price = 40\nprint('made')") == [
        {"kind": "stdout", "text": "made\n"}
    ]
    assert cells.run("price + 2") == [{"kind": "result", "text": "42"}]
    assert cells.run("price;") == []
    assert cells.run("") == []


def test_what_a_cell_prints_keeps_the_order_of_both_streams() -> None:
    code = "import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c')"

    assert [each["kind"] for each in Cells().run(code)] == [
        "stdout",
        "stderr",
        "stdout",
    ]


def test_an_error_is_told_from_the_cell_on_and_the_next_cell_runs() -> None:
    cells = Cells()
    cells.run("def half(n):\n    return 1 / n")

    (error,) = cells.run("half(0)")

    assert error["kind"] == "error"
    assert error["text"].startswith("Traceback (most recent call last):\n")
    assert "cells.py" not in error["text"]
    assert 'File "<cell 2>", line 1' in error["text"]
    assert "return 1 / n" in error["text"]
    assert error["text"].endswith("ZeroDivisionError: division by zero")
    assert cells.run("1 + 1") == [{"kind": "result", "text": "2"}]


def test_a_value_that_cannot_be_shown_is_an_error_of_its_cell() -> None:
    code = "class Odd:\n    def __repr__(self):\n        print('in')\n        1 / 0\n"

    printed, error = Cells().run(f"print('before')\n{code}\nOdd()")

    assert printed == {"kind": "stdout", "text": "before\nin\n"}
    assert error["text"].endswith("ZeroDivisionError: division by zero")
    assert "cells.py" not in error["text"]


def test_a_cell_that_asks_is_told_at_once_that_nobody_types() -> None:
    printed, error = Cells().run("input('Name? ')")

    assert printed == {"kind": "stdout", "text": "Name? "}
    assert error["text"].endswith("EOFError: EOF when reading a line")


def test_a_cell_that_python_cannot_read_names_its_line() -> None:
    (error,) = Cells().run("x = 1\nif x\n    pass")

    assert "SyntaxError" in error["text"]
    assert "line 2" in error["text"]


def test_a_drawing_is_shown_as_one() -> None:
    code = (
        "class Drawing:\n    def _repr_svg_(self):\n        return '<svg/>'\nDrawing()"
    )

    assert Cells().run(code) == [{"kind": "svg", "text": "<svg/>"}]


def test_a_command_has_the_variables_before_it() -> None:
    line = 'NAME="Ada L" python -c "import os; print(os.environ[\'NAME\'])"'

    assert commands.run_command(line) == (0, "Ada L\n")


def test_a_script_has_its_arguments_and_both_streams_are_kept() -> None:
    Path("manage.py").write_text(
        "import sys\nprint(sys.argv)\nprint('no', file=sys.stderr)\nsys.exit(3)"
    )

    code, output = commands.run_command("python manage.py check --deploy")

    assert code == 3
    assert output == "['manage.py', 'check', '--deploy']\nno\n"


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("runserver", "Nothing has to be served"),
        ("runserver 8001", "Nothing has to be served"),
        ("shell", "--command"),
        ("dbshell", "another program"),
    ],
)
def test_a_command_that_would_never_end_is_not_begun(command: str, says: str) -> None:
    Path("manage.py").write_text("print('begun')")

    code, output = commands.run_command(f"python manage.py {command}")

    assert code == 127
    assert says in output


@pytest.mark.parametrize(
    "command", ["", "shell -c 1", "shell --command 1", "runserver --help", "check"]
)
def test_other_commands_are_begun(command: str) -> None:
    Path("manage.py").write_text("print('begun')")

    assert commands.run_command(f"python manage.py {command}") == (0, "begun\n")


def test_a_module_runs_as_by_python_m() -> None:
    Path("said.py").write_text("print(__name__)")

    assert commands.run_command("python -m said") == (0, "__main__\n")


@pytest.mark.parametrize(
    ("after", "kept"),
    [
        ("| tail -n 1", "3\n"),
        ("2>&1 | tail -2", "2\n3\n"),
        ("| head -n 1", "1\n"),
        ("| head", "1\n2\n3\n"),
    ],
)
def test_the_output_is_shortened_as_asked(after, kept) -> None:
    line = f'python -c "print(1); print(2); print(3)" {after}'

    assert commands.run_command(line) == (0, kept)


def test_an_exception_is_code_1_with_its_traceback() -> None:
    code, output = commands.run_command("python -c 'raise ValueError(7)'")

    assert code == 1
    assert output.endswith("ValueError: 7\n")


@pytest.mark.parametrize(
    "line", ["ls -l", "curl http://127.0.0.1", "", "python", "python -V | sort", "A=1"]
)
def test_what_is_no_python_is_refused_in_words(line) -> None:
    code, output = commands.run_command(line)

    assert code == commands.NOT_HERE
    assert "cannot run in a tab" in output


def test_the_command_for_an_empty_folder_is_one_that_the_tab_takes(monkeypatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    assert startproject() != "django-admin startproject config ."

    monkeypatch.setattr(sys, "platform", "emscripten")
    assert startproject() == "django-admin startproject config ."


def test_a_quotation_mark_too_few_is_told() -> None:
    code, output = commands.run_command("python -c 'print(1)")

    assert code == 2
    assert "No closing quotation" in output


def test_a_file_that_is_not_there_is_told() -> None:
    code, output = commands.run_command("python nothing.py")

    assert code == 2
    assert "nothing.py" in output


def test_a_command_leaves_the_texts_that_it_wrote(tmp_path) -> None:
    (tmp_path / "known~").write_text("of the learner")
    (tmp_path / "users").mkdir()
    (tmp_path / "users" / "apps.py").write_text("# new\n")
    (tmp_path / "users" / "__pycache__").mkdir()
    (tmp_path / "users" / "__pycache__" / "apps.pyc").write_bytes(b"\xff")
    (tmp_path / "db.sqlite3").write_bytes(b"SQLite")
    (tmp_path / "logo.png").write_bytes(b"\x89PNG")

    assert commands.texts(tmp_path, ["known~", "removed.py"]) == {
        "known~": "of the learner",
        "users/apps.py": "# new\n",
    }


def test_tables_have_their_columns_first_rows_and_number_of_rows(tmp_path) -> None:
    file = tmp_path / "db.sqlite3"
    connection = sqlite3.connect(file)
    connection.execute('CREATE TABLE "b ""x" (id INTEGER PRIMARY KEY, data BLOB)')
    connection.executemany('INSERT INTO "b ""x" (data) VALUES (?)', [(b"\x01",)] * 3)
    connection.execute("CREATE TABLE a (name TEXT)")
    connection.commit()
    connection.close()

    first, second = tables(file, shown=2)

    assert first == {"name": "a", "columns": ["name"], "rows": [], "total": 0}
    assert (second["name"], second["total"]) == ('b "x', 3)
    assert second["rows"] == [[1, "01"], [2, "01"]]


def test_without_a_database_there_are_no_tables(tmp_path) -> None:
    assert tables(tmp_path / "db.sqlite3") == []
