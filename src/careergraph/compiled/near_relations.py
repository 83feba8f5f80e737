"""Relations of occupations that routes use by default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careergraph.model.lazy import read_whole
from careergraph.model.occupations import HALF_SHARED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.occupations import OccupationNode, RelatedOccupation

__all__ = ["near_relations"]


def near_relations(graph: CompiledGraph) -> Sequence[RelatedOccupation]:
    """Return each relation of two occupations, with whether routes use it by default.

    A graph on disk holds this; otherwise it is found once.
    """
    related = graph.related_occupations
    if not related or related[0].is_near is not None:
        return related
    if near_relations not in graph.memo:
        nodes = {node.iri: node for node in graph.occupation_nodes}
        read_whole(graph.entry_degrees, graph.licences)
        graph.memo[near_relations] = [
            one._replace(is_near=_is_near(graph, nodes, one)) for one in related
        ]
    judged: list[RelatedOccupation] = graph.memo[near_relations]
    return judged


def _is_near(
    graph: CompiledGraph, nodes: Mapping[str, OccupationNode], one: RelatedOccupation
) -> bool:
    """Return whether routes use a relation by default.

    They do if people hold at least half of the other's profile, no law asks for a licence to enter
    it, people usually enter it with no higher degree than the occupation left, and it needs no less
    preparation.
    """
    if (one.overlap or 0.0) < HALF_SHARED:
        return False
    zones = nodes[one.source].zone, nodes[one.target].zone
    if zones[0] is not None and zones[1] is not None and zones[1] < zones[0]:
        return False
    left, entered = (nodes[iri].role or iri for iri in (one.source, one.target))
    before, after = graph.entry_degrees.get(left), graph.entry_degrees.get(entered)
    has_rank = before is None or after is None or after.rank <= before.rank
    return has_rank and graph.entry_licences(entered) <= graph.entry_licences(left)
