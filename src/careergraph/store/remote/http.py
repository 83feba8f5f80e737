"""HTTP requests to one server: limits of time and size, retries, and errors that say why."""

from __future__ import annotations

import time
import weakref
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

import httpx

from careergraph.errors import EndpointError, quote_title, shown_address
from careergraph.store.remote.failures import (
    describe_failure,
    describe_refusal,
    retry_after,
    seconds_text,
)
from careergraph.store.remote.limits import ACCEPTED_ENCODING, Clock, limit_client, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from careergraph.store.remote.addresses import Address

__all__ = ["Limits", "Reply", "Web"]

_BUSY: Final = frozenset({429, 502, 503})
"""Status codes after which the same query may be sent again."""
_BROKEN: Final = (httpx.ReadError, httpx.RemoteProtocolError, httpx.WriteError)
"""Errors of a connection that ended before an answer: it may have been an old one."""
_UNAUTHORIZED: Final = 401
_MOST_REDIRECTS: Final = 3
_LONGEST_MESSAGE: Final = 65536
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits for a server: seconds to wait, and bytes to accept.

    ``read`` is the longest silence, ``total`` the longest time for one query, all attempts
    included. ``tries`` is how often a query is sent to a busy server, ``pause`` the first wait
    between two attempts (doubled each time), ``longest_pause`` the longest wait that a server may
    ask for.
    """

    connect: float = 10.0
    read: float = 60.0
    total: float = 300.0
    tries: int = 3
    pause: float = 0.5
    longest_pause: float = 30.0
    most_bytes: int = 4 * 1024**3


class Reply:
    """A server's response as a file object, read as it arrives and closed at its end."""

    def __init__(
        self, response: httpx.Response, url: str, deadline: float, limits: Limits, clock: Clock
    ) -> None:
        self._response = response
        encoding = response.headers.get("content-encoding", "")
        self._chunks: Iterator[bytes] = unpacked(response.iter_raw(), encoding)
        self._clock = clock
        self._rest = b""
        self._size = 0
        self._url = url
        self._deadline = deadline
        self._limits = limits
        self.tail = b""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of the answer; their names are case-insensitive."""
        return self._response.headers

    @property
    def media_type(self) -> str:
        """The type of the content, in lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def read(self, size: int = -1) -> bytes:
        """Return at most ``size`` bytes, everything left for -1, nothing at the end."""
        if size < 0:
            return b"".join(iter(lambda: self.read(65536), b""))
        while not self._rest:
            chunk = self._next_chunk()
            if chunk is None:
                return b""
            self._rest = chunk
        piece, self._rest = self._rest[:size], self._rest[size:]
        self.tail = (self.tail + piece)[-200:]
        return piece

    def _next_chunk(self) -> bytes | None:
        self._clock.deadline = self._deadline
        try:
            chunk = next(self._chunks, None)
        except httpx.HTTPError as error:
            self.close()
            reason = describe_failure(error, self._limits.read, begun=True)
            if time.monotonic() >= self._deadline:
                reason = _too_long(self._limits.total)
            raise EndpointError(self._url, reason) from error
        except ValueError as error:
            self.close()
            raise EndpointError(self._url, f"the answer cannot be read: {error}.") from error
        if chunk is None:
            self.close()
            return None
        self._size += len(chunk)
        if self._size > self._limits.most_bytes:
            self.close()
            reason = (
                f"the answer has more than {self._limits.most_bytes:,} bytes. Ask for less (LIMIT)."
            )
            raise EndpointError(self._url, reason)
        if time.monotonic() > self._deadline:
            self.close()
            raise EndpointError(self._url, _too_long(self._limits.total))
        return chunk

    def close(self) -> None:
        """Release the connection; unread content is lost."""
        self._response.close()


