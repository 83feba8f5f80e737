"""The embedded store as a read-only rdflib graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, cast

from oxrdflib import OxigraphStore
from rdflib import XSD, Graph, Literal, URIRef

from careergraph.errors import CareerGraphError, QueryError, quote_title
from careergraph.sparql.query import prepare
from careergraph.sparql.tokens import scan
from careergraph.store.engine import Store, to_oxigraph
from careergraph.store.rdflib_results import to_result
from careergraph.vocab import BUNDLED_GRAPH, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result
    from rdflib.term import Identifier, Node

    Triple = tuple[Node, Node, Node]

__all__ = ["ReadOnlyStore", "declare_namespaces", "rdflib_view", "read_bindings", "text_of"]


class ReadOnlyStore(OxigraphStore):
    """An rdflib store over the union of an Oxigraph store's named graphs; it never changes.

    Strings are rdflib's plain literals, as in a file read by rdflib: those of oxrdflib have the
    type ``xsd:string`` and would not equal them.
    """

    context_aware = False
    graph_aware = False

    def triples(
        self,
        triple_pattern: tuple[Node | None, Node | None, Node | None],
        context: Graph | None = None,
    ) -> Iterator[tuple[Triple, Iterator[Graph | None]]]:
        """Yield the statements that match a pattern, without repetition, from all named graphs."""
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

        Bindings apply to the query's whole pattern, so counts cover only what matches them.
        """
        del queryGraph, kwargs
        text = text_of(query)
        declared = declare_namespaces(text, initNs)
        checked = prepare(text, read_bindings(initBindings), declared=declared)
        return to_result(Store(self._inner).query(checked))

    def add(self, *_args: object, **_kwargs: object) -> NoReturn:
        """Raise an error that says how to get a graph that can be changed."""
        message = (
            "This view of the graph is read-only. Copy it into a graph of your own "
            "(`mine = rdflib.Graph(); mine += g.graph`), and load that with "
            "`CareerGraph.from_graph(mine)`."
        )
        raise CareerGraphError(message)

    addN = remove = update = add  # noqa: N815 (rdflib's names)
    add_graph = remove_graph = destroy = open = add  # oxrdflib's would empty the store itself

    def close(self, commit_pending_transaction: bool = False) -> None:  # noqa: FBT001, FBT002 (rdflib's signature)
        """Leave the store open: `CareerGraph` still uses it."""


def text_of(query: Query | str) -> str:
    """Return the text of a query, whether or not rdflib has prepared it."""
    # rdflib keeps the text of a prepared query only here.
    return query if isinstance(query, str) else str(query._original_args[0])  # noqa: SLF001


def declare_namespaces(query: str, namespaces: Mapping[str, object]) -> str:
    """Return declarations of the prefixes that a query uses beyond the usual ones."""
    own = {prefix for prefix in namespaces if prefix not in PREFIXES}
    used = {t.text.partition(":")[0] for t in scan(query) if t.kind == "name"} if own else set()
    return "".join(f"PREFIX {prefix}: <{namespaces[prefix]}>\n" for prefix in sorted(own & used))


def read_bindings(bindings: Mapping[str, object]) -> dict[str, str]:
    """Return rdflib terms as SPARQL text, by variable.

    Raises
    ------
    QueryError
        A value is not an RDF term.

    Examples
    --------
    >>> read_bindings({"role": URIRef("urn:cook")})
    {'role': '<urn:cook>'}
    >>> read_bindings({"?role": URIRef("urn:cook")})
    {'role': '<urn:cook>'}
    """
    terms = {}
    for variable, term in bindings.items():
        name = str(variable).lstrip("?$")  # rdflib accepts "r", "?r" and Variable("r").
        if not isinstance(term, URIRef | Literal):
            message = (
                f"?{name} is bound to {term!r}, which is neither an IRI nor a literal. "
                "Wrap it: rdflib.URIRef(...) or rdflib.Literal(...)."
            )
            raise QueryError(message)
        try:
            terms[name] = str(to_oxigraph(term))
        except ValueError as error:
            message = f"?{name} is bound to {quote_title(str(term))}, which is not RDF: {error}."
            raise QueryError(message) from error
    return terms


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
