"""Lower bounds by the last two roles before the target, for all pairs of them at once.

In a large network thousands of partial paths cost little so far; what drops them is what they still
have to pass. Whatever follows, a path ends with two roles and the target. What these ask for and is
not held yet must be paid for, once, together with what the roles in between ask for. That sum is
kept for every pair of last roles, each in a field of one whole number, so that one addition changes
all of them and one comparison finds the pairs that are still cheap enough.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from careergraph.search.algorithms.integer_network import numbers_of, union

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from careergraph.search.algorithms.profile_bounds import Arcs, Valuer
    from careergraph.search.algorithms.profile_network import (
        ProfileArc,
        ProfileNetwork,
        ProfileQuery,
    )

__all__ = ["PathEnd", "PathEnds", "count_ends"]

_PRECISION = 4000
"""Prices are rounded down to a unit of which the most that a path may cost has about this many."""


class PathEnd(NamedTuple):
    """The last two roles of a path, and the steps to the second one and to the target."""

    first: int
    second: int
    steps: tuple[ProfileArc, ProfileArc]


class _Step(NamedTuple):
    """A step to a role: the price of each bit, and what it adds to what is missing of each end."""

    prices: dict[int, int]
    whole: int


class PathEnds:
    """The pairs of roles with which a path can end, and what is still to be paid for with each.

    Parameters
    ----------
    network, arcs, query
        As for `profile_search.find_paths`, with the arcs that the search may take; by "effort" or
        "gap".
    held
        The bits held at the start.
    value
        The lowest value of each bit in any role.
    most
        The most that a path may cost.

    Attributes
    ----------
    count
        The number of ends, those that begin at the start of the search left out.
    short
        The ends that begin at the start of the search.
    missing
        What is missing at the start of each other end and of the target, a field for each.
    """

    def __init__(
        self,
        network: ProfileNetwork,
        arcs: Arcs,
        query: ProfileQuery,
        *,
        held: int,
        value: Valuer,
        most: int,
    ) -> None:
        self._network, self._by, self._value = network, query.by, value
        self._unit = most // _PRECISION + 1
        self._prices = value.prices(~held, self._unit)
        self._priced = union(1 << number for number in self._prices)
        self._asked = [
            [number for number in numbers if number in self._prices]
            for numbers in network.asked_numbers
        ]
        self._steps: dict[int, _Step] = {}
        before = _steps_to(arcs, query)
        ends = [
            PathEnd(first, second, (onward, last))
            for second, last in before[query.target]
            if second != query.start
            for first, onward in before[second]
            if first != query.target
        ]
        self.short = [end for end in ends if end.first == query.start]
        self._ends = [end for end in ends if end.first != query.start]
        self.count = len(self._ends)
        self._set_fields(query.target, before)

    def _set_fields(self, target: int, before: Sequence[list[tuple[int, ProfileArc]]]) -> None:
        """Give each end a field, wide enough for what is missing of it and of one more role."""
        asked = [
            {*self._asked[end.first], *self._asked[end.second], *self._asked[target]}
            for end in self._ends
        ]
        costs = [sum(map(self._prices.__getitem__, numbers)) for numbers in asked]
        dearest = self._network.dearest(self._by) // self._unit
        width = (max(costs, default=0) + dearest + _PRECISION).bit_length() + 1
        self._width, self._full = width, 1 << (width - 1)
        self._ones = union(1 << place * width for place in range(len(costs)))
        self._high = self._ones * self._full
        self.missing = union(cost << place * width for place, cost in enumerate(costs))
        fields: dict[int, int] = {}
        for place, numbers in enumerate(asked):
            for number in numbers:
                fields[number] = fields.get(number, 0) | 1 << place * width
        self._within = {number: fields[number] * self._prices[number] for number in fields}
        self._after: dict[int, int] = {}
        for place, end in enumerate(self._ends):
            for role, _ in before[end.first]:
                self._after[role] = self._after.get(role, 0) | self._full << place * width

    def gained(self, role: int, before: int, after: int, known: AbstractSet[int]) -> list[int]:
        """Return the bits by number, those with a price, that someone gains in a role.

        Parameters
        ----------
        role
            The role.
        before, after
            What is held before and after it.
        known
            The bits gained before it since the start, by number.
        """
        asked = self._network.asked_or_grouped[role]
        own = (number for number in self._asked[role] if number not in known)
        if asked & ~after:
            own = (number for number in own if after >> number & 1)
        return [*own, *numbers_of(after & ~before & ~asked & self._priced)]

    def gain(self, missing: int, numbers: Iterable[int]) -> int:
        """Return what is missing of each end once some more bits are held."""
        for number in numbers:
            missing -= self._within.get(number, 0)
        return missing

    def through(self, role: int, missing: int, gained: AbstractSet[int]) -> int:
        """Return what is missing of each end and of the next role on the way to it.

        Parameters
        ----------
        role
            The next role.
        missing
            What is missing of each end.
        gained
            The bits held by now that were not at the start, by number.
        """
        prices, whole = self._steps.get(role) or self._price_step(role)
        spared = 0
        for number in prices.keys() & gained:
            spared += prices[number]
            missing += self._within.get(number, 0)
        return missing + whole - spared * self._ones

    def _price_step(self, role: int) -> _Step:
        """Return what a step to a role takes of someone who holds what is held at the start."""
        own, value, unit = self._network.own_prices(role, self._by), self._value, self._unit
        prices = {number: value.of(number, own[number]) // unit for number in self._asked[role]}
        shared = sum(self._within.get(number, 0) for number in prices)
        step = self._steps[role] = _Step(prices, sum(prices.values()) * self._ones - shared)
        return step

    def room(self, most: int) -> int:
        """Return the room that a cost leaves, in the form in which `open` takes it."""
        units = min(max(most // self._unit, -1), self._full - 1)
        return (self._full - 1 - units) * self._ones

    def open(self, missing: int, room: int) -> int:
        """Return the ends of which no more is missing than there is room for, as bits."""
        return ~(missing + room) & self._high

    def after(self, role: int, ends: int) -> Iterator[PathEnd]:
        """Yield those of some ends, as bits, to which a step leads from a role."""
        for bit in numbers_of(ends & self._after.get(role, 0)):
            yield self._ends[bit // self._width]


def count_ends(arcs: Arcs, target: int) -> int:
    """Return how many ends the paths to a target can have at most."""
    entering = Counter(arc.target for group in arcs for arc in group)
    before = [role for role, group in enumerate(arcs) for arc in group if arc.target == target]
    return sum(entering[role] for role in before)


def _steps_to(arcs: Arcs, query: ProfileQuery) -> list[list[tuple[int, ProfileArc]]]:
    """Return the steps to each role that a path may take, with the role that they leave."""
    before: list[list[tuple[int, ProfileArc]]] = [[] for _ in arcs]
    for role, group in enumerate(arcs):
        for arc in () if role in query.closed else group:
            if not arc.back:
                before[arc.target].append((role, arc))
    return before
