"""The ways of which none is better in every respect: years, gap, hardest step, new degrees."""

from __future__ import annotations

from dataclasses import replace
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from careergraph.search.algorithms.exact import (
    BUDGET,
    Search,
    SearchQuery,
    SearchResult,
    State,
    path_to,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from careergraph.search.algorithms.integer_network import Arc, IntegerNetwork

__all__ = ["Vector", "find_pareto"]


class Vector(NamedTuple):
    """What a way costs in each respect; years, gap and hardest step in millionths."""

    years: int
    gap: int
    hardest: int
    degrees: int

    def dominates(self, other: Vector) -> bool:
        """Return whether these costs are no worse than others in any respect.

        Examples
        --------
        >>> Vector(1, 2, 2, 0).dominates(Vector(1, 3, 2, 0))
        True
        >>> Vector(1, 2, 2, 0).dominates(Vector(0, 9, 9, 9))
        False
        """
        return all(mine <= theirs for mine, theirs in zip(self, other, strict=True))


class _Partial(NamedTuple):
    """A partial path with the degree reached: its rank, and how often it was a new one."""

    state: State
    rank: int | None
    degrees: int


def find_pareto(
    network: IntegerNetwork,
    query: SearchQuery,
    *,
    ranks: Sequence[int | None],
    rank: int | None = None,
    candidates: Iterable[Sequence[int]] = (),
    budget: int = BUDGET,
) -> SearchResult:
    """Return the paths that no other path betters or equals in every respect, least gap first.

    Parameters
    ----------
    network, query, candidates, budget
        As for `exact.find_best`; the number of paths and the criterion do not count.
    ranks
        The rank of the degree by which each role is usually entered, where known.
    rank
        The rank of the degree held; that of the first role, unless given.
    """
    search = Search(network, replace(query, k=1, by="gap"), pareto=True)
    front = _ParetoSearch(search, ranks)
    begin = _Partial(search.start, ranks[query.start] if rank is None else rank, 0)
    for path in candidates:
        front.try_path(begin, path)
    proven = front.run(begin, budget)
    ranked = sorted(front.best.items(), key=lambda item: (item[0].gap, item[0]))
    return SearchResult([path_to(state) for _, state in ranked], proven=proven, seen=search.seen)


class _ParetoSearch:
    def __init__(self, search: Search, ranks: Sequence[int | None]) -> None:
        self.search, self.ranks = search, ranks
        self.best: dict[Vector, State] = {}

    def try_path(self, begin: _Partial, path: Sequence[int]) -> None:
        """Take a path into the front, if it keeps to the limits."""
        partials = [begin]
        for role in path[1:]:
            here = self.search.network.arcs[partials[0].state.role]
            arcs = [arc for arc in here if arc.target == role]
            partials = [
                after
                for partial in partials
                if arcs and self.search.is_open(partial.state, arcs[0])
                for after in self.after(partial, arcs[0])
            ]
            if not partials:
                return
        for partial in partials:
            self.take(partial)

    def run(self, begin: _Partial, budget: int) -> bool:
        """Look at partial paths until none is left, and return whether the budget sufficed."""
        search, serial = self.search, count()
        heap: list[tuple[Vector, int, _Partial]] = []
        if search.bounds.reaches_target(begin.state.role):
            heappush(heap, (self.least(begin), next(serial), begin))
        while heap:
            vector, _, partial = heappop(heap)
            if self.is_dominated(vector):
                continue
            if search.seen > budget:
                return False
            for arc in search.network.arcs[partial.state.role]:
                for after in self.after(partial, arc) if search.is_open(partial.state, arc) else ():
                    search.seen += 1
                    bound = self.worth(after)
                    if bound is not None:
                        heappush(heap, (bound, next(serial), after))
        return not search.network.is_cut

    def worth(self, partial: _Partial) -> Vector | None:
        """Return what a partial path ends with at least, ``None`` where it can be dropped."""
        if partial.state.role == self.search.target:
            self.take(partial)
            return None
        if not self.search.within(partial.state):
            return None
        bound = self.least(partial)
        if self.is_dominated(bound) or not self.search.bounds.can_visit_stops(
            partial.state.role, partial.state.visited
        ):
            return None
        return bound

    def after(self, partial: _Partial, arc: Arc) -> list[_Partial]:
        """Return what a arc leads to."""
        rank, degrees = partial.rank, partial.degrees
        asked = None if arc.is_level else self.ranks[arc.target]
        if asked is not None and (rank is None or asked > rank):
            degrees += rank is not None
            rank = asked
        return [_Partial(state, rank, degrees) for state in self.search.enter(partial.state, arc)]

    def least(self, partial: _Partial) -> Vector:
        """Return what a partial path costs at least when it is complete."""
        least = self.search.least(partial.state)
        asked = self.ranks[self.search.target]
        more = asked is not None and partial.rank is not None and asked > partial.rank
        return Vector(least.years, least.gap, least.hardest, partial.degrees + more)

    def is_dominated(self, vector: Vector) -> bool:
        """Return whether a known way is no worse in any respect."""
        return any(known.dominates(vector) for known in self.best)

    def take(self, partial: _Partial) -> None:
        """Take a complete path into the front, and drop those it betters."""
        costs = partial.state.costs
        vector = Vector(costs.years, costs.gap, costs.hardest, partial.degrees)
        if self.search.within(partial.state) and not self.is_dominated(vector):
            self.best = {v: s for v, s in self.best.items() if not vector.dominates(v)}
            self.best[vector] = partial.state
