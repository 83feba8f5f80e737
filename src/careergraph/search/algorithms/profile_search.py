"""The exact search over profiles: the best simple paths, where learned skills carry over.

On arrival a person holds what was asked and what that implies; staying for the years of a level
gives the rest. So the cost of a step depends on the path taken. Partial paths are expanded best
first; one is dropped if even its lower bound is worse than the k-th best known path. Nothing else
is dropped, so the result is exact; if the work budget is spent first, the result says so.
"""

from __future__ import annotations

from dataclasses import replace
from heapq import heappop, heappush
from itertools import chain, count, islice, permutations
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.search.algorithms.integer_network import Graph, union
from careergraph.search.algorithms.k_shortest import (
    shortest_simple_paths,
    up_to_bottleneck,
    without_nodes,
)
from careergraph.search.algorithms.profile_bounds import LowerBounds, ProfileBounds, bottleneck_gap
from careergraph.search.algorithms.profile_ends import PathEnds, count_ends
from careergraph.search.algorithms.profile_layers import LAYERED, UNKNOWN_YEARS, LayeredBounds
from careergraph.search.algorithms.work_budget import WORK, WorkBudget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from careergraph.search.algorithms.profile_layers import LayerStep
    from careergraph.search.algorithms.profile_network import (
        ProfileArc,
        ProfileNetwork,
        ProfileQuery,
    )

__all__ = [
    "ORDERS",
    "Costs",
    "ParetoCosts",
    "ProfilePath",
    "ProfileResult",
    "find_pareto_paths",
    "find_paths",
    "order_of",
]

_ARC_WORK, _PATH_WORK, _ENTER_WORK = 1, 500, 15
"""Units of work for each arc of a plain network, each plain path, and each state entered."""
_MANY: Final = 500
"""After this many partial paths it pays to find the roles that no path can avoid."""
_CANDIDATES_EACH: Final = 4
_FEWEST_CANDIDATES, _MOST_CANDIDATES = 6, 60
_MOST_ORDERS: Final = 24
_DIVERS: Final = 8
"""The number of partial paths of each length that are completed to find good ones early."""
_NARROWINGS: Final = 4
_LARGE: Final = 20_000
"""A network with more arcs than this is narrowed before its layered bounds are found."""
_RESPECTS: Final = ("gap", "time", "step")
"""Criteria by which likely paths of the Pareto front are found."""
_BY_ENDS: Final = frozenset({"effort", "gap"})
"""Criteria whose paths in large networks are bounded by the last two roles."""
_MOST_ENDS: Final = 2000
"""With more ends than this, these bounds would take too long and too much memory."""
_END_WORK, _PASS_WORK, _ENDS_EACH = 3, 3, 300
"""Units of work for each arc to find the ends, and for each step tried before some end, with one
more for so many ends."""
_ENOUGH_NARROWED: Final = 0.8
"""The network is narrowed again while it loses this share of its arcs, up to this many times."""


class Costs(NamedTuple):
    """The costs of a path: gaps in `GAP_UNIT`, hours (middle) and years in whole millionths.

    ``effort`` is the hours plus the price of each step. ``unknown_years`` counts the steps of
    unknown experience, ``unknown`` those of unknown likelihood.
    """

    effort: int = 0
    gap: int = 0
    hardest: int = 0
    hops: int = 0
    hours: int = 0
    years: int = 0
    unknown_years: int = 0
    unknown: int = 0
    unlikeliness: int = 0


ORDERS: Final[dict[str, tuple[str, ...]]] = {
    "effort": ("effort", "gap", "hardest", "hops"),
    "gap": ("gap", "hardest", "hops"),
    "step": ("hardest", "gap", "hops"),
    "time": ("unknown_years", "years", "gap", "hardest", "hops"),
    "hops": ("hops", "gap", "hardest"),
    "likelihood": ("unknown", "unlikeliness", "gap", "hardest", "hops"),
}
"""The costs by which paths are compared, in order; ties are broken by labels."""


class ProfilePath(NamedTuple):
    """A path by number, the bits held after entering each role, and the costs."""

    roles: tuple[int, ...]
    held: tuple[int, ...]
    costs: Costs


class ProfileResult(NamedTuple):
    """The best paths, best first, whether that is proven, and the number of partial paths seen."""

    paths: list[ProfilePath]
    proven: bool
    seen: int


class State(NamedTuple):
    """A partial path: its last role, what is held, the roles visited, and the costs."""

    role: int
    held: int
    visited: int
    costs: Costs
    parent: State | None


class _Partial(NamedTuple):
    """A partial path, what is missing of each end, and the bits gained since the start."""

    state: State
    missing: int
    gained: frozenset[int]


def order_of(by: str) -> Callable[[Costs], tuple[int, ...]]:
    """Return the key by which a criterion orders costs.

    Examples
    --------
    >>> order_of("gap")(Costs(gap=5, hardest=3, hops=2))
    (5, 3, 2)
    """
    return itemgetter(*(Costs._fields.index(name) for name in ORDERS[by]))


