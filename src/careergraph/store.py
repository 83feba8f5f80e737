"""Engines that hold the graph and answer SPARQL, behind one small protocol.

`Engine` is all that the rest of the package asks of one. `Store` is the embedded engine (Oxigraph,
in memory). Queries read the union of the named graphs.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from careergraph import ontology
from careergraph.errors import DataFileError, QueryError
from careergraph.vocab import BUNDLED_GRAPH, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rdflib import Graph

__all__ = ["Engine", "Rows", "Store"]

Cell = str | None
"""The value of a term as text: an IRI, a literal's lexical form; ``None`` where unbound."""


class Rows:
    """The solutions of a SELECT query, in the engine's order.

    Iterating gives one tuple of texts per solution, in the order of `variables`. A result is read
    once, as it is produced.
    """

    __slots__ = ("_solutions", "variables")

    def __init__(self, solutions: ox.QuerySolutions) -> None:
        self._solutions = solutions
        self.variables: tuple[str, ...] = tuple(v.value for v in solutions.variables)

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        """Iterate over the solutions as tuples of texts."""
        for solution in self._solutions:
            yield tuple(None if term is None else _text(term) for term in solution)


class Engine(Protocol):
    """What the package needs of anything that holds a graph. The common prefixes are known."""

    def select(self, query: str) -> Rows:
        """Return the solutions of a SELECT query."""
        ...

    def ask(self, query: str) -> bool:
        """Return the answer of an ASK query."""
        ...

    def construct(self, query: str) -> Iterator[ox.Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query."""
        ...


class Store:
    """The embedded engine: an Oxigraph store in memory.

    Examples
    --------
    >>> store = Store.bundled()
    >>> store.ask("ASK { ?role a cg:Role }")
    True
    """

    def __init__(self, store: ox.Store | None = None) -> None:
        self.oxigraph = ox.Store() if store is None else store

    @classmethod
    def bundled(cls) -> Store:
        """Return a store with the bundled graph, as one named graph."""
        store = cls()
        for path in ontology.bundled_files():
            store.load(path)
        return store

    @classmethod
    def from_rdflib(cls, graph: Graph) -> Store:
        """Return a store with a copy of an rdflib graph or dataset."""
        store = cls()
        quads = graph.serialize(
            format="nquads" if hasattr(graph, "quads") else "nt", encoding="utf-8"
        )
        is_dataset = hasattr(graph, "quads")
        store.oxigraph.bulk_load(
            quads,
            format=ox.RdfFormat.N_QUADS if is_dataset else ox.RdfFormat.N_TRIPLES,
            to_graph=None if is_dataset else ox.NamedNode(BUNDLED_GRAPH),
        )
        return store

    def load(self, path: Path, graph: str = BUNDLED_GRAPH) -> None:
        """Add a Turtle file to a named graph.

        Raises
        ------
        DataFileError
            The file cannot be read, or is not Turtle; nothing of it was added.
        """
        try:
            self.oxigraph.bulk_load(
                path=str(path), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph)
            )
        except SyntaxError as error:
            raise DataFileError(str(path), error.msg, error.lineno, error.offset) from error
        except OSError as error:
            raise DataFileError(str(path), error.strerror or str(error)) from error

    def content_hash(self) -> str:
        """Return the first 12 hexadecimal digits of the SHA-256 over the sorted statements."""
        lines = sorted(str(quad) for quad in self.oxigraph)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]

    def select(self, query: str) -> Rows:
        """Return the solutions of a SELECT query."""
        result = self.query(query)
        if not isinstance(result, ox.QuerySolutions):
            message = "The query is not a SELECT."
            raise QueryError(message)
        return Rows(result)

    def ask(self, query: str) -> bool:
        """Return the answer of an ASK query."""
        result = self.query(query)
        if not isinstance(result, ox.QueryBoolean):
            message = "The query is not an ASK."
            raise QueryError(message)
        return bool(result)

    def construct(self, query: str) -> Iterator[ox.Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query."""
        result = self.query(query)
        if not isinstance(result, ox.QueryTriples):
            message = "The query is neither a CONSTRUCT nor a DESCRIBE."
            raise QueryError(message)
        return iter(result)

    def query(self, query: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Return the engine's own result of any read query, over the union of the graphs.

        Raises
        ------
        QueryError
            The query cannot be parsed or run.
        """
        try:
            return self.oxigraph.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
        except (SyntaxError, ValueError, OSError) as error:
            message = f"The query cannot be run: {error}"
            raise QueryError(message) from error


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value
