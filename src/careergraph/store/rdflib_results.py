"""Engine answers as rdflib results, whose rows become rdflib terms when they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef, Variable
from rdflib.query import Result, ResultRow
from rdflib.term import Identifier

from careergraph.errors import QueryError, quote_title
from careergraph.model.tables import data_frame
from careergraph.store.engine import Solutions, Triples
from careergraph.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableSequence

    from careergraph.store.engine import Answer, Term

# rdflib's classes are exported here for type annotations of answers.
__all__ = ["Graph", "Identifier", "LazyResult", "Result", "to_rdflib", "to_result"]

_XSD_STRING = PREFIXES["xsd"] + "string"


def to_result(answer: Answer) -> Result:
    """Read an answer to its end and return it as rdflib's `Result`.

    Strings are rdflib's plain literals, as in a file read by rdflib.

    Examples
    --------
    >>> from careergraph.store.engine import Store
    >>> from careergraph.sparql.query import prepare
    >>> answer = Store.bundled().query(prepare("SELECT (1 + 1 AS ?two) {}"))
    >>> [row.two.toPython() for row in to_result(answer)]
    [2]
    """
    if isinstance(answer, Solutions):
        return LazyResult(answer)
    result = Result("ASK" if isinstance(answer, bool) else "CONSTRUCT")
    if isinstance(answer, Triples):
        result.graph = Graph()
        for triple in answer:
            result.graph.add(
                (to_rdflib(triple.subject), to_rdflib(triple.predicate), to_rdflib(triple.object))
            )
    else:
        result.askAnswer = answer
    return result


class LazyResult(Result):
    """All rows of a SELECT, each turned into rdflib terms when it is read.

    It can be read repeatedly, and by several threads.
    """

    def __init__(self, solutions: Solutions) -> None:
        super().__init__("SELECT")
        self.vars = [Variable(name) for name in solutions.variables]
        self._rows = list(solutions)

    def _row(self, row: tuple[Term | None, ...]) -> dict[Variable, Identifier]:
        terms = zip(self.vars or (), row, strict=True)
        return {name: to_rdflib(term) for name, term in terms if term is not None}

    @property
    def bindings(self) -> MutableSequence[Mapping[Variable, Identifier]]:
        """The rows as mappings from variables to terms."""
        return [self._row(row) for row in self._rows]

    @bindings.setter
    def bindings(self, _bindings: object) -> None:
        """Ignore the bindings that rdflib sets: ours are made of the engine's rows."""

    def __iter__(self) -> Iterator[Any]:
        """Iterate over the rows."""
        for row in self._rows:
            yield ResultRow(self._row(row), self.vars or [])

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._rows)

    def __bool__(self) -> bool:
        """Return whether there is any row."""
        return bool(self._rows)

    def to_frame(self) -> Any:  # noqa: ANN401 (pandas is not required, nor are its types)
        """Return the rows as a `pandas.DataFrame`: IRIs as texts, literals as Python values.

        Raises
        ------
        CareerGraphError
            pandas is not installed.
        """
        names = [str(name) for name in self.vars or ()]
        rows = [
            [None if term is None else _python_value(to_rdflib(term)) for term in row]
            for row in self._rows
        ]
        return data_frame(names, rows)

    __hash__ = Result.__hash__

    def __eq__(self, other: object) -> bool:
        """Return whether another result has the same variables and rows."""
        if isinstance(other, Result) and other.type == "SELECT":
            return self.vars == other.vars and self.bindings == other.bindings
        return False


def _python_value(term: Identifier) -> object:
    """Return the value of a literal, and any other term as text."""
    value = term.toPython() if isinstance(term, Literal) else term
    return str(value) if isinstance(value, str) else value  # rdflib's terms are strings.


def to_rdflib(term: Term) -> Identifier:
    """Return a term of the engine as one of rdflib, a string as a plain literal."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Triple):
        return Literal(str(term))  # rdflib has no triple terms.
    if term.language and term.direction:
        message = (
            "rdflib has no base direction (RDF 1.2), and the answer holds "
            f"{quote_title(str(term))}. Ask for STR(...) of it."
        )
        raise QueryError(message)
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    return Literal(term.value, datatype=None if datatype == _XSD_STRING else URIRef(datatype))
