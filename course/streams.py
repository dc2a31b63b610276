"""The standard streams of a verb: closed, full, or a pipe that nobody reads any more.

A verb goes on where its output gets lost, so that no work stops half-way; what became
of the output is said at its end. Standard library only: ``doctor`` needs it.
"""

import errno
import io
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Lossy(io.FileIO):
    """A file descriptor to write to; after the first failure, all is thrown away."""

    def __init__(self, descriptor: int, *, was_closed: bool = False) -> None:
        super().__init__(descriptor, "w", closefd=False)
        self.was_closed = was_closed
        self.failure: OSError | None = None

    def write(self, data: "ReadableBuffer") -> int:
        """Write, or remember why not; return how many bytes were taken."""
        if self.failure is None:
            try:
                if self.was_closed:
                    raise OSError(errno.EBADF, "standard output is closed")
                return super().write(data)
            except OSError as error:
                self.failure = error
                if not self.was_closed:
                    self._lead_nowhere()
        return memoryview(data).nbytes

    def _lead_nowhere(self) -> None:
        # A server that is started from here would fail in its turn.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())
        os.close(nowhere)


def run_to_end(run: Callable[[], int]) -> int:
    """Call ``run`` with streams that take everything; return its exit code.

    It is 2 where its output could not be written, and standard error says so.
    """
    _fill_closed()
    before = sys.stdin, sys.stdout, sys.stderr
    with open(os.devnull, encoding="utf-8") as nothing:
        try:
            sys.stdin = sys.stdin or nothing
            sys.stdout = _lossy(sys.stdout, 1, "replace")
            sys.stderr = _lossy(sys.stderr, 2, "backslashreplace")
            code = run()
            sys.stdout.flush()
            if reason := _lost(sys.stdout):
                sys.stderr.write(f"The output could not be written: {reason}.\n")
                return 2
            return code
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            sys.stdin, sys.stdout, sys.stderr = before


def _fill_closed() -> None:
    """Open those of the three descriptors that are closed.

    Else the next file that somebody opens would be standard output for all programs
    that are started from here.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)


def _lossy(stream: TextIO | None, descriptor: int, errors: str) -> TextIO:
    """Return a stream like this one that never fails.

    A stream of another kind, a console of Windows or one of a test, stays as it is.
    """
    if stream is None:
        bottom = io.BufferedWriter(Lossy(descriptor, was_closed=True))
        return io.TextIOWrapper(bottom, encoding="utf-8", errors=errors)
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    # A letter that the terminal cannot show is no reason to stop.
    stream.reconfigure(errors=errors)
    raw = getattr(stream.buffer, "raw", stream.buffer)
    if not isinstance(raw, io.FileIO):
        return stream
    with suppress(OSError):
        stream.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(Lossy(raw.fileno())),
        encoding=stream.encoding,
        errors=errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def _lost(stream: TextIO) -> str:
    """Return why something written there was lost, "" where nothing was.

    To stop reading from a pipe is how ``head`` works: that is no loss.
    """
    lossy = getattr(getattr(stream, "buffer", None), "raw", None)
    error = lossy.failure if isinstance(lossy, Lossy) else None
    # Windows has another number for a pipe that nobody reads.
    gone = errno.EINVAL if os.name == "nt" else errno.EPIPE
    if error is None or error.errno in (errno.EPIPE, gone):
        return ""
    return error.strerror or str(error)
