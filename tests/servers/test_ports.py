"""Whoever answers on a port is named, and a free one is offered."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
import pytest
from support.served_verb import free_port

from course.curriculum.steps import Step
from course.errors import CourseError
from course.paths import Places
from course.servers.ports import (
    insist_on,
    is_busy,
    next_free,
    who_answers,
)
from course.workspace.pid_files import is_alive, read_record, recorded

HEALTH = {"/health/": (200, '{"status": "ok"}')}
Serve = Callable[..., int]


def step(number: int, *endpoints: str) -> Step:
    """Make a step that adds these endpoints."""
    name = f"{number:02d}_name"
    empty: tuple[str, ...] = ()
    return Step(
        number, name, Path(name), "", "", "", endpoints, empty, empty, empty, ()
    )


STEPS = [
    step(1, "GET /health/"),
    step(2, "/admin/"),
    step(3),
    step(4, "POST /user/create/"),
    step(5, "POST /user/login/", "GET /user/<id>/"),
    step(6, "GET PUT PATCH /user/update/"),
]


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for the servers of this file: a busy machine takes its time."""
    monkeypatch.setattr("course.servers.ports.TIMEOUT", 60)


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start a server: ``serve({path: (status, body)})`` returns its port."""
    with ExitStack() as stack:

        def start(
            pages: dict[str, tuple[int, str]], server: str = "Test/1", host: str = ""
        ) -> int:
            class Handler(BaseHTTPRequestHandler):
                server_version = server
                sys_version = ""

                def do_GET(self) -> None:
                    status, body = pages.get(self.path, (404, ""))
                    self.send_response(status)
                    self.end_headers()
                    self.wfile.write(body.encode())

                def log_message(self, *args: object) -> None:
                    pass

            class Server(ThreadingHTTPServer):
                address_family = socket.AF_INET6 if ":" in host else socket.AF_INET

            running = Server((host or "127.0.0.1", 0), Handler)
            thread = threading.Thread(target=running.serve_forever, args=(0.05,))
            thread.start()
            stack.callback(thread.join)
            stack.callback(running.server_close)
            stack.callback(running.shutdown)
            return int(running.server_address[1])

        yield start


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a program that takes connections and says nothing in HTTP."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(1000)
                    connection.sendall(b"-ERR unknown command\r\n")

        thread = threading.Thread(target=hang_up)
        thread.start()
        yield int(server.getsockname()[1])
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_a_port_is_busy_where_somebody_answers(serve: Serve) -> None:
    assert is_busy(serve({}))
    assert not is_busy(free_port())


def test_a_port_is_busy_where_somebody_answers_on_ipv6_alone(serve: Serve) -> None:
    try:
        port = serve({}, host="::1")
    except OSError:
        pytest.skip("this machine has no IPv6")

    assert is_busy(port)


@pytest.mark.parametrize(
    ("paths", "answer"),
    [
        ([], "step 01,"),
        (["/admin/"], "step 02 or 03,"),
        (["/admin/", "/user/create/"], "step 04,"),
        (["/admin/", "/user/create/", "/user/login/"], "step 05,"),
        (["/admin/", "/user/create/", "/user/login/", "/user/update/"], "step 06,"),
    ],
)
def test_a_project_is_known_by_its_endpoints(
    places: Places, serve: Serve, paths: list[str], answer: str
) -> None:
    # A view that takes no GET answers 405, a closed one 401: both exist.
    port = serve({**HEALTH, **{path: (405, "") for path in paths}})

    assert answer in who_answers(port, places, STEPS)
    assert "a project of this tutorial" in who_answers(port, places, STEPS)


def test_another_health_answer_is_not_a_step(places: Places, serve: Serve) -> None:
    port = serve({"/health/": (200, '{"status": "up"}')}, server="nginx/1.29")

    answer = who_answers(port, places, STEPS)

    assert answer == "another program answers there (its Server header: nginx/1.29)"


def test_a_server_header_cannot_write_on_the_terminal(
    places: Places, serve: Serve
) -> None:
    port = serve({}, server="evil\x1b[2J" + "x" * 200)

    answer = who_answers(port, places, STEPS)

    assert "\x1b" not in answer
    assert len(answer) < 120


def test_a_site_made_with_mkdocs_is_named(places: Places, serve: Serve) -> None:
    page = '<meta name="generator" content="mkdocs-1.6.1, mkdocs-material-9.8.1">'

    assert "MkDocs" in who_answers(serve({"/": (200, page)}), places, STEPS)


def test_a_program_that_does_not_speak_http_is_named(
    places: Places, silent: int
) -> None:
    assert "does not speak HTTP" in who_answers(silent, places, STEPS)


def test_our_own_server_is_known_by_its_record(places: Places, serve: Serve) -> None:
    port = serve({})

    with recorded(places, port, "step 05_jwt_login"):
        answer = who_answers(port, places, STEPS)

    assert answer == f"step 05_jwt_login answers there (process {os.getpid()})"
    assert read_record(places, port) is None


def test_a_record_of_a_process_that_has_ended_says_nothing(places: Places) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    file = places.learn / "running" / "8001.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"pid": ended.pid, "what": "step 05"}))

    assert read_record(places, 8001) is None
    assert is_alive(os.getpid())


def test_a_record_of_the_version_before_is_read(places: Places) -> None:
    file = places.learn / "running" / "8001.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"pid": os.getpid(), "what": "step 05"}))

    record = read_record(places, 8001)

    assert record is not None
    assert (record.pid, record.what) == (os.getpid(), "step 05")


def test_a_process_that_got_the_number_of_one_that_has_ended_is_another(
    places: Places,
) -> None:
    with recorded(places, 8001, "step 05"):
        file = places.learn / "running" / "8001.json"
        data = json.loads(file.read_text())
        assert read_record(places, 8001) is not None
        # Noted an hour before the process with this number began.
        began = psutil.Process().create_time()
        file.write_text(json.dumps({**data, "noted": began - 3600}))

        assert read_record(places, 8001) is None


@pytest.mark.parametrize("pid", [-1, 0, 2**31, 2**70])
def test_a_number_that_no_process_has_is_not_alive(pid: int) -> None:
    assert not is_alive(pid)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no ended children")
def test_a_child_that_nobody_has_collected_is_not_alive() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.read()
    deadline = time.monotonic() + 30
    while is_alive(child.pid) and time.monotonic() < deadline:
        time.sleep(0.01)

    assert not is_alive(child.pid)
    child.communicate()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"pid": "x", "what": "y"}',
        "{}",
        '{"pid": 1, "what": "y", "noted": "z"}',
        "[" * 100_000,
    ],
)
def test_a_damaged_record_says_nothing(places: Places, text: str) -> None:
    file = places.learn / "running" / "8001.json"
    file.parent.mkdir(parents=True)
    file.write_text(text)

    assert read_record(places, 8001) is None


def test_a_busy_port_is_refused_with_the_line_to_type(
    places: Places, serve: Serve
) -> None:
    port = serve(HEALTH)

    with pytest.raises(CourseError) as caught:
        insist_on(port, "python learn.py run 5", places, STEPS)

    assert caught.value.code == 2
    assert f"Port {port} is busy" in caught.value.message
    offer = caught.value.next_action
    assert offer.startswith("Take a free port: python learn.py run 5 --port ")
    assert not is_busy(int(offer.split()[-1]))


def test_a_free_port_is_not_refused(places: Places) -> None:
    insist_on(free_port(), "python learn.py run", places, STEPS)


def test_the_next_free_port_is_not_a_busy_one(serve: Serve) -> None:
    port = serve({})

    assert next_free(port - 1) != port


def test_a_port_that_is_held_in_silence_is_refused(places: Places) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        if os.name != "nt":
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
        port = holder.getsockname()[1]

        with pytest.raises(CourseError, match="cannot be used"):
            insist_on(port, "python learn.py run", places, STEPS)
