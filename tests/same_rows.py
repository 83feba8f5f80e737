"""Comparing what two engines answer: the same rows by value, in the same order where ordered."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import pyoxigraph as ox

from careergraph.answers.whole_graph.named_queries import named_queries
from careergraph.answers.whole_graph.query_values import read_parameters
from careergraph.sparql.bindings import fill_values
from careergraph.sparql.checked import trust
from careergraph.sparql.tokens import scan
from careergraph.store.engine import Solutions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from careergraph.graph import CareerGraph
    from careergraph.store.engine import Store

_NUMBERS = {"integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger"}


def queries_with_examples(graph: CareerGraph) -> Iterator[tuple[str, str]]:
    """Yield each named query with its text, bound to its examples."""
    for name, query in named_queries().items():
        given = {p.name: p.example for p in query.parameters}
        terms = read_parameters(query, given, lambda: graph.store, lambda: graph.catalog)
        yield name, fill_values(query.text, terms)


def rows_of(store: Store, query: str) -> list[object]:
    """Return what a query gives: its rows in their order, blank nodes as one, or yes or no."""
    answer = store.query(trust(query))
    if not isinstance(answer, Solutions):
        return [answer]
    return [tuple("_:" if isinstance(t, ox.BlankNode) else t for t in row) for row in answer]


def is_ordered(query: str) -> bool:
    """Return whether a query orders its rows."""
    words = [token.text.casefold() for token in scan(query)]
    return "order" in words


def value_of(term: object) -> tuple[str, ...] | None:
    """Return what a term of rdflib or Oxigraph stands for: numbers by value, texts by language."""
    if term is None:
        return None
    language = getattr(term, "language", None)
    datatype = getattr(term, "datatype", None)
    text = str(getattr(term, "value", term)) if _is_oxigraph(term) else str(term)
    kind = str(getattr(datatype, "value", datatype) or "").rpartition("#")[2]
    if kind in _NUMBERS:
        try:
            return ("number", str(Decimal(text).normalize()))
        except InvalidOperation:
            return (kind, text)
    if language:
        return ("text", text, str(language).casefold())
    named = type(term).__name__ in {"NamedNode", "URIRef"}
    return ("iri" if named else kind if kind != "string" else "", text)


def _is_oxigraph(term: object) -> bool:
    return type(term).__module__.startswith("pyoxigraph")


def values_of(rows: Iterable[Iterable[object]]) -> list[tuple[tuple[str, ...] | None, ...]]:
    """Return rows of terms by value."""
    return [tuple(value_of(term) for term in row) for row in rows]


def difference(
    left: Iterable[Iterable[object]], right: Iterable[Iterable[object]], *, ordered: bool
) -> str:
    """Return what two answers do not share, in words; an empty text where they are the same."""
    ours, theirs = values_of(left), values_of(right)
    if sorted(map(repr, ours)) != sorted(map(repr, theirs)):
        only = sorted(set(map(repr, ours)) - set(map(repr, theirs)))[:2]
        missing = sorted(set(map(repr, theirs)) - set(map(repr, ours)))[:2]
        return f"{len(ours)} and {len(theirs)} rows; only left {only}; only right {missing}"
    if ordered and ours != theirs:
        place = next(
            i for i, pair in enumerate(zip(ours, theirs, strict=True)) if len(set(pair)) > 1
        )
        return f"order differs at row {place}: {ours[place]} and {theirs[place]}"
    return ""
