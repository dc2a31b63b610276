"""``notebook`` opens JupyterLab on a copy of the learner's own, and loses none."""

import http.client
import json
import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from support.served_verb import (
    PATIENCE,
    Started,
    all_gone,
    free_port,
    started,
    until,
)

from course.commands.notebook import notebook
from course.curriculum.steps import Step, load_steps
from course.errors import CourseError
from course.paths import ROOT, Places
from course.workspace.notebook_copies import Laid, lay_out

STEPS = load_steps()
SOURCE = ROOT / "notebooks" / f"{STEPS[4].name}.ipynb"


def ask(running: Started, method: str, path: str, body: object = None) -> Any:
    """Send one request with the token that was printed; return status and JSON."""
    token = re.search(r"token=([\w-]+)", running.said())
    assert token
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=PATIENCE)
    try:
        headers = {"Authorization": f"token {token[1]}"}
        data = None if body is None else json.dumps(body)
        connection.request(method, path, data, headers)
        response = connection.getresponse()
        text = response.read().decode()
        is_json = "json" in response.headers.get("Content-Type", "")
        return response.status, json.loads(text) if is_json else text
    finally:
        connection.close()


def test_jupyterlab_is_served_to_whoever_has_the_token_until_ctrl_c(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A kernel of another Python, and settings, that this person has at home.
    bogus = tmp_path / "home/.local/share/jupyter/kernels/python3/kernel.json"
    bogus.parent.mkdir(parents=True)
    argv = {"argv": ["false"], "display_name": "bogus", "language": "python"}
    bogus.write_text(json.dumps(argv))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "home/.local/share/jupyter"))
    monkeypatch.setenv("JWT_SIGNING_KEY", "of another project")
    before, log = SOURCE.read_bytes(), tmp_path / "log"

    verb = ["notebook", "5", "--no-browser"]
    with started(verb, places, log) as running:
        until(lambda: "JupyterLab: " in running.said(), "no address is said")
        status, page = ask(running, "GET", f"/lab/tree/{SOURCE.name}")
        stranger = running.answer("GET", "/api/contents")
        of_notebook = {"path": SOURCE.name, "name": SOURCE.name, "type": "notebook"}
        made, session = ask(
            running, "POST", "/api/sessions", {**of_notebook, "kernel": {}}
        )
        family = running.family()
        kernel = next(
            each for each in family if "ipykernel_launcher" in " ".join(each.cmdline())
        )

        assert (status, made, stranger.status) == (200, 201, 403)
        assert "JupyterLab" in page
        assert session["kernel"]["name"] == "python3"
        assert kernel.cmdline()[0] == sys.executable
        assert Path(kernel.cwd()) == places.learn / "notebooks"
        assert "JWT_SIGNING_KEY" not in kernel.environ()
        addresses = {
            each.laddr.ip
            for process in family
            for each in process.net_connections(kind="tcp")
            if each.status == psutil.CONN_LISTEN
        }
        assert addresses == {"127.0.0.1"}
        with pytest.raises(CourseError, match="JupyterLab on notebook 05 answers"):
            notebook(STEPS[4], places, running.port, browser=False)

        running.process.send_signal(
            signal.SIGINT if os.name == "posix" else signal.SIGTERM
        )
        code = running.process.wait(timeout=PATIENCE)

        until(lambda: all_gone(family), "a process of JupyterLab is left")
        if os.name == "posix":
            assert code == 0
            assert "Traceback" not in running.said()
    assert SOURCE.read_bytes() == before
    assert sorted(path.name for path in (tmp_path / "home").iterdir()) == [".local"]


def test_the_copy_runs_from_its_own_place(places: Places) -> None:
    # Here: they take two seconds to import, in each process that collects tests.
    import nbformat
    from nbclient import NotebookClient

    laid = lay_out(STEPS[4], places)
    copy, original = (nbformat.read(path, as_version=4) for path in (laid.file, SOURCE))
    for cell in copy.cells:
        if cell.cell_type == "code":
            cell.outputs = []

    resources = {"metadata": {"path": str(laid.file.parent)}}
    NotebookClient(copy, timeout=PATIENCE, resources=resources).execute()

    assert printed(copy) == printed(original)


