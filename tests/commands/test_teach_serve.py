"""``teach serve`` shows the site to a room; a kit shows the site that it came with."""

import gzip
import http.client
import importlib.util
import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections import namedtuple
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
import segno
from rich.console import Console
from support.needed_tools import Answer
from support.served_verb import PATIENCE, free_port

from course.browser.build.site import FOLDER
from course.commands import serve, teach_serve
from course.errors import CourseError
from course.paths import ROOT, Places
from course.servers import addresses, static_site
from course.servers.addresses import (
    HALVES,
    Address,
    is_loopback,
    qr_code,
    room_addresses,
    url,
)
from course.servers.static_site import StaticServer, listening
from course.setup.kit_layout import ABOUT, WHEELS
from course.teaching.kit.site import built_site
from course.website.build import build_site, has_labs
from course.workspace.pid_files import read_record

HASHED = f"{FOLDER}/core-0123456789ab.zip.gz"
PACKED = gzip.compress(b"what the page unpacks itself", mtime=0)
FILES: dict[str, bytes] = {
    "index.html": "<title>Grüße</title>".encode(),
    "404.html": b"<title>Nothing here</title>",
    "sw.js": b"self.x = 1;",
    "assets/a.mjs": b"export {};",
    "assets/a.wasm": b"\0asm",
    "assets/a.data": b"?",
    HASHED: PACKED,
    "steps/index.html": b"steps",
    "empty/a.txt": b"text",
}
TYPES = {
    "/": "text/html; charset=utf-8",
    "/sw.js": "text/javascript; charset=utf-8",
    "/assets/a.mjs": "text/javascript; charset=utf-8",
    "/assets/a.wasm": "application/wasm",
    "/assets/a.data": "application/octet-stream",
    f"/{HASHED}": "application/gzip",
}
# `learn.py teach serve`, with a site that is there at once.
QUICK = """
import sys
from course.commands import teach_serve
def build_site(where, site):
    (site / "index.html").write_text("the site")
teach_serve.build_site = build_site
from course.cli import main
sys.exit(main(sys.argv[1:]))
"""


