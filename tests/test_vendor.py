"""What the site serves of others: pinned, licensed, and without an address."""

import json
import re

from course.steps import ROOT

NPM = ROOT / "course/website/npm"
VENDOR = ROOT / "docs/assets/vendor"


def packages() -> dict[str, dict]:
    """The packages of the lock, by name."""
    lock = json.loads((NPM / "package-lock.json").read_text(encoding="utf-8"))
    prefix = "node_modules/"
    return {
        path.removeprefix(prefix): package
        for path, package in lock["packages"].items()
        if path
    }


def test_the_lock_pins_what_is_asked_for() -> None:
    asked = json.loads((NPM / "package.json").read_text(encoding="utf-8"))
    wanted = {**asked["dependencies"], **asked["devDependencies"]}

    for name, version in wanted.items():
        assert packages()[name]["version"] == version


def test_every_package_is_held_by_its_hash_and_not_by_an_address() -> None:
    text = (NPM / "package-lock.json").read_text(encoding="utf-8")

    assert "registry" not in text
    assert packages()
    for name, package in packages().items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name


def test_every_bundle_is_of_the_version_in_the_lock_and_has_its_license() -> None:
    licenses = (VENDOR / "LICENSES.txt").read_text(encoding="utf-8")
    bundles = sorted(VENDOR.glob("*.js"))

    assert bundles
    for bundle in bundles:
        name, version = bundle.stem, packages()[bundle.stem]["version"]
        first = bundle.read_text(encoding="utf-8").partition("\n")[0]
        assert first == f"/*! {name} {version}, MIT license: LICENSES.txt */"
        assert re.search(rf"^{name} {re.escape(version)}$", licenses, re.MULTILINE)
    assert licenses.count("Permission is hereby granted") == len(bundles)


def test_no_bundle_knows_an_address_or_asks_for_anything() -> None:
    for bundle in VENDOR.glob("*.js"):
        text = bundle.read_text(encoding="utf-8")
        assert not re.search(r"https?://|\bfetch\(|XMLHttpRequest|import\(", text)
