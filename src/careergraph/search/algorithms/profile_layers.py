"""Lower bounds by the number of steps taken: a relaxed layered network, narrowed repeatedly.

Layer n holds the roles that n steps can lead to, and for each the most that anyone can hold there:
the union of what is held on all paths still of use. Holding more never costs more, so entering a
role with that union costs no more than on any single path. Steps that no path as good as the k-th
best known can take are left out; then less can be held, which excludes more steps.
"""

from __future__ import annotations

from copy import copy
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.search.algorithms.integer_network import union

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from careergraph.search.algorithms.profile_bounds import ProfileBounds
    from careergraph.search.algorithms.profile_network import (
        Arrivals,
        ProfileArc,
        ProfileNetwork,
        ProfileQuery,
    )
    from careergraph.search.algorithms.work_budget import WorkBudget

__all__ = ["LAYERED", "UNKNOWN_YEARS", "LayerStep", "LayeredBounds"]

LAYERED: Final = {"effort": 1, "gap": 1, "time": 2}
"""Criteria with such bounds, and how many costs in their order the bound covers."""
UNKNOWN_YEARS: Final = 10**15
"""The cost of a step of unknown experience in millionths of a year: more than any path takes."""
_MOST_LAYERS: Final = {"effort": 12, "gap": 7, "time": 10}
_MOST_ROUNDS: Final = 4
_TOO_MANY: Final = 100_000
"""Bounds are abandoned after looking at this many steps."""
_FEW: Final = 60
"""With this few steps no further round is needed."""
_WORTH: Final = 0.9
"""Another round is worthwhile while it leaves at most this share of the steps."""
_NODE_WORK, _STEP_WORK, _COLLECT_WORK = 8, 3, 3
"""Units of work for each role of a layer, and for each step forwards and backwards."""
_COST_WORK, _ROUGH_WORK = 35, 25
"""Units of work for each cost of a step and each rough bound that is new to this search."""
_ANY: Final = -1
_through = attrgetter("through")

Node = tuple[int, int]
"""A role of a layer and the role before it; `_ANY` combines all previous roles."""


class _Way(NamedTuple):
    """A step between two roles, with the data for quick lower bounds on its cost."""

    target: int
    relevant: int
    costs: dict[int, int]
    """The least cost, by the relevant bits that are held."""
    stays: int
    """Bits certainly held by people who stay in the old role, if the step asks for that."""
    arc: ProfileArc
    role: int
    promotion: bool


class LayerStep(NamedTuple):
    """A step out of a role of a layer, with lower bounds on the cost from there and after it."""

    through: int
    rest: int
    way: _Way
    useful: int
    """The bits that matter to the roles that may follow."""


class _Tried(NamedTuple):
    """A step that may be of use: its least cost, its end, and the least cost after it."""

    cost: int
    end: Node
    rest: int
    way: _Way


