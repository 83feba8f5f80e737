"""The network as networkx objects, for people who check, teach or extend.

Each edge has one cost, and each step is taken on its own. The exact search
(`algorithms.profile_search`) lets what was learned for one step count at the next; it works on
integers and does not need networkx.
"""

from __future__ import annotations

from itertools import islice, pairwise
from math import log
from typing import TYPE_CHECKING, Final, TypeAlias

import networkx as nx

from careergraph.model.choices import check_criterion
from careergraph.model.holdings import AskedProfile
from careergraph.search.learning.learning_time import step_years
from careergraph.search.learning.step_evidence import UNKNOWN_UNLIKELINESS, usual_share
from careergraph.search.learning.step_learning import learn_step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.holdings import Holding
    from careergraph.model.values import Evidence, RoleNode
    from careergraph.search.career_network import CareerNetwork

__all__ = [
    "RoleDigraph",
    "RoleNetwork",
    "betweenness",
    "build_network",
    "build_profile_digraph",
    "frozen_network",
    "path_weight",
    "plain_paths",
]

RoleNetwork: TypeAlias = "nx.MultiDiGraph[str]"
"""Roles, with one edge for each statement of a transition; see `build_network`."""
RoleDigraph: TypeAlias = "nx.DiGraph[str]"
"""Roles, with one edge for each pair and its cost; see `build_profile_digraph`."""

_MICRO: Final = 10**6
_MOST_STEPS: Final = 10**4
_UNKNOWN_YEARS: Final = 10.0**6
"""The weight of a step of unknown time: more years than the sum of any known steps."""


def build_network(
    roles: Iterable[RoleNode], steps: Iterable[tuple[str, str, Evidence]]
) -> nx.MultiDiGraph[str]:
    """Return the network of some roles and the steps between them; others are left out.

    Nodes are role IRIs with ``label``, ``family``, ``seniority`` and ``level_of``. Every transition
    is an edge of its own, keyed by its IRI. It carries ``evidence`` (an `Evidence`), and as plain
    attributes ``kind``, ``grade``, ``source``, ``people``, ``share`` and ``median_months``.
    """
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


def build_profile_digraph(career: CareerNetwork, *, by: str = "effort") -> nx.DiGraph[str]:
    """Return the network with one edge for each step and its cost as ``weight``.

    Each step is taken by someone who holds what incumbents of the old role hold. An edge carries
    ``evidence``, its cost by every criterion (``effort`` in hours, ``gap``, ``step``, ``time`` in
    years, ``hops``, ``likelihood``), ``unknown_time`` (1 if the experience asked for is unknown,
    else 0), and ``weight`` by the criterion. By "time" a step of unknown experience weighs more
    than any steps that are known, so that it ranks after them, as in the exact search.
    """
    check_criterion(by)
    facts = career.facts
    digraph: nx.DiGraph[str] = nx.DiGraph()
    for node in facts.roles:
        digraph.add_node(
            node.iri,
            label=node.label,
            family=node.family,
            seniority=node.seniority,
            level_of=node.level_of,
        )
    held = {
        source: facts.holding_of(source) for source in {source for source, _ in career.evidence}
    }
    for (source, target), usable in career.evidence.items():
        if source in digraph and target in digraph:
            costs = _edge_costs(career, (source, target), held[source])
            weight = costs[by]
            if by == "time":
                weight += _UNKNOWN_YEARS * costs["unknown_time"]
            digraph.add_edge(source, target, evidence=usable, weight=weight, **costs)
    return digraph


def _edge_costs(career: CareerNetwork, pair: tuple[str, str], held: Holding) -> dict[str, float]:
    facts, network, (source, target) = career.facts, career.network, pair
    promotion = facts.line_of(source) == facts.line_of(target)
    learning = learn_step(facts.work.get(target, AskedProfile()), held, promotion=promotion)
    experience = career.experience(source, target)
    training = career.training(source, target)
    years = step_years(
        learning.hours,
        None if experience is None else experience.years,
        hours_per_week=network.hours_per_week,
        training=None if training is None else training.years,
    )
    share = usual_share(career.evidence[pair])
    return {
        "effort": learning.hours.middle + network.change_cost / _MICRO,
        "gap": learning.gap,
        "step": learning.gap,
        "time": years.middle,
        "unknown_time": float(experience is None),
        "hops": 1.0,
        "likelihood": UNKNOWN_UNLIKELINESS if share is None else max(0.0, -log(share)),
    }


def frozen_network(facts: CompiledGraph) -> nx.MultiDiGraph[str]:
    """Return the network of a compiled graph; `copy()` it to change it."""
    network = build_network(facts.roles, facts.steps)
    nx.freeze(network)
    return network


def plain_paths(
    digraph: nx.DiGraph[str], source: str, target: str, *, by: str, k: int
) -> list[list[str]]:
    """Return the k shortest paths by networkx, each step on its own; fewer if there are fewer.

    For "step" the hardest step counts first, then the sum of the gaps.

    Parameters
    ----------
    digraph
        As `build_profile_digraph` gives it for the criterion ``by``.
    """
    search = _by_hardest_step if by == "step" else _shortest
    return list(islice(search(digraph, source, target), k))


def _shortest(digraph: nx.DiGraph[str], source: str, target: str) -> Iterator[list[str]]:
    if {source, target} <= set(digraph) and nx.has_path(digraph, source, target):
        yield from nx.shortest_simple_paths(digraph, source, target, weight="weight")


def _by_hardest_step(digraph: nx.DiGraph[str], source: str, target: str) -> Iterator[list[str]]:
    """Yield paths by their hardest step: those of each limit after those of all lower ones."""
    gaps = nx.get_edge_attributes(digraph, "gap")
    lower = -1.0
    for limit in sorted(set(gaps.values())):
        allowed = digraph.edge_subgraph([pair for pair, gap in gaps.items() if gap <= limit])
        for path in _shortest(allowed, source, target):
            if lower < path_weight(digraph, path, "step"):
                yield path
        lower = limit


def path_weight(digraph: nx.DiGraph[str], path: Sequence[str], by: str) -> float:
    """Return the plain cost of a path: the sum of its weights, for "step" the largest."""
    weights = [digraph.edges[edge]["weight"] for edge in pairwise(path)]
    total = max(weights, default=0.0) if by == "step" else sum(weights)
    return round(total, 9)


def betweenness(steps: Mapping[tuple[str, str], float], roles: Iterable[str]) -> dict[str, float]:
    """Return the normalised betweenness centrality of each role (0..1).

    Every step costs its gap and a tiny amount more, in whole numbers: among paths of equal gap the
    one with the fewest steps is shortest, and networkx needs costs above 0.

    Parameters
    ----------
    steps
        The gap of each step (from, to).
    roles
        All roles.
    """
    digraph: nx.DiGraph[str] = nx.DiGraph()
    digraph.add_nodes_from(roles)
    for pair, gap in steps.items():
        digraph.add_edge(*pair, weight=round(gap * _MICRO) * _MOST_STEPS + 1)
    return dict(nx.betweenness_centrality(digraph, weight="weight", normalized=True))
