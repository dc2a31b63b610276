"""What comes from npm is locked, for whichever registry a machine asks."""

import json

from course.paths import ROOT

FOLDER = ROOT / "tests" / "npm"


def test_the_lock_of_npm_names_no_registry() -> None:
    lock = json.loads((FOLDER / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: found for name, found in lock["packages"].items() if name}

    assert packages
    for name, package in packages.items():
        assert "resolved" not in package, name
        assert package["integrity"].startswith("sha512-"), name


def test_what_is_asked_of_npm_is_one_version_and_the_locked_one() -> None:
    asked = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((FOLDER / "package-lock.json").read_text(encoding="utf-8"))

    for name, version in asked["devDependencies"].items():
        assert lock["packages"][f"node_modules/{name}"]["version"] == version