def find_paths(
    network: ProfileNetwork,
    query: ProfileQuery,
    *,
    work: int = WORK,
    with_candidates: bool = True,
) -> ProfileResult:
    """Return the k best paths between two roles.

    If the work budget is spent before they are proven to be the best, the best known ones are
    returned. If none is known then, the search continues until it finds one that meets the
    constraints, or proves that there is none (it gives up after `ProfileQuery.most_tried` partial
    paths, and the empty result is then not proven).

    Parameters
    ----------
    network
        Roles, arcs and profiles.
    query
        Which paths to search for.
    work
        The units of work allowed; see `WorkBudget`. If several paths cannot be proven with it, the
        search for the single best path may do as much again.
    with_candidates
        Whether to try likely paths first. Without them the search is just as exact, but slower.
    """
    result = _find(network, query, work, with_candidates=with_candidates)
    if result.proven or query.k == 1:
        return result
    first = _find(network, replace(query, k=1), work, with_candidates=with_candidates)
    return _with_first(result, first, query)


def _with_first(result: ProfileResult, first: ProfileResult, query: ProfileQuery) -> ProfileResult:
    """Return unproven paths together with the path that a search for the single best one finds."""
    order = order_of(query.by)
    best = {path.roles: path for path in result.paths}
    for path in first.paths:
        known = best.get(path.roles)
        if known is None or order(path.costs) < order(known.costs):
            best[path.roles] = path
    alone = {path.roles for path in first.paths}
    ranked = sorted(best.values(), key=lambda p: (order(p.costs), p.roles not in alone))
    return ProfileResult(ranked[: query.k], proven=False, seen=result.seen + first.seen)


def _find(
    network: ProfileNetwork, query: ProfileQuery, work: int, *, with_candidates: bool
) -> ProfileResult:
    search = _Search(network, query, WorkBudget(work))
    if search.can_begin:
        for path in _steps_back(search):
            search.try_path(path)
    if with_candidates and search.can_begin:
        for path in _candidates(search):
            search.try_path(path)
            if search.work.is_spent() and len(search.best) >= query.k:
                break
        search.narrow()
    return search.run()


