"""Write a file whole or not at all: whoever interrupts it leaves the old or the new.

The standard library only: the set-up writes so before anything is installed.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def replacing(file: Path) -> Iterator[Path]:
    """Yield a path beside ``file`` to write to; it takes the file's place at the end.

    The path is this process's own. Where the block raises, it is removed and the file
    is as it was.
    """
    half = file.with_name(f".{file.name}.{os.getpid()}.half")
    try:
        yield half
        os.replace(half, file)
    except BaseException:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise


def write_whole(
    file: Path, content: str | bytes, *, private: bool = False, synced: bool = False
) -> None:
    """Replace a file, and make its folder where there is none.

    A ``private`` file is its owner's alone from its first moment on. A ``synced`` one
    survives a power cut. Raises OSError where it cannot be written; the old file, if
    there is one, is then as it was.
    """

    def opener(path: str, flags: int) -> int:
        return os.open(path, flags, 0o600 if private else 0o666)

    data = content.encode() if isinstance(content, str) else content
    file.parent.mkdir(parents=True, exist_ok=True)
    with replacing(file) as half, open(half, "wb", opener=opener) as out:
        out.write(data)
        if synced:
            out.flush()
            os.fsync(out.fileno())
