"""``learn.py`` itself: an old Python, its answers, and what it hands to ``course``."""

import ast
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from support.setup_doubles import LEARN, WITH_UV, Steps, make_repository, posix_only

import learn
from course.setup import launch, stamp, venv

# What Python 2.7 has no word for. Of the rest, ``ast`` itself knows by the version.
TOO_NEW = (ast.AnnAssign, ast.JoinedStr, ast.Nonlocal, ast.Starred, ast.YieldFrom)


def too_new(text: str) -> list[str]:
    """Return what of this program a Python 2.7 does not parse, or lacks as a module."""
    found = [] if text.isascii() else ["a letter that is not ASCII"]
    for node in ast.walk(ast.parse(text, feature_version=(3, 4))):
        newer = isinstance(node, TOO_NEW)
        newer |= isinstance(node, ast.FunctionDef) and node.returns is not None
        newer |= isinstance(node, ast.arg) and node.annotation is not None
        newer |= isinstance(node, ast.arguments) and bool(node.kwonlyargs)
        newer |= isinstance(node, ast.Raise) and node.cause is not None
        newer |= isinstance(node, ast.ClassDef) and bool(node.keywords)
        newer |= isinstance(node, ast.Import) and not (
            {alias.name for alias in node.names} <= {"os", "subprocess", "sys"}
        )
        if newer:
            found.append(ast.unparse(node))
    return found


def test_learn_py_parses_on_python_2_7() -> None:
    assert too_new(LEARN.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        *("f'{1}'", "a: int = 1", "def f(a: int): pass", "def f() -> int: pass"),
        *("def f(*, a): pass", "def f():\n a = 1\n def g():\n  nonlocal a"),
        *(
            "[*a]",
            "raise A from b",
            "import pathlib",
            "'é'",
            "class A(metaclass=B): pass",
        ),
    ],
)
def test_what_python_2_7_does_not_parse_is_found(text: str) -> None:
    with suppress(SyntaxError):
        assert too_new(text) != []


