"""What is left at least, from a role on: the bounds that let the exact search look away.

Whoever arrives holds what the target needs, and what the last two roles before it need, whichever
they are: each of these skills is paid for once, at the least weight that any role gives it.
"""

from __future__ import annotations

from collections import deque
from functools import cached_property
from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from careergraph.search.algorithms.integer_network import numbers_of, union

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from careergraph.search.algorithms.integer_network import Arc, IntegerNetwork

__all__ = ["Bounds", "LowerBounds", "Masks", "bottleneck_gap"]

Masks = tuple[tuple[float, int], ...]
"""For each value the skills that have it: the value of a set is a sum of counted bits."""

_ROUNDING = 20
"""Millionths of a year by which the rounding of single steps can undercut their sum."""


class LowerBounds(NamedTuple):
    """What is left at least: gap, steps, years, steps of unknown likelihood, and unlikeliness."""

    gap: int
    hops: int
    years: int
    unknown: int
    unlikeliness: int


class Bounds:
    """The bounds of one search: to one target, without the closed roles."""

    def __init__(
        self,
        network: IntegerNetwork,
        target: int,
        *,
        closed: Collection[int] = (),
        via: Iterable[int] = (),
        timed: bool = True,
        likely: bool = True,
        served: float = 0.0,
    ) -> None:
        self.network = network
        self.target = target
        self.served = network.years(12 * served, 0.0)
        before = _predecessors(network, closed)
        self.hops = _count_hops(before, target)
        self.timed = timed
        self.years = _measure(before, target, lambda arc: (arc.years, 0)) if timed else {}
        self.odds = (
            _measure(before, target, lambda arc: (arc.unknown, arc.unlikeliness)) if likely else {}
        )
        self.via = {role: _count_hops(before, role) for role in via}
        self._ahead = _neighbours(before, backwards=False)
        self._behind = _neighbours(before, backwards=True)
        self.must = network.masks[target]
        self.gap = _valuer(_least_weights(network, closed))
        self._hours = _valuer(network.hours)
        self.last = [
            (
                network.masks[role] | self.must,
                [
                    network.masks[role] | self.must | network.masks[earlier]
                    for earlier, _ in before[role]
                    if earlier != target
                ],
            )
            for role, _ in before[target]
        ]

    @cached_property
    def inevitable(self) -> list[int]:
        """For each role the roles, as bits, that all ways on from it to the target lead through.

        The role itself is one of them, and the target. Where no way leads on, all are. Levels are
        left out: whoever has set out takes none.
        """
        arcs = self.network.arcs
        every = (1 << len(arcs)) - 1
        found = [every] * len(arcs)
        found[self.target] = 1 << self.target
        order = sorted(self.hops, key=lambda role: self.hops[role])
        changed = True
        while changed:
            changed = False
            for role in order:
                if role != self.target:
                    shared = every
                    for arc in arcs[role]:
                        if arc.target in self.hops and not arc.is_level:
                            shared &= found[arc.target]
                    shared |= 1 << role
                    if shared != found[role]:
                        found[role], changed = shared, True
        return found

    @cached_property
    def inevitable_needs(self) -> list[int]:
        """For each role what the roles need that all ways from it lead through, without itself."""
        masks = self.network.masks
        return [
            union(masks[stop] for stop in numbers_of(roles & ~(1 << role)))
            if role in self.hops
            else 0
            for role, roles in enumerate(self.inevitable)
        ]

    def is_cut_off(self, role: int, visited: int) -> bool:
        """Return whether all ways from a role lead through another that was visited before."""
        return bool(self.inevitable[role] & visited & ~(1 << role))

    def odds_around(self, role: int, visited: int) -> tuple[int, int] | None:
        """Return the best odds of reaching the target around the roles visited, if that can be."""
        begin = self.odds[role]
        heap = [(begin, (0, 0), role)]
        settled = visited
        while heap:
            bound, reached, at = heappop(heap)
            if at == self.target:
                return bound
            if at != role and settled >> at & 1:
                continue
            settled |= 1 << at
            for arc in self.network.arcs[at]:
                ahead = self.odds.get(arc.target)
                closed = arc.is_level and visited != 1 << at  # a level is taken at the start only
                if ahead is not None and not settled >> arc.target & 1 and not closed:
                    then = (reached[0] + arc.unknown, reached[1] + arc.unlikeliness)
                    heappush(heap, ((then[0] + ahead[0], then[1] + ahead[1]), then, arc.target))
        return None

    def reaches_target(self, role: int) -> bool:
        """Return whether a way leads from a role to the target."""
        return role in self.hops

    def can_visit_stops(self, role: int, visited: int) -> bool:
        """Return whether all stops not yet passed lie between a role and the target.

        Each is reached around the roles visited, and leads on to the target: what every way there
        needs, though not all that it needs.
        """
        stops = sum(1 << stop for stop in self.via if not visited >> stop & 1)
        if not stops:
            return True
        end = 1 << self.target
        ahead = _flood(self._ahead, role, visited | end)
        return not stops & ~(ahead & _flood(self._behind, self.target, visited))

    def lower_bounds(
        self, role: int, held: int, visited: int, *, started: bool, deep: bool = False
    ) -> LowerBounds:
        """Return what is left at least, for someone who holds some skills at a role.

        A ``deep`` look counts what is needed on all ways from there.
        """
        must, hops = self.must, self.hops[role]
        if deep and visited != 1 << role:
            must |= self.inevitable_needs[role]
        for stop, distance in self.via.items():
            if not visited >> stop & 1:
                must |= self.network.masks[stop]
                hops = max(hops, distance.get(role, hops) + self.hops.get(stop, 0))
        missing = must & ~held
        unknown, unlikeliness = self.odds.get(role, (0, 0))
        years = 0
        if self.timed:
            spared = _ROUNDING if started else self.served + _ROUNDING
            years = max(0, self.years[role][0] - spared, self.learning(missing))
        return LowerBounds(
            gap=int(self.gap(missing)),
            hops=hops,
            years=years,
            unknown=unknown,
            unlikeliness=unlikeliness,
        )

    def learning(self, missing: int) -> int:
        """Return the years that learning some skills takes at least, in millionths."""
        return self.network.years(0.0, self._hours(missing)) - _ROUNDING

    def fits(self, role: int, held: int, room: float, measure: Callable[[int], float]) -> bool:
        """Return whether any last two roles before the target leave what is missing within room."""
        hops = self.hops[role]
        if hops < 2:  # noqa: PLR2004 (the target is next: nothing need lie between)
            return True
        lacking = ~held
        for whole, longer in self.last:
            if measure(whole & lacking) <= room:
                if hops == 2:  # noqa: PLR2004
                    return True
                for mask in longer:
                    if measure(mask & lacking) <= room:
                        return True
        return False


