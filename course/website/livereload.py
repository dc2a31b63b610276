"""Live reload under ``mkdocs serve`` by a file of our own.

MkDocs writes a script with changing numbers into each page that it serves, which the
policy of the pages does not let run; and no page would be what the list of files says.
"""

from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.livereload import LiveReloadServer

SOURCE = Path(__file__).with_name("live-reload.js")
TARGET = "assets/live-reload.js"


def without_its_script(server: LiveReloadServer) -> None:
    """Let a server serve each page as it was built."""
    server._inject_js_into_html = lambda content, epoch: content  # type: ignore[method-assign]


def put_script(site: Path, site_url: str | None) -> None:
    """Let every page of a built site load our script."""
    (site / TARGET).write_bytes(SOURCE.read_bytes())
    address = f"{urlsplit(site_url or '/').path.rstrip('/')}/{TARGET}"
    tag = f'<script src="{address}" type="module"></script>'
    for file in site.rglob("*.html"):
        page = file.read_text(encoding="utf-8")
        start, end, rest = page.rpartition("</body>")
        file.write_text(f"{start}{tag}{end}{rest}", encoding="utf-8", newline="\n")
