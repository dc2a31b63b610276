"""``test`` runs pytest, shows how far it is, and gives its verdict."""

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.served_verb import until

from course.commands.test import selftest
from course.errors import CourseError
from course.paths import ROOT, Places

# One process each: a pool would take longer than the tests do.
ALONE = ["-n", "0", "-p", "no:cacheprovider"]


# What tests/conftest.py takes from tests/support/.
CONFTEST = f"""\
import sys

sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "tests")!r}]
from support.closing_lines import pytest_terminal_summary
from support.group_progress import pytest_configure
from support.groups import pytest_collection_modifyitems, pytest_testnodedown
"""
INI = (
    "[pytest]\ntestpaths = tests\nmarkers =\n    full: more\n    postgres: needs one\n"
)
ON_POSIX = pytest.mark.skipif(os.name != "posix", reason="signals, and a pty")
# Seconds; a busy machine takes its time.
LONGEST = 60


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """A repository whose tests are written by a test."""
    for name in [name for name in os.environ if name.startswith("PYTEST_")]:
        monkeypatch.delenv(name)
    for name in ("LEARN_BROWSER", "LEARN_FULL", "LEARN_POSTGRES_URL"):
        monkeypatch.delenv(name, raising=False)
    # Windows shows other marks in a pipe.
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    (tmp_path / "pytest.ini").write_text(INI, encoding="utf-8")
    write(tmp_path, {"conftest.py": CONFTEST})
    return Places(tmp_path, tmp_path / "work", tmp_path / ".learn")


