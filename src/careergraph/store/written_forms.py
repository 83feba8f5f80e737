"""Keep the written form of literals that the engine changes.

Oxigraph keeps the value of a number, a date or a duration: it returns ``1.50`` as ``1.5`` and
``"01"^^xsd:int`` as ``"1"^^xsd:integer``. An export writes literals as they were read.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, TypeGuard

import pyoxigraph as ox

from careergraph.store.bundled import bundled_files
from careergraph.vocab import BUNDLED_GRAPH, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["WrittenForms", "kept_forms"]

_XSD: Final = PREFIXES["xsd"]
_STRING: Final = f"{_XSD}string"
_ANY: Final = ox.NamedNode("urn:careergraph:any")


class WrittenForms:
    """The statements that a store returns in another form than they were written in.

    Parameters
    ----------
    has_bundled
        Whether the store holds the bundled graph, whose files are read again when an export needs
        them. Its literals belong to things with IRIs.
    """

    def __init__(self, *, has_bundled: bool = False) -> None:
        self.has_bundled = has_bundled
        self._own: dict[ox.Quad, tuple[ox.Quad, ...]] = {}

    def noted(self, quads: Iterable[ox.Quad], store: ox.Store) -> Iterator[ox.Quad]:
        """Yield statements that are being added to a store, and record how they are written.

        Nothing is recorded unless all of them are read.
        """
        changing = []
        for quad in quads:
            if _may_change(quad.object):
                changing.append(quad)
            yield quad
        kept = kept_forms(quad.object for quad in changing)
        for quad in changing:
            if quad.object in kept:
                self._remember(_with_object(quad, kept[quad.object]), quad, store)
        for quad in changing:  # An unchanged literal may exist beside others of its value.
            if quad in self._own:
                self._remember(quad, quad, store)

    def _remember(self, stored: ox.Quad, written: ox.Quad, store: ox.Store) -> None:
        known = self._own.get(stored)
        if known is None:
            known = tuple(self.of(stored)) if stored in store else ()
        self._own[stored] = tuple(dict.fromkeys((*known, written)))

    def of(self, stored: ox.Quad) -> Iterable[ox.Quad]:
        """Return the statements, as they were written, that a store holds as one."""
        own = self._own.get(stored)
        if own is not None:
            return own
        if self.has_bundled and isinstance(stored.object, ox.Literal):
            return _bundled_forms().get(stored, (stored,))
        return (stored,)


def _with_object(quad: ox.Quad, value: ox.Literal | ox.Triple) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, value, quad.graph_name)


def kept_forms(terms: Iterable[object]) -> dict[object, ox.Literal | ox.Triple]:
    """Return the engine's form of each term that it changes."""
    distinct = [term for term in dict.fromkeys(terms) if _may_change(term)]
    written = {ox.NamedNode(f"{_ANY.value}-{number}"): term for number, term in enumerate(distinct)}
    store = ox.Store()
    store.extend(ox.Quad(name, _ANY, term) for name, term in written.items())
    kept = ((written.get(name), quad.object) for quad in store for name in [quad.subject])
    return {term: value for term, value in kept if term != value and _may_change(value)}


def _may_change(term: object) -> TypeGuard[ox.Literal | ox.Triple]:
    if isinstance(term, ox.Triple):
        return True
    if not isinstance(term, ox.Literal):
        return False
    datatype = term.datatype.value
    return datatype != _STRING and datatype.startswith(_XSD)


@cache
def _bundled_forms() -> Mapping[ox.Quad, tuple[ox.Quad, ...]]:
    forms = WrittenForms()
    store, graph = ox.Store(), ox.NamedNode(BUNDLED_GRAPH)
    for path in bundled_files():
        quads = (
            ox.Quad(quad.subject, quad.predicate, quad.object, graph)
            for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
            if _may_change(quad.object)
        )
        store.extend(forms.noted(quads, store))
    return forms._own  # noqa: SLF001 (the table of this class)
