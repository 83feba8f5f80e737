"""Limits on the graphs that ``FROM`` may name, since a server may fetch them from anywhere.

A name is resolved to its address, by its prefix and the base of the query. An address may be a
``urn:``, or that of a public host. Host names are not looked up.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from careergraph.errors import ForbiddenQueryError
from careergraph.sparql.tokens import decode_escapes
from careergraph.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from ipaddress import IPv6Network

    from careergraph.sparql.tokens import Token

__all__ = ["check_dataset"]

_PRIVATE_NAMES: Final = (
    *(".localhost", ".local", ".internal", ".intranet", ".lan", ".home", ".corp", ".home.arpa"),
    *(".nip.io", ".sslip.io", ".xip.io", ".localtest.me", ".lvh.me", ".vcap.me"),
)
"""Names of the local network, and public ones that can be made to resolve to any address."""
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_LOCAL_ESCAPE: Final = re.compile(r"\\(.)")
_MOST_ADDRESSES: Final = 64
_CLAUSE: Final = re.compile(r"from(named)?$", re.IGNORECASE)


def check_dataset(tokens: Sequence[Token]) -> None:
    """Raise an error if ``FROM`` names a file, a private address or an unknown prefix.

    Parameters
    ----------
    tokens
        The query.

    Examples
    --------
    >>> from careergraph.sparql.tokens import scan
    >>> check_dataset(list(scan("SELECT * FROM <urn:mine> FROM id:graph { ?s ?p ?o }")))
    >>> check_dataset(list(scan("BASE <file:///etc/> ASK FROM <passwd> { ?s ?p ?o }")))
    Traceback (most recent call last):
    careergraph.errors.ForbiddenQueryError: FROM names a file or a private address, ...
    """
    declared = None
    checked: set[str] = set()
    for i, token in enumerate(tokens):
        # Engines read CONSTRUCTFROM<...> as two words.
        if token.kind != "word" or not (clause := _CLAUSE.search(token.text)):
            continue
        following = tokens[i + 1 : i + 3]
        if following and not clause[1] and following[0].text.casefold() == "named":
            following = following[1:]
        if not following or following[0].kind not in {"iri", "name"}:
            continue
        declared = declared or _read_declarations(tokens)
        if following[0].text not in checked:
            checked.add(following[0].text)
            _check_name(following[0], *declared)


def _read_declarations(tokens: Sequence[Token]) -> tuple[list[str], dict[str, list[str]]]:
    """Return every base, and every IRI of each prefix, wherever they are declared."""
    bases: dict[str, None] = {}
    spaces: dict[str, dict[str, None]] = {}
    for before, iri in pairwise(tokens):
        if iri.kind != "iri":
            continue
        if before.kind == "word" and before.text.casefold().endswith("base"):
            bases.update(dict.fromkeys(_resolve(_text(iri), bases)))
            if len(bases) > _MOST_ADDRESSES:
                raise ForbiddenQueryError.dataset(iri.text)
        elif before.kind == "name" and before.text.endswith(":"):
            name = before.text[:-1]
            spaces.setdefault(name, {})[_text(iri)] = None
            if name.casefold().startswith("prefix"):  # engines read PREFIXa:<...> as two words
                spaces.setdefault(name[len("prefix") :], {})[_text(iri)] = None
    return list(bases), {prefix: list(iris) for prefix, iris in spaces.items()}


def _check_name(named: Token, bases: list[str], spaces: Mapping[str, list[str]]) -> None:
    if named.kind == "name" and named.text.casefold().startswith("named"):
        raise ForbiddenQueryError.dataset(named.text)  # FROM NAMEDa:b is FROM NAMED a:b to some
    if named.kind == "iri":
        addresses = _resolve(_text(named), bases)
    else:
        prefix, _, local = named.text.partition(":")
        local = _LOCAL_ESCAPE.sub(r"\1", local)
        usual = [PREFIXES[prefix]] if prefix in PREFIXES else []
        namespaces = spaces.get(prefix, usual)
        if len(namespaces) * max(1, len(bases)) > _MOST_ADDRESSES:
            raise ForbiddenQueryError.dataset(named.text)
        addresses = [address + local for space in namespaces for address in _resolve(space, bases)]
    if not addresses:
        raise ForbiddenQueryError.dataset(named.text)
    for address in addresses:
        if _is_private(address):
            raise ForbiddenQueryError.dataset(address)


def _text(iri: Token) -> str:
    return decode_escapes(iri.text)[1:-1]


def _resolve(iri: str, bases: Iterable[str]) -> list[str]:
    """Return an IRI resolved against each base; unchanged if it is absolute or there is no base.

    A text that is not an address is returned unchanged; no host will be found in it.
    """
    from urllib.parse import urljoin

    if _SCHEME.match(iri):
        return [iri]
    addresses = []
    for base in bases:
        try:
            addresses.append(urljoin(base, iri))
        except ValueError:
            addresses.append(iri)
    return addresses or [iri]


def _is_private(iri: str) -> bool:
    """Return whether an IRI is neither a urn: nor an address of a public host."""
    scheme, _, rest = iri.partition(":")
    scheme = scheme.casefold()
    if scheme == "urn":
        return False
    if scheme not in {"http", "https"} or not rest.startswith("//"):
        return True
    host = _host(rest)
    if "." not in host and ":" not in host:
        return True  # A name without a dot, or a number, is in the local network.
    return f".{host}".endswith(_PRIVATE_NAMES) or _is_private_address(host)


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
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        # Resolvers also take 0x7f.1, 127.1 and 0177.0.0.1 for addresses: whatever ends in a number.
        return bool(re.fullmatch(r"(0x[0-9a-f]*|[^a-z]*)", host.rpartition(".")[2]))
    if not address.is_global or address.is_multicast:
        return True
    if address.version == 4:  # noqa: PLR2004 (the version)
        return False
    # Those of other prefixes wrap an address of IPv4 (NAT64, mapped), as does 2002 (6to4).
    return address not in ipaddress.ip_network("2000::/3") or address in _six_to_four()


def _six_to_four() -> IPv6Network:
    import ipaddress

    return ipaddress.IPv6Network("2002::/16")