def lay(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


# A test puts a moment in its place.
FOR_EVER = StaticServer.serve_forever


@contextmanager
def serving(server: StaticServer) -> Iterator[StaticServer]:
    thread = threading.Thread(target=FOR_EVER, args=[server, 0.01])
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[StaticServer]:
    """A small site that is served."""
    folder = lay(tmp_path / "site", FILES)
    (tmp_path / "secret.txt").write_text("beside the site", encoding="utf-8")
    with serving(StaticServer(folder, "127.0.0.1", 0)) as server:
        yield server


def ask(
    server: StaticServer, path: str, method: str = "GET", **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(
        *server.server_address[:2], timeout=PATIENCE
    )
    try:
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


@pytest.mark.parametrize(("path", "kind"), TYPES.items())
def test_each_file_has_the_type_that_a_browser_insists_on(site, path, kind) -> None:
    response, _ = ask(site, path)

    assert (response.status, response.headers["Content-Type"]) == (200, kind)
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_bundle_arrives_packed_for_the_page_unpacks_it(site) -> None:
    response, body = ask(site, f"/{HASHED}", **{"Accept-Encoding": "gzip"})

    assert body == PACKED
    assert "Content-Encoding" not in response.headers


def test_only_what_has_a_digest_in_its_name_is_kept_without_asking(site) -> None:
    def kept(path: str) -> str:
        return ask(site, path)[0].headers["Cache-Control"]

    assert "immutable" in kept(f"/{HASHED}")
    assert kept("/sw.js") == "no-cache"
    # Else a browser would believe for a year that it is not there.
    assert kept(f"/{HASHED.replace('core', 'gone')}") == "no-cache"


def test_a_browser_that_has_a_page_is_told_that_it_is_the_same(site) -> None:
    changed = ask(site, "/")[0].headers["Last-Modified"]

    response, body = ask(site, "/", **{"If-Modified-Since": changed})

    assert (response.status, body) == (304, b"")


@pytest.mark.parametrize("when", ["Fri, 01 Jan 2100 00:00:00 GMT", "some time"])
def test_a_page_of_another_copy_of_the_site_is_not_the_same(site, when) -> None:
    response, body = ask(site, "/", **{"If-Modified-Since": when})

    assert (response.status, body) == (200, FILES["index.html"])


def test_one_connection_serves_many_requests(site) -> None:
    connection = http.client.HTTPConnection(*site.server_address[:2], timeout=PATIENCE)
    sockets = set()
    for path, status in (("/", 200), ("/nothing", 404), ("/steps", 301), ("/", 200)):
        connection.request("GET", path)
        response = connection.getresponse()
        sockets.add(connection.sock)

        assert (response.version, response.status) == (11, status)
        response.read()
    connection.close()

    assert len(sockets) == 1


def test_a_slow_reader_keeps_nobody_waiting(site) -> None:
    with socket.create_connection(site.server_address[:2]) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\n")

        assert ask(site, "/")[0].status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/nothing/",
        "/empty",
        "/empty/",
        "/index.html/",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%5cx",
        # What no system has as a name: open raises a ValueError for these.
        "/%00",
        "/steps/%00/",
        "/%ed%a0%80",
        "/%ff",
        pytest.param(f"/{'a' * 5000}", id="long"),
    ],
)
def test_what_is_not_there_is_the_page_of_the_site_for_that(site, path, capsys) -> None:
    response, body = ask(site, path)

    assert (response.status, body) == (404, FILES["404.html"])
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_file_that_is_none_is_not_waited_for(site) -> None:
    os.mkfifo(site.folder / "pipe.txt")

    assert ask(site, "/pipe.txt")[0].status == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("http://127.0.0.1:8000/", 200),
        ("http://127.0.0.1:8000", 200),
        ("HTTP://127.0.0.1:8000/steps/?a=b", 200),
        ("http://127.0.0.1:8000/nothing/", 404),
        ("x://[/../steps", 301),
        ("http://a//[/../steps", 301),
        ("//example.org/../steps", 301),
    ],
)
def test_an_address_in_the_form_for_proxies_is_answered_as_its_path(
    site, path, status, capsys
) -> None:
    response, _ = ask(site, path)

    assert response.status == status
    assert not response.headers.get("Location", "").startswith("//")
    assert capsys.readouterr().err == ""


def test_a_folder_in_the_place_of_the_first_is_served_at_once(site, tmp_path) -> None:
    connection = http.client.HTTPConnection(*site.server_address[:2], timeout=10)
    bodies = []
    for folder in (site.folder, lay(tmp_path / "newer", {"index.html": b"newer"})):
        site.folder = folder
        connection.request("GET", "/")
        bodies.append(connection.getresponse().read())
    connection.close()

    assert bodies == [FILES["index.html"], b"newer"]


def test_head_has_no_body_and_no_other_method_is_answered(site) -> None:
    for path, status in (("/", 200), ("/nothing", 404)):
        response, body = ask(site, path, "HEAD")

        assert (response.status, body) == (status, b"")
    assert ask(site, "/", "POST")[0].status == 501


def test_a_head_is_answered_by_a_head(site) -> None:
    with socket.create_connection(site.server_address[:2]) as connection:
        connection.sendall(b"HEAD /nothing HTTP/1.1\r\nConnection: close\r\n\r\n")
        with connection.makefile("rb") as answer:
            said = answer.read()

    # http.client would not show a body here.
    assert said.startswith(b"HTTP/1.1 404 ")
    assert said.endswith(b"\r\n\r\n")


