"""Servers that tests start on loopback: real ones, and small ones that misbehave."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import parse_qs

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_PATIENCE = 60
_VIRTUOSO_SETTINGS = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 60
MaxQueryCostEstimationTime = 400
"""
"""As Debian sets it up, but for places and ports."""


class Asked(NamedTuple):
    """A request that a small server was sent."""

    method: str
    path: str
    headers: Mapping[str, str]
    form: Mapping[str, str]


class SmallServer:
    """A server that answers as a function says; it remembers what it was asked."""

    def __init__(self, answer: Callable[[BaseHTTPRequestHandler, int], None]) -> None:
        self.asked: list[Asked] = []
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                size = int(self.headers.get("content-length", 0))
                body = self.rfile.read(size).decode("utf-8", "replace")
                form = {name: values[0] for name, values in parse_qs(body).items()}
                asked.append(Asked(self.command, self.path, dict(self.headers), form))
                with contextlib.suppress(ConnectionError):
                    answer(self, len(asked))

            do_PUT = do_POST  # noqa: N815 (http.server's names)

            def log_message(self, *_arguments: object) -> None:
                """Keep quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/query"

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def __enter__(self) -> Self:
        # A short poll: a test need not wait half a second for its server to end.
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def reply(
    handler: BaseHTTPRequestHandler,
    body: bytes,
    kind: str = "application/sparql-results+json",
    status: int = 200,
    **headers: str,
) -> None:
    """Send an answer with its length."""
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended while it started"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    message = "the server did not start"
    raise TimeoutError(message)


@contextlib.contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield process
    finally:
        process.kill()
        process.wait()


def _oxigraph_program() -> str | None:
    beside = str(Path(sys.executable).parent)
    return shutil.which("oxigraph", path=beside) or shutil.which("oxigraph")


@contextlib.contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run an empty Oxigraph server that may be written; give its address and process."""
    program = _oxigraph_program()
    if program is None:
        pytest.skip("the Oxigraph server is not installed (pip install oxigraph)")
    port = free_port()
    command = [program, "serve", "--location", "store", "--bind", f"127.0.0.1:{port}"]
    with running([*command, *options], port, folder) as process:
        yield f"http://127.0.0.1:{port}/query", process


@contextlib.contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Run an empty Virtuoso server; give its address. Its user is dba, the password dba."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource-7)")
    http, sql = free_port(), free_port()
    settings = _VIRTUOSO_SETTINGS.format(http=http, sql=sql)
    (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
    command = [program, "+foreground", "+configfile", "virtuoso.ini"]
    with running(command, http, folder):
        yield f"http://127.0.0.1:{http}/sparql"
