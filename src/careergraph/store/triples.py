"""Triples of a CONSTRUCT or DESCRIBE query as plain values."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.errors import QueryError
from careergraph.store.engine import Triples

if TYPE_CHECKING:
    import pyoxigraph as ox

    from careergraph.sparql.checked import CheckedQuery
    from careergraph.store.engine import Engine

__all__ = ["MOST_TRIPLES", "Term", "Triple", "read_triples"]

MOST_TRIPLES: Final = 50_000
"""The most triples that are read; a picture shows far fewer."""


class Term(NamedTuple):
    """A thing or a value: ``kind`` is "iri", "blank", "literal" or "statement"."""

    kind: str
    value: str
    language: str | None = None
    datatype: str | None = None


class Triple(NamedTuple):
    """One statement: ``predicate`` is an IRI."""

    subject: Term
    predicate: str
    object: Term


def read_triples(engine: Engine, query: CheckedQuery) -> tuple[tuple[Triple, ...], bool]:
    """Return the sorted triples of a query, and whether these are all.

    Blank nodes are numbered by the statements about them, since an engine names them anew each
    time.

    Raises
    ------
    QueryError
        The query cannot be run, or is a SELECT or ASK, which returns no triples.

    Examples
    --------
    >>> from careergraph.sparql.checked import trust
    >>> from careergraph.store.engine import Store
    >>> query = "CONSTRUCT { ?a cg:promotesTo ?b } WHERE { ?a cg:promotesTo ?b }"
    >>> triples, whole = read_triples(Store.bundled(), trust(query))
    >>> len(triples) > 20, whole
    (True, True)
    """
    answer = engine.query(query)
    if not isinstance(answer, Triples):
        message = "The query is neither a CONSTRUCT nor a DESCRIBE."
        raise QueryError(message)
    found = list(islice(answer, MOST_TRIPLES + 1))
    whole = len(found) <= MOST_TRIPLES
    triples = {
        Triple(_term(subject), predicate.value, _term(value))
        for subject, predicate, value in _named(found[:MOST_TRIPLES])
    }
    return tuple(sorted(triples, key=repr)), whole


def _named(triples: list[ox.Triple]) -> list[ox.Triple]:
    """Return triples whose blank nodes have names that depend only on the statements about them."""
    import pyoxigraph as ox

    if not any(isinstance(t, ox.BlankNode) for one in triples for t in (one.subject, one.object)):
        return triples
    dataset = ox.Dataset([ox.Quad(*one) for one in triples])
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return [quad.triple for quad in dataset]


def _term(term: object) -> Term:
    import pyoxigraph as ox

    if isinstance(term, ox.NamedNode):
        return Term("iri", term.value)
    if isinstance(term, ox.BlankNode):
        return Term("blank", term.value)
    if isinstance(term, ox.Literal):
        return Term("literal", term.value, term.language, term.datatype.value)
    return Term("statement", str(term))