def test_a_reader_who_goes_away_prints_nothing(site, capsys) -> None:
    for sent in (b"", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\n\r\n"):
        with socket.create_connection(site.server_address[:2]) as gone:
            # Without waiting: the connection is reset.
            gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            gone.sendall(sent)
    ask(site, "/")

    assert capsys.readouterr().err == ""


def test_both_kinds_of_addresses_are_answered_where_all_are_asked_for(tmp_path) -> None:
    try:
        server = StaticServer(lay(tmp_path, FILES), "::", 0)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with serving(server):
        port = server.server_address[1]
        for host in ("::1", "127.0.0.1"):
            connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
            connection.request("GET", "/")

            assert connection.getresponse().status == 200
            connection.close()


def test_an_address_that_this_machine_has_not_names_those_that_it_has(
    tmp_path, monkeypatch
) -> None:
    here = [Address("192.168.7.5", "wlan0")]
    monkeypatch.setattr(static_site, "room_addresses", lambda: here)

    with pytest.raises(CourseError) as caught:
        listening(tmp_path, "192.0.2.1", free_port(), "teach serve")

    assert "192.0.2.1 cannot be listened on" in caught.value.message
    assert "This machine has 192.168.7.5." in caught.value.next_action
    assert "teach serve --bind 0.0.0.0" in caught.value.next_action


Card = namedtuple("Card", "family address")
State = namedtuple("State", "isup")


def test_a_rooms_addresses_are_those_of_cards_that_are_up(monkeypatch) -> None:
    four, six = socket.AF_INET, socket.AF_INET6
    cards = {
        "lo": [Card(four, "127.0.0.1"), Card(six, "::1")],
        "docker0": [Card(four, "172.17.0.1")],
        "wlan0": [Card(psutil.AF_LINK, "00:00"), Card(four, "192.168.7.5")],
        "eth0": [Card(four, "10.0.0.9")],
        "usb0": [Card(four, "169.254.3.4")],
    }
    states = {card: State(card != "eth0") for card in cards}
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: cards)
    monkeypatch.setattr(psutil, "net_if_stats", lambda: states)
    monkeypatch.setattr(addresses, "_towards_others", lambda: "192.168.7.5")

    assert room_addresses() == [
        Address("192.168.7.5", "wlan0"),
        Address("172.17.0.1", "docker0"),
    ]


@pytest.mark.parametrize(
    ("bind", "alone"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.7.5", False),
        ("my-machine", False),
    ],
)
def test_what_only_this_machine_reaches(bind, alone) -> None:
    assert is_loopback(bind) is alone


def test_an_address_of_ipv6_stands_in_brackets() -> None:
    assert url("fd00::5", 8000) == "http://[fd00::5]:8000/"


def test_the_code_of_half_blocks_is_that_of_the_address() -> None:
    address = "http://192.168.7.5:8000/"
    pairs = {block: pair for pair, block in HALVES.items()}
    rows: list[tuple[int, ...]] = []
    for line in qr_code(address, blocks=True).plain.splitlines():
        halves = [pairs[block] for block in line]
        rows += [tuple(upper for upper, _ in halves)]
        rows += [tuple(lower for _, lower in halves)]

    matrix = list(segno.make_qr(address, error="m").matrix_iter())
    assert rows[: len(matrix)] == matrix
    # A QR code and not the small kind, which telephones do not read.
    assert not segno.make_qr(address, error="m").is_micro


def test_the_code_of_an_ascii_terminal_is_that_of_the_address() -> None:
    address = "http://192.168.7.5:8000/"
    plain = qr_code(address, blocks=False).plain

    assert plain.isascii()
    rows = [tuple(int(c == " ") for c in line[::2]) for line in plain.splitlines()]
    assert rows == list(segno.make_qr(address, error="m").matrix_iter(border=2))


@pytest.mark.parametrize("blocks", [True, False])
def test_light_and_dark_are_colors_so_that_a_light_terminal_shows_the_same(
    blocks,
) -> None:
    out = io.StringIO()
    shown = Console(file=out, force_terminal=True, color_system="standard")
    shown.print(qr_code("http://192.168.7.5:8000/", blocks=blocks), end="")

    # White letters or ground, and a black one.
    assert "\x1b[97" in out.getvalue()
    assert ";40m" in out.getvalue() or "\x1b[40m" in out.getvalue()