def test_an_old_python_says_what_to_type(tmp_path: Path) -> None:
    for name in ("python3.8", "python3.6", "python3.7", "python3.9", "python3.10"):
        python = shutil.which(name)
        # A shim may be there for a version that is not.
        if (
            python
            and subprocess.run([python, "-V"], capture_output=True).returncode == 0
        ):
            break
    else:
        pytest.skip("no Python before 3.11 on this machine")

    run = subprocess.run([python, LEARN, "list"], capture_output=True, text=True)

    assert run.returncode == 2
    assert run.stderr.startswith("Python 3.11 or later is needed, this is 3.")
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    ("os_name", "runs", "action"),
    [
        ("posix", "python3.12", 'Type: python3.12 learn.py http "a b"'),
        ("nt", "py -3.12", 'Type: py -3.12 learn.py http "a b"'),
        ("posix", "", 'new terminal and type: python3.13 learn.py http "a b"'),
        ("nt", "", 'new terminal and type: py -3.13 learn.py http "a b"'),
    ],
)
def test_the_newer_python_is_named_where_it_starts(
    os_name: str,
    runs: str,
    action: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def check_output(command: list[str], **_: object) -> None:
        if not runs or " ".join(command[:-2]) != runs:
            raise FileNotFoundError

    monkeypatch.setattr(subprocess, "check_output", check_output)
    monkeypatch.setattr(sys, "argv", ["learn.py"])
    monkeypatch.setattr(sys, "version_info", (3, 8, 18))

    code = learn.refuse_python(["http", "a b"], os_name)

    told = capsys.readouterr().err
    assert code == 2
    assert "is needed, this is 3.8.18." in told
    assert action in told


def test_a_folder_that_cannot_be_written_is_exit_2(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # A file where a folder must be: root may write to any folder.
    (root / ".learn").write_text("", encoding="utf-8")

    code = learn.main([], root)

    assert code == 2
    assert "The set-up failed." in capsys.readouterr().err


def test_main_goes_no_further_on_an_old_python(
    root: Path, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learn, "refuse_python", lambda argv: 2)
    monkeypatch.setattr(sys, "version_info", (3, 10, 13))

    assert learn.main([], root) == 2

    assert steps.titles == []


@pytest.mark.parametrize("part", ["requirements.txt", "course/__main__.py"])
def test_half_a_repository_is_exit_2(
    part: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / part).unlink()

    code = learn.main([], root)

    told = capsys.readouterr().err
    assert code == 2
    assert f"has no {part}." in told
    assert "Clone it again" in told


def test_ctrl_c_in_the_set_up_is_one_sentence(
    root: Path, steps: Steps, capsys: pytest.CaptureFixture[str]
) -> None:
    steps.failures["Fetching uv"] = KeyboardInterrupt()

    assert learn.main([], root) == 130

    assert capsys.readouterr().err.endswith(
        "Stopped.\n-> The next call of learn.py takes it up again.\n"
    )


def test_sigterm_in_the_set_up_is_an_exit_that_cleans_up(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(
        venv,
        "set_up",
        lambda root: seen.append(signal.getsignal(signal.SIGTERM)),
    )

    assert venv.prepare(root) == 0

    assert seen == [venv.stop]
    assert signal.getsignal(signal.SIGTERM) == before
    with pytest.raises(SystemExit, match="143"):
        venv.stop(15, None)


def test_a_python_that_does_not_start_is_set_up_again(
    root: Path, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv.set_up(root)
    answers: list[Callable[[], int]] = [lambda: os.stat("/nowhere at all"), lambda: 7]
    monkeypatch.setattr(launch, "run_course", lambda *_: answers.pop(0)())
    monkeypatch.setattr(venv, "python_inside", lambda root: "")
    steps.titles.clear()

    assert learn.main([], root) == 7

    assert steps.titles == WITH_UV


def test_windows_waits_while_the_child_decides_on_ctrl_c(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Child:
        def __init__(self, command: list[str], env: dict[str, str]) -> None:
            self.answers = [KeyboardInterrupt(), KeyboardInterrupt(), 7]

        def __enter__(self) -> "Child":
            return self

        def __exit__(self, *_: object) -> None:
            assert self.answers == []

        def wait(self) -> int:
            answer = self.answers.pop(0)
            if isinstance(answer, BaseException):
                raise answer
            return answer

    monkeypatch.setattr(subprocess, "Popen", Child)

    assert launch.run_course(Path("python.exe"), root, [], "nt") == 7


@pytest.fixture(scope="module")
def launched(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """A repository where ``learn.py`` was called once, really; returns how to call."""
    root = make_repository(tmp_path_factory.mktemp("launcher") / "C# projects ü")
    environ = {name: os.environ[name] for name in os.environ if name[:4] != "PIP_"}
    environ |= {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}

    def call(*arguments: str, cwd: Path = root) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, os.path.relpath(root / "learn.py", cwd), *arguments],
            cwd=cwd,
            env=environ | {"PYTHONPATH": str(root / "nowhere")},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
        )

    call.root = root
    call.first = call("first")
    return call


ARGUMENTS = ["http", "a b", "", "*", '"q"', "--x=ü", "$HOME", "\\"]
one_environment = pytest.mark.xdist_group("launcher")


@one_environment
def test_the_first_call_sets_up_with_pip_where_uv_cannot_be_had(launched) -> None:
    first = launched.first

    assert first.returncode == 7
    assert json.loads(first.stdout)[0] == ["first"]
    assert "[3/4] Fetching uv: failed" in first.stderr
    assert "[4/4] Installing the packages with pip: done" in first.stderr
    assert stamp.is_ready(launched.root)


@one_environment
def test_a_later_call_passes_everything_on(launched, tmp_path: Path) -> None:
    # A learner's file with the name of a module of Python is not imported.
    for name in ("typing", "runpy", "course", "json"):
        (tmp_path / f"{name}.py").write_text("1 / 0", encoding="utf-8")

    run = launched(*ARGUMENTS, cwd=tmp_path)

    assert run.stderr == ""
    assert run.returncode == 7
    arguments, cwd, prefix, first_of_path, outside = json.loads(run.stdout)
    assert arguments == ARGUMENTS
    assert Path(cwd).samefile(tmp_path)
    assert Path(prefix).samefile(launched.root / ".venv")
    assert Path(first_of_path).samefile(launched.root)
    assert outside == []


@one_environment
def test_a_complete_environment_is_known_from_inside(launched) -> None:
    assert venv.python_inside(launched.root) == stamp.this_python()


@one_environment
@posix_only
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)]
)
def test_a_signal_reaches_the_course(launched, number: int, code: int) -> None:
    with subprocess.Popen(
        [sys.executable, "learn.py", "serve"],
        cwd=launched.root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout.readline() == "ready\n"
            process.send_signal(number)
            _, told = process.communicate(timeout=180)
        finally:
            process.kill()

    assert process.returncode == code
    assert told == ""
