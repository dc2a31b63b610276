"""What the site serves of others: pinned, licensed, and without an address."""

import json
import re

from course.paths import ROOT

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


def test_every_bundle_names_its_packages_as_the_lock_has_them_with_their_license() -> (
    None
):
    licenses = (VENDOR / "LICENSES.txt").read_text(encoding="utf-8")
    bundles = sorted(VENDOR.glob("*.js"))
    named = set()

    assert bundles
    for bundle in bundles:
        first = bundle.read_text(encoding="utf-8").partition("\n")[0]
        banner = re.fullmatch(r"/\*! (.+): LICENSES\.txt \*/", first)
        assert banner, bundle.name
        for said in banner[1].split("; "):
            package = re.fullmatch(r"(\S+) (\S+), (MIT|ISC|BSD-3-Clause) license", said)
            assert package, said
            assert packages()[package[1]]["version"] == package[2]
            named.add(f"{package[1]} {package[2]}")
    listed = set(
        re.findall(r"^(?:@[\w-]+/)?[\w-]+ \d+\.\d+\.\d+$", licenses, re.MULTILINE)
    )
    assert listed == named
    assert "Permission is hereby granted" in licenses


def test_what_is_asked_of_npm_for_the_site_is_in_a_bundle() -> None:
    asked = json.loads((NPM / "package.json").read_text(encoding="utf-8"))
    banners = [
        bundle.read_text(encoding="utf-8").partition("\n")[0]
        for bundle in VENDOR.glob("*.js")
    ]

    for name in asked["dependencies"]:
        assert any(re.search(rf" {re.escape(name)} \d", line) for line in banners), name


def test_no_bundle_knows_an_address_or_asks_for_anything() -> None:
    for bundle in VENDOR.glob("*.js"):
        text = bundle.read_text(encoding="utf-8")
        # The name of a kind of elements is written as an address, and none is asked.
        text = text.replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|\bfetch\(|XMLHttpRequest|import\(", text)
