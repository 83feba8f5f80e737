"""The ways of which none is better in every respect: years, gap, hardest step, new degrees."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from careergraph.search.exact import BUDGET, Found, Limits, Search, State, Traveller, way_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from careergraph.search.integer_network import Leg, Terrain

__all__ = ["Vector", "find_front"]


class Vector(NamedTuple):
    """What a way costs in each respect; years, gap and hardest step in millionths."""

    years: int
    gap: int
    hardest: int
    degrees: int

    def covers(self, other: Vector) -> bool:
        """Return whether these costs are no worse than others in any respect.

        Examples
        --------
        >>> Vector(1, 2, 2, 0).covers(Vector(1, 3, 2, 0))
        True
        >>> Vector(1, 2, 2, 0).covers(Vector(0, 9, 9, 9))
        False
        """
        return all(mine <= theirs for mine, theirs in zip(self, other, strict=True))


class _Mark(NamedTuple):
    """A partial path with the degree reached: its rank, and how often it was a new one."""

    state: State
    rank: int | None
    degrees: int


def find_front(  # noqa: PLR0913 (a search has this many sides)
    terrain: Terrain,
    start: int,
    target: int,
    *,
    ranks: Sequence[int | None],
    rank: int | None = None,
    limits: Limits | None = None,
    traveller: Traveller | None = None,
    candidates: Iterable[Sequence[int]] = (),
    budget: int = BUDGET,
) -> Found:
    """Return the ways that no other way betters or equals in every respect, least gap first.

    Parameters
    ----------
    terrain, start, target, limits, traveller, candidates, budget
        As for `search.find_best`.
    ranks
        The rank of the degree by which each role is usually entered, where known.
    rank
        The rank of the degree held; that of the first role, unless given.
    """
    search = Search(
        terrain, start, target, 1, "gap", limits or Limits(), traveller or Traveller(), timed=True
    )
    front = _Front(search, ranks)
    begin = _Mark(search.start, ranks[start] if rank is None else rank, 0)
    for path in candidates:
        front.try_path(begin, path)
    proven = front.run(begin, budget)
    ranked = sorted(front.best.items(), key=lambda item: (item[0].gap, item[0]))
    return Found([way_of(state) for _, state in ranked], proven=proven, seen=search.seen)


class _Front:
    def __init__(self, search: Search, ranks: Sequence[int | None]) -> None:
        self.search, self.ranks = search, ranks
        self.best: dict[Vector, State] = {}

    def try_path(self, begin: _Mark, path: Sequence[int]) -> None:
        """Take a path into the front, if it keeps to the limits."""
        marks = [begin]
        for role in path[1:]:
            legs = [
                leg for leg in self.search.terrain.legs[marks[0].state.role] if leg.target == role
            ]
            marks = [
                after
                for mark in marks
                if legs and self.search.is_open(mark.state, legs[0])
                for after in self.after(mark, legs[0])
            ]
            if not marks:
                return
        for mark in marks:
            self.take(mark)

    def run(self, begin: _Mark, budget: int) -> bool:
        """Look at partial paths until none is left, and return whether the budget sufficed."""
        search, serial = self.search, count()
        heap: list[tuple[Vector, int, _Mark]] = []
        if search.bounds.leads_on(begin.state.role):
            heappush(heap, (self.least(begin), next(serial), begin))
        while heap:
            vector, _, mark = heappop(heap)
            if self.is_covered(vector):
                continue
            if search.seen > budget:
                return False
            for leg in search.terrain.legs[mark.state.role]:
                for after in self.after(mark, leg) if search.is_open(mark.state, leg) else ():
                    search.seen += 1
                    bound = self.worth(after)
                    if bound is not None:
                        heappush(heap, (bound, next(serial), after))
        return not search.terrain.is_cut

    def worth(self, mark: _Mark) -> Vector | None:
        """Return what a partial path ends with at least, ``None`` where it can be dropped."""
        if mark.state.role == self.search.target:
            self.take(mark)
            return None
        if not self.search.within(mark.state):
            return None
        bound = self.least(mark)
        if self.is_covered(bound) or not self.search.bounds.can_stop(
            mark.state.role, mark.state.visited
        ):
            return None
        return bound

    def after(self, mark: _Mark, leg: Leg) -> list[_Mark]:
        """Return what a leg leads to."""
        rank, degrees = mark.rank, mark.degrees
        asked = None if leg.is_level else self.ranks[leg.target]
        if asked is not None and (rank is None or asked > rank):
            degrees += rank is not None
            rank = asked
        return [_Mark(state, rank, degrees) for state in self.search.enter(mark.state, leg)]

    def least(self, mark: _Mark) -> Vector:
        """Return what a partial path costs at least when it is complete."""
        least = self.search.least(mark.state)
        asked = self.ranks[self.search.target]
        more = asked is not None and mark.rank is not None and asked > mark.rank
        return Vector(least.years, least.gap, least.hardest, mark.degrees + more)

    def is_covered(self, vector: Vector) -> bool:
        """Return whether a known way is no worse in any respect."""
        return any(known.covers(vector) for known in self.best)

    def take(self, mark: _Mark) -> None:
        """Take a complete path into the front, and drop those it betters."""
        costs = mark.state.costs
        vector = Vector(costs.years, costs.gap, costs.hardest, mark.degrees)
        if self.search.within(mark.state) and not self.is_covered(vector):
            self.best = {v: s for v, s in self.best.items() if not vector.covers(v)}
            self.best[vector] = mark.state
