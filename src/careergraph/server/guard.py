"""Checks on every request (Host header, size and time of the body), and headers of answers.

A page of another site can make a browser send requests to this machine under that site's name (DNS
rebinding). So only requests to names of this machine are answered.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import re
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Guard", "is_own_host"]

LONGEST_BODY: Final = 1024**2
"""The most bytes of a request's body."""
_TOO_LONG: Final = f"The body is longer than {LONGEST_BODY:,} bytes, the most that is read."
_BODY_SECONDS: Final = 10.0
_MOST_DRAINED: Final = 16 * LONGEST_BODY
_HOST: Final = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]{1,5})?")
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
"""Headers of every answer, unless it sets its own."""


class _TooLongError(Exception):
    """A body is longer than it may be."""


class Guard:
    """The outermost layer of the app.

    Parameters
    ----------
    app
        What it protects.
    hosts
        Names that the Host header may have, besides those of the loopback interface.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str] = ()) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refuse(Headers(scope=scope))
        exchange = _Exchange(receive, send)
        if refusal is not None:
            await exchange.drain()
            await refusal(scope, receive, exchange.send)
            return
        try:
            await self._app(scope, exchange.receive, exchange.send)
        except ClientDisconnect:
            return  # The client has gone, or broke off its request: nobody would read an answer.
        except (_TooLongError, TimeoutError) as error:
            if exchange.has_begun:
                raise ConnectionAbortedError from error  # A part must not look like the whole.
            await exchange.drain()
            refusal = (
                _refusal(413, _TOO_LONG)
                if isinstance(error, _TooLongError)
                else _refusal(408, "The body of the request came too slowly.")
            )
            await refusal(scope, receive, exchange.send)

    def _refuse(self, headers: Headers) -> JSONResponse | None:
        names = headers.getlist("host")
        if len(names) != 1 or not is_own_host(names[0], self._hosts):
            return _refusal(421, "This server answers to names of its own machine only.")
        if "transfer-encoding" in headers and "content-length" in headers:
            # A web server in front of this one may see a different end of the request.
            return _refusal(400, "The length of the body is given in two ways.")
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdecimal()) or int(length[:12]) > LONGEST_BODY:
            return _refusal(413, _TOO_LONG)
        if headers.get("content-encoding", "identity").strip().casefold() != "identity":
            return _refusal(415, "The body is compressed. Send it as it is.")
        return None


def _refusal(status: int, message: str) -> JSONResponse:
    """Return an error in the form of the API; nothing more is read from the connection."""
    content = {"error": {"kind": "RequestRefused", "message": message, "details": {}}}
    headers = {} if status == 421 else {"Connection": "close"}  # noqa: PLR2004 (the body is fine)
    return JSONResponse(content, status, headers)


def is_own_host(header: str, names: Collection[str] = ()) -> bool:
    """Return whether a Host header names this machine by a name that no other site can use.

    Examples
    --------
    >>> is_own_host("localhost:7878"), is_own_host("[::1]:80"), is_own_host("evil.example")
    (True, True, False)
    """
    match = _HOST.fullmatch(header)
    if match is None:
        return False
    name = match["name"].casefold().rstrip(".")
    if name == "localhost" or name in names:
        return True
    try:
        address = ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return address.is_loopback or str(address) in names


class _Exchange:
    """One request and its answer, with their limits."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._deadline = asyncio.get_running_loop().time() + _BODY_SECONDS
        self._size = 0
        self._is_read = False
        self.has_begun = False

    async def receive(self) -> Message:
        if self._is_read:
            return await self._receive()  # Waits until the client goes away.
        async with asyncio.timeout_at(self._deadline):
            message = await self._receive()
        self._size += len(message.get("body", b""))
        if self._size > LONGEST_BODY:
            raise _TooLongError
        self._is_read = not message.get("more_body", False)
        return message

    async def drain(self) -> None:
        """Read the rest of a refused body: a client that still sends cannot read the answer."""
        left = _MOST_DRAINED
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(self._deadline):
                while left > 0 and not self._is_read:
                    message = await self._receive()
                    left -= len(message.get("body", b""))
                    self._is_read = not message.get("more_body", False)

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_begun = True
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)
