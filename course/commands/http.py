"""The verb ``http``: one request to the running server, the same on every shell."""

import json
from dataclasses import replace
from typing import Annotated

import typer

from course.client.advice import Advice, advice, body_of
from course.client.compose import EXAMPLE, Message, compose
from course.client.console_report import Telling, report
from course.client.send import Reply, choose_port, send
from course.errors import CourseError
from course.paths import Places, command_line, places
from course.terminal import complain, console
from course.tokens.last_token import recall, remember


def ask(
    message: Message,
    where: Places,
    *,
    port: int | None = None,
    token: bool = False,
    verbose: bool = False,
    as_json: bool = False,
) -> int:
    """Send a request and tell its answer; return 0 for an answer of any status.

    With ``token``, the last access token goes along. Raises CourseError where there
    is no answer.
    """
    if token:
        message = _with_token(message, where)
    chosen = port or message.port or choose_port(where)
    reply = send(message, chosen, where)
    kept = _remember(message, reply, where)
    if as_json:
        print(json.dumps(report(message, chosen, reply), indent=2))
        return 0
    tell = Telling(console(), verbose)
    tell.request(message, chosen)
    tell.reply(reply, where.work)
    tell.advice([*kept, *advice(message, reply, where, with_token=token)])
    return 0


def _with_token(message: Message, where: Places) -> Message:
    if any(name.lower() == "authorization" for name in message.headers):
        raise CourseError(
            "--token writes the header Authorization, and so does --header.",
            "Leave one of them away.",
        )
    kept = recall(where)
    if kept is None:
        raise CourseError(
            "No token is remembered yet: you have not logged in.",
            f"Log in first: {command_line(EXAMPLE)}",
        )
    headers = {**message.headers, "Authorization": f"Bearer {kept.token}"}
    return replace(message, headers=headers)


def _remember(message: Message, reply: Reply, where: Places) -> list[Advice]:
    if not 200 <= reply.status < 300:
        return []
    try:
        kinds = remember(where, body_of(reply), f"{message.method} {message.path}")
    except CourseError as error:
        complain(error)
        return []
    if not kinds:
        return []
    if "access" in kinds:
        said = "The access token is remembered; --token sends it. To explain it:"
        return [Advice(said, command_line("decode last"))]
    said = "The refresh token is remembered. To explain it:"
    return [Advice(said, command_line("decode last-refresh"))]


def register(app: typer.Typer, author: typer.Typer) -> None:
    """Add the verb to the command line."""

    @app.command("http", no_args_is_help=True)
    def command(
        method: Annotated[
            str,
            typer.Argument(
                metavar="METHOD", help="May be left out: GET, or POST with a body."
            ),
        ],
        words: Annotated[
            list[str] | None,
            typer.Argument(
                metavar="PATH KEY=VALUE",
                help="key=value is text, key:=value is JSON: a number, true, a list. "
                "They make the body; with GET, the query.",
            ),
        ] = None,
        token: Annotated[
            bool, typer.Option("--token", help="Send the last access token along.")
        ] = False,
        port: Annotated[
            int | None,
            typer.Option(
                min=1, max=65535, help="Of the server; without it, the one that runs."
            ),
        ] = None,
        header: Annotated[
            list[str] | None,
            typer.Option(help='As "Name: value"; may be given more than once.'),
        ] = None,
        form: Annotated[
            bool, typer.Option("--form", help="Send a form and no JSON.")
        ] = False,
        verbose: Annotated[
            bool, typer.Option("--verbose", "-v", help="Show all that was sent.")
        ] = False,
        as_json: Annotated[
            bool, typer.Option("--json", help="Print one JSON document, for programs.")
        ] = False,
    ) -> None:
        """Send one request to the running server.

        Typed alike in every shell. It shows the status, the headers that matter and
        the body, and keeps the last token for --token and decode.
        """
        message = compose([method, *(words or ())], headers=header or (), form=form)
        raise typer.Exit(
            ask(
                message,
                places(),
                port=port,
                token=token,
                verbose=verbose,
                as_json=as_json,
            )
        )