@pytest.fixture
def shown(
    cli: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[str, str]]:
    """``shown("--bind", …)``: what the verb prints, and on which host it listened."""
    listened: list[str] = []

    def one_moment(server: StaticServer) -> None:
        listened.append(str(server.server_address[0]))
        with serving(server):
            assert ask(server, "/")[0].status == 200
        raise KeyboardInterrupt

    def run(*arguments: str, labs: bool = True) -> tuple[str, str]:
        monkeypatch.setattr(teach_serve, "has_labs", lambda site: labs)
        answer = cli("teach", "serve", "--port", str(free_port()), *arguments)
        assert answer.code == 0, answer.err
        return answer.out, listened[-1]

    here = [Address("192.168.7.5", "wlan0"), Address("10.0.0.9", "eth0")]
    monkeypatch.setattr(teach_serve, "room_addresses", lambda: here)
    monkeypatch.setattr(teach_serve, "build_site", lambda where, site: lay(site, FILES))
    monkeypatch.setattr(StaticServer, "serve_forever", one_moment)
    return run


def test_without_a_word_only_this_machine_sees_it(shown) -> None:
    said, host = shown()

    assert host == "127.0.0.1"
    assert "for this machine alone: http://127.0.0.1:" in said
    assert "python learn.py teach serve --bind 0.0.0.0" in said
    assert "192.168.7.5" not in said
    assert "plain http" not in said


def test_a_room_is_shown_its_address_as_text_and_as_a_code(shown) -> None:
    port = free_port()
    said, host = shown("--bind", "0.0.0.0", "--port", str(port))

    code = qr_code(f"http://192.168.7.5:{port}/", blocks=True).plain
    assert host == "0.0.0.0"
    assert said.startswith(code)
    assert f"The site, for the room: http://192.168.7.5:{port}/" in said
    assert f"in another network (eth0): http://10.0.0.9:{port}/" in said


def test_in_an_ascii_terminal_everything_is_ascii(shown, monkeypatch) -> None:
    monkeypatch.setattr(teach_serve, "_shows", lambda text: False)
    monkeypatch.setattr(teach_serve, "symbol", lambda name: "->")

    port = free_port()
    said, _ = shown("--bind", "0.0.0.0", "--port", str(port))

    code = qr_code(f"http://192.168.7.5:{port}/", blocks=False).plain
    assert said.isascii()
    assert said.startswith(code)


def test_a_room_is_told_what_labs_need(shown) -> None:
    said, _ = shown("--bind", "0.0.0.0")

    assert "plain http from another machine" in said
    assert "a login takes longer" in said
    assert "Each learner types, in the kit: python3 learn.py serve" in said


def test_a_site_without_labs_says_so_and_how_to_get_them(shown) -> None:
    said, _ = shown("--bind", "0.0.0.0", labs=False)

    assert "The labs are not in it" in said
    assert "python learn.py author runtime" in said
    assert "plain http" not in said


def test_a_machine_without_a_network_says_so(shown, monkeypatch) -> None:
    monkeypatch.setattr(teach_serve, "room_addresses", list)

    port = free_port()
    said, _ = shown("--bind", "0.0.0.0", "--port", str(port))

    assert "This machine is in no network now" in said
    assert f"http://127.0.0.1:{port}/" in said


def test_a_busy_port_is_told_before_anything_is_built(cli, monkeypatch) -> None:
    monkeypatch.setattr(
        teach_serve, "build_site", lambda where, site: pytest.fail("built")
    )
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = str(busy.getsockname()[1])
        answer = cli("teach", "serve", "--port", port)

    assert answer.code == 2
    assert f"Port {port} is busy" in answer.err
    assert "python learn.py teach serve --port" in answer.err


def test_a_wrong_address_is_told_before_anything_is_built(cli, monkeypatch) -> None:
    monkeypatch.setattr(
        teach_serve, "build_site", lambda where, site: pytest.fail("built")
    )

    answer = cli("teach", "serve", "--port", str(free_port()), "--bind", "192.0.2.1")

    assert answer.code == 2
    assert "192.0.2.1 cannot be listened on" in answer.err


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_is_stopped_by_a_signal_and_leaves_nothing(
    places: Places, tmp_path: Path, number: signal.Signals
) -> None:
    port, temporary = free_port(), tmp_path / "tmp"
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", QUICK, "teach", "serve", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(temporary), "PYTHONIOENCODING": "ascii"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="ascii",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    with process:
        assert process.stdout is not None
        said = ""
        while "Ctrl-C stops it" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        record = read_record(places, port)
        with serving_there(port) as body:
            assert body == b"the site"
        process.send_signal(number)
        rest = process.stdout.read()

    assert record
    assert record.what == "the site for a room"
    assert (process.returncode, rest) == (0, "")
    assert list(temporary.iterdir()) == []
    assert read_record(places, port) is None


