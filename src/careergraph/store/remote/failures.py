"""Reasons why a server gave no answer, in one sentence that is safe for a terminal."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from html import unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, quote, urlsplit

from careergraph.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from careergraph.store.remote.addresses import Address, Credentials

__all__ = ["describe_failure", "describe_refusal", "retry_after", "seconds_text", "server_words"]

_LONGEST: Final = 300
_SHORT: Final = 3
"""A value this short is not a secret, and occurs in many words."""
_TITLE: Final = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_NOT_TEXT: Final = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_ECHO: Final = re.compile(r"\bSPARQL query:.*", re.DOTALL)
"""Virtuoso repeats the whole query after its message."""
_PLACE: Final = re.compile(r"^(error at )(\d+)(?=:\d)|(\bSPARQL compiler, line )(\d+)(?=:)")
"""The positions in messages of Oxigraph and Virtuoso; other numbers are not changed."""
_MEANINGS: Final = {
    400: "the query is not understood",
    403: "access is refused",
    404: "there is nothing at this address. Is it that of the endpoint itself, such as .../query "
    "or .../sparql?",
    405: "it takes no queries: is it the address of the endpoint?",
    406: "it has none of the formats that careergraph reads",
    408: "it gave up waiting",
    413: "the request is too large for it",
    415: "it does not accept the way in which queries are sent",
    429: "it has had too many requests",
    500: "the server failed",
    502: "the server behind it does not answer",
    503: "the server is busy or down",
    504: "the query took longer than the server allows",
}


def server_words(body: bytes) -> str:
    r"""Return a server's message as one short line, without markup and control characters.

    Examples
    --------
    >>> server_words(b"<html><title>404 Not\nFound</title><body>nginx")
    '404 Not Found'
    """
    text = body.decode("utf-8", "replace")
    if "<" in text and ">" in text:
        title = _TITLE.search(text)
        text = unescape(_NOT_TEXT.sub(" ", title[1] if title else text))
    text = _ECHO.sub("", text)
    line = one_line(text)
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def describe_refusal(
    status: int, body: bytes, headers: Mapping[str, str], address: Address, added: int = 0
) -> str:
    """Return why a server refused, from its status and its message.

    The ``added`` lines before a query are subtracted from the position of a mistake.
    """
    if status == 401:  # noqa: PLR2004 (the name of a status is its number)
        meaning = _unauthorized(address.credentials)
    else:
        meaning = _MEANINGS.get(status, "the server refused")
    wait = retry_after(headers.get("retry-after"))
    if wait is not None:
        meaning += f" and asks to wait {seconds_text(wait)}"
    words = _without_secrets(server_words(body), address)
    if added and status == 400:  # noqa: PLR2004 (as above)
        words = _PLACE.sub(lambda found: _moved(found, added), words)
    ended = meaning if meaning.endswith("?") else f"{meaning} (HTTP {status})."
    return f"{ended} It says: {words}" if words else ended


def _moved(found: re.Match[str], added: int) -> str:
    before, line = found[1] or found[3], int(found[2] or found[4])
    return f"{before}{max(1, line - added)}"


def seconds_text(number: float) -> str:
    """Return a number of seconds in words.

    Examples
    --------
    >>> seconds_text(1), seconds_text(0.5)
    ('1 second', '0.5 seconds')
    """
    return f"{number:g} second{'' if number == 1 else 's'}"


def _unauthorized(credentials: Credentials) -> str:
    if credentials:
        return "the user and password, or the token, are not accepted"
    return (
        "it wants credentials. Set CAREERGRAPH_USER and CAREERGRAPH_PASSWORD, or "
        "CAREERGRAPH_TOKEN, or use .netrc"
    )


def _without_secrets(words: str, address: Address) -> str:
    """Return a server's message without any password, token or query part that it repeats."""
    parts = urlsplit(address.url)
    values = [value for _, value in parse_qsl(parts.query) if len(value) > _SHORT]
    values += [quote(value, safe="") for value in values]
    for secret in (address.credentials.token, address.credentials.password, parts.query, *values):
        if secret:
            words = words.replace(secret, "…")
    return words


def retry_after(header: str | None) -> float | None:
    """Return the seconds that a server asks to wait, ``None`` if it gives no readable number.

    Examples
    --------
    >>> retry_after("120"), retry_after("soon")
    (120.0, None)
    """
    from datetime import UTC, datetime

    if not header:
        return None
    if header.strip().isascii() and header.strip().isdecimal():
        return float(header.strip()[:9])
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def describe_failure(error: Exception, read: float, *, begun: bool) -> str:
    """Return why there was no answer, or only part of one (``begun``)."""
    import httpx

    words = server_words(str(error).encode())
    if isinstance(error, httpx.ReadTimeout | httpx.WriteTimeout):
        what = "the answer stopped coming" if begun else "no answer"
        return f"{what} within {seconds_text(read)}."
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
        return "the server cannot be reached in time."
    if isinstance(error, httpx.ConnectError):
        return _describe_connection(words)
    if begun:
        return (
            "the answer ends in the middle: the connection was broken off. Its "
            "time limit may have been reached."
        )
    if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError | httpx.WriteError):
        return f"the server closed the connection without an answer ({words or 'no reason given'})."
    return f"the server cannot be queried: {words or type(error).__name__}."


def _describe_connection(words: str) -> str:
    folded = words.casefold()
    if "certificate" in folded or "ssl" in folded or "tls" in folded:
        return (
            f"no secure connection: {words}. Is it an http address, or its certificate not valid?"
        )
    if any(
        part in folded for part in ("name or service", "nodename", "getaddrinfo", "name resolution")
    ):
        return "no machine has this name. Check the spelling, or the network."
    if "refused" in folded:
        return "nothing answers at this address: is the server running, and the port right?"
    return f"no connection: {words or 'no reason given'}."
