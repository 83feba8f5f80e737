"""Export of the whole graph, or of its network, in formats that other programs read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model.values import KINDS
from careergraph.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable

    from careergraph.store.engine import Engine, Store

__all__ = ["FORMATS", "export_graph", "transition_rows"]

FORMATS: Final[dict[str, str]] = {
    "turtle": "the whole graph as Turtle",
    "nquads": "the whole graph as N-Quads, with its named graph",
    "jsonld": "the whole graph as JSON-LD",
    "graphml": "roles and transitions as GraphML, for Gephi, yEd or Cytoscape",
    "csv": "transitions as a table, one row for each statement",
}
"""Formats of an export, each with what it holds."""


def export_graph(store: Store, form: str) -> bytes:
    """Return the whole graph as Turtle, N-Quads or JSON-LD, the same bytes for the same graph."""
    import pyoxigraph as ox

    if form == "turtle":
        from careergraph.store.turtle import serialize_canonical

        return serialize_canonical(store.oxigraph).encode()
    # Labels of blank nodes come from the parser: the same bytes need some that follow from content.
    dataset = ox.Dataset(store.oxigraph)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    quads = sorted(dataset, key=str)
    formats = {"nquads": ox.RdfFormat.N_QUADS, "jsonld": ox.RdfFormat.JSON_LD}
    prefixes = PREFIXES if form == "jsonld" else None
    return ox.serialize(quads, format=formats[form], prefixes=prefixes) or b""


def transition_rows(store: Engine, label: Callable[[str], str]) -> list[tuple[object, ...]]:
    """Return one row for each statement of a transition, the header first."""
    from careergraph.compiled.reading.roles.transitions import read_evidence

    rows: list[tuple[object, ...]] = [
        (
            *("from", "to", "kind", "grade", "source", "people", "count", "share"),
            *("median_months", "tier", "country", "population", "period", "iri"),
        )
    ]
    for start, end, item in read_evidence(store):
        if item.kind not in KINDS:
            continue
        rows.append(
            (
                *(label(start), label(end), item.kind, item.grade, item.source, item.people),
                *(item.count, item.share, item.median_months, item.tier, item.country),
                *(item.population, item.period, item.iri),
            )
        )
    return rows
