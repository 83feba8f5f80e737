"""The statements that go into one file, and the file they become."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, SKOS, XSD

from careergraph import vocab
from careergraph.errors import DataFileError, OutputError
from careergraph.store.turtle import canonical_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from rdflib.term import Node

    from refresh.curated import OccupationLink
    from refresh.editions import Edition

__all__ = [
    "CG",
    "SCHEMA",
    "Statements",
    "Values",
    "decimal",
    "english",
    "integer",
    "of_occupation",
    "source_of",
    "thing",
    "url",
    "write_files",
]

CG: Final = Namespace(vocab.CG)
SCHEMA: Final = Namespace(vocab.PREFIXES["schema"])

Values: TypeAlias = "dict[URIRef, Node]"
"""The description of a thing: one value for each predicate."""

_HEADER: Final = (
    "# Made from the public data sets by `make refresh DATA=path`; edits are lost with the next.\n"
)


class Statements:
    """The statements of one file of the bundled graph.

    Attributes
    ----------
    name
        The file's name.
    notes
        What was left out and why, for the person who runs the command.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.notes: list[str] = []
        self._graph = Graph(bind_namespaces="none")
        self._subjects: set[URIRef] = set()

    def __len__(self) -> int:
        """Return the number of things described."""
        return len(self._subjects)

    def describe(self, subject: URIRef, kind: URIRef, values: Values) -> None:
        """Add a thing, its class and its values."""
        self._subjects.add(subject)
        self._graph.add((subject, RDF.type, kind))
        for predicate, value in values.items():
            self._graph.add((subject, predicate, value))

    def describe_scheme(self, scheme: str, label: str, edition: Edition) -> None:
        """Add the concept scheme ``id/scheme/<scheme>`` of an edition."""
        values: Values = {SKOS.prefLabel: english(label), DCTERMS.source: source_of(edition)}
        self.describe(thing("scheme", scheme), SKOS.ConceptScheme, values)

    def link(self, subject: URIRef, predicate: URIRef, value: Node) -> None:
        """Add one statement on a thing that another file describes."""
        self._graph.add((subject, predicate, value))

    def note(self, text: str) -> None:
        """Add a line for the person who runs the command."""
        self.notes.append(text)

    def text(self) -> str:
        """Return the file's canonical text.

        Raises
        ------
        DataFileError
            There is nothing to say: the matches and the data do not meet.
        """
        if not self._graph:
            reason = "Nothing in the data fits the matches of roles.ttl and skills.ttl."
            raise DataFileError(self.name, reason)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / self.name
            lines = self._graph.serialize(format="nt", encoding="utf-8")
            path.write_bytes(_HEADER.encode() + lines)
            return canonical_text(path)


def thing(kind: str, *parts: str) -> URIRef:
    """Return the IRI of a thing of ours.

    Examples
    --------
    >>> str(thing("pay", "data-scientist", "15-2051", "bls-oews-2025"))
    'https://w3id.org/careergraph/id/pay/data-scientist--15-2051--bls-oews-2025'
    """
    return URIRef(f"{vocab.ID}{kind}/{'--'.join(parts)}")


def source_of(edition: Edition) -> URIRef:
    """Return the IRI of the source that an edition is."""
    return thing("source", edition.source)


def english(text: str) -> Literal:
    """Return a text in English."""
    return Literal(text, lang="en")


def integer(number: int) -> Literal:
    """Return a whole number."""
    return Literal(number, datatype=XSD.integer)


def decimal(number: Decimal) -> Literal:
    """Return an exact number, without zeros at the end beyond the first decimal.

    Examples
    --------
    >>> from decimal import Decimal
    >>> str(decimal(Decimal("0.8480"))), str(decimal(Decimal("82460")))
    ('0.848', '82460.0')
    """
    digits = f"{number:f}"
    whole, _, fraction = digits.partition(".")
    lexical = f"{whole}.{fraction.rstrip('0') or '0'}"
    return Literal(lexical, datatype=XSD.decimal, normalize=False)


def of_occupation(link: OccupationLink) -> Values:
    """Return of which occupation figures on a role are, and by which decision if it is wider."""
    values: Values = {CG.occupation: thing("onet-soc", link.code)}
    return values | ({PROV.wasDerivedFrom: link.iri} if link.is_part else {})


def url(address: str) -> Literal:
    """Return an address as a plain link."""
    return Literal(address, datatype=XSD.anyURI)


def write_files(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files whole; none is touched before all are ready beside their places.

    Raises
    ------
    OutputError
        A file cannot be written.
    """
    ready: dict[Path, Path] = {}
    path = folder
    try:
        for name, text in texts.items():
            path = folder / name
            ready[path] = path.with_name(f".{path.name}.new")
            ready[path].write_text(text, encoding="utf-8", newline="\n")
        for path, temporary in ready.items():
            temporary.replace(path)
    except OSError as error:
        raise OutputError(str(path), error.strerror or str(error)) from error
    finally:
        for temporary in ready.values():
            temporary.unlink(missing_ok=True)
