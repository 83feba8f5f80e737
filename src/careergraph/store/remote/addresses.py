"""Addresses of SPARQL endpoints, and credentials kept apart from them.

Credentials come from the environment, from a ``.netrc`` file or from the address itself, from which
they are removed, so that they are never printed.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit, urlunsplit

from careergraph.errors import UsageError, quote_title, shown_address

if TYPE_CHECKING:
    from collections.abc import Mapping
    from urllib.parse import SplitResult

__all__ = ["Address", "Credentials", "read_address"]

_SCHEMES: Final = ("http", "https")
_LONGEST: Final = 2000


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user name with a password, or a token; neither is ever printed."""

    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)

    def __bool__(self) -> bool:
        """Return whether there are any credentials."""
        return self.user is not None or self.token is not None


@dataclass(frozen=True, slots=True)
class Address:
    """The address of an endpoint, without credentials, and the credentials for it."""

    url: str
    credentials: Credentials = field(default_factory=Credentials)

    def __repr__(self) -> str:
        """Return the address in a form that may be shown, and whether there are credentials."""
        return f"Address(url={shown_address(self.url)!r}, credentials={self.credentials!r})"

    @property
    def host(self) -> str:
        """The name or number of the machine."""
        return urlsplit(self.url).hostname or ""

    @property
    def is_loopback(self) -> bool:
        """Whether the endpoint is on this machine."""
        return is_loopback(self.host)

    @property
    def exposes_credentials(self) -> bool:
        """Whether a password or token would be sent unencrypted over a network."""
        return bool(self.credentials) and self.url.startswith("http:") and not self.is_loopback

    def at(self, url: str) -> Address:
        """Return another address on the same server, with the same credentials."""
        return Address(url, self.credentials)


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine.

    Examples
    --------
    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.casefold().rstrip(".") == "localhost"


def read_address(
    url: str,
    credentials: Credentials | None = None,
    environment: Mapping[str, str] | None = None,
) -> Address:
    """Return the address that a text means, with the credentials known for it.

    Given credentials come first, then ``CAREERGRAPH_TOKEN``, ``CAREERGRAPH_USER`` with
    ``CAREERGRAPH_PASSWORD``, those in the address, and those in ``.netrc``.

    Raises
    ------
    UsageError
        It is not an http or https address, or the credentials are incomplete.

    Examples
    --------
    >>> read_address("http://ada:secret@example.org/sparql", environment={})
    Address(url='http://example.org/sparql', credentials=Credentials())
    """
    environment = os.environ if environment is None else environment
    parts = _split(url)
    host = parts.netloc.rpartition("@")[2]
    plain = urlunsplit((parts.scheme.lower(), host, parts.path or "/", parts.query, ""))
    if credentials is None:
        credentials = (
            _from_environment(environment)
            or _from_url(parts)
            or _from_netrc(parts.hostname or "", environment)
        )
    return Address(plain, credentials or Credentials())


def _split(url: str) -> SplitResult:
    text = url.strip()
    if not text:
        message = (
            "The address of the endpoint is empty. Give one, such as http://localhost:7878/query."
        )
        raise UsageError(message)
    if len(text) > _LONGEST or any(not c.isprintable() or c.isspace() for c in text):
        message = f"{quote_title(shown_address(text))} is not the address of an endpoint."
        raise UsageError(message)
    try:
        parts = urlsplit(text)
        usable = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable, parts = False, urlsplit("")
    shown = quote_title(shown_address(text))
    if text.partition("://")[0].lower() not in _SCHEMES:
        message = (
            f"{shown} is not the address of an endpoint: it has to begin with http:// or https://."
        )
        raise UsageError(message)
    if not usable:
        message = f"{shown} is not the address of an endpoint: its host or port cannot be read."
        raise UsageError(message)
    return parts


def _from_environment(environment: Mapping[str, str]) -> Credentials | None:
    token = environment.get("CAREERGRAPH_TOKEN")
    user, password = (environment.get(f"CAREERGRAPH_{name}") for name in ("USER", "PASSWORD"))
    if token:
        return _checked(Credentials(token=token))
    if user and password is not None:
        return _checked(Credentials(user, password))
    if user or password:
        missing = "CAREERGRAPH_PASSWORD" if user else "CAREERGRAPH_USER"
        message = f"{missing} is not set; a user and a password go together."
        raise UsageError(message)
    return None


def _checked(credentials: Credentials) -> Credentials:
    secrets = (credentials.token or "") + (credentials.user or "") + (credentials.password or "")
    if not secrets.isprintable() or (credentials.token and not credentials.token.isascii()):
        message = (
            "CAREERGRAPH_TOKEN, CAREERGRAPH_USER or CAREERGRAPH_PASSWORD holds characters that "
            "cannot be sent, such as a line end. Remove them."
        )
        raise UsageError(message)
    return credentials


def _from_url(parts: SplitResult) -> Credentials | None:
    if parts.username is None:
        return None
    return Credentials(unquote(parts.username), unquote(parts.password or ""))


def _from_netrc(host: str, environment: Mapping[str, str]) -> Credentials | None:
    from netrc import NetrcParseError, netrc

    named = environment.get("NETRC")
    home = environment.get("HOME") or environment.get("USERPROFILE")
    if not named and not home:
        return None
    path = Path(named) if named else Path(home or "", ".netrc")
    try:
        found = netrc(str(path)).authenticators(host)
    except FileNotFoundError:
        if not named:
            return None
        message = f"The file that NETRC names is not there: {quote_title(named)}."
        raise UsageError(message) from None
    except NetrcParseError as error:
        message = f"{path}:{error.lineno}: {error.msg}. Correct the file, or set CAREERGRAPH_USER."
        raise UsageError(message) from error
    except (OSError, UnicodeError) as error:
        message = f"{path} cannot be read: {error}."
        raise UsageError(message) from error
    if found is None or not found[0]:
        return None
    return Credentials(found[0], found[2] or "")