def write(root: Path, files: dict[str, str]) -> None:
    """Write files of tests/, named by their paths there."""
    for name, text in files.items():
        path = root / "tests" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def verdict(
    where: Places, capfd: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Run some tests; returns the exit code and what was said."""

    def run(source: str, *arguments: str, **asked: bool) -> tuple[int, str]:
        write(where.root, {"test_it.py": source})
        code = selftest(where, [*ALONE, *arguments], **asked)
        return code, capfd.readouterr().out

    return run


@pytest.fixture
def whole(
    where: Places, capfd: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, list[str]]]:
    """Run all tests, with these files; returns the code and the lines that it said."""

    def run(files: dict[str, str], **asked: bool) -> tuple[int, list[str]]:
        write(where.root, files)
        code = selftest(where, [], **asked)
        said = capfd.readouterr().out
        assert "\x1b" not in said
        return code, said.splitlines()

    return run


def test_all_passed_is_0_with_the_time_it_took(
    verdict: Callable[..., tuple[int, str]],
) -> None:
    code, said = verdict("def test_one():\n    assert True\n")

    assert code == 0
    assert "1 passed, after " in said
    assert said.rstrip().endswith(" s.")


def test_a_failure_is_1(verdict: Callable[..., tuple[int, str]]) -> None:
    code, said = verdict("def test_one():\n    assert 1 == 2\n")

    assert code == 1
    assert "assert 1 == 2" in said
    assert "✗ 1 failed, after" in said


def test_a_run_without_a_test_is_2(verdict: Callable[..., tuple[int, str]]) -> None:
    code, said = verdict("")

    assert code == 2
    assert "The tests did not run, after" in said


def test_further_arguments_go_to_pytest(
    verdict: Callable[..., tuple[int, str]],
) -> None:
    source = "def test_one():\n    assert False\n\ndef test_two():\n    assert True\n"

    code, said = verdict(source, "-k", "two", "-v")

    assert code == 0
    assert "test_two PASSED" in said


def test_a_postgresql_that_does_not_answer_is_2(
    verdict: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://ada@127.0.0.1:1/auth")

    with pytest.raises(CourseError) as caught:
        verdict("", postgres=True)

    assert caught.value.code == 2
    assert "does not answer" in caught.value.message


def test_a_browser_is_asked_for_by_a_flag(
    verdict: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LEARN_BROWSER", raising=False)
    monkeypatch.setattr("course.commands.test._have_playwright", lambda: True)
    source = "import os\n\ndef test_one():\n    assert os.environ['LEARN_BROWSER']\n"

    assert verdict(source)[0] == 1
    assert verdict(source, browser=True)[0] == 0


def test_playwright_that_cannot_be_loaded_is_2(
    verdict: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    fails = [sys.executable, "-c", "import sys; sys.exit('No route to host')"], {}
    monkeypatch.setattr("course.commands.test._have_playwright", lambda: False)
    monkeypatch.setattr("course.setup.extras.installers", lambda: [fails])

    with pytest.raises(CourseError) as caught:
        verdict("", browser=True)

    assert caught.value.code == 2
    assert "No route to host" in caught.value.message
    assert "--browser" in caught.value.next_action


PASSES = "def test_passes():\n    assert True\n"
FAILS = "def test_fails():\n    assert 1 == 2\n"
DEEP = "import pytest\n\n@pytest.mark.full\ndef test_deep():\n    assert True\n"


def test_it_says_at_once_how_long_and_what_that_is_based_on(whole) -> None:
    first, again = whole({"test_it.py": PASSES}), whole({})

    assert first[1][0].startswith("About 90 s on two cores")
    assert re.match(r"About \d+ s: the last run here took as long", again[1][0])


def test_each_option_has_its_own_time_and_what_failed_has_none(whole, where) -> None:
    whole({"test_it.py": FAILS})
    assert whole({"test_it.py": PASSES})[1][0].startswith("About 90 s")

    assert whole({}, full=True)[1][0].startswith("About 490 s on two cores")
    for spoilt in ("[1]", '{"--full": "x"}', "[" * 100_000):
        (where.learn / "test-times.json").write_text(spoilt, encoding="utf-8")
        assert whole({}, full=True)[1][0].startswith("About 490 s")


def test_a_group_is_a_line_with_its_mark_number_and_seconds(whole) -> None:
    code, lines = whole(
        {
            "notes/test_a.py": PASSES + PASSES.replace("passes", "too"),
            "website/test_b.py": PASSES,
        }
    )

    assert code == 0
    groups = sorted(re.sub(r" +", " ", line) for line in lines if line[:3] == "✓  ")
    assert re.fullmatch(r"✓ notes 2 passed \d+ s", groups[-2])
    assert re.fullmatch(r"✓ site 1 passed \d+ s", groups[-1])
    assert max(map(len, lines)) < 80
    assert re.fullmatch(r"✓ 3 passed, after \d+ s\.", lines[-1])
    # Nothing else: no dots, no word on processes, no line of pytest's.
    assert len([line for line in lines if line]) == 4


def test_what_fails_is_shown_in_full_above_the_last_line(whole) -> None:
    code, lines = whole({"notes/test_a.py": FAILS, "website/test_b.py": PASSES})

    said = "\n".join(lines)
    assert code == 1
    assert "E       assert 1 == 2" in said
    assert "FAILED tests/notes/test_a.py::test_fails" in said
    assert re.search(r"^✗ +notes +1 failed, 0 passed +\d+ s$", said, re.MULTILINE)
    assert re.fullmatch(r"✗ 1 failed, 1 passed, after \d+ s\.", lines[-1])


def test_what_is_left_out_is_counted_by_group_with_its_reason(whole) -> None:
    skips = "import pytest\n\ndef test_skips():\n    pytest.skip('no node here')\n"
    files = {
        "notes/test_a.py": DEEP,
        "website/test_b.py": DEEP + DEEP.replace("test_deep", "test_deeper"),
        "test_c.py": PASSES + skips + DEEP.replace("full", "postgres"),
    }

    code, lines = whole(files)

    assert code == 0
    reason = lines.index(
        "Left out: 3 tests, the tools in depth, more of a kind:"
        " python learn.py test --full"
    )
    assert lines[reason + 1] == "  notes 1, site 2"
    assert "Left out: 1 test, no node here" in lines
    assert any("python learn.py test --postgres" in line for line in lines)
    assert re.fullmatch(r"✓ 1 passed, 5 left out, after \d+ s\.", lines[-1])

    assert whole({}, full=True)[1][-1].startswith("✓ 4 passed, 2 left out")


def test_a_file_that_does_not_load_has_failed_and_is_shown(whole) -> None:
    code, lines = whole({"test_a.py": "import nothing_of_that_name\n"})

    assert code == 1
    assert "nothing_of_that_name" in "\n".join(lines)
    assert re.fullmatch(r"✗ 1 failed, after \d+ s\.", lines[-1])


def started(where: Places, **options: object) -> "subprocess.Popen[bytes]":
    """Run all tests of that repository in a process, and 130 on Ctrl-C."""
    places = f"Places(*map(Path, {[str(where.root)] * 2 + [str(where.learn)]!r}))"
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from course.commands.test import selftest\nfrom course.paths import Places\n"
        f"try:\n    sys.exit(selftest({places}, []))\n"
        "except KeyboardInterrupt:\n    sys.exit(130)\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.DEVNULL, **options
    )


@ON_POSIX
def test_ctrl_c_ends_it_and_a_test_tidies_up(where: Places, tmp_path: Path) -> None:
    begun, tidy = tmp_path / "begun", tmp_path / "tidy"
    source = (
        "import time\nfrom pathlib import Path\n\n\ndef test_long():\n    try:\n"
        f"        Path({str(begun)!r}).touch()\n        time.sleep(600)\n"
        f"    finally:\n        Path({str(tidy)!r}).touch()\n"
    )
    write(where.root, {"test_it.py": source})
    process = started(
        where,
        stdout=subprocess.PIPE,
        # A shell that runs the tests in the background has SIGINT ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    until(begun.exists, "the test has not begun")
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=LONGEST)[0].decode()

    assert process.returncode == 130
    assert tidy.exists()
    assert "passed" not in said


@ON_POSIX
@pytest.mark.parametrize(
    ("environment", "moves"),
    [({"TERM": "xterm"}, True), ({"TERM": "dumb"}, False)],
    ids=["xterm", "dumb"],
)
def test_on_a_terminal_the_groups_are_redrawn(
    where: Places, environment: dict[str, str], moves: bool
) -> None:
    import pty

    write(where.root, {"notes/test_a.py": PASSES, "website/test_b.py": PASSES})
    master, slave = pty.openpty()
    process = started(
        where, stdout=slave, env={**os.environ, "COLUMNS": "80", **environment}
    )
    os.close(slave)
    said = read_all(master)

    assert process.wait(LONGEST) == 0
    assert ("\x1b[2K" in said) is moves
    assert "2 passed, after" in said.splitlines()[-1]


def read_all(terminal: int) -> str:
    """Return what is written to the terminal until nobody has it open."""
    said = b""
    # On Linux a terminal that nobody has open is an error to read, elsewhere empty.
    with contextlib.suppress(OSError):
        while part := os.read(terminal, 65536):
            said += part
    os.close(terminal)
    return said.decode("utf-8", "replace")
