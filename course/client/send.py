"""Send one request to a server on this machine, and find out which one is meant.

By http.client: httpx would save some ten lines, could not say how much of a body is
missing, and would bring six more wheels into each kit.
"""

import http.client
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from course.client.compose import Message
from course.curriculum.steps import load_steps
from course.errors import CourseError
from course.paths import Places, command_line
from course.servers.ports import HOSTS, PROJECT_PORT, is_busy, who_answers
from course.workspace.pid_files import read_record

# Seconds. Hashing a password takes a quarter of one, on a slow machine a few.
TIMEOUT = 30
# Bytes of an answer that are read.
LARGEST = 2_000_000
# What the record of `serve` calls its server (course/commands/serve.py).
SITE = "the site of this tutorial"
# Where `manage.py runserver` serves if it is not told otherwise.
DJANGO_PORT = 8000


@dataclass(frozen=True)
class Reply:
    """A response; ``ending`` says why the body is not all of it, "" if it is."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    seconds: float
    ending: str = ""

    def header(self, name: str) -> str:
        """Return the values of a header, joined, or ""."""
        found = [v for n, v in self.headers if n.lower() == name.lower()]
        return ", ".join(found)


def choose_port(where: Places) -> int:
    """Return the port of the project that `run` serves; 8001 where none is known.

    Raises CourseError where several projects are served, none of them on 8001.
    """
    served = {}
    for file in sorted((where.learn / "running").glob("*.json")):
        if file.stem.isdigit() and (record := read_record(where, file.stem)):
            served[int(file.stem)] = record.what
    served = {port: what for port, what in served.items() if what != SITE}
    if len(served) > 1 and PROJECT_PORT not in served:
        lines = "\n".join(f"  --port {port}   {what}" for port, what in served.items())
        raise CourseError(f"Several servers run:\n{lines}", "Add one of these.")
    return PROJECT_PORT if PROJECT_PORT in served or not served else next(iter(served))


def send(message: Message, port: int, where: Places) -> Reply:
    """Send the request and return the response, whatever its status.

    Redirections are not followed. Raises CourseError where there is no answer.
    """
    hosts: Sequence[str] = HOSTS
    if message.host and message.host != "localhost":
        hosts = (message.host.strip("[]"),)
    refused: OSError | None = None
    for host in hosts:
        connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
        try:
            connection.connect()
        except OSError as error:
            refused = error
            continue
        try:
            return _exchange(connection, message)
        except TimeoutError:
            raise CourseError(
                f"The server took the request and did not answer within {TIMEOUT} "
                "seconds.",
                "Look at its terminal: does it stand at a breakpoint() or in a loop?",
            ) from None
        except (ConnectionError, http.client.RemoteDisconnected):
            raise CourseError(
                "The server closed the connection without an answer.",
                "A saved file restarts it: try again, or look at its terminal.",
            ) from None
        except http.client.HTTPException:
            raise CourseError(
                f"What answers on port {port} does not speak HTTP.",
                f"Name the port of your server: {command_line('http … --port 8002')}",
            ) from None
        finally:
            connection.close()
    raise _no_server(port, where) from refused


def _exchange(connection: http.client.HTTPConnection, message: Message) -> Reply:
    start = time.perf_counter()
    # Bytes, since http.client takes no more than Latin-1 in a header.
    headers: Any = {
        name: value.encode("utf-8", "replace")
        for name, value in message.headers.items()
    }
    connection.request(message.method, message.path, message.body, headers)
    response = connection.getresponse()
    ending = ""
    try:
        body = response.read(LARGEST + 1)
        if len(body) > LARGEST:
            ending = f"cut off after {LARGEST:,} bytes"
        elif response.length:
            ending = f"the server broke off, {response.length:,} bytes too early"
    except http.client.IncompleteRead as error:
        body, ending = error.partial, "the server broke off here"
    return Reply(
        response.status,
        response.reason,
        tuple(response.getheaders()),
        body[:LARGEST],
        time.perf_counter() - start,
        ending,
    )


def _no_server(port: int, where: Places) -> CourseError:
    here = f"Nothing answers at http://127.0.0.1:{port}/."
    if record := read_record(where, port):
        what = record.what[:1].upper() + record.what[1:]
        return CourseError(
            f"{here} {what} was started there (process {record.pid}): it is not ready "
            "yet, or an error in a file keeps it from answering.",
            "Look at its terminal. Once the file is mended and saved, it goes on.",
        )
    if port != DJANGO_PORT and is_busy(DJANGO_PORT):
        who = who_answers(DJANGO_PORT, where, load_steps())
        if who.startswith("a project"):
            return CourseError(
                f"{here} On port {DJANGO_PORT} {who.removesuffix(' answers there')} "
                "does.",
                f"Add: --port {DJANGO_PORT}",
            )
    more = "" if port == PROJECT_PORT else f" --port {port}"
    return CourseError(
        here, f"In another terminal, start your project: {command_line(f'run{more}')}"
    )
