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

from careergraph.search.bounds import Bounds, easiest_hardest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from careergraph.search.integer_network import Leg, Terrain

__all__ = [
    "BUDGET",
    "Costs",
    "Found",
    "Limits",
    "Search",
    "State",
    "Traveller",
    "Way",
    "find_best",
    "order_of",
    "way_of",
]

BUDGET: Final = 100_000
"""So many partial paths are looked at before the search gives up the proof."""


_MANY: Final = 500
"""After so many partial paths it pays to find out which roles no way leads around."""


class Costs(NamedTuple):
    """What a way costs, in whole millionths; see `terrain.Leg` for unlikeliness.

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
class Limits:
    """What a way must keep to: roles that are closed, roles on the way, steps, millionth years."""

    closed: frozenset[int] = frozenset()
    via: tuple[int, ...] = ()
    max_hops: int | None = None
    max_years: int | None = None


@dataclass(frozen=True, slots=True)
class Traveller:
    """Who sets out: skills held besides the role's (IRIs), and years already in the role."""

    skills: frozenset[str] = frozenset()
    years: float = 0.0


class Way(NamedTuple):
    """A path by number, what is held after entering each role, and what it costs."""

    path: tuple[int, ...]
    held: tuple[int, ...]
    costs: Costs


class Found(NamedTuple):
    """The best ways, best first; whether that is proven, and how many partial paths were seen."""

    ways: list[Way]
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


def find_best(  # noqa: PLR0913 (a search has this many sides)
    terrain: Terrain,
    start: int,
    target: int,
    *,
    k: int = 1,
    by: str = "gap",
    limits: Limits | None = None,
    traveller: Traveller | None = None,
    candidates: Iterable[Sequence[int]] = (),
    budget: int = BUDGET,
) -> Found:
    """Return the k best ways between two roles.

    Parameters
    ----------
    terrain
        Roles, legs and needs.
    start, target
        Numbers of two different roles.
    k
        How many ways, at least 1.
    by
        A criterion of `model.CRITERIA`.
    limits, traveller
        What a way must keep to, and who sets out.
    candidates
        Paths that are likely to be good: the search is as exact without them, but slower.
    budget
        So many partial paths are looked at.
    """
    search = Search(terrain, start, target, k, by, limits or Limits(), traveller or Traveller())
    for path in candidates:
        search.try_path(path)
    return search.run(budget)


