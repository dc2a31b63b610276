"""The built site is kept, whole, until something that it is made of changes."""

import errno
import os
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from course.errors import CourseError
from course.paths import Places
from course.website import kept_site as kept
from course.website.kept_site import LONG_AGO, fingerprint, is_kept, kept_site

Build = Callable[[Places, Path], None]


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """A repository with one page, and no packages: others may be installing some."""
    monkeypatch.setattr(sysconfig, "get_path", lambda name: str(tmp_path / "lib"))
    where = Places(tmp_path / "root", tmp_path / "work", tmp_path / ".learn")
    write(where.root / "docs/index.md", "# A page")
    return where


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> Callable[[Build], None]:
    """``built(build)``: in place of MkDocs, this builds the site."""
    return lambda build: monkeypatch.setattr(kept, "build_site", build)


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def quick(where: Places, site: Path) -> None:
    """Build a site of one page."""
    write(site / "index.html", "whole")


def left_over(where: Places) -> list[str]:
    """Return what builds have left beside the complete sites."""
    return [path.name for path in where.learn.iterdir() if path.name != "site"]


@pytest.mark.parametrize(
    "path",
    [
        "root/docs/index.md",
        "root/docs/assets/new.js",
        "root/steps/01_project/step.toml",
        "root/notebooks/05.ipynb",
        "root/course/website/hooks.py",
        "root/tools/lock.py",
        "root/CHANGELOG.md",
        "root/mkdocs.yml",
        "root/pyproject.toml",
        "root/requirements.txt",
        ".learn/proved.json",
        ".learn/notes.json",
        ".learn/runtime/0123/base.json",
    ],
)
def test_what_the_site_shows_or_uses_changes_its_fingerprint(
    where: Places, path: str
) -> None:
    before = fingerprint(where)
    write(where.root.parent / path, "changed")

    assert fingerprint(where) != before == fingerprint_without(where, path)


def fingerprint_without(where: Places, path: str) -> str:
    file = where.root.parent / path
    if path == "root/docs/index.md":
        write(file, "# A page")
    else:
        file.unlink()
    return fingerprint(where)


@pytest.mark.parametrize(
    "path",
    [
        "work/users/models.py",
        "root/work/users/models.py",
        "root/course/__pycache__/paths.cpython-311.pyc",
        "root/steps/05_jwt_login/db.sqlite3",
        ".learn/progress.json",
        ".learn/runtime-half-1/out/base.json",
    ],
)
def test_what_a_learner_does_changes_nothing(where: Places, path: str) -> None:
    before = fingerprint(where)
    write(where.root.parent / path, "changed")

    assert fingerprint(where) == before


def test_another_version_of_a_package_changes_the_fingerprint(
    where: Places, tmp_path: Path
) -> None:
    found = set()
    for version in ("1.6.0", "1.6.1"):
        (tmp_path / "lib" / f"mkdocs-{version}.dist-info").mkdir(parents=True)
        found.add(fingerprint(where))

    assert len(found) == 2


def test_a_site_is_built_once(where: Places, built: Callable[[Build], None]) -> None:
    built(quick)
    assert not is_kept(where, "a")
    site = kept_site(where, "a")

    built(lambda where, site: pytest.fail("built again"))

    assert is_kept(where, "a")
    assert kept_site(where, "a") == site
    assert (site / "index.html").read_text(encoding="utf-8") == "whole"
    assert left_over(where) == []


def test_two_that_build_at_once_both_have_a_whole_site(
    where: Places, built: Callable[[Build], None]
) -> None:
    def slow(where: Places, site: Path) -> None:
        write(site / "index.html", "of the slow one")
        built(quick)
        # In the meantime another process has done all of it.
        kept_site(where, "a")

    built(slow)

    site = kept_site(where, "a")

    assert (site / "index.html").read_text(encoding="utf-8") == "whole"
    assert left_over(where) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt(), CourseError("No theme.")])
def test_a_build_that_does_not_end_leaves_nothing(
    where: Places, built: Callable[[Build], None], error: BaseException
) -> None:
    def half(where: Places, site: Path) -> None:
        write(site / "index.html", "half")
        raise error

    built(half)

    with pytest.raises(type(error)):
        kept_site(where, "a")
    assert not is_kept(where, "a")
    assert left_over(where) == []


def test_a_full_disk_is_a_sentence(
    where: Places, built: Callable[[Build], None]
) -> None:
    def full(where: Places, site: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    built(full)

    with pytest.raises(CourseError, match="No space left on device") as caught:
        kept_site(where, "a")
    assert caught.value.code == 1
    assert "Make room on the disk" in caught.value.next_action


def test_the_site_before_stays_for_those_who_still_serve_it(
    where: Places, built: Callable[[Build], None]
) -> None:
    built(quick)
    for minute, key in enumerate("abcd"):
        site = kept_site(where, key)
        os.utime(site, (minute * 60, minute * 60))
    # It is wanted again, and so "d" is the one before.
    kept_site(where, "c")
    kept_site(where, "e")

    assert sorted(path.name for path in (where.learn / "site").iterdir()) == ["c", "e"]
    assert left_over(where) == []


def test_what_a_killed_build_has_left_is_deleted_later(
    where: Places, built: Callable[[Build], None]
) -> None:
    built(quick)
    for name, age in (("killed", LONG_AGO + 60), ("runs", 60)):
        write(where.learn / f"site-half-{name}" / "made/index.html", "half")
        then = time.time() - age
        os.utime(where.learn / f"site-half-{name}", (then, then))

    kept_site(where, "a")

    assert left_over(where) == ["site-half-runs"]
