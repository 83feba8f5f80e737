"""The exact search: the best simple paths, with gaps that accumulate along the way.

What an earlier step taught is held at the next, so that the cost of a step depends on the way
taken. Partial paths are looked at best first; one is dropped when even the least that is left
makes it worse than the k-th best path known. Nothing else is dropped, so that what is found is the
best; when the budget ends first, the answer says that it may not be.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.search.algorithms.bounds import Bounds, bottleneck_gap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from careergraph.search.algorithms.integer_network import Arc, IntegerNetwork

__all__ = [
    "BUDGET",
    "Costs",
    "FoundPath",
    "Search",
    "SearchQuery",
    "SearchResult",
    "State",
    "find_best",
    "order_of",
    "path_to",
]

BUDGET: Final = 100_000
"""So many partial paths are looked at before the search gives up the proof."""


_MANY: Final = 500
"""After so many partial paths it pays to find out which roles no way leads around."""


class Costs(NamedTuple):
    """What a way costs, in whole millionths; see `network.Arc` for unlikeliness.

    Years are counted where they decide: by "time", under a limit of years, and in a front.
    """

    gap: int = 0
    hardest: int = 0
    hops: int = 0
    years: int = 0
    unknown: int = 0
    unlikeliness: int = 0


_ORDERS: Final[dict[str, tuple[str, ...]]] = {
    "gap": ("gap", "hardest", "hops"),
    "step": ("hardest", "gap", "hops"),
    "time": ("years", "gap", "hardest", "hops"),
    "hops": ("hops", "gap", "hardest"),
    "likelihood": ("unknown", "unlikeliness", "gap", "hardest", "hops"),
}
"""By which costs ways are compared, one after the other; at last by their labels."""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Which paths to search for: ends, criterion, constraints, and what is held at the start.

    Parameters
    ----------
    start, target
        Numbers of two different roles.
    k
        How many paths, at least 1.
    by
        A criterion of `model.CRITERIA`.
    closed, via
        Roles that must not, and that must, be on the path.
    max_hops, max_years
        The most steps, and the most millionths of a year.
    skills, years_served
        Skills (IRIs) held besides those of the first role, and years already spent in it.
    """

    start: int
    target: int
    k: int = 1
    by: str = "gap"
    closed: frozenset[int] = frozenset()
    via: tuple[int, ...] = ()
    max_hops: int | None = None
    max_years: int | None = None
    skills: frozenset[str] = frozenset()
    years_served: float = 0.0


class FoundPath(NamedTuple):
    """A path by number, what is held after entering each role, and what it costs."""

    roles: tuple[int, ...]
    held: tuple[int, ...]
    costs: Costs


class SearchResult(NamedTuple):
    """The best ways, best first; whether that is proven, and how many partial paths were seen."""

    paths: list[FoundPath]
    proven: bool
    seen: int


class State(NamedTuple):
    """A partial path: where it is, what is held, which roles it passed, and what it cost."""

    role: int
    held: int
    visited: int
    costs: Costs
    parent: State | None


def order_of(by: str) -> Callable[[Costs], tuple[int, ...]]:
    """Return the key by which a criterion orders costs.

    Examples
    --------
    >>> order_of("gap")(Costs(gap=5, hardest=3, hops=2))
    (5, 3, 2)
    """
    places = [Costs._fields.index(name) for name in _ORDERS[by]]
    return itemgetter(*places)


def find_best(
    network: IntegerNetwork,
    query: SearchQuery,
    *,
    candidates: Iterable[Sequence[int]] = (),
    budget: int = BUDGET,
) -> SearchResult:
    """Return the k best paths between two roles.

    Parameters
    ----------
    network
        Roles, arcs and needs.
    query
        Which paths to search for.
    candidates
        Paths that are likely to be good. The search is as exact without them, but slower.
    budget
        So many partial paths are looked at.
    """
    search = Search(network, query)
    for path in candidates:
        search.try_path(path)
    return search.run(budget)


