"""A graph as a read-only SPARQL endpoint: Oxigraph's server over a copy of it, behind a proxy."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import pyoxigraph as ox

from careergraph.errors import CareerGraphError, UsageError, quote_title
from careergraph.server.proxy import LOOPBACK, ReadOnlyProxy
from careergraph.store.remote.failures import server_words

if TYPE_CHECKING:
    from types import TracebackType

    from careergraph.store.engine import Store

__all__ = ["Server", "server_program"]

_PATIENCE: Final = 30.0
_GOODBYE: Final = 5.0
_LARGEST_PORT: Final = 65535


def server_program() -> Path:
    """Return the path of the Oxigraph server.

    Raises
    ------
    CareerGraphError
        It is not installed.
    """
    beside = Path(sys.executable).parent
    found = shutil.which("oxigraph", path=str(beside)) or shutil.which("oxigraph")
    if found is None:
        message = "The server is not installed: pip install 'careergraph[server]'."
        raise CareerGraphError(message)
    return Path(found)


class Server:
    """A running server over a copy of a graph; leaving the context ends it and removes the copy.

    Queries see the union of the named graphs. Nothing can be written, and no other server is asked.

    Parameters
    ----------
    store
        The graph; it is copied, and may change afterwards.
    host, port
        Where to listen. Port 0 is one that is free.
    timeout
        Seconds after which the server stops a query. It looks at its clock where it reads
        statements: a long join of what it has read already may take longer.

    Raises
    ------
    CareerGraphError
        The server is not installed, the address is in use, or it does not start.
    """

    def __init__(
        self, store: Store, host: str = "127.0.0.1", port: int = 0, timeout: int | None = None
    ) -> None:
        if not 0 <= port <= _LARGEST_PORT:
            message = f"{port} is no port; give a number from 0 to {_LARGEST_PORT}."
            raise UsageError(message)
        self._program = server_program()
        self._store, self._timeout = store, timeout
        self.host, self.port = host, port
        self._proxy: ReadOnlyProxy | None = None
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self.stopped = False

    @property
    def url(self) -> str:
        """The address that answers queries."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/query"

    def __enter__(self) -> Self:
        """Copy the graph and start the server; return when it answers."""
        self._proxy = _listen(self.host, self.port)
        self.port = self._proxy.server_port
        self._folder = Path(tempfile.mkdtemp(prefix="careergraph-serve-"))
        try:
            self._load(self._folder / "store")
            self._proxy.start(self._start(self._folder))
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the server and remove the copy."""
        self.close()

    def _load(self, folder: Path) -> None:
        """Copy the graph to disk: the server reads nothing else."""
        copy = ox.Store(str(folder))
        copy.bulk_extend(iter(self._store.oxigraph))
        copy.flush()
        del copy  # closes it: one process at a time may write

    def _start(self, folder: Path) -> int:
        """Start the server behind the proxy, and return its port."""
        port = _free_port()
        command = [str(self._program), "serve-read-only", "--location", str(folder / "store")]
        command += ["--bind", f"{LOOPBACK}:{port}", "--union-default-graph"]
        if self._timeout is not None:
            command += ["--timeout-s", str(self._timeout)]
        with (folder / "log").open("wb") as log:
            # A group of its own: Ctrl-C reaches us alone, and we end it in order.
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if self.stopped:
            self._process.terminate()
        until = time.monotonic() + _PATIENCE
        while not _answers(port):
            if self._process.poll() is not None or time.monotonic() > until:
                words = server_words((folder / "log").read_bytes()[-500:])
                message = f"The server does not start: {words or 'it says nothing'}."
                raise CareerGraphError(message)
            time.sleep(0.02)
        return port

    def stop(self) -> None:
        """Ask the server to end, so that `wait` returns; asked twice, end it at once.

        It raises nothing and waits for nothing: signal handlers may call it.
        """
        again, self.stopped = self.stopped, True
        if self._process is not None and self._process.poll() is None:
            (self._process.kill if again else self._process.terminate)()

    def wait(self) -> int:
        """Wait until the server ends by itself, which it should not, and return its exit code."""
        process = self._process
        while process is not None:
            # Not for ever: a signal may reach another thread, and its handler waits for this one.
            with contextlib.suppress(subprocess.TimeoutExpired):
                return process.wait(_GOODBYE)
        return 0

    def close(self) -> None:
        """End the server and remove the copy."""
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            process.terminate()
            try:
                process.wait(_GOODBYE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        proxy, self._proxy = self._proxy, None
        if proxy is not None:
            proxy.end()
        folder, self._folder = self._folder, None
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _listen(host: str, port: int) -> ReadOnlyProxy:
    """Take the address, before the graph is copied."""
    try:
        return ReadOnlyProxy(host, port)
    except (socket.gaierror, UnicodeError) as error:
        message = f"{quote_title(host)} is no host to listen on. Try 127.0.0.1."
        raise UsageError(message) from error
    except OSError as error:
        if error.errno in {98, 48, 10048}:
            message = (
                f"Port {port} of {host} is in use. Choose another, or --port 0 for one that is "
                "free."
            )
        else:
            message = f"Cannot listen on {quote_title(host)}, port {port}: {error.strerror}."
        raise CareerGraphError(message) from error


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=1):
        return True
    return False