class _Search:
    """One search: its bounds, the best known paths, and the expansion of partial paths."""

    def __init__(
        self,
        network: ProfileNetwork,
        query: ProfileQuery,
        work: WorkBudget,
        *,
        pareto: bool = False,
    ) -> None:
        self.network, self.query, self.work = network, query, work
        self.target, self.k, self.by = query.target, query.k, query.by
        self.arcs = network.arcs_for(query.start, query.extra, down=query.down)
        self.arrivals = network.arrivals_of(query.holding)
        self.order = order_of(query.by)
        self.timed = pareto or query.by == "time" or query.max_years is not None
        self.is_limited = (
            bool(query.via) or query.max_hops is not None or query.max_years is not None
        )
        self.parts = {
            *(("hours",) if self.timed or query.by == "effort" else ()),
            *(("years",) if self.timed else ()),
            *(("likelihood",) if query.by == "likelihood" else ()),
        }
        self._set_bounds()
        self.can_begin = self.bounds.reaches_target(query.start)
        self.floor = 0
        """A gap that some step of every path reaches."""
        if self.can_begin and (pareto or query.by == "step"):
            self.floor = bottleneck_gap(network, self.bounds, self.arrivals, query.start)
        self.start = State(query.start, self.arrivals.held, 1 << query.start, Costs(), None)
        self.best: dict[tuple[int, ...], tuple[tuple[object, ...], State]] = {}
        self.worst: tuple[int, ...] | None = None
        self.seen = 0
        self.layers: LayeredBounds | None = None
        self.ends: PathEnds | None = None

    def _set_bounds(self) -> None:
        """Find the bounds, and the bits that matter to the roles that a path may lead through."""
        self.bounds = self._make_bounds()
        hops, behind, relevant = (
            self.bounds.hops,
            self.bounds.hops_from_start,
            self.network.relevant,
        )
        self.looked_at = union(relevant[role] for role in hops if role in behind)

    def _make_bounds(self) -> ProfileBounds:
        return ProfileBounds(
            self.network, self.arcs, self.arrivals, self.query, self.parts, self.work
        )

    def narrow(self) -> None:
        """Leave out the arcs that no path as good as the k-th best known path takes.

        Fewer roles make the bounds tighter, which excludes more arcs, so this is repeated a few
        times.
        """
        is_large = sum(map(len, self.arcs)) > _LARGE
        if is_large and self._find_ends():
            return
        if self.by in LAYERED and not is_large and self._find_layers():
            return
        for _ in range(_NARROWINGS):
            arcs = self.bounds.narrow(self._is_too_much)
            if self.work.is_spent():
                return
            before, after = (sum(map(len, group)) for group in (self.arcs, arcs))
            self.arcs = arcs
            self._set_bounds()
            self.can_begin = self.bounds.reaches_target(self.query.start)
            if not self.can_begin or after > _ENOUGH_NARROWED * before:
                break
        if self.by in LAYERED and is_large:
            self._find_layers()

    def _find_layers(self) -> bool:
        """Find the layered bounds, if k paths are known already.

        Return whether this was done or not needed: ``False`` if so many steps are possible that
        these bounds would take longer than the search without them.
        """
        if self.worst is None or not self.can_begin:
            return True
        layers = LayeredBounds(
            self.network, self.arcs, self.arrivals, self.query, self.bounds, self.work
        )
        if not layers.begin(self._most()):
            return False
        self.layers = layers
        self._dive()
        return True

    def _find_ends(self) -> bool:
        """Find the bounds by the last roles, and return whether the search can use them."""
        if self.by not in _BY_ENDS or self.is_limited or self.worst is None or not self.can_begin:
            return False
        if count_ends(self.arcs, self.target) > _MOST_ENDS:
            return False
        self.work.spend(_END_WORK * sum(map(len, self.arcs)))
        self.ends = PathEnds(
            self.network,
            self.arcs,
            self.query,
            held=self.arrivals.held,
            value=self.bounds.gap if self.by == "gap" else self.bounds.hours,
            most=self._most(),
        )
        return True

    def _most(self) -> int:
        """Return the cost of the worst path that counts, in the form of the layered bounds."""
        first, second = (self.worst or (0, 0))[:2]
        return first * UNKNOWN_YEARS + second if self.by == "time" else first

    def _dive(self) -> None:
        """Complete the most promising partial paths, a fixed number of each length."""
        states = [self.start]
        while states and not self.work.is_spent():
            reached = [pair for state in states for pair in self.expand(state, ())]
            reached.sort(key=itemgetter(0))
            states = [after for _, after in reached[:_DIVERS]]

    def _raise_key(self, state: State, key: tuple[int, ...]) -> tuple[int, ...] | None:
        """Return the higher of a key and the layered bounds, ``None`` if a state is of no use."""
        if self.layers is None or state.parent is None:
            return key
        left = self.layers.left(state.costs.hops, state.role, state.parent.role)
        if left is None:
            return None
        covered = LAYERED[self.by]
        least = self.order(state.costs)[:covered]
        if self.by == "time":
            unknown, years = divmod(left, UNKNOWN_YEARS)
            least = (least[0] + unknown, least[1] + years)
        else:
            least = (least[0] + left,)
        return max(key, (*least, *key[covered:]))

    def _is_over_worst(self, state: State, left: int) -> bool:
        """Return whether the cost left makes a path worse than the worst that counts."""
        costs = state.costs
        if self.by == "time":
            return costs.unknown_years * UNKNOWN_YEARS + costs.years + left > self._most()
        return (costs.effort if self.by == "effort" else costs.gap) + left > self._most()

    def _is_too_much(self, left: LowerBounds) -> bool:
        least = self.add_bounds(Costs(), left)
        return self.over(least) or (self.worst is not None and self.order(least) > self.worst)

    def try_path(self, path: Sequence[int]) -> None:
        """Add a path to the best known ones, if it meets the constraints."""
        for state in self.walk(path):
            self.complete(state)

    def walk(self, path: Sequence[int]) -> list[State]:
        """Return the states at the end of a path that meet the constraints."""
        ahead = [0]
        for role in reversed(path[2:]):
            ahead.append(ahead[-1] | self.network.relevant[role])
        states = [self.start]
        for role, useful in zip(path[1:], reversed(ahead), strict=True):
            arc = next((arc for arc in self.arcs[states[0].role] if arc.target == role), None)
            if arc is None or role in self.query.closed or not self.bounds.reaches_target(role):
                return []
            reached = [
                after
                for state in states
                if not state.visited >> role & 1
                for after in self.enter(state, arc, useful)
                if self.worst is None or self.order(after.costs) <= self.worst
            ]
            states = [state for state in reached if self.within(state)]
            if not states:
                return []
        return states

    def run(self) -> ProfileResult:
        """Expand partial paths, best first, until no better one is left or the work is spent."""
        if self.ends is not None:
            return self._run_by_ends(self.ends)
        if self.layers is not None:
            return self._run_by_layers(self.layers)
        serial = count()
        heap: list[tuple[tuple[int, ...], int, State]] = []
        if self.can_begin and self.within(self.start):
            heap.append((self.order(self.least(self.start)), next(serial), self.start))
        while heap:
            key, _, state = heappop(heap)
            if self.worst is not None and key > self.worst:
                break
            if self.work.is_spent():
                return self._end(is_exhausted=not self.best and self.find_any())
            for bound, after in self.expand(state, key):
                heappush(heap, (bound, next(serial), after))
        return self._end(is_exhausted=True)

    def _end(self, *, is_exhausted: bool) -> ProfileResult:
        """Return the best known paths, proven if no other partial path is left."""
        proven = is_exhausted and not self.arrivals.is_cut
        return ProfileResult(self.best_paths(), proven=proven, seen=self.seen)

    def find_any(self) -> bool:
        """Add the first path that meets the constraints to the best, whatever it costs.

        Return whether no such path exists: ``False`` if one was found, or if the search gives up
        after too many partial paths.
        """
        hops, timed = self.bounds.hops, self.query.max_years is not None
        first_seen, tried = self.seen, dict[tuple[int, int, int], int]()
        states = [self.start] if self.can_begin and self.within(self.start) else []
        while states:
            state = states.pop()
            if state.role == self.target:
                self.complete(state)
                return False
            # Without a limit on years, what is held does not matter.
            place = state.role, state.visited, state.held if timed else 0
            if state.costs.years >= tried.get(place, state.costs.years + 1):
                continue
            tried[place] = state.costs.years
            if self.seen - first_seen > self.query.most_tried:
                return False
            following = []
            for arc in self.arcs[state.role]:
                if state.visited >> arc.target & 1 or arc.target not in hops:
                    continue
                for after in self.enter(state, arc, -1 if timed else 0):
                    self.seen += 1
                    if self._can_end(after):
                        least = self.least(after)
                        following.append((least.years if timed else 0, least.hops, after))
            following.sort(key=itemgetter(0, 1), reverse=True)
            states += [after for _, _, after in following]
        return True

    def _can_end(self, state: State) -> bool:
        """Return whether a path, complete or not, may end within the constraints."""
        if state.role == self.target or not self.within(state):
            return self.within(state)
        bounds, visited = self.bounds, state.visited
        return not bounds.is_cut_off(state.role, visited) and bounds.can_visit_stops(
            state.role, visited
        )

    def _run_by_ends(self, ends: PathEnds) -> ProfileResult:
        """Complete partial paths by each end of use, and go on where a longer way may be of use.

        Partial paths of one length are taken together, the cheapest first.
        """
        begin = _Partial(self.start, ends.missing, frozenset())
        for arc in self.arcs[self.start.role]:
            if arc.target == self.target and not arc.back:
                self._finish(self.start, (arc,))
        for end in ends.short:
            self._finish(self.start, end.steps)
        partials = [begin] if self._try_ends(ends, begin) else []
        while partials:
            following: list[_Partial] = []
            for partial in sorted(partials, key=lambda one: self._spent(one.state.costs)):
                following += (
                    longer
                    for longer in self._lengthen(ends, partial)
                    if self._try_ends(ends, longer)
                )
                if self.work.is_spent():
                    return self._end(is_exhausted=False)
            partials = following
        return self._end(is_exhausted=True)

    def _lengthen(self, ends: PathEnds, partial: _Partial) -> Iterator[_Partial]:
        """Yield the continuations of a partial path by a role that comes before some end."""
        state, missing, gained = partial
        room = ends.room(self._room(state, 4))
        if not ends.open(missing, room):
            return
        each = _PASS_WORK + ends.count // _ENDS_EACH
        self.work.spend(each * len(self.arcs[state.role]))
        for arc in self.arcs[state.role]:
            role = arc.target
            if role == self.target or state.visited >> role & 1 or role in self.query.closed:
                continue
            if ends.open(ends.through(role, missing, gained), room):
                for after in self.enter(state, arc):
                    self.seen += 1
                    new = ends.gained(role, state.held, after.held, gained)
                    yield _Partial(after, ends.gain(missing, new), gained.union(new))

    def _room(self, state: State, steps: int) -> int:
        """Return what a path may still cost besides the price of so many steps."""
        price = self.network.change_cost if self.by == "effort" else 0
        return self._most() - self._spent(state.costs) - steps * price

    def _try_ends(self, ends: PathEnds, partial: _Partial) -> bool:
        """Complete a partial path by two more roles and the target, where that may be of use.

        Return whether a longer way may be of use, too.
        """
        state, missing, _ = partial
        possible = ends.open(missing, ends.room(self._room(state, 3)))
        for end in ends.after(state.role, possible):
            if not (state.visited >> end.first | state.visited >> end.second) & 1:
                arc = next(arc for arc in self.arcs[state.role] if arc.target == end.first)
                self._finish(state, (arc, *end.steps))
        return bool(ends.open(missing, ends.room(self._room(state, 4))))

    def _finish(self, state: State, steps: Iterable[ProfileArc]) -> None:
        """Complete a partial path by some steps."""
        states = [state]
        for arc in steps:
            states = [
                after
                for before in states
                for after in self.enter(before, arc)
                if self._spent(after.costs) <= self._most()
            ]
        for complete in states:
            self.complete(complete)

    def _run_by_layers(self, layers: LayeredBounds) -> ProfileResult:
        """Expand partial paths, best first, each with its own bounds on what may follow."""
        serial = count()
        heap: list[tuple[tuple[int, ...], int, State, LayeredBounds, bool]] = []
        if self.can_begin and self.within(self.start):
            heap.append(((0,), next(serial), self.start, layers, True))
        while heap:
            key, _, state, bounds, is_own = heappop(heap)
            if self.worst is not None and key > self.worst:
                break
            if self.work.is_spent():
                return self._end(is_exhausted=False)
            if not is_own:
                room = self._most() - self._spent(state.costs)
                bounds = bounds.follow(
                    state.role, _previous(state), state.held, state.visited, room
                )
                left = bounds.left(0, state.role, _previous(state))
                if left is None:
                    continue
                raised = self._key_by_layers(state, left)
                if raised > key:
                    heappush(heap, (raised, next(serial), state, bounds, True))
                    continue
            steps = bounds.steps(0, state.role, _previous(state))
            for bound, after in self._go_on(state, steps or ()):
                heappush(heap, (bound, next(serial), after, bounds, False))
        return self._end(is_exhausted=True)

    def _go_on(
        self, state: State, steps: Sequence[LayerStep]
    ) -> Iterator[tuple[tuple[int, ...], State]]:
        """Yield the continuations of a partial path by useful steps, cheapest first."""
        spent, visited, most = self._spent(state.costs), state.visited, self._most()
        self.work.spend(len(steps))
        for through, rest, way, useful in steps:
            arc = way.arc
            if spent + through > most:
                break
            if visited >> arc.target & 1:
                continue
            for after in self.enter(state, arc, useful):
                self.seen += 1
                if after.role == self.target:
                    if self.within(after):
                        self.complete(after)
                        most = self._most()
                    continue
                if self._spent(after.costs) + rest > most:
                    break  # The others cost the same.
                key = self._key_by_layers(after, rest)
                if (self.worst is None or key <= self.worst) and (
                    not self.is_limited or self._keeps_to_limits(after, self.least(after))
                ):
                    yield key, after

    def _key_by_layers(self, state: State, left: int) -> tuple[int, ...]:
        """Return the least key of a path with this cost left."""
        costs = state.costs
        hops = costs.hops + self.bounds.hops[state.role]
        if self.by == "time":
            unknown, years = divmod(left, UNKNOWN_YEARS)
            unknown, years = costs.unknown_years + unknown, costs.years + years
            return unknown, years, costs.gap, costs.hardest, hops
        if self.by == "effort":
            return costs.effort + left, costs.gap, costs.hardest, hops
        return costs.gap + left, costs.hardest, hops

    def expand(self, state: State, key: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], State]]:
        """Yield the continuations of a partial path, or the path itself with a raised key."""
        if self.layers is not None:
            steps = self.layers.steps(state.costs.hops, state.role, _previous(state))
            if steps is not None:
                yield from self._go_on(state, steps)
                return
        around = self.around(state) if self.by == "likelihood" else key
        if around is not None and around != key:
            yield around, state
        elif around is not None:
            self.work.spend(len(self.arcs[state.role]))
            for arc in self.arcs[state.role]:
                for after in self.enter(state, arc) if self.is_open(state, arc) else ():
                    self.seen += 1
                    bound = self.bound_key(after)
                    if bound is not None:
                        yield bound, after

    def _spent(self, costs: Costs) -> int:
        """Return the cost so far, in the form of the layered bounds."""
        if self.by == "effort":
            return costs.effort
        if self.by == "gap":
            return costs.gap
        return costs.unknown_years * UNKNOWN_YEARS + costs.years

    def around(self, state: State) -> tuple[int, ...] | None:
        """Return the least key of a partial path that visits no role again."""
        odds = self.bounds.odds_around(state.role, state.visited)
        if odds is None:
            return None
        unknown, unlikeliness = odds
        costs = state.costs
        least = self.least(state)._replace(
            unknown=costs.unknown + unknown, unlikeliness=costs.unlikeliness + unlikeliness
        )
        return self.order(least)

    def is_open(self, state: State, arc: ProfileArc) -> bool:
        """Return whether an arc may be taken: to a new, allowed role that leads to the target."""
        role = arc.target
        if self.layers is not None and role != self.target:
            left = self.layers.left(state.costs.hops + 1, role, state.role)
            if left is None or self._is_over_worst(state, left):
                return False
        return not (
            state.visited >> role & 1
            or role not in self.bounds.hops
            or (self.seen > _MANY and self.bounds.is_cut_off(role, state.visited))
        )

    def enter(self, state: State, arc: ProfileArc, useful: int = -1) -> list[State]:
        """Return the states after an arc: several if a group leaves a choice.

        Parameters
        ----------
        state, arc
            A partial path, and the arc by which it continues.
        useful
            The bits that matter to the roles that may follow; by default to any role that counts.
        """
        self.work.spend(_ENTER_WORK)
        network, costs, held, role = self.network, state.costs, state.held, arc.target
        if arc.stays:
            held |= 0 if state.parent is None else network.full[state.role]  # not what they lack
        promotion = network.is_promotion(state.role, role)
        arrival = self.arrivals.enter(role, held, promotion=promotion, back=arc.back)
        years = 0
        if self.timed:
            served = None if state.parent is not None else self.query.served
            study = self._study(state, arc)
            years = network.years(arc, arrival.low, arrival.high, served, study)
        gap, hours = arrival.gap, arrival.hours
        after = Costs(
            effort=costs.effort + hours + network.change_cost,
            gap=costs.gap + gap,
            hardest=max(costs.hardest, gap),
            hops=costs.hops + 1,
            hours=costs.hours + hours,
            years=costs.years + years,
            unknown_years=costs.unknown_years + arc.unknown_years,
            unknown=costs.unknown + arc.unknown,
            unlikeliness=costs.unlikeliness + arc.unlikeliness,
        )
        visited = state.visited | 1 << role
        if not arrival.choices:
            return [State(role, held | arrival.asked, visited, after, state)]
        useful &= self.looked_at & ~held
        added = self.arrivals.added(arrival, useful)
        return [State(role, held | bits, visited, after, state) for bits in added]

    def _study(self, state: State, arc: ProfileArc) -> tuple[int, int, bool] | None:
        """Return the compulsory study of a step, for someone who has taken a partial path."""
        study = self.query.study
        if study is None or arc.target not in study.roles:
            return None
        return study.find((*(passed.role for passed in _trace(state)), arc.target))

    def bound_key(self, state: State) -> tuple[int, ...] | None:
        """Return the least key that a partial path can end with, ``None`` if it can be dropped."""
        if state.role == self.target:
            if self.within(state):
                self.complete(state)
            return None
        least = self.least(state)
        key = self._raise_key(state, self.order(least))
        if key is None or (self.worst is not None and key > self.worst):
            return None
        if self.layers is None and not self.has_room(state, least):
            return None
        return key if not self.is_limited or self._keeps_to_limits(state, least) else None

    def _keeps_to_limits(self, state: State, least: Costs) -> bool:
        """Return whether a partial path can still meet the constraints."""
        return not self.over(least) and self.bounds.can_visit_stops(state.role, state.visited)

    def least(self, state: State) -> Costs:
        """Return what a partial path costs at least when it is complete."""
        costs = state.costs
        left = self.bounds.lower_bounds(
            state.role, state.held, state.visited, deep=self.seen > _MANY
        )
        return self.add_bounds(costs, left)

    def add_bounds(self, costs: Costs, left: LowerBounds) -> Costs:
        """Return the sum of costs and lower bounds on what is left."""
        return Costs(
            effort=costs.effort + left.hours + self.network.change_cost * left.hops,
            gap=costs.gap + left.gap,
            hardest=max(costs.hardest, self.floor),
            hops=costs.hops + left.hops,
            hours=costs.hours + left.hours,
            years=costs.years + left.years,
            unknown_years=costs.unknown_years + left.unknown_years,
            unknown=costs.unknown + left.unknown,
            unlikeliness=costs.unlikeliness + left.unlikeliness,
        )

    def within(self, state: State) -> bool:
        """Return whether a path meets the constraints, or still can."""
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
        name = "years" if self.by == "time" else "effort" if self.by == "effort" else "gap"
        place = ORDERS[self.by].index(name)
        if self.order(least)[:place] < self.worst[:place]:
            return True
        room = self.worst[place] - getattr(state.costs, name)
        if name == "gap":
            return bounds.fits(state.role, state.held, room, bounds.gap)
        if name == "effort":
            room -= self.network.change_cost * bounds.hops[state.role]
        elif not bounds.learns:
            return True
        else:
            room = bounds.most_hours(room)
        return bounds.fits(state.role, state.held, room, bounds.hours)

    def complete(self, state: State) -> None:
        """Add a complete path to the best ones, and update the worst that still counts."""
        if self.worst is not None and self.order(state.costs) > self.worst:
            return
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

    def best_paths(self) -> list[ProfilePath]:
        """Return the best known paths, best first."""
        ranked = sorted(self.best.values(), key=itemgetter(0))
        return [_path_to(state) for _, state in ranked[: self.k]]


