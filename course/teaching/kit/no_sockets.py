"""Refuse every connection of this Python that leaves the machine.

Where a system has no network namespaces, a copy of this file is laid into the .venv of
a kit that is proved, and a .pth file calls ``shut_off`` in every Python that starts
there. It hears of what happens by audit events, which no library can go round.
"""

import ipaddress
import sys
from typing import Any

REFUSED = "the network is shut off while a kit is proved"
EVENTS = (
    *("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"),
    *("socket.gethostbyname", "socket.gethostbyaddr"),
)


def refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Raise OSError for an event that reaches out to another machine."""
    if event not in EVENTS:
        return
    if event.startswith("socket.get"):
        host = arguments[0]
    elif isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        # A path: a socket of this machine.
        return
    if not _is_this_machine(host):
        raise OSError(f"{REFUSED}: {host}")


def _is_this_machine(host: object) -> bool:
    if host is None or host in ("", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(str(host))
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def shut_off() -> None:
    """Refuse from now on, to the end of this Python: there is no way back."""
    sys.addaudithook(refuse)
