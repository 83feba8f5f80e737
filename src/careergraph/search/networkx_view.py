"""The network with one cost for each pair of roles, as networkx and people with notebooks know it.

Each edge has one cost, and each step is taken on its own. What the ways cost when gaps accumulate,
and which is the best then, is found by `search`; how it is told, by `routes`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import islice, pairwise
from math import inf, log
from typing import TYPE_CHECKING, Final

import networkx as nx

from careergraph.compiled.transitions import LEVEL
from careergraph.model.choices import check_criterion, check_kinds
from careergraph.model.ranking import strongest_first
from careergraph.model.values import DEFAULT_KINDS, Evidence, Need
from careergraph.search.gaps import gap_weight, held_by, missing_needs
from careergraph.search.k_shortest import shortest_simple_paths

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence


__all__ = [
    "MONTHS_PER_YEAR",
    "Effort",
    "build_digraph",
    "candidate_paths",
    "path_weight",
    "usual_share",
]

DEFAULT_HOURS_PER_WEEK: Final = 8.0
_WEEKS_PER_YEAR: Final = 52
MONTHS_PER_YEAR: Final = 12
_PRECISION: Final = 9
_UNKNOWN: Final = 10.0**6
"""The unlikeliness of a step of which no share is known: more than any known ones add up to."""
_WEIGHT_OF: Final = {"step": "gap", "time": "years", "likelihood": "unlikeliness"}


@dataclass(frozen=True, slots=True)
class Effort:
    """How long learning takes: hours for each skill (IRI), and hours a week given to it."""

    hours: Mapping[str, float] = field(default_factory=dict)
    hours_per_week: float = DEFAULT_HOURS_PER_WEEK

    def learning_hours(self, skills: Collection[str]) -> float | None:
        """Return the hours for some skills, ``None`` if none of several is known."""
        known = [self.hours[skill] for skill in dict.fromkeys(skills) if skill in self.hours]
        return sum(known) if known or not skills else None

    def years(self, months: float | None, hours: float | None) -> float:
        """Return the longer of the time in the role left and the learning, as far as known."""
        working = (months or 0.0) / MONTHS_PER_YEAR
        learning = (hours or 0.0) / (self.hours_per_week * _WEEKS_PER_YEAR)
        return round(max(working, learning), 6)


def build_digraph(
    network: nx.MultiDiGraph[str],
    needs: Mapping[str, Sequence[Need]],
    *,
    by: str = "gap",
    kinds: Sequence[str] = DEFAULT_KINDS,
    grades: Sequence[str] = (),
    effort: Effort | None = None,
) -> nx.DiGraph[str]:
    """Return the network with one edge for each pair of roles, and its plain cost as ``weight``.

    Parameters
    ----------
    network
        Roles and transitions as `network.read_network` gives them.
    needs
        What each role asks for, by IRI.
    by
        The criterion that ``weight`` expresses; one of `model.CRITERIA`.
    kinds
        Kinds of transition that count.
    grades
        Grades of evidence that count; all, unless some are given.
    effort
        How long learning takes; without it learning takes no time.

    Returns
    -------
    networkx.DiGraph
        Edges carry ``weight``, ``gap``, ``years``, ``hops``, ``unlikeliness``, ``months`` (in the
        role left, or ``None``), ``share`` (of those who left it, or ``None``) and ``evidence`` (a
        tuple of `Evidence`, the strongest first). An edge of kind "level" costs nothing and counts
        as no hop.

    Raises
    ------
    UsageError
        The criterion or a kind is not known.
    """
    check_criterion(by)
    check_kinds(kinds)
    effort = effort or Effort()
    digraph: nx.DiGraph[str] = nx.DiGraph()
    digraph.add_nodes_from(network.nodes(data=True))
    held = {role: held_by(needs.get(role, ())) for role in network}
    for source, neighbours in network.adjacency():
        for target, parallel in neighbours.items():
            said = (edge["evidence"] for edge in parallel.values())
            usable = strongest_first(
                e
                for e in said
                if (e.kind in kinds and (not grades or e.grade in grades)) or e.kind == LEVEL
            )
            if not usable:
                continue
            missing = missing_needs(held[source], needs.get(target, ()))
            level = all(e.kind == LEVEL for e in usable)
            months = 0.0 if level else usual_months(usable)
            hours = effort.learning_hours([need.skills[0] for need in missing])
            costs = {
                "gap": 0.0 if level else gap_weight(missing),
                "years": 0.0 if level else effort.years(months, hours),
                "hops": 0 if level else 1,
            }
            share = usual_share(usable)
            unlikely = _UNKNOWN if share is None else max(0.0, -log(share))
            costs["unlikeliness"] = 0.0 if level else unlikely
            weight = costs[_WEIGHT_OF.get(by, by)]
            digraph.add_edge(
                source, target, weight=weight, months=months, share=share, evidence=usable, **costs
            )
    return digraph


def usual_share(evidence: Iterable[Evidence]) -> float | None:
    """Return the share of those who left that made a move, from the evidence of most people."""
    known = [e for e in evidence if e.share]
    return max(known, key=lambda e: e.people or 0).share if known else None


def usual_months(evidence: Sequence[Evidence]) -> float | None:
    """Return the median months in the role left, from the evidence of the most people."""
    known = [e for e in evidence if e.median_months is not None]
    return max(known, key=lambda e: e.people or 0).median_months if known else None


def candidate_paths(
    digraph: nx.DiGraph[str], source: str, target: str, *, by: str, count: int
) -> list[list[str]]:
    """Return paths that are good when each step is taken on its own, best first; maybe none.

    For "step" the hardest step is the easiest there is, and of such paths those of least gap come
    first; for the others the sum of weights orders them, as `networkx.shortest_simple_paths` does.
    """
    # Being a senior of a line of work only helps whoever starts as one: no way leads up and back.
    usable = digraph.copy()
    usable.remove_edges_from(
        [(a, b) for a, b, edge in digraph.edges(data=True) if a != source and not edge["hops"]]
    )
    if by == "step":
        limit = _easiest_hardest(usable, source, target)
        usable.remove_edges_from(
            [(a, b) for a, b, edge in digraph.edges(data=True) if edge["gap"] > limit]
        )
    try:
        return list(islice(shortest_simple_paths(usable, source, target), count))
    except nx.NetworkXNoPath:
        return []


def _easiest_hardest(digraph: nx.DiGraph[str], source: str, target: str) -> float:
    """Return the least gap that some step of every path reaches."""
    hardest = {source: 0.0}
    heap = [(0.0, source)]
    while heap:
        reached, role = heappop(heap)
        if role == target or reached > hardest[role]:
            continue
        for other, edge in digraph.adj[role].items():
            through = max(reached, edge["gap"])
            if through < hardest.get(other, inf):
                hardest[other] = through
                heappush(heap, (through, other))
    return hardest.get(target, 0.0)


def path_weight(digraph: nx.DiGraph[str], path: Sequence[str], by: str) -> float:
    """Return the plain cost of a path: the sum of its weights, for "step" the largest."""
    weights = [digraph.edges[edge]["weight"] for edge in pairwise(path)]
    total = max(weights, default=0.0) if by == "step" else sum(weights)
    return round(total, _PRECISION)
