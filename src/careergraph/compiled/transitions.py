"""The transitions of a graph as a networkx MultiDiGraph.

Nodes are role IRIs with ``label``, ``family``, ``seniority`` and ``level_of``; every transition is
an edge of its own, keyed by its IRI, with its ``evidence``. A rung above its line of work has one
more edge to it, of kind "level": whoever is a senior software engineer is a software engineer.
Observed and official moves belong to the occupation that was coded, so this is how a rung reaches
them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

    from careergraph.model.values import Evidence, RoleNode

__all__ = ["LEVEL", "build_network"]

LEVEL: Final = "level"
"""Kind of the edge from a rung to the line of work it is a level of."""


def build_network(
    roles: Iterable[RoleNode], steps: Iterable[tuple[str, str, Evidence]]
) -> nx.MultiDiGraph[str]:
    """Return the network of some roles and the steps between them; others are left out.

    Each edge carries ``evidence`` (an `Evidence`), and as plain attributes ``kind``, ``grade``,
    ``source``, ``people``, ``share`` and ``median_months``.
    """
    import networkx as nx  # takes long; who reads the evidence alone need not wait for it

    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for role in roles:
        network.add_node(
            role.iri,
            label=role.label,
            family=role.family,
            seniority=role.seniority,
            level_of=role.level_of,
        )
    for start, end, evidence in steps:
        if start in network and end in network:
            _add_edge(network, start, end, evidence)
    return network


def _add_edge(network: nx.MultiDiGraph[str], start: str, end: str, evidence: Evidence) -> None:
    network.add_edge(
        start,
        end,
        key=evidence.iri,
        evidence=evidence,
        kind=evidence.kind,
        grade=evidence.grade,
        source=evidence.source,
        people=evidence.people,
        share=evidence.share,
        median_months=evidence.median_months,
    )
