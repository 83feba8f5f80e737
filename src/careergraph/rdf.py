"""The same data for people who know rdflib: a read-only graph over the embedded store."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast

from oxrdflib import OxigraphStore
from rdflib import XSD, Graph, Literal, URIRef

from careergraph.errors import CareerGraphError, QueryError
from careergraph.store import describe_error, names_dataset
from careergraph.vocab import BUNDLED_GRAPH, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result
    from rdflib.term import Identifier, Node

    from careergraph.store import Store

    Triple = tuple[Node, Node, Node]

__all__ = ["ReadOnlyStore", "bind_variables", "rdflib_view"]

_FORMS: Final = frozenset({"select", "construct", "ask", "describe"})
_TOKEN: Final = re.compile(
    r"""<[^<>"{}|^`\\\s]*> | "{3}.*?"{3} | '{3}.*?'{3}
      | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' | \#[^\n]*
      | [{}()] | (?<![?$:\w.-])(?:select|construct|ask|describe|where)(?![:\w.-])""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
"""Braces and the words that name a query's form; IRIs, texts and comments, to be passed over."""
_SUBQUERY: Final = re.compile(r"(?:\s|\#[^\n]*\n)*select\b", re.IGNORECASE)


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

        Bindings hold in the query's whole pattern, so that counts are over what they leave.
        """
        del queryGraph
        query = bind_variables(str(query), initBindings) if initBindings else query
        try:
            dataset = "" if names_dataset(str(query)) else "__UNION__"
            result = super().query(query, dict(initNs), {}, dataset, **kwargs)
            return _read_plain(result)
        except (SyntaxError, ValueError, RuntimeError, OSError) as error:
            raise QueryError(describe_error(error)) from error

    def add(self, *_args: object, **_kwargs: object) -> NoReturn:
        """Refuse, and say how to get a graph that can be changed."""
        message = (
            "This view of the graph is read-only. Copy it into a graph of your own "
            "(`mine = rdflib.Graph(); mine += g.graph`), and load that with "
            "`CareerGraph.from_graph(mine)`."
        )
        raise CareerGraphError(message)

    addN = remove = update = add  # noqa: N815 (rdflib's names)
    add_graph = remove_graph = destroy = open = add  # oxrdflib's would empty the store itself

    def close(self, commit_pending_transaction: bool = False) -> None:  # noqa: FBT001, FBT002 (rdflib's signature)
        """Leave the store open: `CareerGraph` goes on using it."""


def _read_plain(result: Result) -> Result:
    """Return a result read to its end, with plain literals."""
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


def bind_variables(query: str, bindings: Mapping[str, Identifier]) -> str:
    """Return a query whose pattern begins with a VALUES block.

    Oxigraph's own substitution knows projected variables only, and a VALUES block behind the query
    comes after GROUP BY: a count would silently be over everything.

    Raises
    ------
    QueryError
        A value is no RDF term.

    Examples
    --------
    >>> bind_variables("ASK { ?role a cg:Role }", {"role": URIRef("urn:cook")})
    'ASK { VALUES (?role) { (<urn:cook>) } ?role a cg:Role }'
    """
    for name, term in bindings.items():
        if not isinstance(term, URIRef | Literal):
            message = (
                f"?{name} is bound to {term!r}, which is neither an IRI nor a literal. "
                "Wrap it: rdflib.URIRef(...) or rdflib.Literal(...)."
            )
            raise QueryError(message)
    names = " ".join(f"?{name}" for name in bindings)
    terms = " ".join(term.n3() for term in bindings.values())
    values = f"VALUES ({names}) {{ ({terms}) }}"
    start = _pattern_start(query)
    if start is None:
        return f"{query}\n{values}"
    if _SUBQUERY.match(query, start):
        message = "Bindings reach no subquery. Write the terms into it."
        raise QueryError(message)
    return f"{query[:start]} {values}{query[start:]}"


def _pattern_start(query: str) -> int | None:
    """Return the place behind the brace that opens a query's pattern.

    ``None`` where there is none: DESCRIBE without one, CONSTRUCT WHERE, what is no query.
    """
    form, braces, parentheses, parts = "", 0, 0, 0
    for token in _TOKEN.finditer(query):
        text = token[0].casefold()
        if text in _FORMS:
            form = form or text
        elif text == "where" and form == "construct" and not parts:
            return None
        elif text in {"(", ")"}:
            parentheses += 1 if text == "(" else -1
        elif text == "}":
            braces -= 1
        elif text == "{":
            # A pattern of EXISTS in the projection stands in parentheses, a template comes first.
            parts += braces == 0 and parentheses == 0
            if form and parts == (2 if form == "construct" else 1) and not parentheses:
                return token.end()
            braces += 1
    return None


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
