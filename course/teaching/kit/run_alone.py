"""Run a command where nothing but the loopback address can be reached.

Run by path in a network namespace of its own: ``alone.py COMMAND ...``. It switches the
loopback interface on, insists that there is no other, and becomes the command.
"""

import os
import socket
import struct
import sys

SET_FLAGS, UP = 0x8914, 0x1


def switch_loopback_on() -> None:
    """Let programs here talk to themselves; OSError where that is not allowed."""
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sH14x", b"lo", UP)
        fcntl.ioctl(any_socket, SET_FLAGS, request)


def main(command: list[str]) -> None:
    """Become the command, or end with a sentence where there is a way out."""
    # A tunnel that the kernel makes in each namespace leads nowhere until it is set up.
    others = {name for _, name in socket.if_nameindex()} - {"lo", "tunl0", "sit0"}
    if others:
        sys.exit(f"There is a network: {', '.join(sorted(others))}.")
    switch_loopback_on()
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
