"""HTTP proxy that lets only read queries through to the SPARQL server of `server.process`.

Oxigraph's server has no switch against ``SERVICE``, with which a query makes it send requests to
other machines. So the proxy takes the requests, checks the text of each query, and sends the
checked text on to the server, which listens on loopback only. Answers go back as they come.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import parse_qsl, urlencode

from careergraph.errors import ForbiddenQueryError, QueryError
from careergraph.sparql.checked import REMOTE
from careergraph.sparql.guard import check_read_only
from careergraph.sparql.query import prepare
from careergraph.sparql.tokens import decode_escapes, scan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from http.client import HTTPResponse

    _Request = socket.socket | tuple[bytes, socket.socket]

__all__ = ["LOOPBACK", "ReadOnlyProxy"]

LOOPBACK: Final = "127.0.0.1"
_QUERIES: Final = frozenset({"/query", "/sparql"})
_READ: Final = frozenset({"/", "/store", "/logo.svg", "/yasgui.min.css", "/yasgui.min.js"})
"""What else is read: the graphs, and the server's own web page, which asks at /sparql."""
_GRAPHS: Final = frozenset({"default-graph-uri", "named-graph-uri"})
_PASSED_ON: Final = frozenset({"query", "union-default-graph", *_GRAPHS})
_NOT_IN_IRI: Final = frozenset('<>"{}|^`\\')
_MOST_BYTES: Final = 256 * 1024
_LONGEST_IRI: Final = 500
"""The check takes time that grows fast with the length of what could be an IRI."""
_MOST_FIELDS: Final = 1000
_MOST_CLIENTS: Final = 256
_SILENCE: Final = 60.0
_PIECE: Final = 65536
_FULL: Final = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_NO_SERVICE: Final = "The query asks another server (SERVICE), which this one does for nobody."


