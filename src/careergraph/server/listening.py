"""The socket of the server, which opens without the packages that answer on it."""

from __future__ import annotations

import errno
import os
import socket

from careergraph.errors import CareerGraphError, UsageError, quote_title

__all__ = ["listen"]


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on an address.

    Raises
    ------
    UsageError
        The host is not valid.
    CareerGraphError
        The address is not available.
    """
    try:
        info = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        family, kind, protocol, _, address = info
        # Without the protocol asyncio leaves Nagle's algorithm on, which holds the body of an
        # answer back for 40 ms.
        listener = socket.socket(family, kind, protocol)
    except (socket.gaierror, UnicodeError) as error:
        message = f"{quote_title(host)} is not a host to listen on. Try 127.0.0.1."
        raise UsageError(message) from error
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(1024)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            message = (
                f"Port {port} of {host} is in use. Choose another, or --port 0 for one that is "
                "free."
            )
        else:
            message = f"Cannot listen on {quote_title(host)}, port {port}: {error.strerror}."
        raise CareerGraphError(message) from error
    return listener
