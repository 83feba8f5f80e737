"""The server process: its socket, its signals, and its limits for slow connections."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
from typing import TYPE_CHECKING, Any, ClassVar, Final

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from careergraph.errors import CareerGraphError
from careergraph.server.app import make_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from careergraph.server.service import Service

__all__ = ["WebServer"]

_HEADER_SECONDS: Final = 8.0
"""The time in seconds that a client has to send the head of a request."""
_IDLE_SECONDS: Final = 15
"""Seconds that a connection is kept open for the next request."""
_WRITE_SECONDS: Final = 20.0
"""The time in seconds that a client may go without reading its answer."""
_GOODBYE: Final = 2
"""The time in seconds that answers have to finish when the server is stopped."""
_MOST_SILENT: Final = 200
"""The most connections without a complete head; a new one replaces the oldest."""
_LONGEST_HEAD: Final = 131_072
_FILES: Final = 4096


class WebServer:
    """The app on a socket; `run` returns when a signal or `stop` ends it.

    Parameters
    ----------
    listener
        A socket that listens.
    service
        The service that answers; it may be running already.
    on_start
        Called once the server answers.
    """

    def __init__(
        self,
        listener: socket.socket,
        service: Service,
        on_start: Callable[[], None] = lambda: None,
    ) -> None:
        host = listener.getsockname()[0]
        self._listener = listener
        self._app = make_app(service, _names(host))
        config = uvicorn.Config(
            self._app,
            http=type("TimedProtocol", (_TimedProtocol,), {"silent": {}}),
            ws="none",
            lifespan="on",
            loop="asyncio",
            log_config=None,
            log_level="error",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=_IDLE_SECONDS,
            timeout_graceful_shutdown=_GOODBYE,
            h11_max_incomplete_event_size=_LONGEST_HEAD,
        )
        self._server = _Server(config, service, on_start)

    def run(self) -> None:
        """Answer until the server is stopped.

        Raises
        ------
        CareerGraphError
            It could not start what answers.
        """
        _allow_files()
        logging.getLogger("uvicorn.error").addFilter(_is_unexpected)
        self._server.run(sockets=[self._listener])
        if self._server.failure is not None:
            raise self._server.failure

    def stop(self) -> None:
        """End the server soon; another thread may call this."""
        self._server.should_exit = True


class _Server(uvicorn.Server):
    """Shuts down on every signal that asks for it, and then returns to the caller."""

    def __init__(
        self,
        config: uvicorn.Config,
        service: Service,
        on_start: Callable[[], None],
    ) -> None:
        super().__init__(config)
        self._service, self._on_start = service, on_start
        self.failure: CareerGraphError | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.started:
            return
        try:
            is_ready = await self._service.wait_until_ready(lambda: not self.should_exit)
        except CareerGraphError as error:
            self.failure, self.should_exit = error, True
            return
        if is_ready:
            self._on_start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Wait a little for running jobs, then end them, so that their clients get an answer."""
        ending = asyncio.create_task(self._end_jobs_soon())
        await super().shutdown(sockets)
        ending.cancel()

    async def _end_jobs_soon(self) -> None:
        await asyncio.sleep(_GOODBYE / 2)
        await asyncio.to_thread(self._service.end_jobs)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        import threading

        if threading.current_thread() is not threading.main_thread():
            yield
            return
        # Windows has no SIGHUP.
        numbers = {signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}
        numbers = {n for n in numbers if signal.getsignal(n) is not signal.SIG_IGN}
        before = {number: signal.signal(number, self.handle_exit) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _is_unexpected(record: logging.LogRecord) -> bool:
    """Return whether an error is worth a line; an answer that was broken off is not."""
    return not (record.exc_info and record.exc_info[0] is ConnectionAbortedError)


class _TimedProtocol(H11Protocol):
    """Ends connections that do not send a head or do not read their answer."""

    silent: ClassVar[dict[H11Protocol, asyncio.TimerHandle]] = {}
    """The connections without a complete head, the oldest first."""
    _write_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.silent) >= _MOST_SILENT:
            next(iter(self.silent)).transport.abort()
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before:
            self._stop_waiting()
        elif self.cycle is None or self.cycle.response_complete:
            self._wait_for_head()

    def _wait_for_head(self) -> None:
        if self not in self.silent:
            self.silent[self] = self.loop.call_later(_HEADER_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        timer = self.silent.pop(self, None)
        if timer is not None:
            timer.cancel()

    def _give_up(self) -> None:
        self._stop_waiting()
        self.transport.abort()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._write_timer = self.loop.call_later(_WRITE_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        if self._write_timer is not None:
            self._write_timer.cancel()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        if self._write_timer is not None:
            self._write_timer.cancel()
        super().connection_lost(exc)


def _allow_files() -> None:
    """Allow as many connections as the system permits, up to some thousands."""
    try:
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
        if soft < most:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    except (ImportError, OSError, ValueError):
        return


def _names(host: str) -> set[str]:
    """Return the names by which clients may reach a server that listens on an address."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 (what the person asked for)
        addresses: set[Any] = set()
        with contextlib.suppress(OSError):
            name = socket.gethostname()
            addresses = {info[4][0] for info in socket.getaddrinfo(name, None)}
            addresses |= {name.casefold(), socket.getfqdn().casefold()}
        return {str(address) for address in addresses}
    return {host}
