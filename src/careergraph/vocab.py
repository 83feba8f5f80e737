"""Namespaces and the few IRIs that code needs by name.

Plain strings: the vocabulary itself, with every term's meaning, is `ontology/careergraph.ttl`.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "BUNDLED_GRAPH",
    "CG",
    "GENERATED",
    "ID",
    "IMPORT_GRAPHS",
    "ONTOLOGY",
    "PREFIXES",
    "SPARQL_PREFIXES",
    "local_name",
]

CG: Final = "https://w3id.org/careergraph/ont#"
ID: Final = "https://w3id.org/careergraph/id/"
ONTOLOGY: Final = "https://w3id.org/careergraph/ont"
BUNDLED_GRAPH: Final = "https://w3id.org/careergraph/graph/bundled"

IMPORT_GRAPHS: Final = "https://w3id.org/careergraph/graph/"
"""The base of the named graphs of imports; the kind of the import follows."""
GENERATED: Final = "https://w3id.org/careergraph/.well-known/genid/"
"""The base of the IRIs that published blank nodes get (RDF 1.1 Concepts, section 3.5)."""

PREFIXES: Final[dict[str, str]] = {
    "cg": CG,
    "id": ID,
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes known without being declared, in queries and in files we write."""

SPARQL_PREFIXES: Final = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items())


def local_name(iri: str) -> str:
    """Return the part of an IRI after the last ``#`` or ``/``.

    Examples
    --------
    >>> local_name("https://w3id.org/careergraph/ont#promotion")
    'promotion'
    """
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
