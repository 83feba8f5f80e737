"""The whole graph, or its roles and transitions, in formats that other programs read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.errors import CareerGraphError
from careergraph.model.levels import LEVEL
from careergraph.vocab import PREFIXES, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pyoxigraph as ox

    from careergraph.model.values import Evidence, RoleNode
    from careergraph.store.engine import Engine, Store

__all__ = [
    "FORMATS",
    "Edge",
    "edge_rows",
    "export_graph",
    "graphml",
    "list_edges",
    "node_rows",
    "read_family_labels",
]

FORMATS: Final[dict[str, str]] = {
    "turtle": "the whole graph as Turtle",
    "nquads": "the whole graph as N-Quads, with its named graphs",
    "jsonld": "the whole graph as JSON-LD, in one default graph with prefixes",
    "graphml": "roles and transitions as GraphML, for Gephi, yEd or Cytoscape",
    "csv": "roles or transitions as a table, for Gephi, Neo4j or a spreadsheet",
}
"""Formats of an export, each with what it holds."""

_RDF_TYPE: Final = f"{PREFIXES['rdf']}type"
_FAMILIES: Final = """
SELECT DISTINCT ?family ?label WHERE { ?role cg:family ?family . ?family skos:prefLabel ?label }
"""
_GRAPHML_START: Final = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">"""
_XML_TYPES: Final = {str: "string", bool: "boolean", int: "long", float: "double"}
_DETAILS: Final = (
    *("kind", "grade", "people", "count", "share", "median_months"),
    *("tier", "place", "country", "population", "period", "stated_by", "iri"),
)
"""The columns of the table of transitions, in order."""


class Edge(NamedTuple):
    """A statement of a transition, or a level: role IRIs, a number, its weight and its evidence.

    ``weight`` is the skill gap of the step taken on its own, as in `CareerGraph.digraph`.
    """

    number: int
    source: str
    target: str
    weight: float
    evidence: Evidence

    def details(self) -> dict[str, str | int | float]:
        """Return what is known about the statement as plain values, without unknown ones."""
        evidence = self.evidence
        known = {
            name: getattr(evidence, name)
            for name in (*_DETAILS[:-2], "iri")
            if getattr(evidence, name) is not None
        }
        if evidence.kind == LEVEL:
            del known["iri"]  # A level is not a statement of its own: its IRI is that of the role.
        return {**known, "stated_by": evidence.source}


def export_graph(store: Store, form: str) -> bytes:
    """Return the whole graph as Turtle, N-Quads or JSON-LD, the same bytes for the same graph.

    N-Quads keeps the named graphs; Turtle and JSON-LD hold their union. The skills that people in
    each role are computed to hold are left out: no source states them, and they are computed again
    wherever the graph is opened.
    """
    import pyoxigraph as ox

    from careergraph.store.derived import HOLDINGS

    stated = [quad for quad in store.as_written() if quad.predicate not in HOLDINGS]
    if form == "turtle":
        from careergraph.store.turtle import serialize_canonical

        try:
            return serialize_canonical(stated).encode()
        except TypeError as error:
            raise _refuse_triple_terms(form) from error
    from careergraph.store.blank_nodes import with_stable_names

    quads = with_stable_names(stated)
    if form == "jsonld":
        return _json_ld({quad.triple for quad in quads}).encode()
    return ox.serialize(sorted(quads, key=str), format=ox.RdfFormat.N_QUADS) or b""


def _json_ld(triples: Iterable[ox.Triple]) -> str:
    """Return triples as JSON-LD with compact IRIs, in the default graph."""
    ordered = sorted(triples, key=str)
    context = _safe_prefixes(ordered)
    nodes: dict[str, dict[str, list[object]]] = {}
    for triple in ordered:
        node = nodes.setdefault(_json_ld_name(triple.subject, context), {})
        predicate, value = triple.predicate.value, _json_ld_value(triple.object, context)
        if predicate == _RDF_TYPE and isinstance(value, dict) and "@id" in value:
            key, value = "@type", value["@id"]
        else:
            key = _compact(predicate, context)
        node.setdefault(key, []).append(value)
    lines = (json.dumps({"@id": n, **node}, ensure_ascii=False) for n, node in nodes.items())
    body = ",\n".join(lines)
    return f'{{"@context": {json.dumps(context)},\n"@graph": [\n{body}\n]}}\n'


