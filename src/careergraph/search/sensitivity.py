"""Test whether the best route stays the best if its figures are a fifth higher or lower."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from careergraph.model.frozen import frozen
from careergraph.model.holdings import CORE
from careergraph.search.requests import RouteSearch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.holdings import AskedProfile
    from careergraph.search.career_network import CareerNetwork
    from careergraph.search.constraints import Request

__all__ = ["Variation", "vary"]

FACTORS: Final = (0.8, 1.2)


@frozen
class Variation:
    """One part of the cost times a factor, and the roles of the route that is then best."""

    part: str
    factor: float
    first: tuple[str, ...]
    stays: bool
    proven: bool


def vary(facts: CompiledGraph, request: Request, first: Sequence[str]) -> tuple[Variation, ...]:
    """Return whether the best route (IRIs) stays best when each part of the cost varies by 20%.

    For "effort" the parts are the hours of learning and the price of a change; for "time" the hours
    and the years of experience; for "gap" and "step" the weight of supporting items; for
    "likelihood" the share of each step of the route. The number of steps has no parts: for "hops"
    nothing is returned.
    """
    variations = []
    for part, factor, career in _variants(facts, request, first):
        search = RouteSearch(facts, request, career)
        result = search.find(1)
        roles = tuple(search.names(result.paths[0])) if result.paths else ()
        labels = tuple(search.network.labels[search.network.index[role]] for role in roles)
        stays = roles == tuple(first)
        variations.append(Variation(part, factor, labels, stays, result.proven))
    return tuple(variations)


_LEARNING: Final = "hours of learning"
_PRICE: Final = "price of a change of job"
_WORKING: Final = "years of experience"
_SUPPORTING: Final = "weight of supporting items"
_SHARE: Final = "share of {} → {}"


def _variants(
    facts: CompiledGraph, request: Request, first: Sequence[str]
) -> Iterator[tuple[str, float, CareerNetwork]]:
    """Yield each part of the cost, a factor, and the network with that part multiplied by it."""
    base = RouteSearch(facts, request).career
    for factor in FACTORS:
        if request.by == "effort":  # Only the ratio of hours and price matters.
            yield _LEARNING, factor, base.changed(change_cost=request.change_cost / factor)
            yield _PRICE, factor, base.changed(change_cost=request.change_cost * factor)
        if request.by == "time":
            yield _LEARNING, factor, base.changed(hours_per_week=request.hours_per_week / factor)
            yield _WORKING, factor, base.changed(longer=factor)
        if request.by in {"gap", "step"}:
            profiles = {role: _weighed(profile, factor) for role, profile in facts.work.items()}
            yield _SUPPORTING, factor, base.changed(profiles=profiles)
        if request.by == "likelihood":
            for pair in pairwise(first):
                if any(one.share for one in base.evidence.get(pair, ())):
                    part = _SHARE.format(*(facts.label(role) for role in pair))
                    yield part, factor, base.changed(likelier=(pair, factor))


def _weighed(profile: AskedProfile, factor: float) -> AskedProfile:
    items = tuple(
        item if item.weight >= CORE else replace(item, weight=item.weight * factor)
        for item in profile.items
    )
    return replace(profile, items=items)
