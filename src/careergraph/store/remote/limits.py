"""Limits while a server's answer arrives: a total time, and a size for each piece.

httpx only limits the time of a single read: a server that sends a byte now and then, for example in
its headers, keeps it waiting for ever. It also unpacks a compressed answer as a whole, however
large that becomes.
"""

from __future__ import annotations

import math
import threading
import time
import zlib
from typing import TYPE_CHECKING, Any, Final

import httpcore

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable, Iterator

    import httpx

__all__ = ["ACCEPTED_ENCODING", "Clock", "limit_client", "unpacked"]

ACCEPTED_ENCODING: Final = "gzip, deflate"
_PLAIN: Final = frozenset({"", "identity"})
_PACKED: Final = frozenset({"gzip", "x-gzip", "deflate"})
_PIECE: Final = 65_536
_ANY_HEADER: Final = zlib.MAX_WBITS | 32
"""With this value zlib detects by itself whether the data are gzip or deflate."""


class Clock(threading.local):
    """The deadline of the current thread's work, on the monotonic clock."""

    deadline: float = math.inf

    def left(self, wanted: float | None) -> float | None:
        """Return the longest time that a single read or write may take, in seconds.

        Raises
        ------
        httpcore.ReadTimeout
            The time is up.
        """
        if self.deadline == math.inf:
            return wanted
        rest = self.deadline - time.monotonic()
        if rest <= 0:
            message = "the total time is over"
            raise httpcore.ReadTimeout(message)
        return rest if wanted is None else min(rest, wanted)


class _Stream(httpcore.NetworkStream):
    """A connection whose reads and writes end when the time is up."""

    def __init__(self, stream: httpcore.NetworkStream, clock: Clock) -> None:
        self._stream, self._clock = stream, clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._clock.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._clock.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._clock.left(timeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._clock)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 (httpcore's signature)
        return self._stream.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Connections of another backend, each with a time limit."""

    def __init__(self, backend: httpcore.NetworkBackend, clock: Clock) -> None:
        self._backend, self._clock = backend, clock

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        left = self._clock.left(timeout)
        stream = self._backend.connect_tcp(host, port, left, local_address, socket_options)
        return _Stream(stream, self._clock)

    def sleep(self, seconds: float) -> None:
        self._backend.sleep(seconds)


def limit_client(client: httpx.Client, clock: Clock) -> None:
    """Make every connection of a client observe the time limit of the thread that uses it."""
    # httpx does not pass a network backend to httpcore; a test checks that it is found here.
    for transport in (client._transport, *client._mounts.values()):  # noqa: SLF001
        pool = getattr(transport, "_pool", None)
        if pool is not None:
            pool._network_backend = _Backend(pool._network_backend, clock)  # noqa: SLF001


def unpacked(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Yield the bytes of an answer in pieces of bounded size; some of them may be empty.

    Raises
    ------
    ValueError
        The encoding is unknown, or the bytes do not match it.
    """
    name = encoding.strip().casefold()
    if name in _PLAIN:
        yield from chunks
        return
    if name not in _PACKED:
        message = "it is packed in a way that was not asked for"
        raise ValueError(message)
    unpacker = zlib.decompressobj(_ANY_HEADER)
    try:
        for chunk in chunks:
            yield unpacker.decompress(chunk, _PIECE)
            while unpacker.unconsumed_tail:
                yield unpacker.decompress(unpacker.unconsumed_tail, _PIECE)
        while rest := unpacker.decompress(unpacker.unconsumed_tail, _PIECE):
            yield rest
    except zlib.error as error:
        message = f"it cannot be unpacked ({name})"
        raise ValueError(message) from error
    if not unpacker.eof:
        message = f"it ends before all of it could be unpacked ({name})"
        raise ValueError(message)