class _Refusal(Exception):  # noqa: N818 (an answer to a client, raised no further)
    """What a client is told: a status and one line."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


class ReadOnlyProxy(ThreadingHTTPServer):
    """A listening socket, taken at once; it answers from `start` on.

    Raises
    ------
    OSError
        It cannot listen there.
    """

    daemon_threads = True
    request_queue_size = 128
    # On Windows it would let two servers listen on one port.
    allow_reuse_address = os.name == "posix"
    allow_reuse_port = False

    def __init__(self, host: str, port: int) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.inner_port = 0
        self._free = threading.BoundedSemaphore(_MOST_CLIENTS)
        self._thread: threading.Thread | None = None
        super().__init__((host, port), _Handler)

    def server_bind(self) -> None:
        """Take the address, without asking the network for its name."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def start(self, inner_port: int) -> None:
        """Answer from now on, in threads, with what a server on loopback says."""
        self.inner_port = inner_port
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Listen no more."""
        if self._thread is not None:
            self.shutdown()
            self._thread.join()
        self.server_close()

    def process_request(self, request: _Request, client_address: object) -> None:
        """Answer in a thread, unless there are too many already."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
            return
        with contextlib.suppress(OSError):
            cast("socket.socket", request).sendall(_FULL)
        self.shutdown_request(request)

    def process_request_thread(self, request: _Request, client_address: object) -> None:
        """Answer one client."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: _Request, client_address: object) -> None:
        """Keep quiet: a client that goes is no fault of ours."""


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: ReadOnlyProxy
    protocol_version = "HTTP/1.1"
    server_version = "careergraph"
    sys_version = ""
    timeout = _SILENCE

    def do_GET(self) -> None:
        """Answer a query in the address, or give what can be read."""
        self._answer(self._get)

    def do_POST(self) -> None:
        """Answer a query in the body."""
        self._answer(self._post)

    def do_HEAD(self) -> None:
        """Answer as the server does; it runs no query for these."""
        self._answer(lambda: self._pass_on(self.command, self.path.partition("?")[0]))

    do_OPTIONS = do_HEAD  # noqa: N815 (http.server's names)

    def do_PUT(self) -> None:
        """Refuse."""
        self._answer(self._refuse)

    do_DELETE = do_PATCH = do_PUT  # noqa: N815 (http.server's names)

    def log_message(self, *_arguments: object) -> None:
        """Keep quiet."""

    def _answer(self, answer: Callable[[], None]) -> None:
        try:
            answer()
        except _Refusal as refusal:
            self._say(refusal.status, str(refusal))

    def _get(self) -> None:
        path, _, query = self.path.partition("?")
        if path in _QUERIES and query:
            self._ask(_fields(query))
        elif path in _QUERIES or path in _READ:
            self._pass_on("GET", self.path)
        else:
            raise _Refusal(404, "There is nothing at this address. Queries are answered at /query.")

    def _post(self) -> None:
        body = self._body()
        path, _, query = self.path.partition("?")
        if path not in _QUERIES:
            self._refuse()
        kind = self.headers.get_content_type()
        if kind == "application/x-www-form-urlencoded":
            self._ask(_fields(body))
        elif kind == "application/sparql-query":
            self._ask([*_fields(query), ("query", body)])
        else:
            raise _Refusal(415, "Send a form, or application/sparql-query.")

    def _refuse(self) -> None:
        if self.command != "POST":
            self._body()
        raise _Refusal(405, "This endpoint is only read. Queries are answered at /query.")

    def _body(self) -> str:
        size = self.headers.get("content-length", "" if self.command == "POST" else "0").strip()
        if self.headers.get("transfer-encoding") or not (size.isascii() and size.isdecimal()):
            self.close_connection = True
            raise _Refusal(411, "Say how long the request is (Content-Length).")
        if len(size) > len(str(_MOST_BYTES)) or int(size) > _MOST_BYTES:
            self.close_connection = True
            raise _Refusal(413, f"A request has {_MOST_BYTES:,} bytes at most.")
        body = self.rfile.read(int(size))
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            raise _Refusal(400, "The request is not in UTF-8.") from None

    def _ask(self, fields: Sequence[tuple[str, str]]) -> None:
        """Send a query on once it is checked: the very text that was checked, and no other."""
        queries = [value for name, value in fields if name == "query"]
        if len(queries) != 1:
            raise _Refusal(400, f"Give one query; there are {len(queries)}.")
        try:
            _check_lengths(queries[0])
            prepare(queries[0], policy=REMOTE)
            for name, value in fields:
                if name in _GRAPHS:
                    _check_graph(value)
        except ForbiddenQueryError as error:
            is_service = str(error) == str(ForbiddenQueryError.service())
            raise _Refusal(400, _NO_SERVICE if is_service else str(error)) from None
        except QueryError as error:
            raise _Refusal(400, str(error)) from None
        form = [(name, value) for name, value in fields if name in _PASSED_ON]
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        self._pass_on("POST", "/query", urlencode(form).encode(), kind)

    def _pass_on(
        self, method: str, path: str, body: bytes | None = None, more: Mapping[str, str] = {}
    ) -> None:
        headers = {name: self.headers[name] for name in ("Host", "Accept") if name in self.headers}
        connection = HTTPConnection(LOOPBACK, self.server.inner_port)
        with contextlib.closing(connection):
            try:
                connection.request(method, path, body, {**headers, **more})
                response = connection.getresponse()
            except (OSError, HTTPException):
                raise _Refusal(502, "The server behind this address does not answer.") from None
            except ValueError:
                raise _Refusal(400, "The request cannot be read.") from None
            try:
                self._give(response)
            except (OSError, HTTPException):
                # Closed without an end, so that the client sees that the answer is cut.
                self.close_connection = True

    def _give(self, response: HTTPResponse) -> None:
        """Give an answer as it comes."""
        self.send_response(response.status)
        size = response.getheader("Content-Length")
        for name in ("Content-Type", "Content-Length", "Location"):
            if (value := response.getheader(name)) is not None:
                self.send_header(name, value)
        has_body = self.command != "HEAD" and response.status >= 200  # noqa: PLR2004 (no 1xx)
        in_chunks = has_body and size is None and self.request_version != "HTTP/1.0"
        if in_chunks:
            self.send_header("Transfer-Encoding", "chunked")
        elif size is None:
            self.send_header("Connection", "close")
        self.end_headers()
        while has_body and (piece := response.read1(_PIECE)):
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece) if in_chunks else piece)
        if in_chunks:
            self.wfile.write(b"0\r\n\r\n")

    def _say(self, status: int, message: str) -> None:
        content = f"{message}\n".encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def _fields(form: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(form, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise _Refusal(400, "The form of the request cannot be read.") from None


def _check_lengths(query: str) -> None:
    for reading in dict.fromkeys((query, decode_escapes(query))):
        if any(token.kind == "iri" and len(token.text) > _LONGEST_IRI for token in scan(reading)):
            raise _Refusal(400, f"An IRI in a query has {_LONGEST_IRI} characters at most.")


def _check_graph(iri: str) -> None:
    """Raise an error where a graph named beside the query is none that FROM may name."""
    if any(character in _NOT_IN_IRI or character <= " " for character in iri):
        raise _Refusal(400, "The address of a graph cannot be read.")
    if len(iri) > _LONGEST_IRI:
        raise _Refusal(400, f"The address of a graph has {_LONGEST_IRI} characters at most.")
    check_read_only(f"ASK FROM <{iri}> {{}}")
