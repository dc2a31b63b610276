"""What of the installed packages goes into the tab: files, versions, licenses."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath

from course.errors import CourseError

# What the project needs to answer, and what its tests need besides.
CORE = (
    "asgiref",
    "dj-database-url",
    "django",
    "djangorestframework",
    "djangorestframework-simplejwt",
    "pyjwt",
    "sqlparse",
    "tzdata",
)
TESTS = ("iniconfig", "packaging", "pluggy", "pytest", "pytest-django")
# Patterns of paths that no step comes near. What Django loads although nobody asked for
# it stays: sites, admindocs, the admin's xregexp.
LEFT_OUT = (
    "*.pyc",
    "*.pyi",
    "*.po",
    "*.so",
    "*.pyd",
    "*/tests/*",
    "django/contrib/admin/static/admin/js/vendor/select2/i18n/[!e]*",
    "django/contrib/gis/*",
    "django/contrib/postgres/*",
    "django/contrib/flatpages/*",
    "django/contrib/redirects/*",
    "django/contrib/sitemaps/*",
    "django/contrib/syndication/*",
    "django/contrib/admindocs/templates/*",
    "django/db/backends/mysql/*",
    "django/db/backends/oracle/*",
    "rest_framework/templates/rest_framework/docs/*",
    "rest_framework/static/rest_framework/docs/*",
    "rest_framework/static/rest_framework/fonts/*.svg",
    "rest_framework/static/rest_framework/fonts/*.eot",
    "rest_framework/static/rest_framework/fonts/*.ttf",
    "*.js.map",
    "*.css.map",
)
# What an installation keeps about itself; the rest is files for programs that install.
KEPT_ABOUT = ("METADATA", "entry_points.txt")


@dataclass(frozen=True)
class Package:
    """One distribution: its name, its version, its license texts."""

    name: str
    version: str
    licenses: tuple[str, ...]
    files: tuple[tuple[PurePosixPath, Path], ...]


def packages(names: tuple[str, ...]) -> list[Package]:
    """Return the installed packages of these names.

    Raises CourseError where one is not installed.
    """
    return [_package(name) for name in names]


def _package(name: str) -> Package:
    try:
        found = distribution(name)
    except PackageNotFoundError as error:
        raise CourseError(
            f"{name} is not installed here.", "Mend it: python3 learn.py doctor"
        ) from error
    listed = [
        (PurePosixPath(str(path)), Path(str(path.locate())))
        for path in found.files or ()
    ]
    licenses = [
        place.read_text(encoding="utf-8", errors="replace")
        for path, place in listed
        if ".dist-info" in path.parts[0] and "LICEN" in path.name.upper()
    ]
    return Package(name, found.version, tuple(licenses), tuple(_kept(listed)))


def _kept(
    files: list[tuple[PurePosixPath, Path]],
) -> Iterator[tuple[PurePosixPath, Path]]:
    for path, place in files:
        if ".." in path.parts or not place.is_file():
            continue
        if ".dist-info" in path.parts[0]:
            if path.name in KEPT_ABOUT:
                yield path, place
        elif not (_foreign(path) or any(fnmatch(str(path), p) for p in LEFT_OUT)):
            yield path, place


def _foreign(path: PurePosixPath) -> bool:
    """Whether a file belongs to a translation into another language than English."""
    folders = path.parts[:-1]
    if "locale" not in folders:
        return False
    language = folders[folders.index("locale") + 1 :]
    return bool(language) and language[0] != "en"