class Web:
    """An HTTP client for one server. Safe to share between threads."""

    def __init__(
        self,
        address: Address,
        limits: Limits | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.address = address
        self.limits = limits or Limits()
        self.requests = 0
        self._sleep = sleep
        self._clock = Clock()
        self._auth: httpx.Auth | None = self._first_auth()

    def _first_auth(self) -> httpx.Auth | None:
        credentials = self.address.credentials
        if credentials.token is not None or credentials.user is None:
            return None
        return httpx.BasicAuth(credentials.user, credentials.password or "")

    @cached_property
    def _client(self) -> httpx.Client:
        limits, token = self.limits, self.address.credentials.token
        client = httpx.Client(
            timeout=httpx.Timeout(
                min(limits.read, limits.total), connect=limits.connect, pool=limits.total
            ),
            headers={
                "User-Agent": "careergraph",
                "Accept-Encoding": ACCEPTED_ENCODING,
                **({"Authorization": f"Bearer {token}"} if token else {}),
            },
            # A proxy from the environment cannot reach this machine's loopback interface.
            trust_env=not self.address.is_loopback,
        )
        limit_client(client, self._clock)
        weakref.finalize(self, client.close)
        return client

    def ask(self, form: Mapping[str, str], accept: str, added: int = 0) -> Reply:
        """Return the answer to a query sent as a form, which is sent again if the server is busy.

        ``added`` is the number of lines placed before the user's text.

        Raises
        ------
        EndpointError
            There is no answer, or it is a refusal.
        """
        deadline = self._clock.deadline = time.monotonic() + self.limits.total
        for attempt in range(1, self.limits.tries + 1):
            last = attempt == self.limits.tries
            pause = self.limits.pause * 2 ** (attempt - 1)
            try:
                response = self._follow("POST", {"Accept": accept}, data=dict(form))
            except _BROKEN as error:
                if last:
                    raise self._failure(error) from error
            except httpx.HTTPError as error:
                raise self._failure(error) from error
            else:
                wanted = retry_after(response.headers.get("retry-after"))
                pause = pause if wanted is None else wanted
                late = pause > min(self.limits.longest_pause, deadline - time.monotonic())
                if response.status_code not in _BUSY or last or late:
                    return self._accepted(response, deadline, added=added)
                response.close()
            self._sleep(min(pause, max(0.0, deadline - time.monotonic())))
        raise EndpointError(self.address.url, "no try is allowed.")

    def send(
        self, method: str, url: str, *, content: bytes, headers: Mapping[str, str] | None = None
    ) -> int:
        """Send a request to the server once, and return its success status.

        Raises
        ------
        EndpointError
            It was refused, or it is unknown whether it arrived.
        """
        deadline = self._clock.deadline = time.monotonic() + self.limits.total
        try:
            response = self._follow(method, dict(headers or {}), url=url, content=content)
        except httpx.HTTPError as error:
            raise self._failure(error, url) from error
        reply = self._accepted(response, deadline, url)
        reply.read()
        return response.status_code

    def _failure(self, error: httpx.HTTPError, url: str | None = None) -> EndpointError:
        reason = describe_failure(error, self.limits.read, begun=False)
        if time.monotonic() >= self._clock.deadline:
            reason = _too_long(self.limits.total)
        return EndpointError(url or self.address.url, reason)

    def _follow(
        self,
        method: str,
        headers: dict[str, str],
        *,
        url: str | None = None,
        data: dict[str, str] | None = None,
        content: bytes | None = None,
    ) -> httpx.Response:
        """Return a server's answer, following redirects only on the same server."""
        url = url or self.address.url
        for _ in range(_MOST_REDIRECTS + 1):
            response = self._send(method, url, headers, data=data, content=content)
            if not response.has_redirect_location:
                return response
            response.close()
            onward = _place_of(url, response.headers["location"])
            if not _is_same_server(url, onward):
                raise EndpointError(self.address.url, _sent_on(onward))
            url = onward
        raise EndpointError(self.address.url, "the server redirects without end.")

    def _send(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        *,
        data: dict[str, str] | None,
        content: bytes | None,
    ) -> httpx.Response:
        response = self._send_once(method, url, headers, data=data, content=content)
        # Virtuoso wants a digest, but does not say so to clients that send a plain password.
        challenge = response.headers.get("www-authenticate", "digest").casefold()
        credentials = self.address.credentials
        if (
            response.status_code == _UNAUTHORIZED
            and challenge.startswith("digest")
            and credentials.user is not None
            and not isinstance(self._auth, httpx.DigestAuth)
        ):
            response.close()
            self._auth = httpx.DigestAuth(credentials.user, credentials.password or "")
            return self._send_once(method, url, headers, data=data, content=content)
        return response

    def _send_once(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        *,
        data: dict[str, str] | None,
        content: bytes | None,
    ) -> httpx.Response:
        try:
            request = self._client.build_request(
                method, url, headers=headers, data=data, content=content
            )
            self.requests += 1
            return self._client.send(request, auth=self._auth, stream=True, follow_redirects=False)
        except httpx.InvalidURL as error:
            # Also raised for the target of a redirect that is not followed.
            reason = "this address, or the one that the server redirects to, cannot be read."
            raise EndpointError(self.address.url, reason) from error

    def _accepted(
        self, response: httpx.Response, deadline: float, url: str | None = None, added: int = 0
    ) -> Reply:
        """Return a successful answer; raise an error with the server's message for any other."""
        url = url or self.address.url
        reply = Reply(response, url, deadline, self.limits, self._clock)
        if response.is_success:
            return reply
        body = b""
        try:
            while len(body) < _LONGEST_MESSAGE and (piece := reply.read(4096)):
                body += piece
        except EndpointError:
            body = body or b""
        reply.close()
        reason = describe_refusal(response.status_code, body, response.headers, self.address, added)
        raise EndpointError(url, reason)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def _too_long(seconds: float) -> str:
    return (
        f"the answer was not complete after {seconds_text(seconds)}. Ask for less, or wait longer."
    )


def _sent_on(onward: str) -> str:
    return (
        f"the server redirects to {quote_title(shown_address(onward))}, which is another server "
        "or no web address. If you trust it, give that address."
    )


def _place_of(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        return location


def _is_same_server(one: str, other: str) -> bool:
    """Return whether two addresses are of one server; http to https counts as the same."""
    try:
        ours, theirs = urlsplit(one), urlsplit(other)
        ports = [p.port or _DEFAULT_PORTS.get(p.scheme, 0) for p in (ours, theirs)]
    except ValueError:
        return False
    if ours.hostname != theirs.hostname:
        return False
    upgraded = (ours.scheme, theirs.scheme, *ports) == ("http", "https", 80, 443)
    return upgraded or (ours.scheme == theirs.scheme and ports[0] == ports[1])
