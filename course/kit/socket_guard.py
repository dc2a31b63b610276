"""Refuse every address but those of this machine, in the process that imports this."""

import ipaddress
import sys
from typing import Any

REACHING = {"socket.connect", "socket.sendto", "socket.sendmsg"}
ASKING = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


def guard(event: str, arguments: tuple[Any, ...]) -> None:
    """Raise PermissionError where a socket is about to leave this machine."""
    if event in REACHING:
        address = arguments[1]
    elif event in ASKING:
        address = (arguments[0],)
    else:
        return
    # A path is a socket of this machine; without an address it has connected before.
    if isinstance(address, tuple) and not _is_here(address[0]):
        raise PermissionError(f"no network in this test: {address[0]!r} is elsewhere")


def _is_here(host: object) -> bool:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(str(name).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


sys.addaudithook(guard)
