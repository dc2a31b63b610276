"""What the tests of the launcher share."""

from pathlib import Path

import pytest
from support.setup_doubles import Steps, make_repository

from course.setup import install, stamp, venv


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository in a folder with an awkward name, not set up yet."""
    return make_repository(tmp_path / "C# projects ü")


@pytest.fixture
def steps(root: Path, monkeypatch: pytest.MonkeyPatch) -> Steps:
    """Replace every command of the set-up.

    A Python that is there counts as one that runs; the file ``inside`` may say which.
    """

    def python_inside(root: Path) -> str:
        if (root / "inside").exists():
            return (root / "inside").read_text(encoding="utf-8")
        return stamp.this_python() if stamp.venv_python(root).exists() else ""

    double = Steps(root)
    monkeypatch.setattr(venv, "run_step", double)
    monkeypatch.setattr(venv, "python_inside", python_inside)
    monkeypatch.setattr(install, "run_step", double)
    monkeypatch.setattr(install, "uv_environment", lambda python: {})
    return double
