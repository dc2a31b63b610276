"""What a tab has not and a project asks for: a fast hash, threads, sockets.

``prepare`` puts stand-ins into place; it changes this process for good.
"""

import asyncio
import functools
import hashlib
import hmac
import sys
import time
import types
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

STAND_INS = Path(__file__).resolve().parent / "stand_ins"
# The names of the hashes, as WebCrypto spells them.
WEB_NAMES = {
    "sha1": "SHA-1",
    "sha256": "SHA-256",
    "sha384": "SHA-384",
    "sha512": "SHA-512",
}


def prepare() -> None:
    """Make this interpreter one in which Django finds what it asks for."""
    sys.path.append(str(STAND_INS))
    if not hasattr(hashlib, "pbkdf2_hmac"):
        # Typeshed takes any buffer; Django gives bytes.
        hashlib.pbkdf2_hmac = pbkdf2_hmac  # type: ignore[assignment]
    changes = {"asgiref.sync": _without_threads, "django.utils.asyncio": _without_loop}
    sys.meta_path.insert(0, _AfterImport(changes))


def pbkdf2_hmac(
    hash_name: str,
    password: bytes,
    salt: bytes,
    iterations: int,
    dklen: int | None = None,
) -> bytes:
    """As hashlib.pbkdf2_hmac (RFC 8018, 5.2), by WebCrypto where the tab can wait.

    Without that (WebKit, or a page that came over plain http) in Python: slower by ten
    times. Raises ValueError for a hash that there is not.
    """
    length = dklen or hashlib.new(hash_name).digest_size
    if hash_name in WEB_NAMES and _can_wait():
        return _by_the_browser(WEB_NAMES[hash_name], password, salt, iterations, length)
    return _in_python(hash_name, password, salt, iterations, length)


def _can_wait() -> bool:
    try:
        from js import crypto
        from pyodide.ffi import can_run_sync
    except ImportError:
        return False
    return bool(can_run_sync()) and hasattr(crypto, "subtle")


def _by_the_browser(
    name: str, password: bytes, salt: bytes, iterations: int, length: int
) -> bytes:
    from js import Object, crypto
    from pyodide.ffi import run_sync, to_js

    def plain(**values: object) -> Any:
        return to_js(values, dict_converter=Object.fromEntries)

    async def derive() -> bytes:
        key = await crypto.subtle.importKey(
            "raw", to_js(password), "PBKDF2", False, to_js(["deriveBits"])
        )
        how = plain(name="PBKDF2", hash=name, salt=to_js(salt), iterations=iterations)
        bits = await crypto.subtle.deriveBits(how, key, length * 8)
        return bytes(bits.to_py())

    return bytes(run_sync(derive()))


def _in_python(
    name: str, password: bytes, salt: bytes, iterations: int, length: int
) -> bytes:
    keyed, derived, block = hmac.new(password, None, name), b"", 0
    while len(derived) < length:
        block += 1
        inner = keyed.copy()
        inner.update(salt + block.to_bytes(4, "big"))
        digest = inner.digest()
        total = int.from_bytes(digest, "big")
        for _ in range(iterations - 1):
            inner = keyed.copy()
            inner.update(digest)
            digest = inner.digest()
            total ^= int.from_bytes(digest, "big")
        derived += total.to_bytes(len(digest), "big")
    return derived[:length]


class _AfterImport:
    """Calls a function with a module once that has been loaded."""

    def __init__(self, wanted: dict[str, Callable[[types.ModuleType], None]]) -> None:
        self._wanted = wanted

    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        """Find the module as usual, and have its loader call the function."""
        change = self._wanted.pop(name, None)
        if change is None:
            return None
        import importlib.util

        spec = importlib.util.find_spec(name)
        if spec is None or spec.loader is None:
            return spec
        run = spec.loader.exec_module

        def load(module: types.ModuleType) -> None:
            run(module)
            change(module)

        spec.loader.exec_module = load  # type: ignore[method-assign]
        return spec


def _without_threads(sync: types.ModuleType) -> None:
    """Let what is asynchronous run in the one thread that there is."""

    def to_sync(self: Any, *args: Any, **kwargs: Any) -> Any:
        return run_until_done(self.awaitable(*args, **kwargs))

    async def to_async(self: Any, *args: Any, **kwargs: Any) -> Any:
        return self.func(*args, **kwargs)

    sync.AsyncToSync.__call__ = functools.wraps(sync.AsyncToSync.__call__)(to_sync)
    sync.SyncToAsync.__call__ = functools.wraps(sync.SyncToAsync.__call__)(to_async)


def _without_loop(module: types.ModuleType) -> None:
    """Hide the event loop of the tab, beside which Django refuses its database."""

    def none_running() -> None:
        raise RuntimeError("no running event loop")

    module.get_running_loop = none_running  # type: ignore[attr-defined]


def run_until_done(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine in an event loop of its own, within the loop of the tab."""
    running = asyncio.events._get_running_loop()
    asyncio.events._set_running_loop(None)
    loop = _Loop()
    try:
        return loop.run_until_complete(coroutine)
    finally:
        loop.close()
        asyncio.events._set_running_loop(running)


class _Nothing:
    """A selector of no sockets: it only waits."""

    def select(self, timeout: float | None) -> list[Any]:
        """Wait so many seconds."""
        if timeout:
            time.sleep(timeout)
        return []


class _Loop(asyncio.BaseEventLoop):
    """An event loop that has timers and callbacks, and no sockets."""

    _selector = _Nothing()

    def _process_events(self, events: list[Any]) -> None:
        """There are none."""

    def _write_to_self(self) -> None:
        """Nobody waits elsewhere who would have to be woken."""