def _previous(state: State) -> int:
    return -1 if state.parent is None else state.parent.role


def _path_to(state: State) -> ProfilePath:
    passed = _trace(state)
    return ProfilePath(tuple(s.role for s in passed), tuple(s.held for s in passed), state.costs)


def _trace(state: State) -> list[State]:
    path = [state]
    while path[-1].parent is not None:
        path.append(path[-1].parent)
    return path[::-1]


def _steps_back(search: _Search) -> Iterator[Sequence[int]]:
    """Yield the step back to the target, which costs less than the bounds, so it is tried first.

    No other path contains it, and the bounds hold for all others.
    """
    query = search.query
    if any(arc.back and arc.target == query.target for arc in search.arcs[query.start]):
        yield [query.start, query.target]


def _candidates(search: _Search, by: str | None = None) -> Iterator[Sequence[int]]:
    """Yield paths that are likely to be good, so that the search has a limit from the start.

    They are good by the criterion of the search, or by another one.
    """
    network, by = search.network, by or search.by
    query = replace(search.query, by=by)
    search.work.spend(_ARC_WORK * sum(map(len, search.arcs)))
    graph = network.plain_graph(by, down=query.down)
    graph = _with_arcs(graph, by, search)
    if query.closed:
        graph = without_nodes(graph, query.closed)
    if query.via:
        yield from _through_stops(graph, query, search.work)
        return
    number = max(_FEWEST_CANDIDATES, min(_MOST_CANDIDATES, _CANDIDATES_EACH * query.k))
    if by == "step":
        easy = up_to_bottleneck(graph, query.start, query.target)
        yield from _plain_paths(easy, query, number, search.work)
        if len(search.best) >= query.k:
            return
    yield from _plain_paths(graph, query, number, search.work)