class Search:
    """One search: its bounds, the best paths known, and how a partial path goes on."""

    def __init__(
        self, network: IntegerNetwork, query: SearchQuery, *, pareto: bool = False
    ) -> None:
        self.network, self.query = network, query
        self.target, self.k, self.by = query.target, query.k, query.by
        self.order = order_of(query.by)
        self.timed = pareto or query.by == "time" or query.max_years is not None
        """Whether years decide; where they do not, they are not counted."""
        self.bounds = Bounds(
            network,
            query.target,
            closed=query.closed,
            via=query.via,
            timed=self.timed,
            likely=query.by == "likelihood",
            served=query.years_served,
        )
        held, alternatives = network.held_at(query.start, query.skills)
        self.groups = network.open_groups(alternatives)
        self.floor = 0
        """A gap that some step of every path reaches."""
        if pareto or query.by == "step":
            self.floor = bottleneck_gap(network, self.bounds, query.start, held, self.groups)
        self.start = State(query.start, held, 1 << query.start, Costs(), None)
        self.best: dict[tuple[int, ...], tuple[tuple[object, ...], State]] = {}
        self.worst: tuple[int, ...] | None = None
        self.seen = 0

    def try_path(self, path: Sequence[int]) -> None:
        """Take a path among the best known, if it keeps to the limits."""
        states = [self.start]
        for role in path[1:]:
            arcs = {
                arc.target: arc for state in states[:1] for arc in self.network.arcs[state.role]
            }
            if role not in arcs:
                return
            states = [
                after
                for state in states
                if self.is_open(state, arcs[role])
                for after in self.enter(state, arcs[role])
                if self.within(after)
            ]
        for state in states:
            self.complete(state)

    def run(self, budget: int) -> SearchResult:
        """Look at partial paths, best first, until no better one is left or the budget ends."""
        serial = count()
        heap: list[tuple[tuple[int, ...], int, State]] = []
        if self.bounds.reaches_target(self.start.role) and self.within(self.start):
            heap.append((self.order(self.least(self.start)), next(serial), self.start))
        while heap:
            key, _, state = heappop(heap)
            if self.worst is not None and key > self.worst:
                break
            if self.seen > budget:
                return SearchResult(self.best_paths(), proven=False, seen=self.seen)
            for bound, after in self.expand(state, key):
                heappush(heap, (bound, next(serial), after))
        return SearchResult(self.best_paths(), proven=not self.network.is_cut, seen=self.seen)

    def expand(self, state: State, key: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], State]]:
        """Yield what a partial path leads to; the path itself, if it is worth less than its key."""
        around = self.around(state) if self.by == "likelihood" else key
        if around is not None and around != key:
            yield around, state
        elif around is not None:
            for arc in self.network.arcs[state.role]:
                for after in self.enter(state, arc) if self.is_open(state, arc) else ():
                    self.seen += 1
                    bound = self.worth(after)
                    if bound is not None:
                        yield bound, after

    def around(self, state: State) -> tuple[int, ...] | None:
        """Return the least key of a partial path that does not come back to where it was."""
        odds = self.bounds.odds_around(state.role, state.visited)
        if odds is None:
            return None
        unknown, unlikeliness = odds
        costs = state.costs
        least = self.least(state)._replace(
            unknown=costs.unknown + unknown, unlikeliness=costs.unlikeliness + unlikeliness
        )
        return self.order(least)

    def is_open(self, state: State, arc: Arc) -> bool:
        """Return whether a arc may be taken: forward, allowed, and levels at the start only."""
        role = arc.target
        return not (
            state.visited >> role & 1
            or not self.bounds.reaches_target(role)
            or (arc.is_level and state.parent is not None)
            or (self.seen > _MANY and self.bounds.is_cut_off(role, state.visited))
        )

    def enter(self, state: State, arc: Arc) -> list[State]:
        """Return the states after a arc: several where alternatives leave a choice."""
        visited = state.visited | 1 << arc.target
        if arc.is_level:
            return [State(arc.target, state.held, visited, state.costs, state)]
        costs, network = state.costs, self.network
        states = []
        for held, gap in network.learn(arc.target, state.held, self.groups[arc.target]):
            after = Costs(
                costs.gap + gap,
                max(costs.hardest, gap),
                costs.hops + 1,
                costs.years + self.years(state, arc, held) if self.timed else 0,
                costs.unknown + arc.unknown,
                costs.unlikeliness + arc.unlikeliness,
            )
            states.append(State(arc.target, held, visited, after, state))
        return states

    def years(self, state: State, arc: Arc, held: int) -> int:
        """Return what a arc takes for someone who holds some skills after it, in millionths."""
        served = 0.0 if state.costs.hops else 12 * self.query.years_served
        months = max(0.0, arc.months - served)
        hours = self.network.learning_hours(held & ~state.held)
        return self.network.years(months, hours)

    def worth(self, state: State) -> tuple[int, ...] | None:
        """Return the least key that a partial path can end with, ``None`` if it can be dropped."""
        if state.role == self.target:
            if self.within(state):
                self.complete(state)
            return None
        least = self.least(state)
        key = self.order(least)
        if self.worst is not None and key > self.worst:
            return None
        if self.over(least) or not self.has_room(state, least):
            return None
        if not self.bounds.can_visit_stops(state.role, state.visited):
            return None
        return key

    def least(self, state: State) -> Costs:
        """Return what a partial path costs at least when it is complete."""
        costs = state.costs
        left = self.bounds.lower_bounds(
            state.role,
            state.held,
            state.visited,
            started=costs.hops > 0,
            deep=self.seen > _MANY,
        )
        return Costs(
            costs.gap + left.gap,
            max(costs.hardest, self.floor),
            costs.hops + left.hops,
            costs.years + left.years,
            costs.unknown + left.unknown,
            costs.unlikeliness + left.unlikeliness,
        )

    def within(self, state: State) -> bool:
        """Return whether a path keeps to the limits, or still can."""
        if state.role == self.target:
            stops = all(state.visited >> stop & 1 for stop in self.query.via)
            return stops and not self.over(state.costs)
        return not self.over(self.least(state))

    def over(self, costs: Costs) -> bool:
        """Return whether costs are over a limit."""
        hops, years = self.query.max_hops, self.query.max_years
        return (hops is not None and costs.hops > hops) or (
            years is not None and costs.years > years
        )

    def has_room(self, state: State, least: Costs) -> bool:
        """Return whether some last two roles before the target keep the path among the best."""
        if self.worst is None:
            return True
        bounds = self.bounds
        if self.by == "time":
            room = self.worst[0] - state.costs.years
            return bounds.fits(state.role, state.held, room, bounds.learning)
        names = _ORDERS[self.by]
        place = names.index("gap")
        if self.order(least)[:place] < self.worst[:place]:
            return True
        room = self.worst[place] - state.costs.gap
        return bounds.fits(state.role, state.held, room, bounds.gap)

    def complete(self, state: State) -> None:
        """Take a complete path among the best, and note the worst that still counts."""
        path = _trace(state)
        labels = tuple(self.network.labels[s.role] for s in path)
        roles = tuple(s.role for s in path)
        key = (*self.order(state.costs), labels, roles)
        known = self.best.get(roles)
        if known is not None and known[0] <= key:
            return
        self.best[roles] = (key, state)
        if len(self.best) >= self.k:
            ranked = sorted(self.best.items(), key=lambda item: item[1][0])[: self.k]
            self.best = dict(ranked)
            self.worst = self.order(ranked[-1][1][1].costs)

    def best_paths(self) -> list[FoundPath]:
        """Return the best ways known, best first."""
        ranked = sorted(self.best.values(), key=itemgetter(0))
        return [path_to(state) for _, state in ranked[: self.k]]


def path_to(state: State) -> FoundPath:
    """Return the way that leads to a state."""
    passed = _trace(state)
    return FoundPath(tuple(s.role for s in passed), tuple(s.held for s in passed), state.costs)


def _trace(state: State) -> list[State]:
    path = [state]
    while path[-1].parent is not None:
        path.append(path[-1].parent)
    return path[::-1]
