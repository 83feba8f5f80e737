r"""What a query must not do: change anything, or reach out to other machines.

Decided on tokens, so that the words mean nothing in texts, IRIs and comments. Engines differ in
three things, and what any of them could read as forbidden is refused:

- SPARQL 1.1 decodes ``\u0053`` everywhere before it reads, Oxigraph in texts and IRIs only;
- Oxigraph reads words without space between: ``trueSERVICEex:a{``;
- ``?a<?b)SERVICE?x#>`` is an IRI to a scanner, and to a parser a comparison and a comment.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from careergraph.errors import ForbiddenQueryError
from careergraph.tokens import decode_escapes, scan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.tokens import Token

__all__ = ["check_read_only"]

_UPDATES: Final = frozenset(
    {"add", "clear", "copy", "create", "delete", "drop", "insert", "load", "modify", "move"}
)
_HIDDEN: Final = re.compile(r"\).*?(service|silent|from|load)[^<>]*#", re.IGNORECASE | re.DOTALL)
"""What makes ``<...>`` a comparison with a forbidden word behind it, and a comment at its end."""
_PRIVATE_NAMES: Final = (".localhost", ".local", ".internal", ".lan", ".home.arpa")
_SCHEMES_OF_FILES: Final = frozenset({"file", "jar", "data"})
_SCHEMES_OF_HOSTS: Final = frozenset({"http", "https", "ftp", "ftps", "ws", "wss"})


def check_read_only(query: str, *, allow_service: bool = False) -> None:
    """Raise an error where a query would change something or reach out.

    Parameters
    ----------
    query
        The text.
    allow_service
        Whether ``SERVICE`` may ask other endpoints.

    Raises
    ------
    ForbiddenQueryError
        It is an update, or uses ``SERVICE``, or ``FROM`` with a file or a private address.

    Examples
    --------
    >>> check_read_only("SELECT * { ?service rdfs:label 'LOAD' } # SERVICE")
    >>> check_read_only("SELECT * { SERVICE <https://example.org/sparql> { ?s ?p ?o } }")
    Traceback (most recent call last):
    careergraph.errors.ForbiddenQueryError: The query asks another server (SERVICE), ...
    """
    for reading in dict.fromkeys((query, decode_escapes(query))):
        tokens = list(scan(reading))
        for i, token in enumerate(tokens):
            _check_token(tokens, i, token, allow_service=allow_service)


def _check_token(tokens: Sequence[Token], i: int, token: Token, *, allow_service: bool) -> None:
    text = token.text.casefold()
    if token.kind == "word":
        if text in _UPDATES:
            raise ForbiddenQueryError.update(token.text)
        if text.startswith("from") and text[4:] in {"", "named"}:
            _check_dataset(tokens[i + 1 : i + 3])
    elif token.kind == "iri" and (hidden := _HIDDEN.search(token.text)):
        if hidden[1].casefold() in {"from", "load"}:
            raise ForbiddenQueryError.hidden(hidden[1])
        if not allow_service:
            raise ForbiddenQueryError.service()
    if not allow_service and _may_be_service(tokens, i):
        raise ForbiddenQueryError.service()


def _may_be_service(tokens: Sequence[Token], i: int) -> bool:
    """Return whether a parser could see SERVICE in a token, alone or run together with others."""
    token, following = tokens[i], tokens[i + 1 : i + 2]
    text = token.text.casefold()
    if "service" not in text:
        return False
    if token.kind == "word":
        return True
    if token.kind != "name" or "service" not in text.partition(":")[0]:
        return False
    named = i > 0 and tokens[i - 1].text.casefold() in {"graph", "from", "named", "prefix"}
    return bool(following) and following[0].text == "{" and not named


def _check_dataset(following: Sequence[Token]) -> None:
    """Raise an error where what follows FROM is a file or a private address."""
    for token in following:
        if token.kind == "word" and token.text.casefold() == "named":
            continue
        iri = decode_escapes(token.text).strip("<>")
        if token.kind == "iri" and _is_private(iri):
            raise ForbiddenQueryError.dataset(iri)
        return


def _is_private(iri: str) -> bool:
    """Return whether an IRI is a file, or names a host that only this network reaches."""
    scheme, _, rest = iri.partition(":")
    scheme = scheme.casefold()
    if scheme in _SCHEMES_OF_FILES:
        return True
    if scheme not in _SCHEMES_OF_HOSTS and not rest.startswith("//"):
        return False
    host = _host(rest)
    if "." not in host and ":" not in host:
        return True  # a name without a dot, or a number, is of this network
    if host.endswith(_PRIVATE_NAMES):
        return True
    return _is_private_address(host)


def _host(rest: str) -> str:
    from urllib.parse import unquote

    authority = re.split(r"[/?#\\]", rest.lstrip("/\\"), maxsplit=1)[0]
    host = unquote(authority.rpartition("@")[2]).casefold()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].rstrip(".")


def _is_private_address(host: str) -> bool:
    import ipaddress

    try:
        return not ipaddress.ip_address(host.partition("%")[0]).is_global
    except ValueError:
        # Resolvers also take 0x7f.1, 127.1 and 0177.0.0.1 for addresses: whatever ends in a number.
        return bool(re.fullmatch(r"(0x[0-9a-f]*|\d+)", host.rpartition(".")[2]))
