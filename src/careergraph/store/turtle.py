"""Turtle files: read with errors that name the line, and written in canonical form.

The canonical form of a file depends on its statements alone, never on the order in which they were
added: prefixes and subjects in alphabetical order, types first, one final newline. A difference
between two versions of a file is then a difference of knowledge.
"""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import XSD

from careergraph.errors import CareerGraphError, DataFileError, OutputError, quote_title
from careergraph.files import write_atomically
from careergraph.store.engine import TOO_LARGE
from careergraph.store.turtle_writer import are_isomorphic, write_turtle
from careergraph.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rdflib.term import IdentifiedNode

__all__ = [
    "TurtleFile",
    "canonical_text",
    "is_canonical",
    "memory_graph",
    "read_turtle",
    "serialize_canonical",
    "write_canonical",
]

_OTHER_FORMS: Final = {
    "RDF/XML": re.compile(r"<\?xml|<rdf:"),
    "JSON-LD": re.compile(r'\{\s*["}]|\[\s*(?:[{\["]|\]\s*\Z)'),
    "TriG": re.compile(r"\{"),
}
"""The beginnings of files in other formats; no Turtle file begins like this."""
_ERROR_PLACE: Final = re.compile(r"^Parser error (at|between) .*?: ", re.DOTALL)


class TurtleFile(NamedTuple):
    """The contents of a Turtle file: statements, prefixes and leading comment lines.

    ``is_relative`` says whether it has IRIs that depend on the file's location.
    """

    triples: list[ox.Triple]
    prefixes: dict[str, str]
    comment: str
    is_relative: bool = False


def read_turtle(path: Path) -> TurtleFile:
    """Return the contents of a Turtle file.

    Parameters
    ----------
    path
        A file in Turtle, UTF-8, with a byte-order mark or without. Its address is the base of
        relative IRIs, unless it names another.

    Returns
    -------
    TurtleFile
        At least one statement, in the file's order; the namespace of each prefix; and the ``#``
        lines at the top of the file, each with its newline.

    Raises
    ------
    DataFileError
        The file cannot be read, is not UTF-8, is not Turtle, holds no statement, or uses features
        that RDF 1.1 lacks.
    """
    text = _read_text(path)
    for form, beginning in _OTHER_FORMS.items():
        if beginning.match(text.lstrip()):
            reason = (
                f"This looks like {form}. Turtle was expected: `rdfpipe -o turtle` converts it."
            )
            raise DataFileError(str(path), reason, 1, 1)
    triples, prefixes, is_relative = _parse(path, text)
    if not triples:
        reason = "The file holds no statement. Write some, or leave the file out."
        raise DataFileError(str(path), reason)
    if any(isinstance(triple.object, ox.Triple) for triple in triples):
        reason = (
            "The file holds a triple term (RDF 1.2). Describe the statement as a thing instead."
        )
        raise DataFileError(str(path), reason)
    if any(isinstance(t.object, ox.Literal) and t.object.direction for t in triples):
        reason = (
            "The file holds a text with a base direction (RDF 1.2), such as @ar--rtl, which would "
            "be lost. Leave the direction out."
        )
        raise DataFileError(str(path), reason)
    lines = text.replace("\r\n", "\n").splitlines(keepends=True)
    code = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return TurtleFile(triples, prefixes, "".join(lines[:code]), is_relative)


def _parse(path: Path, text: str) -> tuple[list[ox.Triple], dict[str, str], bool]:
    """Return statements, prefixes, and whether IRIs are relative to the address of the file."""
    for base in (None, path.resolve().as_uri()):
        parser = ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=base)
        try:
            triples = [quad.triple for quad in parser]
        except MemoryError as error:
            raise DataFileError(str(path), TOO_LARGE) from error
        except SyntaxError as error:
            if base is None:
                continue
            reason = f"This is not Turtle: {_ERROR_PLACE.sub('', error.msg)}."
            raise DataFileError(str(path), reason, error.lineno, error.offset) from error
        return triples, parser.prefixes, base is not None
    raise AssertionError


