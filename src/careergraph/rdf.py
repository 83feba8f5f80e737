"""The same data for people who know rdflib: a read-only graph over the embedded store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, cast

from oxrdflib import OxigraphStore
from rdflib import XSD, Graph, Literal, URIRef

from careergraph.errors import CareerGraphError, QueryError
from careergraph.vocab import BUNDLED_GRAPH, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result
    from rdflib.term import Identifier, Node

    from careergraph.store import Store

    Triple = tuple[Node, Node, Node]

__all__ = ["ReadOnlyStore", "rdflib_view", "run_query"]


class ReadOnlyStore(OxigraphStore):
    """An rdflib store over the union of an Oxigraph store's named graphs; it never changes.

    Strings are rdflib's plain literals, as a file read by rdflib would give them: oxrdflib's own
    carry ``xsd:string`` and would not equal them.
    """

    context_aware = False
    graph_aware = False

    def triples(
        self,
        triple_pattern: tuple[Node | None, Node | None, Node | None],
        context: Graph | None = None,
    ) -> Iterator[tuple[Triple, Iterator[Graph | None]]]:
        """Yield the statements that fit a pattern, each once, from all named graphs."""
        seen: set[Triple] = set()
        for triple, _ in super().triples(triple_pattern, None):
            plain = _plain_triple(triple)
            if plain not in seen:
                seen.add(plain)
                yield plain, iter((context,))

    def __len__(self, context: Graph | None = None) -> int:
        """Return the number of distinct statements."""
        del context
        return int(super().__len__(None))

    def query(
        self,
        query: Query | str,
        initNs: Mapping[str, Any],  # noqa: N803 (rdflib's names)
        initBindings: Mapping[str, Identifier],  # noqa: N803 (rdflib's names)
        queryGraph: str,  # noqa: N803 (rdflib's names)
        **kwargs: object,
    ) -> Result:
        """Return the result of a SPARQL query over the union of the named graphs.

        Bindings are joined as a VALUES block: Oxigraph's own substitution knows projected
        variables only.
        """
        del queryGraph
        if initBindings:
            names = " ".join(f"?{name}" for name in initBindings)
            terms = " ".join(term.n3() for term in initBindings.values())
            query = f"{query}\nVALUES ({names}) {{ ({terms}) }}"
        try:
            result = super().query(query, dict(initNs), {}, "__UNION__", **kwargs)
        except (SyntaxError, ValueError, RuntimeError, OSError) as error:
            message = f"The query cannot be run: {error}"
            raise QueryError(message) from error
        if result.type == "SELECT":
            result.bindings = [
                {name: _plain(term) for name, term in row.items() if term is not None}
                for row in result.bindings
            ]
        elif result.type == "CONSTRUCT":
            plain = Graph()
            for triple in result.graph or ():
                plain.add(_plain_triple(triple))
            result.graph = plain
        return result

    def add(self, *_args: object, **_kwargs: object) -> NoReturn:
        """Refuse, and say how to get a graph that can be changed."""
        message = (
            "This view of the graph is read-only. Copy it into a graph of your own "
            "(`mine = rdflib.Graph(); mine += g.graph`), and load that with "
            "`CareerGraph.from_graph(mine)`."
        )
        raise CareerGraphError(message)

    addN = remove = update = add  # noqa: N815 (rdflib's names)


def _plain_triple(triple: Iterable[Node]) -> Triple:
    subject, predicate, value = (_plain(term) for term in triple)
    return subject, predicate, value


def _plain(term: Node) -> Identifier:
    if isinstance(term, Literal) and term.datatype == XSD.string:
        return Literal(str(term))
    return cast("Identifier", term)


def rdflib_view(store: Store) -> Graph:
    """Return a read-only rdflib graph over a store."""
    view = Graph(ReadOnlyStore(store=store.oxigraph), identifier=URIRef(BUNDLED_GRAPH))
    for prefix, namespace in PREFIXES.items():
        view.bind(prefix, namespace, override=True, replace=True)
    return view


def run_query(store: Store, query: str, **bindings: Identifier) -> Result:
    """Return the result of a query, with variables bound as terms."""
    return rdflib_view(store).query(query, initBindings=bindings)
