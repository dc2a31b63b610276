"""For which machines a kit has wheels: a system and a Python make a target."""

from dataclasses import dataclass
from functools import cached_property

from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms
from packaging.utils import (
    InvalidWheelFilename,
    canonicalize_name,
    parse_wheel_filename,
)

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
# The oldest that are served: a wheel for an older one does as well. glibc 2.28 is that
# of Debian 10, RHEL 8 and Ubuntu 18.10.
GLIBC, MACOS = 28, (11, 0)
LEGACY = {5: "manylinux1", 12: "manylinux2010", 17: "manylinux2014"}


@dataclass(frozen=True)
class System:
    """A kind of machine, and what Python says of itself there."""

    name: str
    os_name: str
    sys_platform: str
    platform_system: str
    machine: str

    @property
    def platforms(self) -> list[str]:
        """The platforms whose wheels run here, the least demanding one first."""
        if self.platform_system == "Windows":
            return ["win_amd64"]
        if self.platform_system == "Darwin":
            return list(mac_platforms(MACOS, self.machine))[::-1]
        found = []
        for minor in range(5, GLIBC + 1):
            names = [f"manylinux_2_{minor}", LEGACY.get(minor, "")]
            found += [f"{name}_{self.machine}" for name in names if name]
        return [*found, f"linux_{self.machine}"]


SYSTEMS = (
    System("linux-x86_64", "posix", "linux", "Linux", "x86_64"),
    System("linux-aarch64", "posix", "linux", "Linux", "aarch64"),
    System("macos-arm64", "posix", "darwin", "Darwin", "arm64"),
    System("macos-x86_64", "posix", "darwin", "Darwin", "x86_64"),
    System("windows-amd64", "nt", "win32", "Windows", "AMD64"),
)


@dataclass(frozen=True)
class Target:
    """One Python on one system."""

    system: System
    python: str

    def __str__(self) -> str:
        return f"Python {self.python} on {self.system.name}"

    def needs(self, pin: str) -> bool:
        """Tell whether a line of the lock is meant for this target."""
        marker = Requirement(pin).marker
        # A marker may tell one release of a Python from another: both are served.
        return marker is None or any(
            marker.evaluate(self._environment(release)) for release in ("0", "99")
        )

    @cached_property
    def tags(self) -> dict[Tag, int]:
        """The kinds of wheels that run here, with a rank: 0 is the best."""
        major, minor = self.python.split(".")
        version = (int(major), int(minor))
        platforms = self.system.platforms
        found = list(cpython_tags(version, platforms=platforms))
        found += compatible_tags(version, f"cp{major}{minor}", platforms)
        return {tag: rank for rank, tag in enumerate(found)}

    def rank(self, wheel: str, pin: str) -> int | None:
        """Return how well a wheel file fits this pin here, 0 is best; None: not."""
        wanted = Requirement(pin)
        if canonicalize_name(wheel.partition("-")[0]) != canonicalize_name(wanted.name):
            return None
        try:
            _, version, _, tags = parse_wheel_filename(wheel)
        except InvalidWheelFilename:
            return None
        if version not in wanted.specifier:
            return None
        return min((self.tags[tag] for tag in tags & self.tags.keys()), default=None)

    def _environment(self, release: str) -> dict[str, str]:
        full = f"{self.python}.{release}"
        return {
            "implementation_name": "cpython",
            "implementation_version": full,
            "os_name": self.system.os_name,
            "platform_machine": self.system.machine,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": self.system.platform_system,
            "platform_version": "",
            "python_full_version": full,
            "python_version": self.python,
            "sys_platform": self.system.sys_platform,
        }


def all_targets() -> list[Target]:
    """Return every Python on every system that a kit is made for."""
    return [Target(system, python) for system in SYSTEMS for python in PYTHONS]