def _plain_paths(
    graph: Graph, query: ProfileQuery, number: int, work: WorkBudget
) -> Iterator[Sequence[int]]:
    for path in islice(shortest_simple_paths(graph, query.start, query.target), number):
        work.spend(_PATH_WORK)
        yield path


def _with_arcs(graph: Graph, by: str, search: _Search) -> Graph:
    """Return a graph in which the arcs out of the first role have their costs for this person."""
    after, before, start = list(graph.after), list(graph.before), search.query.start
    for target, _ in after[start]:
        before[target] = [pair for pair in before[target] if pair[0] != start]
    held = search.arrivals.held
    costs = {arc.target: search.network.plain_cost(arc, by, held) for arc in search.arcs[start]}
    after[start] = list(costs.items())
    for target, cost in costs.items():
        before[target] = [*before[target], (start, cost)]
    return Graph(after, before)


def _through_stops(graph: Graph, query: ProfileQuery, work: WorkBudget) -> Iterator[Sequence[int]]:
    """Yield plain paths that link the stops in each order without repeating a role."""
    for order in islice(permutations(query.via), _MOST_ORDERS):
        stops = (query.start, *order, query.target)
        path = [query.start]
        for stop in stops[1:]:
            barred = {*path[:-1], *stops} - {path[-1], stop}
            around = without_nodes(graph, barred)
            work.spend(_PATH_WORK)
            following = next(shortest_simple_paths(around, path[-1], stop), None)
            if following is None:
                break
            path += following[1:]
        else:
            yield path


