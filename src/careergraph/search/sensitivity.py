"""Whether the best route stays the best when what it rests on is a fifth more, or less."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from careergraph.search.integer_network import IntegerNetwork
from careergraph.search.requests import RouteSearch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import Evidence, Need
    from careergraph.search.constraints import Request
    from careergraph.search.learning_time import Effort
    from careergraph.search.step_costs import EvidenceByPair

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


def vary(facts: CompiledGraph, request: Request, first: Sequence[str]) -> tuple[Variation, ...]:
    """Return what becomes of the best route (IRIs) when each part of the cost varies by 20 %.

    For "time" the parts are hours of learning and months in a role; for the others the weights of
    each necessity, for "likelihood" also the share of each step of the route. A number of steps
    has no parts: for "hops" nothing is returned.
    """
    variations = []
    for part, factor, network in _variants(facts, request, first):
        search = RouteSearch(facts, request, network)
        result = search.find(1)
        roles = tuple(search.names(result.paths[0])) if result.paths else ()
        labels = tuple(network.labels[network.index[role]] for role in roles)
        stays = roles == tuple(first)
        variations.append(Variation(part, factor, labels, stays, result.proven))
    return tuple(variations)


_LEARNING: Final = "hours of learning"
_WORKING: Final = "months in a role"
_SHARE: Final = "share of {} → {}"


def _variants(
    facts: CompiledGraph, request: Request, first: Sequence[str]
) -> Iterator[tuple[str, float, IntegerNetwork]]:
    """Yield each part of the cost, a factor, and the network in which it is so much more."""
    base = RouteSearch(facts, request).network
    for factor in FACTORS:
        if request.by == "time":
            hours = {skill: value * factor for skill, value in facts.learning_hours.items()}
            yield _LEARNING, factor, _changed(base, effort=replace(base.effort, hours=hours))
            longer = _with_evidence(base.evidence, _longer(factor))
            yield _WORKING, factor, _changed(base, evidence=longer)
        if request.by == "likelihood":
            for pair in _counted(base, first):
                names = (base.labels[base.index[role]] for role in pair)
                varied = _with_evidence(base.evidence, _likelier(factor), pair)
                yield _SHARE.format(*names), factor, _changed(base, evidence=varied)
        if request.by in _WEIGHED:
            for necessity in _necessities(facts):
                needs = _weighed(facts, necessity, factor)
                yield f"weight of {necessity} skills", factor, _changed(base, needs=needs)


def _changed(
    base: IntegerNetwork,
    *,
    evidence: EvidenceByPair | None = None,
    needs: Mapping[str, Sequence[Need]] | None = None,
    effort: Effort | None = None,
) -> IntegerNetwork:
    """Return a network with some parts replaced."""
    return IntegerNetwork(
        dict(zip(base.roles, base.labels, strict=True)),
        base.evidence if evidence is None else evidence,
        base.needs if needs is None else needs,
        effort or base.effort,
    )


def _necessities(facts: CompiledGraph) -> list[str]:
    weights = {need.necessity: need.weight for needs in facts.needs.values() for need in needs}
    return sorted((name for name, weight in weights.items() if weight), key=lambda n: -weights[n])


def _weighed(facts: CompiledGraph, necessity: str, factor: float) -> dict[str, tuple[Need, ...]]:
    return {
        role: tuple(
            need._replace(weight=need.weight * factor) if need.necessity == necessity else need
            for need in group
        )
        for role, group in facts.needs.items()
    }


def _longer(factor: float) -> Callable[[Evidence], Evidence]:
    return lambda e: (
        e if e.median_months is None else replace(e, median_months=e.median_months * factor)
    )


def _likelier(factor: float) -> Callable[[Evidence], Evidence]:
    return lambda e: e if e.share is None else replace(e, share=min(1.0, e.share * factor))


def _counted(network: IntegerNetwork, path: Sequence[str]) -> list[tuple[str, str]]:
    """Return the steps of a path of which some source gives a share."""
    return [pair for pair in pairwise(path) if any(e.share for e in network.evidence[pair])]


def _with_evidence(
    evidence: EvidenceByPair,
    change: Callable[[Evidence], Evidence],
    only: tuple[str, str] | None = None,
) -> EvidenceByPair:
    return {
        pair: tuple(map(change, usable)) if only in {None, pair} else usable
        for pair, usable in evidence.items()
    }
