"""One file of the layer of occupations: compact statements, written in canonical form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from careergraph.importers.terms import COMPACT, exact_number
from careergraph.store.turtle_writer import write_turtle
from careergraph.vocab import CG, ID, PREFIXES

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = [
    "COMPACT",
    "LayerFile",
    "Term",
    "cg",
    "english",
    "figure",
    "name",
    "occupation",
    "text",
    "thing",
]

Term = ox.NamedNode | ox.Literal

_HEADER: Final = (
    "# Made from the public data sets by `make refresh DATA=path`; edits are lost with the next.\n"
    "\n"
)
_NAMESPACES: Final = {
    iri: prefix for prefix, iri in {**PREFIXES, **COMPACT}.items() if prefix != "id"
}


class LayerFile:
    """Collect the statements of one file.

    Parameters
    ----------
    file
        The name of the file.
    """

    def __init__(self, file: str) -> None:
        self.name = f"occupations/{file}"
        self.notes: list[str] = []
        self._triples: list[ox.Triple] = []

    def __len__(self) -> int:
        """Return the number of statements."""
        return len(self._triples)

    def add(self, subject: ox.NamedNode, predicate: ox.NamedNode, *values: Term) -> None:
        """Add what a property says of a thing."""
        self._triples += [ox.Triple(subject, predicate, value) for value in values]

    def describe(
        self, subject: ox.NamedNode, kind: ox.NamedNode, values: dict[str, Term | None]
    ) -> None:
        """Add a thing with its class and its values by prefixed name of the property."""
        self.add(subject, name("rdf:type"), kind)
        for key, value in values.items():
            if value is not None:
                self.add(subject, name(key), value)

    def note(self, text: str) -> None:
        """Add a line for the person who runs the command."""
        self.notes.append(text)

    def text(self) -> str:
        """Return the canonical text of the file."""
        return _HEADER + write_turtle(self._triples, _NAMESPACES)


def name(prefixed: str) -> ox.NamedNode:
    """Return the IRI of a prefixed name.

    Examples
    --------
    >>> name("onet:29-1141.00").value
    'https://w3id.org/careergraph/id/onet-soc/29-1141.00'
    """
    prefix, _, local = prefixed.partition(":")
    return ox.NamedNode({**PREFIXES, **COMPACT}[prefix] + local)


def cg(local: str) -> ox.NamedNode:
    """Return a term of our vocabulary."""
    return ox.NamedNode(CG + local)


def occupation(code: str) -> ox.NamedNode:
    """Return the IRI of the occupation with an O*NET-SOC code."""
    return ox.NamedNode(COMPACT["onet"] + code)


def thing(kind: str, *parts: str) -> ox.NamedNode:
    """Return the IRI of a thing of ours."""
    return ox.NamedNode(f"{ID}{kind}/{'--'.join(parts)}")


def english(words: str) -> ox.Literal:
    """Return a text in English."""
    return ox.Literal(words, language="en")


def text(words: str) -> ox.Literal:
    """Return a plain text, such as a code."""
    return ox.Literal(words)


def figure(number: Decimal | int) -> ox.Literal:
    """Return an exact number.

    Examples
    --------
    >>> figure(Decimal("4.50")).value, figure(3).value
    ('4.5', '3')
    """
    kind = "integer" if isinstance(number, int) else "decimal"
    return ox.Literal(exact_number(number), datatype=ox.NamedNode(PREFIXES["xsd"] + kind))
