"""Whether the best route stays the best when what it rests on is a fifth more, or less."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from careergraph.search.requests import Router

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import networkx as nx

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import Evidence
    from careergraph.search.constraints import Request
    from careergraph.search.networkx_view import Effort

__all__ = ["Variation", "vary"]

FACTORS: Final = (0.8, 1.2)
_WEIGHED: Final = ("gap", "step", "likelihood")
"""Criteria in which the weights of skills order the routes, if only those that tie."""


@dataclass(frozen=True, slots=True)
class Variation:
    """One part of the cost times a factor: which roles the best route then leads through."""

    part: str
    factor: float
    first: tuple[str, ...]
    stays: bool
    proven: bool


def vary(
    network: nx.MultiDiGraph[str],
    facts: CompiledGraph,
    request: Request,
    by: str,
    effort: Effort,
    first: Sequence[str],
) -> tuple[Variation, ...]:
    """Return what becomes of the best route (IRIs) when each part of the cost varies by 20 %.

    For "time" the parts are hours of learning and months in a role; for the others the weights of
    each necessity, for "likelihood" also the share of each step of the route. A number of steps
    has no parts: for "hops" nothing is returned.
    """
    found = []
    for part, factor, varied, told in _variants(facts, network, by, first):
        hours = effort.hours if part != _LEARNING else varied.learning_hours
        router = Router(told, varied, request, by, replace(effort, hours=hours))
        result = router.find(1)
        roles = tuple(router.names(result.ways[0])) if result.ways else ()
        labels = tuple(str(network.nodes[role]["label"]) for role in roles)
        found.append(Variation(part, factor, labels, roles == tuple(first), result.proven))
    return tuple(found)


_LEARNING: Final = "hours of learning"
_WORKING: Final = "months in a role"
_SHARE: Final = "share of {} → {}"


def _variants(
    facts: CompiledGraph, network: nx.MultiDiGraph[str], by: str, first: Sequence[str]
) -> Iterator[tuple[str, float, CompiledGraph, nx.MultiDiGraph[str]]]:
    for factor in FACTORS:
        if by == "time":
            hours = {skill: value * factor for skill, value in facts.learning_hours.items()}
            yield _LEARNING, factor, replace(facts, learning_hours=hours), network
            yield _WORKING, factor, facts, _with_evidence(network, _longer(factor))
        if by == "likelihood":
            for source, target in _counted(network, first):
                part = _SHARE.format(*(network.nodes[role]["label"] for role in (source, target)))
                varied = _with_evidence(network, _likelier(factor), (source, target))
                yield part, factor, facts, varied
        if by in _WEIGHED:
            for necessity in _necessities(facts):
                yield (
                    f"weight of {necessity} skills",
                    factor,
                    _weighed(facts, necessity, factor),
                    network,
                )


def _necessities(facts: CompiledGraph) -> list[str]:
    weights = {need.necessity: need.weight for needs in facts.needs.values() for need in needs}
    return sorted((name for name, weight in weights.items() if weight), key=lambda n: -weights[n])


def _weighed(facts: CompiledGraph, necessity: str, factor: float) -> CompiledGraph:
    needs = {
        role: tuple(
            need._replace(weight=need.weight * factor) if need.necessity == necessity else need
            for need in group
        )
        for role, group in facts.needs.items()
    }
    return replace(facts, needs=needs)


def _longer(factor: float) -> Callable[[Evidence], Evidence]:
    return lambda e: (
        e if e.median_months is None else replace(e, median_months=e.median_months * factor)
    )


def _likelier(factor: float) -> Callable[[Evidence], Evidence]:
    return lambda e: e if e.share is None else replace(e, share=min(1.0, e.share * factor))


def _counted(network: nx.MultiDiGraph[str], path: Sequence[str]) -> list[tuple[str, str]]:
    """Return the steps of a path of which some source gives a share."""
    return [
        (source, target)
        for source, target in pairwise(path)
        if any(edge["evidence"].share for edge in network[source][target].values())
    ]


def _with_evidence(
    network: nx.MultiDiGraph[str],
    change: Callable[[Evidence], Evidence],
    only: tuple[str, str] | None = None,
) -> nx.MultiDiGraph[str]:
    copied = network.copy()
    for source, target, edge in copied.edges(data=True):
        if only in {None, (source, target)}:
            edge["evidence"] = change(edge["evidence"])
    return copied
