"""Addresses of this machine in its networks, and an address as a QR code."""

import ipaddress
import socket
from dataclasses import dataclass

import psutil
import segno
from rich.style import Style
from rich.text import Text

EVERYWHERE = ("0.0.0.0", "::")
# For documentation (RFC 5737): nobody is there, and nothing is sent to it.
NOBODY = ("192.0.2.1", 9)
# Light and dark are said as colors, so that a light terminal shows the same code. The
# blocks are the light parts: without colors, terminals are dark more often than not.
LIGHT, DARK = Style(color="#ffffff", bgcolor="#ffffff"), Style(bgcolor="#000000")
BLOCKS = Style(color="#ffffff", bgcolor="#000000")
HALVES = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}


@dataclass(frozen=True)
class Address:
    """An address that a room may reach, and the network card that has it."""

    host: str
    card: str


def is_loopback(bind: str) -> bool:
    """Tell whether only this machine reaches a server that is bound there."""
    try:
        return ipaddress.ip_address(bind).is_loopback
    except ValueError:
        return bind == "localhost"


def room_addresses() -> list[Address]:
    """Return this machine's addresses for others, the most likely one first."""
    up = {name for name, card in psutil.net_if_stats().items() if card.isup}
    found = [
        Address(each.address, card)
        for card, addresses in psutil.net_if_addrs().items()
        for each in addresses
        if card in up and each.family == socket.AF_INET and _reachable(each.address)
    ]
    usual = _towards_others()
    return sorted(found, key=lambda address: address.host != usual)


def url(host: str, port: int) -> str:
    """Return the address as a browser takes it."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def qr_code(text: str, *, blocks: bool) -> Text:
    """Return a QR code for a terminal, of half blocks or, without, of plain ASCII."""
    # A code of the small kind, "micro", is not read by telephones.
    code = segno.make_qr(text, error="m")
    shown = Text()
    if not blocks:
        for row in code.matrix_iter(border=2):
            for bit in row:
                shown.append("  " if bit else "##", DARK if bit else LIGHT)
            shown.append("\n")
        return shown
    rows = [list(row) for row in code.matrix_iter()]
    rows += [[1] * len(rows[0])] * (len(rows) % 2)
    for upper, lower in zip(rows[::2], rows[1::2], strict=True):
        line = "".join(HALVES[pair] for pair in zip(upper, lower, strict=True))
        shown.append(line, BLOCKS)
        shown.append("\n")
    return shown


def _reachable(host: str) -> bool:
    address = ipaddress.ip_address(host)
    return not (address.is_loopback or address.is_link_local)


def _towards_others() -> str:
    """Return the address from which this machine would talk to others, or ``""``."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            # A datagram socket sends nothing by that: it chooses a way.
            way.connect(NOBODY)
        except OSError:
            return ""
        return str(way.getsockname()[0])