@contextmanager
def serving_there(port: int) -> Iterator[bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/")
        yield connection.getresponse().read()
    finally:
        connection.close()


def test_a_site_is_built_with_its_labs_where_they_are_made(places, tmp_path) -> None:
    docs = lay(tmp_path / "root", {"docs/index.md": b"# A page\n"})
    (docs / "mkdocs.yml").write_text("site_name: a\ntheme: mkdocs\n")
    site = tmp_path / "site"

    build_site(Places(docs, places.work, places.learn), site)

    assert "A page" in (site / "index.html").read_text(encoding="utf-8")
    assert not has_labs(site)
    lay(site, {f"{FOLDER}/manifest.json": b'{"built": false}'})
    assert not has_labs(site)
    lay(site, {f"{FOLDER}/manifest.json": b'{"built": true}'})
    assert has_labs(site)


def test_a_site_that_cannot_be_built_is_a_sentence(places, tmp_path) -> None:
    (tmp_path / "mkdocs.yml").write_text("theme: nothing_of_that_name\n")

    with pytest.raises(CourseError, match="The site cannot be built") as caught:
        build_site(Places(tmp_path, places.work, places.learn), tmp_path / "site")

    assert caught.value.code == 1


@pytest.fixture
def kit(places: Places, tmp_path: Path, monkeypatch) -> Places:
    """A place that was unpacked from a kit, where MkDocs is not installed."""
    about = json.dumps({"made": "2026-11-25", "systems": {}}).encode()
    files = {f"site/{name}": content for name, content in FILES.items()}
    lay(tmp_path / "kit", {**files, f"{WHEELS}/{ABOUT}": about})
    there = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name: None if name == "mkdocs" else there(name),
    )
    return Places(tmp_path / "kit", places.work, places.learn)


def test_a_kit_serves_the_site_that_it_came_with(kit, monkeypatch, capsys) -> None:
    opened: list[str] = []
    answered: list[bytes] = []

    def one_moment(server: StaticServer) -> None:
        with serving(server):
            answered.append(ask(server, "/")[1])
        raise KeyboardInterrupt

    monkeypatch.setattr(StaticServer, "serve_forever", one_moment)
    monkeypatch.setattr(serve, "open_browser", opened.append)
    monkeypatch.setattr(
        serve, "build_in_background", lambda where: pytest.fail("asks for a network")
    )
    port = free_port()

    assert serve.serve(kit, port) == 0
    assert answered == [FILES["index.html"]]
    assert opened == [f"http://127.0.0.1:{port}/"]
    assert "To begin your own project" in capsys.readouterr().out


def test_a_kit_shows_its_site_to_a_room(kit, monkeypatch, capsys) -> None:
    answered: list[bytes] = []

    def one_moment(server: StaticServer) -> None:
        with serving(server):
            answered.append(ask(server, "/")[1])
        raise KeyboardInterrupt

    monkeypatch.setattr(StaticServer, "serve_forever", one_moment)
    monkeypatch.setattr(
        teach_serve, "build_site", lambda where, site: pytest.fail("built")
    )

    assert teach_serve.serve_room(kit, free_port()) == 0
    assert answered == [FILES["index.html"]]
    assert "this kit was made without them" in capsys.readouterr().out


def test_with_mkdocs_the_pages_are_made_as_they_are_now(kit, monkeypatch) -> None:
    assert built_site(kit) == kit.root / "site"

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    assert built_site(kit) is None


def test_without_its_site_a_kit_builds_one(kit) -> None:
    (kit.root / "site" / "index.html").unlink()

    assert built_site(kit) is None


def test_outside_of_a_kit_a_folder_named_site_is_not_shown(kit) -> None:
    (kit.root / WHEELS / ABOUT).unlink()

    assert built_site(kit) is None