def canonical_text(path: Path) -> str:
    """Return the canonical form of a Turtle file.

    Every statement is kept, with literals exactly as written. Comments at the top of the file are
    kept, others are lost: a comment on a thing belongs in the graph.

    Raises
    ------
    DataFileError
        The file cannot be read as Turtle.

    Examples
    --------
    >>> from careergraph.store.bundled import vocabulary_file
    >>> canonical_text(vocabulary_file()).startswith("@prefix cg: ")
    True
    """
    content = read_turtle(path)
    if content.is_relative:
        reason = (
            "The file has relative IRIs, which would become addresses of this machine. Name their "
            "base in it: @base <https://...> ."
        )
        raise DataFileError(str(path), reason)
    own = {name: iri for name, iri in content.prefixes.items() if name not in PREFIXES}
    prefix_of = {iri: name for name, iri in sorted(own.items(), reverse=True)}
    prefix_of |= {iri: name for name, iri in PREFIXES.items()}
    body = write_turtle(content.triples, prefix_of)
    return f"{content.comment}\n{body}" if content.comment else body


def is_canonical(path: Path) -> bool:
    """Return whether a Turtle file is in canonical form, byte for byte.

    Raises
    ------
    DataFileError
        The file cannot be read as Turtle.
    """
    return canonical_text(path).encode() == path.read_bytes()


def write_canonical(path: Path) -> bool:
    """Bring a Turtle file into canonical form and return whether that changed it.

    Raises
    ------
    DataFileError
        The file cannot be read as Turtle.
    OutputError
        The file cannot be written, or the text does not hold the same statements as the file. The
        file is then unchanged.
    """
    text = canonical_text(path)
    if text.encode() == path.read_bytes():
        return False
    if not are_isomorphic(read_turtle(path).triples, ox.parse(text, format=ox.RdfFormat.TURTLE)):
        reason = "its canonical form would not hold the same statements"
        raise OutputError(str(path), reason)
    write_atomically(path, text.encode())
    return True


def serialize_canonical(statements: Iterable[ox.Triple | ox.Quad]) -> str:
    """Return statements as Turtle in canonical form, with the common prefixes they use."""
    return write_turtle(statements, {namespace: prefix for prefix, namespace in PREFIXES.items()})


def memory_graph(statements: Iterable[ox.Triple | ox.Quad]) -> Graph:
    """Return the statements as an rdflib graph in memory, literals as they were written.

    Graph names are left out: the graph is the union.

    Examples
    --------
    >>> role = ox.NamedNode("https://w3id.org/careergraph/id/role/data-scientist")
    >>> family = ox.NamedNode("https://w3id.org/careergraph/ont#family")
    >>> len(memory_graph([ox.Triple(role, family, role)]))
    1
    """
    graph = Graph(bind_namespaces="none")
    known: dict[object, IdentifiedNode | Literal] = {}
    add = graph.store.add
    with _ill_typed_literals_unlogged():
        for statement in statements:
            terms = []
            for term in (statement.subject, statement.predicate, statement.object):
                if term not in known:
                    known[term] = _rdflib_term(term)
                terms.append(known[term])
            add((terms[0], terms[1], terms[2]), graph)
    return graph


@contextmanager
def _ill_typed_literals_unlogged() -> Iterator[None]:
    # rdflib prints a traceback for "many"^^xsd:integer, but a rule should report it.
    logger = logging.getLogger("rdflib.term")
    logger.addFilter(_drop_record)
    try:
        yield
    finally:
        logger.removeFilter(_drop_record)


def _drop_record(_record: logging.LogRecord) -> bool:
    return False


def _rdflib_term(
    term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
) -> IdentifiedNode | Literal:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Triple):
        message = f"rdflib has no triple terms (RDF 1.2): {quote_title(str(term))}."
        raise CareerGraphError(message)
    if term.language and term.direction:
        message = f"rdflib has no base direction (RDF 1.2): {quote_title(str(term))}."
        raise CareerGraphError(message)
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = None if term.datatype.value == str(XSD.string) else URIRef(term.datatype.value)
    return Literal(term.value, datatype=datatype, normalize=False)


def _read_text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = f"The file cannot be read: {error.strerror or error}."
        raise DataFileError(str(path), reason) from error
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        reason = "This is not UTF-8 text. Save the file as Turtle in UTF-8."
        raise DataFileError(str(path), reason, line, column) from error
    return text.removeprefix("\ufeff")
