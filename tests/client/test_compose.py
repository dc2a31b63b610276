"""What the words after ``http`` stand for, and servers that answer oddly."""

import json
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.needed_tools import Answer

from course.client import send
from course.client.advice import meaning
from course.client.compose import compose
from course.client.error_page import failure, gist, tried_paths
from course.errors import CourseError
from course.paths import Places

Cli = Callable[..., Answer]


@pytest.mark.parametrize(
    ("words", "method", "path", "data"),
    [
        (["GET", "/health/"], "GET", "/health/", None),
        (["/health/"], "GET", "/health/", None),
        (["health/"], "GET", "/health/", None),
        (["//health/"], "GET", "/health/", None),
        (["post", "/x/", "a=b"], "POST", "/x/", {"a": "b"}),
        (["/x/", "a=b"], "POST", "/x/", {"a": "b"}),
        (["PUT", "/x/", "a=b=c", "d=", "e=:=1"], "PUT", "/x/", None),
        (["POST", "/x/", "p==b"], "POST", "/x/", {"p": "=b"}),
        (["POST", "/x/", "p=ü \n\"'"], "POST", "/x/", {"p": "ü \n\"'"}),
        (["POST", "/x/", "n:=1", "l:=[true, null]"], "POST", "/x/", None),
        (["GET", "/x/", "q=a b&c"], "GET", "/x/?q=a+b%26c", None),
        (["GET", "/x/?a=1", "n:=2"], "GET", "/x/?a=1&n=2", None),
        (["GET", "/ü x/#top"], "GET", "/%C3%BC%20x/", None),
        (["GET", "/%C3%BC/"], "GET", "/%C3%BC/", None),
        (["GET", "C:/Program Files/Git/user/login/"], "GET", "/user/login/", None),
        (["C:/msys64/user/login/", "a=b"], "POST", "/user/login/", {"a": "b"}),
        (["GET", "C:\\Program Files\\Git\\"], "GET", "/", None),
        (["GET", "http://localhost:8001/x/"], "GET", "/x/", None),
        (["GET", ":8001/x/"], "GET", "/x/", None),
    ],
)
def test_words_become_a_request(
    words: Sequence[str], method: str, path: str, data: object
) -> None:
    message = compose(words)

    assert (message.method, message.path) == (method, path)
    if data:
        assert json.loads(message.body or b"") == data


def test_values_are_text_or_json() -> None:
    message = compose(["PUT", "/x/", "a=b=c", "d=", "e=:=1", "n:=1", "l:=[true, null]"])

    assert json.loads(message.body or b"") == {
        "a": "b=c",
        "d": "",
        "e": ":=1",
        "n": 1,
        "l": [True, None],
    }


def test_host_and_port_of_an_address_are_taken() -> None:
    message = compose(["http://[::1]:8002/x/"])

    assert (message.host, message.port, message.path) == ("[::1]", 8002, "/x/")
    assert compose(["/x/"]).port is None


def test_headers_of_ones_own_replace_ours() -> None:
    message = compose(["POST", "/x/", "a=b"], headers=["content-type: text/plain"])

    assert message.headers["content-type"] == "text/plain"
    assert "Content-Type" not in message.headers


@pytest.mark.parametrize(
    ("words", "said", "advice"),
    [
        (["PSOT", "/x/"], "Did you mean POST?", "GET, POST"),
        (["POST"], "POST of which path?", "http POST /user/login/"),
        (["GET", "C:/work/x/"], "Your shell made a file", "Leave the first slash away"),
        (["GET", "https://example.com/x"], "this machine only", "/user/login/"),
        (["GET", "example.com:80/x"], "not to example.com", "/user/login/"),
        (["GET", "https://localhost/x/"], "speaks http and no https", "/x/"),
        (["GET", ":99999/x/"], "99999 is no port", "1 to 65535"),
        (
            ["POST", "/x/", "p=correct", "horse"],
            "“horse” is no key",
            "goes into quotes",
        ),
        (["POST", "/x/", "Accept:de"], "is no key=value", '--header "Accept:de"'),
        (["POST", "/x/", "=b"], "is no key=value", "For example"),
        (["POST", "/x/", "a=1", "a=2"], "is there twice", "once"),
        (["POST", "/x/", "a:=b"], "is no JSON", "For text: a=b"),
        (["POST", "/x/", "a:=" + "[" * 9999], "is no JSON", "For text"),
    ],
)
def test_what_cannot_be_understood_has_its_advice(
    words: Sequence[str], said: str, advice: str
) -> None:
    with pytest.raises(CourseError) as error:
        compose(words)

    assert said in error.value.message
    assert advice in error.value.next_action


@pytest.mark.parametrize("header", ["nonsense", "a b: c", ": x", "X: a\nb"])
def test_a_header_is_a_name_and_a_value(header: str) -> None:
    with pytest.raises(CourseError):
        compose(["/x/"], headers=[header])


@contextmanager
def answering(*pieces: bytes, wait: bool = False) -> Iterator[int]:
    """Answer one connection with these bytes, whatever it asks; yield the port."""
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(100_000)
                for piece in pieces:
                    connection.sendall(piece)
                if wait:
                    done.wait(20)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield int(server.getsockname()[1])
        finally:
            done.set()
            thread.join()