class LayeredBounds:
    """Lower bounds on the cost left at a role, by the number of steps taken and the role before.

    Parameters
    ----------
    network, arcs, arrivals, query
        As for `ProfileBounds`.
    bounds
        Bounds that hold on every path.
    work
        The work budget of the search. Once it is spent, bounds no longer change.
    """

    def __init__(
        self,
        network: ProfileNetwork,
        arcs: list[list[ProfileArc]],
        arrivals: Arrivals,
        query: ProfileQuery,
        bounds: ProfileBounds,
        work: WorkBudget,
    ) -> None:
        self.work = work
        self.network, self.arrivals, self.query, self.bounds = network, arrivals, query, bounds
        self.must = bounds.must | union(bounds.asked[stop] for stop in query.via)
        self._arcs, self._closed = arcs, query.closed | {query.start}
        self._costs: dict[tuple[int, bool], dict[int, int]] = {}
        self._open: dict[int, list[LayerStep]] = {}
        self._everything = union(network.relevant)
        self._roughs: list[dict[int, int]] = [{} for _ in arcs]
        self._left: list[dict[Node, int]] = []
        self._alive: list[dict[Node, list[LayerStep]]] | None = None
        self._is_split = self._is_cut = False
        self._begin = query.start, _ANY, arrivals.held, 1 << query.start
        self._most_layers = _MOST_LAYERS[query.by]
        self._fewest_layers = self._most_layers // 2
        self.count = 0
        """The steps of use."""
        self.looked_at = 0

    def _open_steps(self, role: int) -> list[LayerStep]:
        """Return the steps out of a role about which nothing is known yet."""
        steps = self._open.get(role)
        if steps is None:
            hops, closed = self.bounds.hops, self._closed
            steps = self._open[role] = [
                LayerStep(0, 0, self._make_way(role, arc), -1)
                for arc in self._arcs[role]
                if arc.target in hops and arc.target not in closed
            ]
        return steps

    def _make_way(self, role: int, arc: ProfileArc) -> _Way:
        network, target = self.network, arc.target
        promotion = network.is_promotion(role, target)
        stays = arc.stays and role != self.query.start  # Without what they lack.
        known: dict[int, int] = {}
        if self.query.by != "time":
            known = self._costs.setdefault((target, promotion), known)
        return _Way(
            target,
            network.relevant[target],
            known,
            network.full[role] if stays else 0,
            arc,
            role,
            promotion,
        )

    def _gain(self, way: _Way) -> int:
        """Return everything that entering a role can give, for any choice, as bits."""
        network = self.network
        return (network.promoted_gain if way.promotion else network.gain)[way.target]

    def begin(self, most: int) -> bool:
        """Find rough bounds for paths that cost at most ``most``, with each role once in a layer.

        Return whether they were found, which fails if too many steps are possible.
        """
        self._find(most, split=False)
        return self._alive is not None

    def tighten(self, most: int) -> None:
        """Find the bounds for paths that cost at most ``most``, by the role before."""
        before: float = float("inf")
        for _ in range(_MOST_ROUNDS):
            if not self._find(most, split=True):
                break
            if self.count <= _FEW or self.count > _WORTH * before:
                break
            before = self.count

    def follow(self, role: int, previous: int, held: int, visited: int, room: int) -> LayeredBounds:
        """Return the bounds for the continuation of a partial path one step beyond these.

        Parameters
        ----------
        role, previous, held, visited
            The last role of the path, the role before, what is held, and the visited roles as bits.
        room
            The most that the rest may cost.
        """
        after = copy(self)
        after.go_on((role, previous, held, visited))
        after.tighten(room)
        return after

    def go_on(self, begin: tuple[int, int, int, int]) -> None:
        """Begin one step later."""
        alive = self._alive or []
        self._begin, self.looked_at = begin, 0
        self._alive, self._left = alive[1:], self._left[1:]
        self._most_layers = len(alive) - 1
        if self._is_cut and self._most_layers < self._fewest_layers:
            self._most_layers = _MOST_LAYERS[self.query.by]

    def left(self, hops: int, role: int, previous: int) -> int | None:
        """Return a lower bound on the cost left, ``None`` if no useful path leads through."""
        if hops >= len(self._left):
            return 0 if self._is_cut else None
        return self._left[hops].get((role, previous if self._is_split else _ANY))

    def steps(self, hops: int, role: int, previous: int) -> Sequence[LayerStep] | None:
        """Return the useful steps out of a role, cheapest first.

        ``None`` if there are no bounds: after more steps than there are layers.
        """
        alive = self._alive or ()
        if hops >= len(alive):
            return None if self._is_cut or self._alive is None else ()
        return alive[hops].get((role, previous if self._is_split else _ANY), ())

    def _find(self, most: int, *, split: bool) -> bool:
        """Go forward from the first role, layer by layer, and collect costs left on the way back.

        Return whether that was done, which fails if too many steps are possible.
        """
        role, previous, most_held, visited = self._begin
        start = role, previous if split else _ANY
        held, paid = {start: most_held}, {start: 0}
        passed = [paid]
        layers: list[dict[Node, list[_Tried]]] = []
        while held and len(layers) < self._most_layers:
            if (self._alive is None and self.looked_at > _TOO_MANY) or self.work.is_spent():
                return False
            steps, held, paid = self._spread(len(layers), held, paid, (most, visited, split))
            layers.append(steps)
            passed.append(paid)
        self._is_cut = bool(held)
        ahead = {node: self._rough(node[0], bits & self.must) for node, bits in held.items()}
        looked = dict.fromkeys(held, self._everything)
        left, alive = [ahead], []
        self.count = 0
        for steps, paid in zip(reversed(layers), reversed(passed[:-1]), strict=True):
            ahead, looked, useful = self._collect(steps, paid, (ahead, looked), most)
            left.append(ahead)
            alive.append(useful)
        self._left, self._alive, self._is_split = left[::-1], alive[::-1], split
        return True

    def _spread(  # noqa: C901 (one tight loop, where most of the time goes)
        self,
        depth: int,
        held: dict[Node, int],
        reached: dict[Node, int],
        limits: tuple[int, int, bool],
    ) -> tuple[dict[Node, list[_Tried]], dict[Node, int], dict[Node, int]]:
        """Return the useful steps out of a layer, and what is held in the next one."""
        most, visited, split = limits
        goal, must, roughs = self.query.target, self.must, self._roughs
        following: dict[Node, int] = {}
        paid: dict[Node, int] = {}
        steps: dict[Node, list[_Tried]] = {}
        looked_at = 0
        for node, most_held in held.items():
            role, previous = node
            room = most - reached[node]
            spent = reached[node]
            steps[node] = useful = []
            for through, rest, way, _ in self._steps_before(depth, node):
                if through > room:
                    break
                entered = way.target
                if visited >> entered & 1 or entered == previous:
                    continue
                looked_at += 1
                before = most_held | way.stays
                cost = way.costs.get(before & way.relevant)
                if cost is None:
                    if self._rough_with_step(entered, before) > room:
                        continue
                    cost = self._cost(way, before)
                if cost + rest > room:
                    continue
                if entered == goal:
                    useful.append(_Tried(cost, (goal, _ANY), 0, way))
                    continue
                after = before | self._gain(way)
                rough = roughs[entered].get(after & must)
                if rough is None:
                    rough = self._rough(entered, after & must)
                if cost + rough > room:
                    continue
                end = entered, role if split else _ANY
                useful.append(_Tried(cost, end, rough, way))
                if end in following:
                    following[end] |= after
                    paid[end] = min(paid[end], spent + cost)
                else:
                    following[end] = after
                    paid[end] = spent + cost
        self.looked_at += looked_at
        self.work.spend(_NODE_WORK * len(steps) + _STEP_WORK * looked_at)
        return steps, following, paid

    def _collect(
        self,
        steps: dict[Node, list[_Tried]],
        paid: dict[Node, int],
        following: tuple[dict[Node, int], dict[Node, int]],
        most: int,
    ) -> tuple[dict[Node, int], dict[Node, int], dict[Node, list[LayerStep]]]:
        """Return the least cost left at each role of a layer, and its useful steps.

        The bits that matter to the roles that may follow are returned as well.
        """
        ahead, looked = following
        goal = self.query.target
        left: dict[Node, int] = {}
        looked_at: dict[Node, int] = {}
        useful: dict[Node, list[LayerStep]] = {}
        for node, tried in steps.items():
            room = most - paid[node]
            self.work.spend(_COLLECT_WORK * len(tried))
            alive: list[LayerStep] = []
            bits = 0
            for cost, end, rough, way in tried:
                if way.target == goal:
                    alive.append(LayerStep(cost, 0, way, 0))
                    bits |= way.relevant
                    continue
                rest = ahead.get(end)
                if rest is None:
                    continue
                rest = max(rest, rough)
                if cost + rest <= room:
                    then = looked[end]
                    alive.append(LayerStep(cost + rest, rest, way, then))
                    bits |= way.relevant | then
            if alive:
                alive.sort(key=_through)
                useful[node], left[node], looked_at[node] = alive, alive[0].through, bits
                self.count += len(alive)
        return left, looked_at, useful

    def _steps_before(self, depth: int, node: Node) -> Iterable[LayerStep]:
        """Return the steps out of a role that were useful in the previous round."""
        if self._alive is None or depth >= len(self._alive):
            return self._open_steps(node[0])
        return self._alive[depth].get(node if self._is_split else (node[0], _ANY), ())

    def _rough(self, role: int, held: int) -> int:
        """Return a lower bound on the cost left, by the steps left and by the target's profile."""
        known = self._roughs[role].get(held)
        if known is None:
            known = self._roughs[role][held] = self._find_rough(role, held)
        return known

    def _find_rough(self, role: int, held: int) -> int:
        bounds = self.bounds
        self.work.spend(_ROUGH_WORK)
        if self.query.by == "gap":
            return bounds.gap(self.must & ~held)
        if self.query.by == "effort":
            hours = bounds.hours(self.must & ~held)
            return self.network.change_cost * bounds.hops[role] + hours
        left = bounds.lower_bounds(role, held, 0)
        return left.unknown_years * UNKNOWN_YEARS + left.years

    def _rough_with_step(self, role: int, held: int) -> int:
        """Return a lower bound on entering a role and everything after it.

        Most steps cost too much by this alone, so the profiles of their roles are never read.
        """
        bounds, missing = self.bounds, (self.bounds.asked[role] | self.must) & ~held
        if self.query.by == "time":
            return 0
        self.work.spend(_ROUGH_WORK)
        if self.query.by == "gap":
            return bounds.gap(missing)
        return self.network.change_cost * (bounds.hops[role] + 1) + bounds.hours(missing)

    def _cost(self, way: _Way, held: int) -> int:
        """Return a lower bound on the cost of a step for someone who holds at most some bits."""
        self.work.spend(_COST_WORK)
        least = self.arrivals.least(way.target, held, promotion=way.promotion)
        if self.query.by == "effort":
            cost = least.hours + self.network.change_cost
        elif self.query.by == "gap":
            cost = least.gap
        else:
            served = self.query.served if way.role == self.query.start else None
            study = self.query.study
            is_programme = study is not None and way.target in study.programmes
            years = (
                sum(way.arc.trained) // 2
                if is_programme
                else self.network.years(way.arc, least.low, least.high, served)
            )
            cost = way.arc.unknown_years * UNKNOWN_YEARS + years
        way.costs[held & way.relevant] = cost
        return cost
