"""Engines that hold the graph and answer SPARQL, behind one small protocol.

The rest of the package only uses the protocol `Engine`. `Store` is the embedded engine (Oxigraph,
in memory). Queries read the union of the named graphs.
"""

from __future__ import annotations

import codecs
import math
from abc import ABC, abstractmethod
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple, Protocol

import pyoxigraph as ox

from careergraph.errors import CareerGraphError, DataFileError, QueryError, quote_title
from careergraph.sparql.checked import CheckedQuery, trust
from careergraph.store import bundled as ontology
from careergraph.store.derived import add_derived, add_holdings
from careergraph.store.written_forms import WrittenForms
from careergraph.vocab import BUNDLED_GRAPH, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from rdflib import Graph
    from rdflib.term import Node

__all__ = [
    "Answer",
    "Dataset",
    "Engine",
    "QueryEngine",
    "Solutions",
    "Store",
    "Term",
    "TextRows",
    "Triples",
    "describe_error",
    "read_figure",
    "read_number",
    "read_result",
    "to_oxigraph",
]

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Cell = str | None
"""The value of a term as text: an IRI or a literal's lexical form; ``None`` if unbound."""

_CHUNK: Final = 200_000
"""Statements that are written to disk at once.

The engine writes a set of files for each chunk, and joins four sets into a larger one without
compression. So fewer chunks make a smaller store that is faster to read, but larger chunks take
more memory: about a gigabyte for a million statements.
"""
_ENGINE_ERRORS: Final = (SyntaxError, ValueError, RuntimeError, OSError)
"""The errors that a query raises, some only while solutions are read (SERVICE is lazy)."""
_LARGEST_FIGURE: Final = 1e12
"""The largest figure in a statement, so that sums and products stay exact enough."""
TOO_LARGE: Final = "A text or name in it is longer than 16 MB, which cannot be read. Shorten it."
_CANNOT_RUN: Final = "The query cannot be run: {}"
_RDFLIB_GRAPH: Final = "rdflib graph"
_RDFLIB_DEFAULT_GRAPH: Final = "urn:x-rdflib:default"


class Solutions:
    """The solutions of a SELECT query as terms, in the engine's order, which can be read once."""

    __slots__ = ("_rows", "variables")

    def __init__(self, variables: Iterable[str], rows: Iterable[Iterable[Term | None]]) -> None:
        self.variables = tuple(variables)
        self._rows = rows

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        """Iterate over the solutions: one tuple of terms each, in the order of `variables`."""
        try:
            for row in self._rows:
                yield tuple(row)
        except _ENGINE_ERRORS as error:
            raise QueryError(describe_error(error)) from error


class Triples:
    """The triples of a CONSTRUCT or DESCRIBE query, which can be read once."""

    __slots__ = ("_triples",)

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._triples = triples

    def __iter__(self) -> Iterator[ox.Triple]:
        """Iterate over the triples."""
        try:
            yield from self._triples
        except _ENGINE_ERRORS as error:
            raise QueryError(describe_error(error)) from error


class TextRows:
    """The solutions of a SELECT query as texts, in the engine's order.

    Iterating gives one tuple of texts per solution, in the order of `variables`. A result is read
    once, as it is produced.
    """

    __slots__ = ("_solutions", "variables")

    def __init__(self, solutions: Solutions) -> None:
        self._solutions = solutions
        self.variables = solutions.variables

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        """Iterate over the solutions as tuples of texts."""
        for solution in self._solutions:
            # Most of the reading time is spent here: a list is faster than a generator, and asking
            # for the value faster than asking first what the term is.
            terms: Any = solution
            try:
                yield tuple([None if term is None else term.value for term in terms])
            except AttributeError:  # a quoted triple has no value
                yield tuple([None if term is None else _text(term) for term in solution])


Answer = Solutions | Triples | bool
"""The result of a query: solutions of a SELECT, triples, or a boolean."""


class Dataset(NamedTuple):
    """The dataset of a query, by IRI: the graphs of its default graph, and the named graphs.

    Examples
    --------
    >>> Store().query(trust("ASK { ?s ?p ?o }"), Dataset(("urn:mine",)))
    False
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


class Engine(Protocol):
    """The interface of an engine that holds a graph. The common prefixes are predefined.

    Users' queries, already checked, go to `query`; the package's own go to `select`, `ask` and
    `construct`.
    """

    def query(self, query: CheckedQuery) -> Answer:
        """Return the answer of a query that was checked."""
        ...

    def select(self, query: str) -> TextRows:
        """Return the solutions of a SELECT query of the package as texts."""
        ...

    def ask(self, query: str) -> bool:
        """Return the answer of an ASK query of the package."""
        ...

    def construct(self, query: str) -> Iterator[ox.Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query of the package."""
        ...