def _safe_prefixes(triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Return the prefixes that no IRI uses as its scheme: ``schema:x`` may be an IRI itself."""
    import pyoxigraph as ox

    terms = {
        term
        for triple in triples
        for term in (triple.subject, triple.predicate, triple.object)
        if not isinstance(term, ox.BlankNode)
    }
    schemes = {
        (term.datatype if isinstance(term, ox.Literal) else term).value.partition(":")[0]
        for term in terms
        if isinstance(term, ox.Literal | ox.NamedNode)
    }
    return {name: iri for name, iri in PREFIXES.items() if name not in schemes}


def _compact(iri: str, context: Mapping[str, str]) -> str:
    """Return a compact IRI, if there is a prefix and the rest does not begin with two slashes."""
    for name, namespace in context.items():
        if iri.startswith(namespace) and not iri.startswith("//", len(namespace)):
            return f"{name}:{iri[len(namespace) :]}"
    return iri


def _json_ld_name(term: object, context: Mapping[str, str]) -> str:
    import pyoxigraph as ox

    if isinstance(term, ox.NamedNode):
        return _compact(term.value, context)
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    raise _refuse_triple_terms(form="jsonld")


def _refuse_triple_terms(form: str) -> CareerGraphError:
    name = {"turtle": "Turtle 1.1", "jsonld": "JSON-LD"}[form]
    return CareerGraphError(
        f"{name} has no triple terms (RDF 1.2), and the graph holds one. Export it as N-Quads: "
        "`careergraph export --format nquads`."
    )


def _json_ld_value(term: object, context: Mapping[str, str]) -> object:
    import pyoxigraph as ox

    if not isinstance(term, ox.Literal):
        return {"@id": _json_ld_name(term, context)}
    if term.language:
        value = {"@value": term.value, "@language": term.language}
        if term.direction is not None:
            value["@direction"] = str(term.direction)
        return value
    datatype = term.datatype.value
    if datatype == f"{PREFIXES['xsd']}string":
        return term.value
    return {"@value": term.value, "@type": _compact(datatype, context)}


def read_family_labels(engine: Engine) -> dict[str, str]:
    """Return the label of each family of roles, by IRI."""
    return {str(family): str(label) for family, label in sorted(engine.select(_FAMILIES))}


def list_edges(
    roles: Iterable[RoleNode],
    steps: Iterable[tuple[str, str, Evidence]],
    gaps: Mapping[tuple[str, str], float],
) -> list[Edge]:
    """Return every statement of a transition between known roles, numbered from 0.

    Parameters
    ----------
    roles, steps
        Of the compiled graph.
    gaps
        The gap of each step, as in `CareerGraph.digraph`.
    """
    known = {role.iri for role in roles}
    edges: list[Edge] = []
    for source, target, evidence in steps:
        if source in known and target in known:
            weight = 0.0 if evidence.kind == LEVEL else gaps.get((source, target), 0.0)
            edges.append(Edge(len(edges), source, target, weight, evidence))
    return edges


def _describe_role(role: RoleNode, families: Mapping[str, str]) -> dict[str, str | bool]:
    """Return what is known about a role as plain values, with families and levels by name."""
    described: dict[str, str | bool | None] = {
        "label": role.label,
        "family": role.family and families.get(role.family, local_name(role.family)),
        "seniority": role.seniority and local_name(role.seniority),
        "level_of": role.level_of,
        "regulated": role.regulated,
        "iri": role.iri,
    }
    return {name: value for name, value in described.items() if value is not None}


def graphml(
    roles: Sequence[RoleNode], edges: Sequence[Edge], families: Mapping[str, str]
) -> tuple[bytes, int]:
    """Return roles and transitions as GraphML, and how many characters XML could not hold.

    Ids are ``n0`` and ``e0`` and so on, since the schema allows no IRI there; the IRI is the
    attribute ``iri``. What is unknown is left out. A character that XML cannot hold becomes U+FFFD.
    """
    ids = {role.iri: f"n{number}" for number, role in enumerate(roles)}
    nodes = [(ids[role.iri], _describe_role(role, families)) for role in roles]
    links = [
        (f"e{edge.number}", ids[edge.source], ids[edge.target], _edge_data(edge)) for edge in edges
    ]
    node_keys = _declare_keys("node", [data for _, data in nodes], start=0)
    edge_keys = _declare_keys("edge", [data for *_, data in links], start=len(node_keys))
    lines = [
        _GRAPHML_START,
        *(key.line for key in (*node_keys.values(), *edge_keys.values())),
        '<graph id="careergraph" edgedefault="directed">',
        *(f'<node id="{name}">{_data(data, node_keys)}</node>' for name, data in nodes),
        *(
            f'<edge id="{name}" source="{source}" target="{target}">{_data(data, edge_keys)}</edge>'
            for name, source, target, data in links
        ),
        "</graph>",
        "</graphml>",
        "",
    ]
    return _as_xml_characters("\n".join(lines))


def _edge_data(edge: Edge) -> dict[str, str | int | float]:
    return {"weight": edge.weight, **edge.details()}


class _Key(NamedTuple):
    id: str
    line: str


def _declare_keys(
    kind: str, described: Iterable[Mapping[str, object]], *, start: int
) -> dict[str, _Key]:
    types: dict[str, str] = {}
    for data in described:
        for name, value in data.items():
            types.setdefault(name, _XML_TYPES[type(value)])
    return {
        name: _Key(
            f"d{number}",
            f'<key id="d{number}" for="{kind}" attr.name="{name}" attr.type="{types[name]}"/>',
        )
        for number, name in enumerate(types, start)
    }


def _data(described: Mapping[str, object], keys: Mapping[str, _Key]) -> str:
    return "".join(
        f'<data key="{keys[name].id}">{_xml_text(value)}</data>'
        for name, value in described.items()
    )


def _xml_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value)
    text = str(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")  # A reader would take it for the end of a line.


def _as_xml_characters(text: str) -> tuple[bytes, int]:
    import re

    never = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
    text, number = never.subn("\ufffd", text)
    return text.encode(), number


def node_rows(
    roles: Sequence[RoleNode], families: Mapping[str, str]
) -> Iterator[tuple[object, ...]]:
    """Yield one row for each role, the header first: ``Id`` is its IRI."""
    yield "Id", "Label", "family", "seniority", "level_of", "regulated"
    for role in roles:
        described = _describe_role(role, families)
        columns = ("label", "family", "seniority", "level_of", "regulated")
        yield role.iri, *(described.get(name) for name in columns)


def edge_rows(edges: Sequence[Edge], labels: Mapping[str, str]) -> Iterator[tuple[object, ...]]:
    """Yield one row for each statement of a transition, the header first.

    ``Source`` and ``Target`` are IRIs of roles; ``Weight`` is the skill gap of the step.
    """
    yield "Source", "Target", "Type", "Id", "Weight", "from", "to", *_DETAILS
    for edge in edges:
        details = edge.details()
        yield (
            *(edge.source, edge.target, "Directed", f"e{edge.number}", edge.weight),
            *(labels.get(edge.source), labels.get(edge.target)),
            *(details.get(name) for name in _DETAILS),
        )
