"""The list of the site's files, by which docs/assets/offline/ keeps them."""

import hashlib
import json
import re
from pathlib import Path

LIST = "assets/offline.json"
# What no reader of a page is ever given, or what is asked of the server alone: the
# service worker, maps of minified scripts, words of other languages.
LEFT_OUT = re.compile(
    r"sw\.js|assets/offline\.json|.*\.map|.*/lunr/.*|sitemap\.xml\.gz"
)
INDEX = re.compile(r"(^|/)index\.html$")


def offline_list(site: Path) -> str:
    """Return the list of a built site: the version of the whole, a hash for each file.

    A page is listed by its address, "glossary/", and the home page by "".
    """
    files = {}
    for file in sorted(path for path in site.rglob("*") if path.is_file()):
        name = file.relative_to(site).as_posix()
        if not LEFT_OUT.fullmatch(name):
            files[INDEX.sub(r"\1", name)] = _hash(file.read_bytes())
    version = _hash(json.dumps(files).encode())
    return json.dumps({"version": version, "files": files}, indent=0)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