class QueryEngine(ABC):
    """A base class that implements select, ask and construct by `query`."""

    @abstractmethod
    def query(self, query: CheckedQuery) -> Answer:
        """Return the answer of a query that was checked."""

    def select(self, query: str) -> TextRows:
        """Return the solutions of a SELECT query as texts."""
        answer = self.query(trust(query))
        if not isinstance(answer, Solutions):
            message = "The query is not a SELECT."
            raise QueryError(message)
        return TextRows(answer)

    def ask(self, query: str) -> bool:
        """Return the answer of an ASK query."""
        answer = self.query(trust(query))
        if not isinstance(answer, bool):
            message = "The query is not an ASK."
            raise QueryError(message)
        return answer

    def construct(self, query: str) -> Iterator[ox.Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query."""
        answer = self.query(trust(query))
        if not isinstance(answer, Triples):
            message = "The query is neither a CONSTRUCT nor a DESCRIBE."
            raise QueryError(message)
        return iter(answer)


class Store(QueryEngine):
    """The embedded engine: an Oxigraph store in memory.

    Examples
    --------
    >>> store = Store.bundled()
    >>> store.ask("ASK { ?role a cg:Role }")
    True
    """

    def __init__(self, store: ox.Store | None = None, folder: Path | None = None) -> None:
        self.oxigraph = ox.Store() if store is None else store
        self.folder = folder
        """The folder of the store; ``None`` if it is in memory."""
        self._forms = WrittenForms(has_bundled=folder is not None)

    @classmethod
    def bundled(
        cls,
        files: Iterable[Path] = (),
        *,
        lenient: bool = False,
        holdings: bool = True,
        refuse: Callable[[Store], None] | None = None,
    ) -> Store:
        """Return a store in memory with the bundled graph and its plain edges, as one named graph.

        The user's own Turtle ``files`` are laid over it. ``lenient`` trusts IRIs and language tags
        to be well formed, which is a tenth faster. Without ``holdings``, the skills that people
        hold are left out. ``refuse`` raises an error if the graph is too large; it is called before
        plain edges are derived.
        """
        store = cls()
        for path in ontology.bundled_files():
            store._load_as_it_comes(path, lenient=lenient)
        store._forms = WrittenForms(has_bundled=True)
        for path in files:
            store.load(path)
        if refuse is not None:
            refuse(store)
        add_derived(store.oxigraph)
        if holdings:
            add_holdings(store.oxigraph)
        return store

    @classmethod
    def read_only(cls, folder: Path) -> Store:
        """Return the store in a folder, opened for reading."""
        return cls(ox.Store.read_only(str(folder)), folder)

    @classmethod
    def from_rdflib(cls, graph: Graph) -> Store:
        """Return a store with a copy of an rdflib graph or dataset.

        Raises
        ------
        DataFileError
            A statement is not RDF, such as one with a space in an IRI.
        """
        store = cls()
        store.add(_quads_of(graph))
        return store

    @classmethod
    def from_quads(cls, quads: bytes) -> Store:
        """Return a store with the statements that `to_quads` returned."""
        store = cls()
        store.add(ox.parse(quads, format=ox.RdfFormat.N_QUADS, lenient=True))
        return store

    def to_quads(self) -> bytes:
        """Return the statements as N-Quads, with literals as they were written."""
        return ox.serialize(self.as_written(), format=ox.RdfFormat.N_QUADS) or b""

    def as_written(self) -> Iterator[ox.Quad]:
        """Iterate over the statements with literals as they were written.

        The engine itself keeps the value of a number or a date, not its form. The form is unknown
        for statements that were added directly to `oxigraph`.

        Examples
        --------
        >>> number = ox.Literal("1.50", datatype=ox.NamedNode(f"{PREFIXES['xsd']}decimal"))
        >>> store = Store()
        >>> store.add([ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), number)])
        >>> [quad.object.value for quad in store.as_written()]
        ['1.50']
        """
        for quad in self.oxigraph:
            yield from self._forms.of(quad)

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add statements, all or none of them, and record how their literals are written."""
        self.oxigraph.extend(self._forms.noted(quads, self.oxigraph))

    def write_folder(self, folder: Path) -> None:
        """Write a copy of the store into a new folder, from which `read_only` opens it."""
        copy = ox.Store(str(folder))
        quads = iter(self.oxigraph)
        while some := list(islice(quads, _CHUNK)):
            copy.bulk_extend(some)
        copy.flush()

    @staticmethod
    def write_bundled(folder: Path, derived: Callable[[], bytes]) -> None:
        """Write the bundled graph into a new folder, from which `read_only` opens it.

        Nearly all of the time goes into sorting statements: three small sets, sorted side by side,
        are faster than a large one. The engine would join four, without compression.

        Parameters
        ----------
        folder
            The new folder.
        derived
            Returns the plain edges as N-Triples; called while the first sets are loaded.
        """
        from concurrent.futures import ThreadPoolExecutor

        store = ox.Store(str(folder))
        first, second, third = _share_out(ontology.bundled_files())
        with ThreadPoolExecutor() as pool:
            others = [pool.submit(_bulk_load, store, first), pool.submit(_bulk_load, store, second)]
            _bulk_load(store, third, derived())
            for other in others:
                other.result()
        store.flush()

    def load(self, path: Path, graph: str = BUNDLED_GRAPH) -> None:
        """Add a Turtle file to a named graph; its address is the base of relative IRIs.

        Raises
        ------
        DataFileError
            The file cannot be read, or is not Turtle; nothing of it was added.
        """
        name = ox.NamedNode(graph)
        with _reading(path) as file:
            # Blank nodes of two files differ, whatever their labels.
            parsed = ox.parse(
                file,
                format=ox.RdfFormat.TURTLE,
                base_iri=path.resolve().as_uri(),
                rename_blank_nodes=True,
            )
            self.add(ox.Quad(q.subject, q.predicate, q.object, name) for q in parsed)

    def _load_as_it_comes(self, path: Path, *, lenient: bool) -> None:
        """Add a file of the bundled graph; how literals are written is looked up only if needed."""
        with _reading(path) as file:
            # In memory `load` is a quarter faster than `bulk_load`, and also all or nothing.
            self.oxigraph.load(
                file,
                format=ox.RdfFormat.TURTLE,
                to_graph=ox.NamedNode(BUNDLED_GRAPH),
                lenient=lenient,
            )

    def content_hash(self) -> str:
        """Return the first 12 hexadecimal digits of the SHA-256 over the sorted statements.

        Blank nodes are named by the statements about them, since labels differ at each reading.
        """
        import hashlib

        from careergraph.store.blank_nodes import with_stable_names

        lines = sorted(str(quad) for quad in with_stable_names(self.oxigraph))
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]

    def query(self, query: CheckedQuery, dataset: Dataset | None = None) -> Answer:
        """Return the answer of a query that was checked, over the union of the graphs.

        A query that names its own dataset (``FROM``) is answered over that, unless a ``dataset`` is
        given, which replaces it.

        Raises
        ------
        QueryError
            The query cannot be parsed or run.
        """
        return read_result(self.run(query, dataset))

    def run(
        self, query: CheckedQuery, dataset: Dataset | None = None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Return the engine's own result of a query; see `read_result`."""
        try:
            if dataset is not None:
                return self.oxigraph.query(
                    query.text,
                    prefixes=PREFIXES,
                    default_graph=[ox.NamedNode(iri) for iri in dataset.default],
                    named_graphs=[ox.NamedNode(iri) for iri in dataset.named],
                )
            return self.oxigraph.query(
                query.text,
                prefixes=PREFIXES,
                use_default_graph_as_union=not query.names_dataset,
            )
        except SyntaxError as error:
            from careergraph.sparql.diagnosis import locate_error

            raise locate_error(query.text, str(error)) from error
        except _ENGINE_ERRORS as error:
            raise QueryError(describe_error(error)) from error


def read_result(result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Answer:
    """Return the engine's own result as an answer."""
    if isinstance(result, ox.QuerySolutions):
        return Solutions([variable.value for variable in result.variables], result)
    return bool(result) if isinstance(result, ox.QueryBoolean) else Triples(result)


def _bulk_load(store: ox.Store, files: list[Path], more: bytes = b"") -> None:
    """Load files of the bundled graph, and more Turtle, as one set of statements."""
    turtle = b"\n".join((*(file.read_bytes() for file in files), more))
    graph = ox.NamedNode(BUNDLED_GRAPH)
    store.bulk_load(turtle, ox.RdfFormat.TURTLE, to_graph=graph, lenient=True)


def _share_out(files: Iterable[Path]) -> tuple[list[Path], list[Path], list[Path]]:
    """Return files in three groups of about the same size."""
    parts: tuple[list[Path], list[Path], list[Path]] = [], [], []
    sizes = [0, 0, 0]
    for file in sorted(files, key=lambda file: file.stat().st_size, reverse=True):
        smallest = sizes.index(min(sizes))
        sizes[smallest] += file.stat().st_size
        parts[smallest].append(file)
    return parts


@contextmanager
def _reading(path: Path) -> Iterator[BinaryIO]:
    """Open a file after its byte-order mark; errors name the file and the line."""
    try:
        with path.open("rb") as file:
            if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
                file.seek(0)
            yield file
    except SyntaxError as error:
        raise DataFileError(str(path), error.msg, error.lineno, error.offset) from error
    except MemoryError as error:
        raise DataFileError(str(path), TOO_LARGE) from error
    except OSError as error:
        raise DataFileError(str(path), error.strerror or str(error)) from error


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value


def describe_error(error: Exception) -> str:
    """Return the first line of the engine's message: the rest lists every possible token."""
    return _CANNOT_RUN.format((str(error).strip() or type(error).__name__).splitlines()[0])


def read_number(cell: Cell, statement: Cell) -> float | None:
    """Return the figure of a statement (its IRI), ``None`` if it has none.

    Raises
    ------
    CareerGraphError
        It is not a number, or larger than 1e12 in size; the error names the statement.

    Examples
    --------
    >>> read_number("0.5", "https://example.org/statement")
    0.5
    """
    if not cell:
        return None
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        message = (
            f"{quote_title(cell)} is not a number, in {statement}. Correct it or leave it out."
        )
        raise CareerGraphError(message)
    if abs(number) > _LARGEST_FIGURE:
        message = (
            f"{quote_title(cell)} is too large for a figure, in {statement}: the largest is "
            f"{_LARGEST_FIGURE:,.0f}. Correct it or leave it out."
        )
        raise CareerGraphError(message)
    return number


def read_figure(
    cell: Cell, statement: Cell, name: str, *, most: float = math.inf, whole: bool = False
) -> float | None:
    """Return a figure that cannot be negative, ``None`` if a statement (its IRI) has none.

    Raises
    ------
    CareerGraphError
        It is not a number, is negative or above ``most``, or has a fraction although it must be
        ``whole``; the error names the statement and the property ``name``.

    Examples
    --------
    >>> read_figure("12", "https://example.org/statement", "cg:medianMonths")
    12.0
    >>> read_figure("1.5", "https://example.org/statement", "cg:share", most=1)
    Traceback (most recent call last):
    careergraph.errors.CareerGraphError: cg:share is "1.5", in https://example.org/statement: it \
must be a number from 0 to 1. Correct it or leave it out.
    """
    number = read_number(cell, statement)
    if number is None or (0 <= number <= most and not (whole and number % 1)):
        return number
    kind = "whole number" if whole else "number"
    limits = "from 0 up" if most == math.inf else f"from 0 to {most:g}"
    message = (
        f"{name} is {quote_title(str(cell))}, in {statement}: it must be a {kind} {limits}. "
        "Correct it or leave it out."
    )
    raise CareerGraphError(message)


def _quads_of(graph: Graph) -> Iterator[ox.Quad]:
    """Yield an rdflib graph's statements; those outside named graphs go into the bundled one."""
    # rdflib's own N-Quads writer warns of its own deprecations, and raises a bare Exception.
    every = (None, None, None, None)  # rdflib's aggregates need this.
    rows = graph.quads(every) if hasattr(graph, "quads") else ((*triple, None) for triple in graph)
    for subject, predicate, value, context in rows:
        name = getattr(context, "identifier", context)
        named = name is not None and str(name) != _RDFLIB_DEFAULT_GRAPH
        try:
            yield ox.Quad(
                to_oxigraph(subject),  # type: ignore[arg-type]
                to_oxigraph(predicate),  # type: ignore[arg-type]
                to_oxigraph(value),
                to_oxigraph(name) if named else ox.NamedNode(BUNDLED_GRAPH),  # type: ignore[arg-type]
            )
        except (TypeError, ValueError) as error:
            statement = " ".join(str(term) for term in (subject, predicate, value))
            reason = f"{quote_title(statement)} is not RDF: {error}."
            raise DataFileError(_RDFLIB_GRAPH, reason) from error


def to_oxigraph(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return a term of rdflib as one of Oxigraph."""
    from rdflib import BNode, Literal, URIRef

    if isinstance(node, URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, BNode):
        return ox.BlankNode(str(node))
    if not isinstance(node, Literal):
        message = f"{type(node).__name__} is not an RDF term"
        raise TypeError(message)
    if node.language:
        return ox.Literal(str(node), language=node.language)
    datatype = ox.NamedNode(str(node.datatype)) if node.datatype else None
    return ox.Literal(str(node), datatype=datatype)