class Search:
    """One search: its bounds, the best ways known, and how a partial path goes on."""

    def __init__(
        self,
        terrain: Terrain,
        start: int,
        target: int,
        k: int,
        by: str,
        limits: Limits,
        traveller: Traveller,
        *,
        timed: bool = False,
    ) -> None:
        self.terrain, self.target, self.k, self.by = terrain, target, k, by
        self.limits, self.traveller = limits, traveller
        self.order = order_of(by)
        self.timed = timed or by == "time" or limits.max_years is not None
        """Whether years decide; where they do not, they are not counted."""
        self.bounds = Bounds(
            terrain,
            target,
            closed=limits.closed,
            via=limits.via,
            timed=self.timed,
            likely=by == "likelihood",
            served=traveller.years,
        )
        held, alternatives = terrain.held_at(start, traveller.skills)
        self.groups = [
            tuple((w, mask) for w, mask in groups if not _met(mask, alternatives))
            for groups in terrain.groups
        ]
        self.floor = 0
        """A gap that some step of every way reaches."""
        if timed or by == "step":
            self.floor = easiest_hardest(terrain, self.bounds, start, held, self.groups)
        self.start = State(start, held, 1 << start, Costs(), None)
        self.best: dict[tuple[int, ...], tuple[tuple[object, ...], State]] = {}
        self.worst: tuple[int, ...] | None = None
        self.seen = 0

    def try_path(self, path: Sequence[int]) -> None:
        """Take a path among the best known, if it keeps to the limits."""
        states = [self.start]
        for role in path[1:]:
            legs = {
                leg.target: leg for state in states[:1] for leg in self.terrain.legs[state.role]
            }
            if role not in legs:
                return
            states = [
                after
                for state in states
                if self.is_open(state, legs[role])
                for after in self.enter(state, legs[role])
                if self.within(after)
            ]
        for state in states:
            self.complete(state)

    def run(self, budget: int) -> Found:
        """Look at partial paths, best first, until no better one is left or the budget ends."""
        serial = count()
        heap: list[tuple[tuple[int, ...], int, State]] = []
        if self.bounds.leads_on(self.start.role) and self.within(self.start):
            heap.append((self.order(self.least(self.start)), next(serial), self.start))
        while heap:
            key, _, state = heappop(heap)
            if self.worst is not None and key > self.worst:
                break
            if self.seen > budget:
                return Found(self.ways(), proven=False, seen=self.seen)
            for bound, after in self.go_on(state, key):
                heappush(heap, (bound, next(serial), after))
        return Found(self.ways(), proven=not self.terrain.is_cut, seen=self.seen)

    def go_on(self, state: State, key: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], State]]:
        """Yield what a partial path leads to; the path itself, if it is worth less than its key."""
        around = self.around(state) if self.by == "likelihood" else key
        if around is not None and around != key:
            yield around, state
        elif around is not None:
            for leg in self.terrain.legs[state.role]:
                for after in self.enter(state, leg) if self.is_open(state, leg) else ():
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

    def is_open(self, state: State, leg: Leg) -> bool:
        """Return whether a leg may be taken: forward, allowed, and levels at the start only."""
        role = leg.target
        return not (
            state.visited >> role & 1
            or not self.bounds.leads_on(role)
            or (leg.is_level and state.parent is not None)
            or (self.seen > _MANY and self.bounds.is_cut_off(role, state.visited))
        )

    def enter(self, state: State, leg: Leg) -> list[State]:
        """Return the states after a leg: several where alternatives leave a choice."""
        visited = state.visited | 1 << leg.target
        if leg.is_level:
            return [State(leg.target, state.held, visited, state.costs, state)]
        costs, terrain = state.costs, self.terrain
        states = []
        for held, gap in terrain.learn(leg.target, state.held, self.groups[leg.target]):
            after = Costs(
                costs.gap + gap,
                max(costs.hardest, gap),
                costs.hops + 1,
                costs.years + self.years(state, leg, held) if self.timed else 0,
                costs.unknown + leg.unknown,
                costs.unlikeliness + leg.unlikeliness,
            )
            states.append(State(leg.target, held, visited, after, state))
        return states

    def years(self, state: State, leg: Leg, held: int) -> int:
        """Return what a leg takes for someone who holds some skills after it, in millionths."""
        served = 0.0 if state.costs.hops else 12 * self.traveller.years
        months = max(0.0, leg.months - served)
        hours = self.terrain.learning_hours(held & ~state.held)
        return self.terrain.years(months, hours)

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
        if not self.bounds.can_stop(state.role, state.visited):
            return None
        return key

    def least(self, state: State) -> Costs:
        """Return what a partial path costs at least when it is complete."""
        costs = state.costs
        left = self.bounds.remainder(
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
            stops = all(state.visited >> stop & 1 for stop in self.limits.via)
            return stops and not self.over(state.costs)
        return not self.over(self.least(state))

    def over(self, costs: Costs) -> bool:
        """Return whether costs are over a limit."""
        hops, years = self.limits.max_hops, self.limits.max_years
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
        labels = tuple(self.terrain.labels[s.role] for s in path)
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

    def ways(self) -> list[Way]:
        """Return the best ways known, best first."""
        ranked = sorted(self.best.values(), key=itemgetter(0))
        return [way_of(state) for _, state in ranked[: self.k]]


def _met(mask: int, alternatives: Iterable[int]) -> bool:
    """Return whether a group is met by something of which one is held, whichever it is."""
    return any(one & ~mask == 0 for one in alternatives)


def way_of(state: State) -> Way:
    """Return the way that leads to a state."""
    passed = _trace(state)
    return Way(tuple(s.role for s in passed), tuple(s.held for s in passed), state.costs)


def _trace(state: State) -> list[State]:
    path = [state]
    while path[-1].parent is not None:
        path.append(path[-1].parent)
    return path[::-1]