def answered(
    cli: Cli, *pieces: bytes, words: Sequence[str] = (), **more: bool
) -> Answer:
    """Ask a server that answers with these bytes."""
    with answering(*pieces, **more) as port:
        return cli("http", "/x/", "--port", str(port), *words)


def response(
    body: bytes, kind: bytes = b"application/json", more: bytes = b""
) -> bytes:
    """Write a response that ends where the connection does."""
    return b"HTTP/1.1 200 OK\r\nContent-Type: " + kind + b"\r\n" + more + b"\r\n" + body


def test_a_server_that_does_not_answer_is_given_up(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(send, "TIMEOUT", 0.2)
    answer = answered(cli, wait=True)

    assert answer.code == 2
    assert "did not answer within 0.2 seconds" in answer.err
    assert "breakpoint()" in answer.err


def test_a_server_that_hangs_up_may_be_restarting(cli: Cli) -> None:
    answer = answered(cli)

    assert answer.code == 2
    assert "closed the connection without an answer" in answer.err


@pytest.mark.parametrize(
    "nonsense",
    [b"220 mail.example.com ESMTP\r\n", b"\x16\x03\x01\x02", b"HTTP/1.1 x\r\n"],
)
def test_a_program_that_speaks_no_http_is_recognized(cli: Cli, nonsense: bytes) -> None:
    answer = answered(cli, nonsense)

    assert answer.code == 2
    assert "does not speak HTTP" in answer.err


def test_a_body_that_calls_itself_json_and_is_none(cli: Cli) -> None:
    answer = answered(cli, response(b"{'a': 1}"))

    assert answer.code == 0
    assert "It calls itself JSON, and is none:\n{'a': 1}" in answer.out


def test_a_body_cannot_steer_the_terminal(cli: Cli) -> None:
    evil = b"X-A: b\r\nSet-Cookie: a=\x1b[2J\r\n"
    answer = answered(cli, response(b'{"a": "\\u001b[2J :smile: \\ud800"}', more=evil))

    assert answer.code == 0
    assert all(letter.isprintable() or letter == "\n" for letter in answer.out)
    assert ":smile:" in answer.out


@pytest.mark.parametrize(
    ("header", "body", "said"),
    [
        (b"Content-Length: 9\r\n", b"abc", "(the server broke off, 6 bytes too early)"),
        (
            b"Transfer-Encoding: chunked\r\n",
            b"3\r\nabc\r\n9\r\nd",
            "(the server broke off here)",
        ),
    ],
)
def test_a_cut_off_body_is_told_as_far_as_it_came(
    cli: Cli, header: bytes, body: bytes, said: str
) -> None:
    answer = answered(cli, response(body, b"text/plain", header))

    assert answer.code == 0
    assert f"\nabc\n{said}\n" in answer.out


def test_a_long_body_is_shown_in_part(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = b"line\n" * 500
    assert "(300 more lines; --json has them)" in (
        answered(cli, response(text, b"text/plain")).out
    )
    monkeypatch.setattr(send, "LARGEST", 100)
    assert "(cut off after" in answered(cli, response(text, b"text/plain")).out


def test_an_unknown_status_is_told_by_its_class(cli: Cli) -> None:
    answer = answered(cli, b"HTTP/1.1 499 Odd\r\nLocation: /y/\r\n\r\n")

    assert "✗ 499 Odd: the request is wrong" in answer.out


def test_a_usual_status_is_told_in_the_words_of_the_standard(cli: Cli) -> None:
    answer = answered(cli, b"HTTP/1.1 404 Not Found\r\n\r\n")

    assert "✗ 404 Not Found: Nothing matches the given URI (" in answer.out


@pytest.mark.parametrize("status", [204, 301, 304, 409, 422, 429, 503, 599, 700])
def test_every_status_is_told_in_words(status: int) -> None:
    assert meaning(status)


def test_a_redirection_is_not_followed(cli: Cli) -> None:
    answer = answered(cli, b"HTTP/1.1 302 Found\r\nLocation: /y/\r\n\r\n")

    assert "→ It sends you to /y/; `http` does not follow." in answer.out


def test_an_answer_of_one_line_fits_80_columns(cli: Cli, places: Places) -> None:
    answer = answered(cli, b"HTTP/1.1 500 Internal Server Error\r\n\r\n")

    assert max(len(line) for line in answer.out.splitlines()) <= 80


def test_the_place_of_an_exception_is_in_the_project_and_not_its_packages(
    tmp_path: Path,
) -> None:
    frames = "".join(
        f'  File "{file}", line 5, in post\n    x\n'
        for file in (
            "/elsewhere/a.py",
            tmp_path / "users" / "views.py",
            tmp_path / ".venv" / "site-packages" / "x.py",
        )
    )
    text = f"Traceback:\n{frames}\nException Type: KeyError at /x/\nException Value: 1"

    found = failure(text, tmp_path)

    assert found is not None
    assert (found.said, found.line) == ("KeyError: 1", 5)
    assert found.file == str(Path("users", "views.py"))


def test_pages_of_other_kinds_say_nothing_or_little(tmp_path: Path) -> None:
    assert failure("", tmp_path) is None
    assert failure("<textarea id='traceback_area'>", tmp_path) is None
    assert tried_paths("<ol><li>x</li></ol>") == []
    assert gist("<p>a</p><p>a</p><script><p>x</p></script><h1>b &amp; c</h1>") == [
        "a",
        "b & c",
    ]