class ParetoCosts(NamedTuple):
    """The costs of a path in each respect that the Pareto search compares; see `Costs`."""

    years: int
    gap: int
    hardest: int
    degrees: int

    def dominates(self, other: ParetoCosts) -> bool:
        """Return whether these costs are no worse than others in any respect.

        Examples
        --------
        >>> ParetoCosts(1, 2, 2, 0).dominates(ParetoCosts(1, 3, 2, 0))
        True
        """
        years, gap, hardest, degrees = other
        return (
            self.years <= years
            and self.gap <= gap
            and self.hardest <= hardest
            and self.degrees <= degrees
        )


class _Ranked(NamedTuple):
    """A partial path with the rank of the degree reached, and the number of new degrees."""

    state: State
    rank: int | None
    degrees: int


def find_pareto_paths(
    network: ProfileNetwork,
    query: ProfileQuery,
    *,
    degrees: Sequence[int | None],
    degree: int | None = None,
    work: int = WORK,
) -> ProfileResult:
    """Return the paths that no other path equals or beats in every respect, smallest gap first.

    Parameters
    ----------
    network, query, work
        As for `find_paths`; the number of paths and the criterion are ignored.
    degrees
        The rank of the degree by which each role is usually entered, if known.
    degree
        The rank of the degree held (default: that of the first role).
    """
    search = _Search(network, replace(query, k=9, by="gap"), WorkBudget(work), pareto=True)
    front = _ParetoSearch(search, degrees)
    held = degrees[query.start] if degree is None else degree
    begin = _Ranked(search.start, held, 0)
    if search.can_begin:
        likely = chain(_steps_back(search), *(_candidates(search, by) for by in _RESPECTS))
        for path in likely:
            front.try_path(begin, path)
            if search.work.is_spent() and front.best:
                break
        front.dive(begin)
    proven = front.run(begin)
    ranked = sorted(front.best.items(), key=lambda item: (item[0].gap, item[0]))
    return ProfileResult([_path_to(state) for _, state in ranked], proven=proven, seen=search.seen)


