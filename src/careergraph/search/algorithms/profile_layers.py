"""Lower bounds by the number of steps taken: a relaxed network of layers, narrowed again and again.

Layer n holds the roles that n steps can lead to, and for each the most that anyone can hold there:
what is held on any path that is still of use, together. Who holds more pays no more, so entering
a role with that costs no more than on any one path. Steps that no path as good as the k-th best
known can take are left out; then less can be held, which leaves out more steps.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.search.algorithms.integer_network import union

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from careergraph.search.algorithms.profile_bounds import ProfileBounds
    from careergraph.search.algorithms.profile_network import (
        Arrivals,
        LeastArrival,
        ProfileArc,
        ProfileNetwork,
        ProfileQuery,
    )

__all__ = ["LAYERED", "UNKNOWN_YEARS", "LayerStep", "LayeredBounds"]

LAYERED: Final = {"effort": 1, "gap": 1, "time": 2}
"""Criteria with such bounds, and how many costs of their order the bound covers."""
UNKNOWN_YEARS: Final = 10**15
"""A step of unknown experience in millionths of a year: more than any path takes."""
_MOST_LAYERS: Final = 24
_MOST_ROUNDS: Final = 4
_MOST_STEPS: Final = 20_000
"""Rounds end when so many steps were looked at."""
_FEW: Final = 60
"""So few steps need no further round."""
_WORTH: Final = 0.9
"""Another round is worth its time while it leaves no more than this share of the steps."""
_ANY: Final = -1
_through = attrgetter("through")

Node = tuple[int, int]
"""A role of a layer and the role before it, `_ANY` where those are looked at together."""


class LayerStep(NamedTuple):
    """A step out of a role of a layer: what is paid from that role on at least, and after it."""

    through: int
    rest: int
    arc: ProfileArc
    promotion: bool
    useful: int
    """The bits at which the roles that may follow look."""


class LayeredBounds:
    """The least that is left to pay at a role, by the number of steps taken and the role before.

    Parameters
    ----------
    network, arcs, arrivals, query
        As for `ProfileBounds`.
    bounds
        Bounds that hold on every path.
    """

    def __init__(
        self,
        network: ProfileNetwork,
        arcs: list[list[ProfileArc]],
        arrivals: Arrivals,
        query: ProfileQuery,
        bounds: ProfileBounds,
    ) -> None:
        self.network, self.arrivals, self.query, self.bounds = network, arrivals, query, bounds
        closed = query.closed | {query.start}
        is_promotion, hops = network.is_promotion, bounds.hops
        self._open = {
            role: [
                (arc, is_promotion(role, arc.target))
                for arc in arcs[role]
                if arc.target in hops and arc.target not in closed
            ]
            for role in bounds.hops_from_start
            if role in hops
        }
        self._left: list[dict[Node, int]] = []
        self._alive: list[dict[Node, list[LayerStep]]] | None = None
        self._is_split = False
        self._looked_at = 0
        self._gains: dict[tuple[int, bool], int] = {}

    def begin(self, most: int) -> None:
        """Find rough bounds for paths that cost at most so much: each role once in a layer."""
        self._find(most, split=False)

    def tighten(self, most: int) -> None:
        """Find the bounds for paths that cost at most so much, by the role before."""
        before: float = float("inf")
        for _ in range(_MOST_ROUNDS):
            self._find(most, split=True)
            after = self._count()
            if after <= _FEW or after > _WORTH * before or self._looked_at > _MOST_STEPS:
                break
            before = after

    def left(self, hops: int, role: int, previous: int) -> int | None:
        """Return the least that is left to pay, ``None`` where no path of use leads through."""
        if hops >= len(self._left):
            return 0 if self.is_cut else None
        return self._left[hops].get((role, previous if self._is_split else _ANY))

    @property
    def is_cut(self) -> bool:
        """Whether paths may have more steps than there are layers."""
        return len(self._left) > _MOST_LAYERS

    def steps(self, hops: int, role: int, previous: int) -> Sequence[LayerStep] | None:
        """Return the steps of use out of a role, those that cost least first.

        ``None`` where there are no bounds: after more steps than there are layers.
        """
        alive = self._alive or ()
        if hops >= len(alive):
            return None if self.is_cut else ()
        return alive[hops].get((role, previous if self._is_split else _ANY), ())

    def _count(self) -> int:
        return sum(len(arcs) for layer in self._alive or () for arcs in layer.values())

    def _find(self, most: int, *, split: bool) -> None:
        """Spread from the first role, layer by layer, and collect what is left on the way back."""
        start = self.query.start, _ANY
        held, reached = {start: self.arrivals.held}, {start: 0}
        passed: list[dict[Node, int]] = [reached]
        layers: list[dict[Node, list[tuple[ProfileArc, Node, int, bool]]]] = []
        while held and len(layers) < _MOST_LAYERS:
            steps, held, reached = self._spread(len(layers), held, reached, most, split=split)
            layers.append(steps)
            passed.append(reached)
        ahead = {node: self._rough(node[0], bits) for node, bits in held.items()}
        looked = dict.fromkeys(held, self._everything())
        left, alive = [ahead], []
        for steps, paid in zip(reversed(layers), reversed(passed[:-1]), strict=True):
            ahead, looked, useful = self._collect(steps, paid, (ahead, looked), most)
            left.append(ahead)
            alive.append(useful)
        self._left, self._alive, self._is_split = left[::-1], alive[::-1], split

    def _everything(self) -> int:
        return union(self.network.relevant)

    def _spread(
        self, depth: int, held: dict[Node, int], reached: dict[Node, int], most: int, *, split: bool
    ) -> tuple[
        dict[Node, list[tuple[ProfileArc, Node, int, bool]]], dict[Node, int], dict[Node, int]
    ]:
        """Return the steps out of a layer that are of use, and what the next one holds."""
        target = self.query.target
        following: dict[Node, int] = {}
        paid: dict[Node, int] = {}
        steps: dict[Node, list[tuple[ProfileArc, Node, int, bool]]] = {}
        for node, most_held in held.items():
            spent = reached[node]
            steps[node] = useful = []
            for arc, promotion, cost, after in self._go_on(depth, node, most_held, most - spent):
                end = arc.target, node[0] if split and arc.target != target else _ANY
                if arc.target != target:
                    following[end] = following.get(end, 0) | after
                useful.append((arc, end, cost, promotion))
                if spent + cost < paid.get(end, spent + cost + 1):
                    paid[end] = spent + cost
        return steps, following, paid

    def _go_on(
        self, depth: int, node: Node, most_held: int, room: int
    ) -> Iterator[tuple[ProfileArc, bool, int, int]]:
        """Yield the steps out of a role that are of use, what each costs, and what is held then."""
        (role, previous), gains, target = node, self._gains, self.query.target
        full, relevant = self.network.full[role], self.network.relevant
        for arc, promotion in self._arcs(depth, node):
            entered = arc.target
            rest = (
                0
                if entered == target or self._alive is None
                else self.left(depth + 1, entered, role)
            )
            if entered == previous or rest is None or rest > room:
                continue
            self._looked_at += 1
            before = most_held | full if arc.stays and depth else most_held
            least = self.arrivals.least_known[promotion][entered].get(before & relevant[entered])
            if least is None:
                least = self.arrivals.least(entered, before, promotion=promotion)
            cost = self._cost(arc, role, least)
            if cost + rest > room:
                continue
            gain = gains.get((entered, promotion))
            if gain is None:
                gain = self._gain(entered, promotion=promotion)
            after = before | gain
            if entered == target or cost + self._rough(entered, after) <= room:
                yield arc, promotion, cost, after

    def _collect(
        self,
        steps: dict[Node, list[tuple[ProfileArc, Node, int, bool]]],
        paid: dict[Node, int],
        following: tuple[dict[Node, int], dict[Node, int]],
        most: int,
    ) -> tuple[dict[Node, int], dict[Node, int], dict[Node, list[LayerStep]]]:
        """Return what is left to pay at each role of a layer, and the steps of use from it.

        With them come the bits at which the roles look that may follow.
        """
        ahead, looked = following
        target, relevant = self.query.target, self.network.relevant
        left: dict[Node, int] = {}
        looked_at: dict[Node, int] = {}
        useful: dict[Node, list[LayerStep]] = {}
        for node, ends in steps.items():
            room = most - paid[node]
            alive: list[LayerStep] = []
            bits = 0
            for arc, end, cost, promotion in ends:
                rest = 0 if arc.target == target else ahead.get(end)
                if rest is not None and cost + rest <= room:
                    then = looked.get(end, 0)
                    alive.append(LayerStep(cost + rest, rest, arc, promotion, then))
                    bits |= relevant[arc.target] | then
            if alive:
                alive.sort(key=_through)
                useful[node], left[node], looked_at[node] = alive, alive[0].through, bits
        return left, looked_at, useful

    def _arcs(self, depth: int, node: Node) -> Iterable[tuple[ProfileArc, bool]]:
        """Return the arcs out of a role that were of use in the round before."""
        if self._alive is None:
            return self._open.get(node[0], ())
        if depth >= len(self._alive):
            return ()
        steps = self._alive[depth].get(node if self._is_split else (node[0], _ANY), ())
        return [(step.arc, step.promotion) for step in steps]

    def _rough(self, role: int, held: int) -> int:
        """Return what is left at least, by the steps left and by what the target asks for."""
        bounds = self.bounds
        if self.query.by == "gap":
            return bounds.gap.roughly(bounds.must & ~held)
        if self.query.by == "effort":
            hours = bounds.hours.roughly(bounds.must & ~held)
            return self.network.change_cost * bounds.hops[role] + hours
        left = bounds.lower_bounds(role, held, 0)
        return left.unknown_years * UNKNOWN_YEARS + left.years

    def _cost(self, arc: ProfileArc, role: int, least: LeastArrival) -> int:
        """Return what a step costs at least."""
        if self.query.by == "effort":
            return least.hours + self.network.change_cost
        if self.query.by == "gap":
            return least.gap
        served = self.query.served if role == self.query.start else 0
        years = self.network.years(arc, least.low, least.high, served)
        return arc.unknown_years * UNKNOWN_YEARS + years

    def _gain(self, role: int, *, promotion: bool) -> int:
        """Return all that entering a role can give, whatever is chosen."""
        gain = self._gains.get((role, promotion))
        if gain is None:
            network = self.network
            items = network.promoted[role] if promotion else network.items[role]
            gain = union(closure for item in items for closure in item.closures)
            self._gains[role, promotion] = gain
        return gain