def bottleneck_gap(
    network: IntegerNetwork,
    bounds: Bounds,
    start: int,
    held: int,
    groups: Sequence[Sequence[tuple[int, int]]],
) -> int:
    """Return a gap that some step of every way reaches.

    It is the least with which the target can be reached by someone who, at every step, holds what
    all the roles reached so far need: more than anyone on one way through them.
    """
    gaps: dict[int, int] = {}
    reached, hardest = 1 << start, 0
    waiting = {arc.target for arc in network.arcs[start] if bounds.reaches_target(arc.target)}
    while waiting:
        for role in waiting:
            gaps[role] = network.gap(role, held, groups[role])
        role = min(waiting, key=lambda role: (gaps[role], role))
        hardest = max(hardest, gaps[role])
        if role == bounds.target:
            return hardest
        waiting.remove(role)
        reached |= 1 << role
        held |= network.masks[role] | network.group_masks[role]
        for arc in network.arcs[role]:
            if not reached >> arc.target & 1 and bounds.reaches_target(arc.target):
                waiting.add(arc.target)
    return hardest


def _valuer(values: Masks) -> Callable[[int], float]:
    """Return a function that gives the total value of some skills; it is called a million times."""
    if len(values) > 2:  # noqa: PLR2004 (the usual two are spelt out)
        return lambda mask: sum(value * (mask & those).bit_count() for value, those in values)
    (one, these), (other, those) = (*values, (0, 0), (0, 0))[:2]
    return lambda mask: one * (mask & these).bit_count() + other * (mask & those).bit_count()


def _predecessors(network: IntegerNetwork, closed: Collection[int]) -> list[list[tuple[int, Arc]]]:
    before: list[list[tuple[int, Arc]]] = [[] for _ in network.roles]
    for role, arcs in enumerate(network.arcs):
        if role not in closed:
            for arc in arcs:
                if arc.target not in closed:
                    before[arc.target].append((role, arc))
    return before


def _neighbours(before: list[list[tuple[int, Arc]]], *, backwards: bool) -> list[int]:
    """Return for each role those one arc ahead of it, or behind it, as bits."""
    near = [0] * len(before)
    for role, arcs in enumerate(before):
        for earlier, _ in arcs:
            if backwards:
                near[role] |= 1 << earlier
            else:
                near[earlier] |= 1 << role
    return near


def _flood(near: Sequence[int], start: int, closed: int) -> int:
    """Return all roles that are reached from one around those that are closed, as bits."""
    reached, frontier = 0, 1 << start
    while frontier:
        found = 0
        while frontier:
            lowest = frontier & -frontier
            found |= near[lowest.bit_length() - 1]
            frontier ^= lowest
        frontier = found & ~reached & ~closed
        reached |= frontier
    return reached


def _count_hops(before: list[list[tuple[int, Arc]]], target: int) -> dict[int, int]:
    """Return the number of steps to a target; levels count as none."""
    hops = {target: 0}
    waiting = deque([target])
    while waiting:
        role = waiting.popleft()
        for earlier, arc in before[role]:
            reached = hops[role] + (not arc.is_level)
            if reached < hops.get(earlier, reached + 1):
                hops[earlier] = reached
                (waiting.appendleft if arc.is_level else waiting.append)(earlier)
    return hops


def _measure(
    before: list[list[tuple[int, Arc]]], target: int, cost: Callable[[Arc], tuple[int, int]]
) -> dict[int, tuple[int, int]]:
    """Return the least cost to a target, of costs in two parts that compare one after the other."""
    settled: dict[int, tuple[int, int]] = {}
    heap = [((0, 0), target)]
    while heap:
        reached, role = heappop(heap)
        if role in settled:
            continue
        settled[role] = reached
        for earlier, arc in before[role]:
            if earlier not in settled:
                first, second = (0, 0) if arc.is_level else cost(arc)
                heappush(heap, ((reached[0] + first, reached[1] + second), earlier))
    return settled


def _least_weights(network: IntegerNetwork, closed: Collection[int]) -> Masks:
    """Return the least weight at which each skill can be learned."""
    by_weight: dict[int, int] = {}
    for role in range(len(network.roles)):
        if role not in closed:
            for weight, mask in (*network.singles[role], *network.groups[role]):
                by_weight[weight] = by_weight.get(weight, 0) | mask
    found: dict[float, int] = {}
    taken = 0
    for weight in sorted(by_weight):
        found[weight] = by_weight[weight] & ~taken
        taken |= by_weight[weight]
    return tuple(found.items())
