"""Write `docs/ontology.md` from the vocabulary: a diagram, its classes and its properties."""
# ruff: noqa: E501 (the page has its own length of line)

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from careergraph import vocab
from own_package import require_own_package

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

__all__ = ["PAGE", "describe_ontology"]

CG: Final = Namespace(vocab.CG)
ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "ontology.md"
_INTRODUCTION: Final = """\
# The vocabulary

`make format` writes this page from `ontology/careergraph.ttl`. The vocabulary is in OWL 2 RL; OWLAPI's
profile checker finds no violation. Namespace: `https://w3id.org/careergraph/ont#`, prefix `cg`.

## Addresses

| address | names | should resolve to |
| --- | --- | --- |
| `https://w3id.org/careergraph/ont` and `.../ont#...` | the vocabulary and its terms | `ontology/careergraph.ttl` for a client that accepts `text/turtle`, this page for a browser |
| `https://w3id.org/careergraph/ont/1.0.0` | one version of the vocabulary | the file of that release |
| `https://w3id.org/careergraph/id/<kind>/<slug>` | a thing of the graph | the file of `ontology/data/` that describes the kind |
| `http://data.europa.eu/esco/...` | an occupation or skill of ESCO | ESCO's own page |

Addresses at w3id.org are redirects that have to be set up once, in the public register of w3id.org. Until then they are
only names: they identify things, but you can't open them. Everything that they name is in the files.

To use the files, load every file in `ontology/` that ends in `.ttl`, except `shapes.ttl`, into one graph. The
data states all types of a thing, so `?s a cg:Skill` or `?s a schema:Occupation` works without a reasoner: `data/types.ttl`
adds the superclasses of the types in the other files. Plain edges such as `cg:requiresSkill` aren't in the files;
careergraph derives them from the statements when it compiles the graph.

## How classes relate

An arrow is a property from its domain to its range; a line with a hollow head leads to the superclass.

"""


def describe_ontology() -> str:
    """Return the text of the page."""
    graph = Graph().parse(ROOT / "ontology" / "careergraph.ttl")
    classes = sorted(c for c in graph.subjects(RDF.type, OWL.Class) if str(c).startswith(CG))
    lines = [_INTRODUCTION.rstrip("\n"), "", "```mermaid", "classDiagram"]
    lines += _draw(graph, classes)
    lines += ["```", "", "## Classes", "", "| class | is a | meaning |", "| --- | --- | --- |"]
    for kind in classes:
        above = sorted(_short(c) for c in graph.objects(kind, RDFS.subClassOf))
        lines.append(
            _row(f"`{_short(kind)}`", ", ".join(f"`{c}`" for c in above), _text(graph, kind))
        )
    lines += [
        "",
        "## Properties",
        "",
        "| property | from | to | meaning |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        _row(
            f"`{_short(p)}`",
            *(_ends(graph, p, end) for end in (RDFS.domain, RDFS.range)),
            _text(graph, p),
        )
        for p in _properties(graph)
    ]
    lines += ["", "## Code lists", "", "| list | terms |", "| --- | --- |"]
    for scheme in sorted(graph.subjects(RDF.type, SKOS.ConceptScheme)):
        terms = sorted(_short(term) for term in graph.subjects(SKOS.inScheme, scheme))
        lines.append(_row(f"`{_short(scheme)}`", ", ".join(f"`{term}`" for term in terms)))
    return "\n".join(lines) + "\n"


def _draw(graph: Graph, classes: list[Node]) -> Iterator[str]:
    for kind in classes:
        for above in sorted(graph.objects(kind, RDFS.subClassOf)):
            if above in classes:
                yield f"  {vocab.local_name(str(above))} <|-- {vocab.local_name(str(kind))}"
    for name in _properties(graph):
        for start in sorted(graph.objects(name, RDFS.domain)):
            for end in sorted(graph.objects(name, RDFS.range)):
                if start in classes and end in classes:
                    ends = [vocab.local_name(str(kind)) for kind in (start, end)]
                    yield f"  {ends[0]} --> {ends[1]} : {vocab.local_name(str(name))}"


def _properties(graph: Graph) -> list[Node]:
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    declared = {name for kind in kinds for name in graph.subjects(RDF.type, kind)}
    return sorted(name for name in declared if str(name).startswith(CG))


def _ends(graph: Graph, name: Node, end: URIRef) -> str:
    return ", ".join(f"`{kind}`" for kind in sorted(_short(c) for c in graph.objects(name, end)))


def _text(graph: Graph, term: Node) -> str:
    return str(graph.value(term, RDFS.comment) or "")


def _short(term: Node) -> str:
    prefixes = sorted(vocab.PREFIXES.items(), key=lambda pair: -len(pair[1]))
    for prefix, iri in prefixes:
        if str(term).startswith(iri):
            return f"{prefix}:{str(term).removeprefix(iri)}"
    return str(term)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


if __name__ == "__main__":
    require_own_package()
    text = describe_ontology()
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        PAGE.write_text(text, encoding="utf-8", newline="\n")
        print(f"brought up to date: {PAGE.name}")
