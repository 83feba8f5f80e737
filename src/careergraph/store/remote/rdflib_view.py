"""An endpoint as a read-only rdflib graph, queried pattern by pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from rdflib import BNode, Graph, URIRef
from rdflib.store import Store as RdflibStore

from careergraph.errors import CareerGraphError, QueryError
from careergraph.sparql.checked import REMOTE, trust
from careergraph.sparql.query import prepare
from careergraph.store.engine import Solutions
from careergraph.store.rdflib_results import to_rdflib, to_result
from careergraph.store.rdflib_view import declare_namespaces, read_bindings, text_of
from careergraph.vocab import BUNDLED_GRAPH, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result
    from rdflib.term import Identifier, Node

    from careergraph.store.engine import Engine

    Triple = tuple[Node, Node, Node]

__all__ = ["RemoteStore", "remote_view"]


class RemoteStore(RdflibStore):
    """An rdflib store over an engine that may be far away; it never changes.

    Each triple pattern becomes a query of its own: use SPARQL for many patterns.
    """

    context_aware = False
    graph_aware = False

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine
        self._namespaces: dict[str, URIRef] = {}

    def triples(
        self,
        triple_pattern: tuple[Node | None, Node | None, Node | None],
        context: Graph | None = None,
    ) -> Iterator[tuple[Triple, Iterator[Graph | None]]]:
        """Yield the statements that fit a pattern, each once."""
        # A blank node of an endpoint has no name outside its answer.
        if any(isinstance(node, BNode) for node in triple_pattern):
            return
        names = [
            f"?v{place}" if node is None else node.n3() for place, node in enumerate(triple_pattern)
        ]
        pattern = " ".join(names)
        answer = self._engine.query(trust(f"SELECT DISTINCT * WHERE {{ {pattern} }}"))
        if not isinstance(answer, Solutions):
            message = "The answer to SELECT is no table."
            raise QueryError(message)
        for row in answer:
            found = dict(zip(answer.variables, row, strict=True))
            triple = tuple(
                to_rdflib(found[f"v{place}"]) if node is None else node  # type: ignore[arg-type]
                for place, node in enumerate(triple_pattern)
            )
            yield triple, iter((context,))  # type: ignore[misc]

    def __len__(self, context: Graph | None = None) -> int:
        """Return the number of statements."""
        del context
        query = "SELECT (COUNT(*) AS ?n) WHERE { SELECT DISTINCT * WHERE { ?s ?p ?o } }"
        return int(str(next(iter(self._engine.select(query)))[0]))

    def query(
        self,
        query: Query | str,
        initNs: Mapping[str, Any],  # noqa: N803 (rdflib's names)
        initBindings: Mapping[str, Identifier],  # noqa: N803 (rdflib's names)
        queryGraph: str,  # noqa: N803 (rdflib's names)
        **kwargs: object,
    ) -> Result:
        """Return the result of a SPARQL query; bindings apply to its whole pattern."""
        del queryGraph, kwargs
        text = text_of(query)
        declared = declare_namespaces(text, initNs)
        checked = prepare(text, read_bindings(initBindings), REMOTE, declared=declared)
        return to_result(self._engine.query(checked))

    def bind(self, prefix: str, namespace: URIRef, override: bool = True) -> None:  # noqa: FBT001, FBT002 (rdflib's signature)
        """Remember a prefix."""
        if override or prefix not in self._namespaces:
            self._namespaces[prefix] = namespace

    def namespace(self, prefix: str) -> URIRef | None:
        """Return the namespace of a prefix."""
        return self._namespaces.get(prefix)

    def prefix(self, namespace: URIRef) -> str | None:
        """Return a prefix of a namespace."""
        return next((p for p, known in self._namespaces.items() if known == namespace), None)

    def namespaces(self) -> Iterator[tuple[str, URIRef]]:
        """Yield prefixes and namespaces."""
        yield from self._namespaces.items()

    def add(self, *_args: object, **_kwargs: object) -> NoReturn:
        """Refuse: an endpoint is only read."""
        message = (
            "This view of an endpoint is read-only. `careergraph publish` loads a graph into a "
            "server."
        )
        raise CareerGraphError(message)

    addN = remove = update = add  # noqa: N815 (rdflib's names)


def remote_view(engine: Engine) -> Graph:
    """Return a read-only rdflib graph over an engine."""
    view = Graph(RemoteStore(engine), identifier=URIRef(BUNDLED_GRAPH))
    for prefix, namespace in PREFIXES.items():
        view.bind(prefix, namespace, override=True, replace=True)
    return view
