"""The Content-Security-Policy that every page carries: what a page may load and run.

Nothing comes from another host, and nothing is sent to one, not by Python in the tab
either: its worker is started from a ``blob:`` and inherits the policy of the page.
"""

import base64
import hashlib
import html
import re
from collections.abc import Iterable
from pathlib import Path

HEAD = '<meta charset="utf-8">'
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)
SOURCE = re.compile(r"\bsrc\s*=")
TYPE = re.compile(r'\btype="([^"]*)"')
RUN = {"", "module", "text/javascript", "application/javascript"}
# For scripts see below.
DIRECTIVES = {
    "default-src": "'none'",
    "worker-src": "'self' blob:",
    "connect-src": "'self'",
    "img-src": "'self' data:",
    # CodeMirror writes its rules into a <style> of the page.
    "style-src": "'self' 'unsafe-inline'",
    "font-src": "'self'",
    "frame-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'self'",
    "form-action": "'self'",
}


def policy(pages: Iterable[str]) -> str:
    """Return the policy for a site of these pages.

    It is the same for all: with navigation.instant a page is shown under the policy of
    the page that was opened first. So each has the hash of every inline script.
    """
    hashes = sorted({hash_of(script) for page in pages for script in inline(page)})
    scripts = ["'self'", "'wasm-unsafe-eval'", *hashes]
    directives = {**DIRECTIVES, "script-src": " ".join(scripts)}
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def inline(page: str) -> list[str]:
    """Return the scripts that stand in a page itself and are run."""
    return [
        text
        for attributes, text in SCRIPT.findall(page)
        if not SOURCE.search(attributes) and _type(attributes) in RUN
    ]


def hash_of(script: str) -> str:
    """Return the hash of an inline script, as a policy names it."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def put_policy(site: Path) -> None:
    """Write the policy into every page of a built site."""
    files = {file: file.read_text(encoding="utf-8") for file in site.rglob("*.html")}
    said = html.escape(policy(files.values()), quote=False)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{said}">'
    for file, page in files.items():
        if HEAD not in page:
            raise ValueError(f"{file.name} says nowhere that it is UTF-8.")
        # A policy holds for what comes after it.
        page = page.replace(HEAD, HEAD + meta, 1)
        file.write_text(page, encoding="utf-8", newline="\n")


def _type(attributes: str) -> str:
    found = TYPE.search(attributes)
    return found[1].lower() if found else ""