def printed(notebook: Any) -> list[str]:
    """Return what each cell printed: in one message or in several, as it happened."""
    return [
        "".join(output.get("text", "") for output in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_every_copy_finds_its_step(places: Places, step: Step) -> None:
    file = lay_out(step, places).file
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    code = "\n".join(
        "".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"
    )
    paths = re.findall(r'Path\("([^"]+)"\)', code)

    assert (file.parent / paths[0]).resolve() == step.path


@pytest.fixture
def tutorial(steps: list[Step], home: Places) -> Callable[..., Laid]:
    """The small tutorial with a notebook for its first step; lays it out."""
    write_notebook(home, "print('../steps/')")
    return lambda **options: lay_out(steps[0], home, **options)


def write_notebook(home: Places, code: str) -> None:
    """Write the notebook of the small tutorial's first step."""
    folder = home.root / "notebooks"
    folder.mkdir(exist_ok=True)
    name = next((home.root / "steps").glob("01_*")).name
    cells = [
        {"cell_type": "markdown", "source": ["../steps/"]},
        {"cell_type": "code", "source": [code], "outputs": []},
    ]
    (folder / f"{name}.ipynb").write_text(json.dumps({"cells": cells}))


def test_the_copy_is_the_learners_and_the_path_fits(
    tutorial: Callable[..., Laid], home: Places
) -> None:
    laid = tutorial()
    markdown, code = json.loads(laid.file.read_text())["cells"]

    assert laid.file.parent == home.learn / "notebooks"
    assert code["source"] == ["print('../../steps/')"]
    assert markdown["source"] == ["../steps/"]
    assert not laid.kept


def test_what_the_learner_changed_is_kept(tutorial: Callable[..., Laid]) -> None:
    tutorial().file.write_text("mine")

    laid = tutorial()

    assert laid.file.read_text() == "mine"
    assert laid.kept
    assert not laid.outdated


def test_a_fresh_copy_saves_the_changed_one_each_time(
    tutorial: Callable[..., Laid],
) -> None:
    saved = []
    for text in ("one", "two", "three"):
        tutorial().file.write_text(text)
        saved.append(tutorial(fresh=True).saved)

    assert [path.read_text() for path in saved if path] == ["one", "two", "three"]
    assert "print" in tutorial().file.read_text()
    assert tutorial(fresh=True).saved is None


def test_an_unchanged_copy_follows_the_repository_a_changed_one_is_told(
    tutorial: Callable[..., Laid], home: Places
) -> None:
    tutorial()
    write_notebook(home, "print('revised')")

    assert "revised" in tutorial().file.read_text()

    tutorial().file.write_text("mine")
    write_notebook(home, "print('revised again')")
    laid = tutorial()

    assert laid.outdated
    assert laid.file.read_text() == "mine"


def test_without_its_note_a_copy_counts_as_the_learners(
    tutorial: Callable[..., Laid],
) -> None:
    file = tutorial().file
    (file.parent / ".laid.json").write_text("[]")

    assert tutorial().kept


def test_a_step_without_a_notebook_says_so(steps: list[Step], home: Places) -> None:
    with pytest.raises(CourseError, match="Step 02 has no notebook") as caught:
        lay_out(steps[1], home)

    assert caught.value.code == 2


def test_a_place_that_cannot_be_written_is_a_sentence(
    tutorial: Callable[..., Laid], home: Places
) -> None:
    home.learn.write_text("a file where a folder has to be")

    with pytest.raises(CourseError, match="cannot be written"):
        tutorial()


def test_an_unknown_step_is_answered_with_the_steps(cli: Callable[..., Any]) -> None:
    answer = cli("notebook", "77")

    assert answer.code == 2
    assert "There is no step “77”" in answer.err
    assert "05_jwt_login" in answer.err


def test_what_became_of_the_copy_is_said(
    places: Places, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(STEPS[4], places).file.write_text("mine")

    def no_start(*_: object) -> None:
        raise CourseError("not started here")

    monkeypatch.setattr("course.commands.notebook._jupyter", no_start)
    for fresh, said in ((False, "as you left it"), (True, "is now")):
        with pytest.raises(CourseError, match="not started here"):
            notebook(STEPS[4], places, free_port(), fresh=fresh, browser=False)
        assert said in capsys.readouterr().out
