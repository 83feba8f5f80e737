"""Write `types.ttl`: the types and schemes that follow from the vocabulary.

The other files of the graph give each thing its most specific class. A plain RDF library infers
nothing, so that a query for `cg:Skill` or `schema:Occupation` would find nothing in them. This file
states the classes above those, and the schemes of skills and roles. The layer of occupations states
its classes itself. Run it with `make format`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Final

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF, RDFS, SKOS

from careergraph import vocab
from careergraph.errors import CareerGraphError
from careergraph.store.bundled import curated_files
from careergraph.store.turtle import canonical_text, memory_graph, read_turtle
from own_package import require_own_package

__all__ = ["describe_types", "main"]

CG: Final = Namespace(vocab.CG)
FILE: Final = Path(__file__).resolve().parents[1] / "ontology" / "data" / "types.ttl"
_HEADER: Final = "# Made from the other files by `make format`; edits are lost with the next.\n"
_SCHEMES: Final = {
    CG.Role: ("roles", "Roles of careergraph"),
    CG.Skill: ("skills", "Skills of careergraph"),
}
"""Map a class to the slug and label of its scheme."""


def main() -> int:
    """Write the file if it is not up to date, and return the exit code."""
    text = describe_types()
    if not FILE.exists() or FILE.read_text(encoding="utf-8") != text:
        FILE.write_text(text, encoding="utf-8", newline="\n")
        print(f"brought up to date: {FILE.name}")
    return 0


def describe_types() -> str:
    """Return the text of the file as it should be."""
    stated = _read_stated()
    made = Graph(bind_namespaces="none")
    for name, label in _SCHEMES.values():
        scheme = URIRef(f"{vocab.ID}scheme/{name}")
        made.add((scheme, RDF.type, SKOS.ConceptScheme))
        made.add((scheme, SKOS.prefLabel, Literal(label, lang="en")))
    above = {
        kind: set(stated.transitive_objects(kind, RDFS.subClassOf)) - {kind}
        for kind in set(stated.subjects(RDFS.subClassOf))
    }
    for thing, kind in stated.subject_objects(RDF.type):
        if not str(thing).startswith(vocab.ID):
            continue
        new = {(thing, RDF.type, broader) for broader in above.get(kind, ())}
        made += [triple for triple in new if triple not in stated]
        for member, (name, _) in _SCHEMES.items():
            if member == kind or member in above.get(kind, ()):
                made.add((thing, SKOS.inScheme, URIRef(f"{vocab.ID}scheme/{name}")))
    return _canonical(made)


def _read_stated() -> Graph:
    stated = Graph(bind_namespaces="none")
    for path in curated_files():
        if path != FILE:
            for triple in memory_graph(read_turtle(path).triples):
                stated.add(triple)
    return stated


def _canonical(graph: Graph) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE.name
        path.write_bytes(_HEADER.encode() + graph.serialize(format="nt", encoding="utf-8"))
        return canonical_text(path)


if __name__ == "__main__":
    require_own_package()
    try:
        sys.exit(main())
    except CareerGraphError as error:
        sys.exit(f"Error: {error}")