class _ParetoSearch:
    def __init__(self, search: _Search, ranks: Sequence[int | None]) -> None:
        self.search, self.ranks = search, ranks
        self.best: dict[ParetoCosts, State] = {}

    def try_path(self, begin: _Ranked, path: Sequence[int]) -> None:
        """Add a path to the front, if it meets the constraints."""
        for state in self.search.walk(path):
            partial = begin
            for passed in _trace(state)[1:]:
                rank, degrees = self.degrees(partial, passed.role)
                partial = _Ranked(passed, rank, degrees)
            self.take(partial)

    def dive(self, begin: _Ranked) -> None:
        """Complete the partial paths that are best in one respect, some of each length."""
        for respect in ("years", "gap", "hardest"):
            partials = [begin]
            while partials and not self.search.work.is_spent():
                reached = [
                    (getattr(bound, respect), bound, after)
                    for partial in partials
                    for after in self.after(partial)
                    if (bound := self.bound(after)) is not None
                ]
                reached.sort(key=itemgetter(0, 1))
                partials = [after for *_, after in reached[:_DIVERS]]

    def run(self, begin: _Ranked) -> bool:
        """Expand partial paths until none is left, and return whether the work sufficed."""
        search, serial = self.search, count()
        heap: list[tuple[ParetoCosts, int, _Ranked]] = []
        if search.can_begin:
            heappush(heap, (self.least(begin), next(serial), begin))
        while heap:
            vector, _, partial = heappop(heap)
            if self.is_dominated(vector):
                continue
            search.work.spend(_ENTER_WORK)
            if search.work.is_spent():
                return not self.best and self._find_any(begin)
            for after in self.after(partial):
                bound = self.bound(after)
                if bound is not None:
                    heappush(heap, (bound, next(serial), after))
        return not search.arrivals.is_cut

    def _find_any(self, begin: _Ranked) -> bool:
        """Add a first path to the front, and return whether it is proven that there is none."""
        is_exhausted = self.search.find_any()
        for path in self.search.best_paths():
            self.try_path(begin, path.roles)
        return is_exhausted and not self.search.arrivals.is_cut

    def after(self, partial: _Ranked) -> Iterable[_Ranked]:
        """Yield the continuations of a partial path."""
        search, state = self.search, partial.state
        for arc in search.arcs[state.role]:
            if search.is_open(state, arc):
                rank, degrees = self.degrees(partial, arc.target)
                for after in search.enter(state, arc):
                    search.seen += 1
                    yield _Ranked(after, rank, degrees)

    def degrees(self, partial: _Ranked, role: int) -> tuple[int | None, int]:
        """Return the rank of the degree after entering a role, and how many were new."""
        asked = self.ranks[role]
        if asked is None or (partial.rank is not None and asked <= partial.rank):
            return partial.rank, partial.degrees
        return asked, partial.degrees + (partial.rank is not None)

    def bound(self, partial: _Ranked) -> ParetoCosts | None:
        """Return a lower bound on a partial path's final costs, ``None`` if it can be dropped."""
        if partial.state.role == self.search.target:
            self.take(partial)
            return None
        search, state = self.search, partial.state
        least = search.least(state)
        if search.over(least):
            return None
        bound = self.vector(partial, least)
        if self.is_dominated(bound) or not search.bounds.can_visit_stops(state.role, state.visited):
            return None
        return bound

    def least(self, partial: _Ranked) -> ParetoCosts:
        """Return what a partial path costs at least when it is complete."""
        return self.vector(partial, self.search.least(partial.state))

    def vector(self, partial: _Ranked, least: Costs) -> ParetoCosts:
        """Return the least costs in the compared respects, with the degrees still needed."""
        asked = self.ranks[self.search.target]
        more = asked is not None and partial.rank is not None and asked > partial.rank
        return ParetoCosts(least.years, least.gap, least.hardest, partial.degrees + more)

    def is_dominated(self, vector: ParetoCosts) -> bool:
        """Return whether some known path is no worse in any respect."""
        years, gap, hardest, degrees = vector
        self.search.work.spend(len(self.best) // 8)
        for known in self.best:
            if (
                known[0] <= years
                and known[1] <= gap
                and known[2] <= hardest
                and known[3] <= degrees
            ):
                return True
        return False

    def take(self, partial: _Ranked) -> None:
        """Add a complete path to the front, and drop those that it beats."""
        costs = partial.state.costs
        vector = ParetoCosts(costs.years, costs.gap, costs.hardest, partial.degrees)
        if self.search.within(partial.state) and not self.is_dominated(vector):
            self.best = {v: s for v, s in self.best.items() if not vector.dominates(v)}
            self.best[vector] = partial.state
