"""Lower bounds by the number of steps taken: a relaxed network of layers, narrowed again and again.

Layer n holds the roles that n steps can lead to, and for each the most that anyone can hold there:
what is held on any path that is still of use, together. Who holds more pays no more, so entering
a role with that costs no more than on any one path. Steps that no path as good as the k-th best
known can take are left out; then less can be held, which leaves out more steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.search.algorithms.integer_network import union

if TYPE_CHECKING:
    from careergraph.search.algorithms.profile_bounds import ProfileBounds
    from careergraph.search.algorithms.profile_network import (
        Arrivals,
        ProfileArc,
        ProfileNetwork,
        ProfileQuery,
    )

__all__ = ["LAYERED", "UNKNOWN_YEARS", "LayeredBounds"]

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

Node = tuple[int, int]
"""A role of a layer and the role before it, `_ANY` where those are looked at together."""


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
        self._open = [
            [arc for arc in group if arc.target in bounds.hops and arc.target not in closed]
            for group in arcs
        ]
        self._left: list[dict[Node, int]] = []
        self._alive: list[dict[Node, list[ProfileArc]]] | None = None
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
            return 0 if len(self._left) > _MOST_LAYERS else None
        return self._left[hops].get((role, previous if self._is_split else _ANY))

    def _count(self) -> int:
        return sum(len(arcs) for layer in self._alive or () for arcs in layer.values())

    def _find(self, most: int, *, split: bool) -> None:
        """Spread from the first role, layer by layer, and collect what is left on the way back."""
        start = self.query.start, _ANY
        held, reached = {start: self.arrivals.held}, {start: 0}
        passed: list[dict[Node, int]] = [reached]
        layers: list[dict[Node, list[tuple[ProfileArc, Node, int]]]] = []
        while held and len(layers) < _MOST_LAYERS:
            steps, held, reached = self._spread(len(layers), held, reached, most, split=split)
            layers.append(steps)
            passed.append(reached)
        ahead = {node: self._rough(node[0], bits) for node, bits in held.items()}
        left, alive = [ahead], []
        for steps, paid in zip(reversed(layers), reversed(passed[:-1]), strict=True):
            ahead, useful = self._collect(steps, paid, ahead, most)
            left.append(ahead)
            alive.append(useful)
        self._left, self._alive, self._is_split = left[::-1], alive[::-1], split

    def _spread(
        self, depth: int, held: dict[Node, int], reached: dict[Node, int], most: int, *, split: bool
    ) -> tuple[dict[Node, list[tuple[ProfileArc, Node, int]]], dict[Node, int], dict[Node, int]]:
        """Return the steps out of a layer that are of use, and what the next one holds."""
        full, target = self.network.full, self.query.target
        least_cost = self.network.change_cost if self.query.by == "effort" else 0
        following: dict[Node, int] = {}
        paid: dict[Node, int] = {}
        steps: dict[Node, list[tuple[ProfileArc, Node, int]]] = {}
        for node, most_held in held.items():
            role, previous = node
            steps[node] = useful = []
            for arc in self._arcs(depth, node):
                if arc.target == previous:
                    continue
                before = most_held | full[role] if arc.stays else most_held
                promotion = self.network.is_promotion(role, arc.target)
                after = before | self._gain(arc.target, promotion=promotion)
                room = most - reached[node] - self._ahead(depth + 1, role, arc.target, after, most)
                if room < least_cost:
                    continue
                self._looked_at += 1
                cost = self._cost(arc, role, before, promotion=promotion)
                if cost > room:
                    continue
                total = reached[node] + cost
                end = arc.target, role if split and arc.target != target else _ANY
                useful.append((arc, end, cost))
                paid[end] = min(total, paid.get(end, total))
                if arc.target != target:
                    following[end] = following.get(end, 0) | after
        return steps, following, paid

    def _collect(
        self,
        steps: dict[Node, list[tuple[ProfileArc, Node, int]]],
        paid: dict[Node, int],
        ahead: dict[Node, int],
        most: int,
    ) -> tuple[dict[Node, int], dict[Node, list[ProfileArc]]]:
        """Return what is left to pay at each role of a layer, and the steps of use from it."""
        left: dict[Node, int] = {}
        useful: dict[Node, list[ProfileArc]] = {}
        for node, ends in steps.items():
            room = most - paid[node]
            for arc, end, cost in ends:
                rest = 0 if arc.target == self.query.target else ahead.get(end)
                if rest is not None and cost + rest <= room:
                    useful.setdefault(node, []).append(arc)
                    left[node] = min(cost + rest, left.get(node, cost + rest))
        return left, useful

    def _arcs(self, depth: int, node: Node) -> list[ProfileArc]:
        """Return the arcs out of a role that were of use in the round before."""
        if self._alive is None:
            return self._open[node[0]]
        if depth >= len(self._alive):
            return []
        return self._alive[depth].get(node if self._is_split else (node[0], _ANY), [])

    def _ahead(self, depth: int, previous: int, role: int, held: int, most: int) -> int:
        """Return what is left at least after a step, by the round before and by what is missing."""
        if role == self.query.target:
            return 0
        known = self.left(depth, role, previous) if self._alive is not None else 0
        return most + 1 if known is None else max(known, self._rough(role, held))

    def _rough(self, role: int, held: int) -> int:
        """Return what is left at least, by the steps left and by what the target asks for."""
        bounds, missing = self.bounds, self.bounds.must & ~held
        if self.query.by == "gap":
            return bounds.gap.roughly(missing)
        if self.query.by == "effort":
            return self.network.change_cost * bounds.hops[role] + bounds.hours.roughly(missing)
        left = bounds.lower_bounds(role, held, 0)
        return left.unknown_years * UNKNOWN_YEARS + left.years

    def _cost(self, arc: ProfileArc, role: int, held: int, *, promotion: bool) -> int:
        """Return what a step costs at least, for someone who holds no more than some bits."""
        least = self.arrivals.least(arc.target, held, promotion=promotion)
        if self.query.by == "gap":
            return least.gap
        if self.query.by == "effort":
            return least.hours + self.network.change_cost
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
