"""Load the graph into a server: one named graph for each source, each replaced as a whole.

Statements of a source go into the graph of that source; statements without a source (vocabulary,
names, derived edges) go into the bundled one. Statements linked by blank nodes stay in one graph.
Blank nodes are sent as IRIs that depend only on the statements about them, so a server that
receives the same graph twice, even at the same time, holds every statement once.
`prefetch.fetch_whole` turns the IRIs back into blank nodes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit, urlunsplit

import pyoxigraph as ox

from careergraph.errors import EndpointError, UsageError, shown_address
from careergraph.store.blank_nodes import split_off_blank_nodes, touches_blank_node
from careergraph.store.remote.endpoint import RemoteEngine
from careergraph.store.remote.http import Limits, Web
from careergraph.vocab import BUNDLED_GRAPH, CG, GENERATED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from careergraph.store.engine import Store, Term
    from careergraph.store.remote.addresses import Address

__all__ = [
    "Published",
    "graph_store_url",
    "graphs_by_source",
    "publish",
    "published_triples",
    "reads_union",
]

_STATED_BY: Final = ox.NamedNode(f"{CG}statedBy")
_COUNTS: Final = (
    "SELECT ?g (COUNT(*) AS ?n) WHERE {{ VALUES ?g {{ {} }} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
)
_STORES: Final = {"/query": "/store", "/sparql": "/sparql-graph-crud-auth"}
"""The address for graphs, by the address for queries, of Oxigraph and Virtuoso."""
_PATIENCE: Final = Limits(read=1800.0, total=3600.0)
"""Longer limits, since a server is silent until it has stored a graph, which may take minutes."""


@dataclass(frozen=True, slots=True)
class Published:
    """A named graph that was sent: its IRI and the number of its statements."""

    graph: str
    statements: int


def graphs_by_source(store: Store) -> dict[str, list[ox.Triple]]:
    """Return the statements of a graph by the named graph for each, the largest last.

    Examples
    --------
    >>> from careergraph.store.engine import Store
    >>> store, me = Store(), ox.NamedNode("urn:me")
    >>> for subject, term in (("urn:mine", me), ("urn:other", ox.Literal(1))):
    ...     store.oxigraph.add(ox.Quad(ox.NamedNode(subject), _STATED_BY, term))
    >>> {graph: len(triples) for graph, triples in graphs_by_source(store).items()}
    {'https://w3id.org/careergraph/graph/bundled': 1, 'urn:me': 1}
    """
    quads = list(store.oxigraph)
    return _by_source(quads, filter(touches_blank_node, quads))


def _by_source(quads: list[ox.Quad], touched: Iterable[ox.Quad]) -> dict[str, list[ox.Triple]]:
    """Return the triples of quads by named graph; ``touched`` are the quads with blank nodes."""
    home: dict[object, str] = {}
    stated = [
        (quad.object.value, quad.subject)
        for quad in quads
        if quad.predicate == _STATED_BY and isinstance(quad.object, ox.NamedNode)
    ]
    for source, subject in sorted(stated, key=lambda pair: pair[0]):
        home.setdefault(subject, source)
    _keep_together(touched, home)
    parts: dict[str, set[ox.Triple]] = {}
    for quad in quads:
        graph = home.get(quad.subject, BUNDLED_GRAPH)
        parts.setdefault(graph, set()).add(quad.triple)
    return {graph: list(parts[graph]) for graph in sorted(parts, key=lambda g: (len(parts[g]), g))}


def _keep_together(quads: Iterable[ox.Quad], home: dict[object, str]) -> None:
    """Move every subject that shares a blank node with others into the bundled graph."""
    touching: dict[ox.BlankNode, set[object]] = {}
    for quad in quads:
        for term in (quad.subject, quad.object):
            if isinstance(term, ox.BlankNode):
                touching.setdefault(term, set()).add(quad.subject)
    for subjects in touching.values():
        for subject in subjects:
            home.pop(subject, None)


def published_triples(store: Store) -> dict[str, list[ox.Triple]]:
    """Return the triples to send, by named graph, with IRIs instead of blank nodes.

    Examples
    --------
    >>> from careergraph.store.engine import Store
    >>> store = Store()
    >>> store.oxigraph.add(ox.Quad(ox.BlankNode(), ox.NamedNode("urn:p"), ox.Literal("a")))
    >>> first, again = (published_triples(store) for _ in range(2))
    >>> first == again, first[BUNDLED_GRAPH][0].subject.value.startswith(GENERATED)
    (True, True)
    """
    plain, touched = split_off_blank_nodes(store.oxigraph)
    digest = hashlib.sha256("\n".join(sorted(map(str, touched))).encode()).hexdigest()[:16]

    def named(term: Term) -> Term:
        if isinstance(term, ox.BlankNode):
            return ox.NamedNode(f"{GENERATED}{digest}-{term.value}")
        if isinstance(term, ox.Triple):
            return ox.Triple(*map(named, term))  # type: ignore[arg-type]
        return term

    sent = {quad.triple: named(quad.triple) for quad in touched}
    parts = _by_source(plain + touched, touched)
    return {graph: [sent.get(triple, triple) for triple in parts[graph]] for graph in parts}  # type: ignore[misc]


def graph_store_url(url: str) -> str:
    """Return the address for graphs of a known server, from its address for queries.

    Raises
    ------
    UsageError
        The address is not that of a known server.

    Examples
    --------
    >>> graph_store_url("http://localhost:7878/query"), graph_store_url("http://localhost:7878/")
    ('http://localhost:7878/store', 'http://localhost:7878/store')
    >>> graph_store_url("http://localhost:8890/sparql")
    'http://localhost:8890/sparql-graph-crud-auth'
    """
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    for end, store in _STORES.items():
        if path.endswith(end):
            return urlunsplit(parts._replace(path=path.removesuffix(end) + store))
    if path in {"", "/"}:
        return urlunsplit(parts._replace(path="/store"))
    message = (
        f"Where does the server of {shown_address(url)} take graphs? Give the address of its "
        "Graph Store protocol as --graph-store URL."
    )
    raise UsageError(message)


def publish(
    store: Store,
    address: Address,
    graph_store: str | None = None,
    limits: Limits | None = None,
    tell: Callable[[Published], None] = lambda _: None,
) -> tuple[Published, ...]:
    """Load a graph into a server and compare what arrived.

    A query is sent first: if it is not answered, nothing is published.
    Each named graph is replaced by one PUT, which servers carry out as a whole or not at all.
    Running it again after an interruption leads to the same state. Nothing is retried
    automatically.

    Parameters
    ----------
    store
        The graph.
    address
        The address for queries.
    graph_store
        The address for graphs (SPARQL 1.1 Graph Store HTTP Protocol), unless `graph_store_url`
        knows it.
    limits
        How long to wait; by default longer than for a query, since a server is silent until it has
        stored a graph.
    tell
        Called with each graph that has arrived.

    Raises
    ------
    EndpointError
        No query was answered, a graph was refused, or the server does not hold what was sent.
    UsageError
        The address for graphs is unknown.
    """
    where = graph_store or graph_store_url(address.url)
    RemoteEngine(address, limits).ask("ASK {}")
    web, sent = Web(address.at(where), limits or _PATIENCE), {}
    separator = "&" if "?" in where else "?"
    for graph, triples in published_triples(store).items():
        content = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
        headers = {"Content-Type": "application/n-triples", "Accept": "*/*"}
        place = f"{where}{separator}graph={quote(graph, safe='')}"
        web.send("PUT", place, content=content, headers=headers)
        sent[graph] = len(triples)
        tell(Published(graph, len(triples)))
    web.close()
    _compare(RemoteEngine(address, limits), sent)
    return tuple(Published(graph, number) for graph, number in sent.items())


def reads_union(address: Address, limits: Limits | None = None) -> bool:
    """Return whether queries on a server see the roles in its named graphs."""
    return RemoteEngine(address, limits).ask("ASK { ?role a cg:Role }")


def _compare(engine: RemoteEngine, sent: Mapping[str, int]) -> None:
    """Raise an error if a graph does not hold as many statements as were sent."""
    query = _COUNTS.format(" ".join(f"<{graph}>" for graph in sent))
    found = {str(graph): int(str(number)) for graph, number in engine.select(query)}
    wrong = [graph for graph, number in sent.items() if found.get(graph, 0) != number]
    if wrong:
        first = wrong[0]
        reason = (
            f"{len(wrong)} of {len(sent)} graphs did not arrive whole; {first} has "
            f"{found.get(first, 0):,} statements, {sent[first]:,} were sent. Run it again."
        )
        raise EndpointError(engine.url, reason)
