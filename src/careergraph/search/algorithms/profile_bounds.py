"""Lower bounds on the remaining cost to the target, used to prune the search over profiles.

On arrival a person holds what the target asks for, and what the last two roles before it ask for,
whichever they are. Each bit of that is paid for once, at the lowest price in any role. A bit that
can be free (implied by another, or held by incumbents who stay) costs nothing.
"""

from __future__ import annotations

from collections import deque
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.search.algorithms.integer_network import numbers_of, union
from careergraph.search.algorithms.profile_network import LEVELS, bits_up_to

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from careergraph.search.algorithms.profile_network import (
        Arrivals,
        ProfileArc,
        ProfileNetwork,
        ProfileQuery,
    )
    from careergraph.search.algorithms.work_budget import WorkBudget

__all__ = ["LowerBounds", "ProfileBounds", "bottleneck_gap"]

_ROUNDING: Final = 40
"""Millionths of a year by which rounding can make single steps less than their sum."""
_MOST_CLASSES: Final = 8
"""If bits have more distinct values than this, values are rounded down to this number."""
_TWO_STEPS: Final = 2
_ARC_WORK, _ROUGH_WORK, _FLOOD_WORK = 4, 2, 1
"""Units of work for each arc and rough estimate, and for each role of a flood."""
_BOUND_WORK, _THROUGH_WORK = 8, 25
"""Units of work for each bound of a partial path, and of a path through a role or an arc."""

Arcs = list[list["ProfileArc"]]


class LowerBounds(NamedTuple):
    """Lower bounds on what is left of each additive field of `profile_search.Costs` but effort."""

    gap: int
    hops: int
    hours: int
    years: int
    unknown_years: int
    unknown: int
    unlikeliness: int


class ProfileBounds:
    """The lower bounds of one search to one target, without the closed roles.

    Parameters
    ----------
    network
        Roles and profiles.
    arcs
        The arcs out of each role that the search may take.
    arrivals
        What the person holds at the start.
    query
        The ends of the search, and its constraints.
    parts
        The parts of the cost that matter: any of "hours", "years" and "likelihood".
    work
        The work budget of the search.
    """

    def __init__(
        self,
        network: ProfileNetwork,
        arcs: Arcs,
        arrivals: Arrivals,
        query: ProfileQuery,
        parts: Collection[str],
        work: WorkBudget,
    ) -> None:
        self.work = work
        work.spend(_ARC_WORK * sum(map(len, arcs)))
        start, target, closed = query.start, query.target, query.closed
        self.network, self.arcs, self.start, self.target = network, arcs, start, target
        self.served = query.served
        before = _predecessors(arcs, closed)
        self.hops = _count_hops(before, target)
        programmes = frozenset[int]() if query.study is None else query.study.programmes
        self.years = (
            _measure(before, target, lambda arc: _least_years(arc, programmes))
            if "years" in parts
            else {}
        )
        self.unknown_years = (
            _measure(before, target, lambda arc: (arc.unknown_years, 0)) if "years" in parts else {}
        )
        self.odds = (
            _measure(before, target, lambda arc: (arc.unknown, arc.unlikeliness))
            if "likelihood" in parts
            else {}
        )
        self.via = {role: _count_hops(before, role) for role in query.via}
        self._ahead = _neighbours(before, backwards=False) if self.via else []
        self._behind = _neighbours(before, backwards=True) if self.via else []
        self.asked = network.asked_or_grouped
        self.must = self.asked[target]
        scope = [role for role in self.hops if role not in closed and role != start]
        free = self._free_bits(scope, arrivals)
        gaps = _least_values(network.gap_classes, scope, free, 2)
        hours = _least_values(network.hours_classes, scope, free, 1) if "hours" in parts else []
        self.held = arrivals.held
        self.hops_from_start = _count_hops(_successors(arcs, closed), start)
        self.learns = not any(r in self.hops and r in self.hops_from_start for r in programmes)
        """Whether all hours of learning count among the years: a programme takes their place."""
        self.last = [
            (
                self.asked[role] | self.must,
                [
                    self.asked[role] | self.must | self.asked[earlier]
                    for earlier, _ in before[role]
                    if earlier not in {target, start}
                ],
            )
            for role, _ in before[target]
            if role != start
        ]
        often = union(mask for whole, longer in self.last for mask in (whole, *longer)) | self.must
        self.gap = Valuer(gaps, arrivals.probable, often)
        self.hours = Valuer(hours, arrivals.probable, often, network.cluster_of)

    def _free_bits(self, scope: Sequence[int], arrivals: Arrivals) -> int:
        """Return the bits that some role gives for free."""
        network, arcs, free = self.network, self.arcs, 0
        if any(arc.stays for arc in arcs[self.start]):
            free |= network.full[self.start]
        for role in scope:
            free |= network.free_when_entered[role]
            if any(arc.stays for arc in arcs[role]):
                free |= network.full[role] & ~self.asked[role]
        # At each level one thing is paid for: the group or, if that can be free, the member.
        for role in scope:
            for asked in network.groups_by_role[role]:
                floor, group = arrivals.floor(asked), bits_up_to(asked.group, 1)
                for level in range(asked.level):
                    if floor or not group << level & free:
                        free |= asked.slots << level
        return free

    @property
    def inevitable(self) -> list[int]:
        """For each role, the roles (as bits) that all paths from it to the target lead through.

        The role itself and the target are included. If no path leads on, all roles are.
        """
        if not hasattr(self, "_inevitable"):
            self._inevitable = self._find_inevitable()
        return self._inevitable

    def _find_inevitable(self) -> list[int]:
        every = (1 << len(self.arcs)) - 1
        shared_by = [every] * len(self.arcs)
        shared_by[self.target] = 1 << self.target
        order = sorted(self.hops, key=lambda role: self.hops[role])
        changed = True
        while changed:
            changed = False
            for role in order:
                if role == self.target:
                    continue
                shared = every
                self.work.spend(len(self.arcs[role]))
                for arc in self.arcs[role]:
                    if arc.target in self.hops:
                        shared &= shared_by[arc.target]
                shared |= 1 << role
                if shared != shared_by[role]:
                    shared_by[role], changed = shared, True
        return shared_by

    @property
    def inevitable_needs(self) -> list[int]:
        """For each role, what the other roles ask for that all paths from it lead through."""
        if not hasattr(self, "_inevitable_needs"):
            asked = self.asked
            self._inevitable_needs = [
                union(asked[stop] for stop in numbers_of(roles & ~(1 << role)))
                if role in self.hops
                else 0
                for role, roles in enumerate(self.inevitable)
            ]
        return self._inevitable_needs

    def is_cut_off(self, role: int, visited: int) -> bool:
        """Return whether all paths from a role lead through one that was already visited."""
        return bool(self.inevitable[role] & visited & ~(1 << role))

    def odds_around(self, role: int, visited: int) -> tuple[int, int] | None:
        """Return the best odds of reaching the target around the visited roles, if possible."""
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
            self.work.spend(_ARC_WORK * len(self.arcs[at]))
            for arc in self.arcs[at]:
                ahead = self.odds.get(arc.target)
                if ahead is not None and not settled >> arc.target & 1:
                    then = (reached[0] + arc.unknown, reached[1] + arc.unlikeliness)
                    heappush(heap, ((then[0] + ahead[0], then[1] + ahead[1]), then, arc.target))
        return None

    def reaches_target(self, role: int) -> bool:
        """Return whether a path leads from a role to the target."""
        return role in self.hops

    def can_visit_stops(self, role: int, visited: int) -> bool:
        """Return whether all stops still to pass are between a role and the target.

        Each can be reached around the visited roles, and the target can be reached from it: a
        necessary condition, but not a sufficient one.
        """
        stops = sum(1 << stop for stop in self.via if not visited >> stop & 1)
        if not stops:
            return True
        self.work.spend(_FLOOD_WORK * len(self._ahead))
        ahead = _flood(self._ahead, role, visited | 1 << self.target)
        return not stops & ~(ahead & _flood(self._behind, self.target, visited))

    def lower_bounds(
        self, role: int, held: int, visited: int, *, deep: bool = False
    ) -> LowerBounds:
        """Return lower bounds on what is left for someone who holds some bits at a role.

        With ``deep``, include what is asked for on all paths from there.
        """
        self.work.spend(_BOUND_WORK)
        must, hops = self.must, self.hops[role]
        if deep:
            must |= self.inevitable_needs[role]
        for stop, distance in self.via.items():
            if not visited >> stop & 1:
                must |= self.asked[stop]
                hops = max(hops, distance.get(role, hops) + self.hops.get(stop, 0))
        missing = must & ~held
        hours = self.hours(missing)
        unknown, unlikeliness = self.odds.get(role, (0, 0))
        years = unknown_years = 0
        if self.years:
            spared = _ROUNDING + (self.served if role == self.start else 0)
            years = max(0, self.years[role][0] - spared, self.learning(hours))
            unknown_years = self.unknown_years[role][0]
        return LowerBounds(
            gap=self.gap(missing),
            hops=hops,
            hours=hours,
            years=years,
            unknown_years=unknown_years,
            unknown=unknown,
            unlikeliness=unlikeliness,
        )

    def narrow(self, is_too_much: Callable[[LowerBounds], bool]) -> Arcs:
        """Return the arcs that a path of acceptable cost can take.

        Once the work budget is spent, all remaining arcs stay.

        Parameters
        ----------
        is_too_much
            Returns whether a whole path with such lower bounds is of no use.
        """
        asked, is_over = self.asked, self.work.is_spent
        useful = [
            role in self.hops
            and role in self.hops_from_start
            and (is_over() or not is_too_much(self._through(role, role, asked[role])))
            for role in range(len(self.arcs))
        ]
        useful[self.start] = useful[self.target] = True
        return [
            [
                arc
                for arc in arcs
                if useful[arc.target]
                and arc.target in self.hops
                and role in self.hops_from_start
                and (
                    is_over()
                    or not is_too_much(
                        self._through(role, arc.target, asked[role] | asked[arc.target])
                    )
                )
            ]
            if useful[role] and role != self.target
            else []
            for role, arcs in enumerate(self.arcs)
        ]

    def _through(self, role: int, following: int, asked: int) -> LowerBounds:
        """Return lower bounds on paths through a role, or through a step between two."""
        self.work.spend(_THROUGH_WORK)
        if role == self.start and role != following:
            asked = self.asked[following]
        elif role == self.start:
            asked = 0
        missing = (asked | self.must) & ~self.held
        hops = self.hops_from_start[role] + (role != following) + self.hops[following]
        hours = self.hours(missing)
        years = max(0, self.learning(hours)) if self.years else 0
        return LowerBounds(
            gap=self.gap(missing),
            hops=hops,
            hours=hours,
            years=years,
            unknown_years=0,
            unknown=0,
            unlikeliness=0,
        )

    def learning(self, hours: int) -> int:
        """Return a lower bound, in millionths of a year, on the time for hours of learning."""
        if not self.learns:
            return 0
        return round(hours / (self.network.hours_per_week * 50)) - _ROUNDING

    def most_hours(self, years: int) -> int:
        """Return the most hours of learning that fit into millionths of a year."""
        return round((years + 2 * _ROUNDING) * self.network.hours_per_week * 50)

    def fits(self, role: int, held: int, room: int, value: Valuer) -> bool:
        """Return whether some last two roles before the target leave the missing part within room.

        A quick estimate comes first; an exact one follows if that passes.
        """
        hops = self.hops[role]
        if hops < _TWO_STEPS or role == self.start:
            return True
        lacking, roughly = ~held, value.roughly
        self.work.spend(_ROUGH_WORK * len(self.last))
        for whole, longer in self.last:
            left = whole & lacking
            if roughly(left) <= room and value(left) <= room:
                if hops == _TWO_STEPS:
                    return True
                self.work.spend(_ROUGH_WORK * len(longer))
                for mask in longer:
                    left = mask & lacking
                    if roughly(left) <= room and value(left) <= room:
                        return True
        return False


class Valuer:
    """The lowest total value of some bits; bits that are probably held count half.

    Parameters
    ----------
    classes
        Values, each with the bits of which it is the lowest value; half of it if the skill is in a
        cluster.
    probable
        The bits that are probably held.
    often
        The bits that a rough estimate includes.
    cluster_of
        The cluster of each skill, by number. The largest skill of a cluster counts in full.
    """

    def __init__(
        self,
        classes: Sequence[tuple[int, int]],
        probable: int,
        often: int,
        cluster_of: Mapping[int, str] | None = None,
    ) -> None:
        self._exact = [
            (value // part, mask & bits)
            for value, bits in classes
            for part, mask in ((1, ~probable), (2, probable))
            if value // part and mask & bits
        ]
        self._probable = probable
        self._counted = union(bits for _, bits in self._exact)
        self._values: dict[int, int] = {}
        self._cluster_of = cluster_of or {}
        self._classes = _round_down(self._exact, often)
        self._known: dict[int, int] = {}

    def __call__(self, mask: int) -> int:
        """Return the total value of some bits, from a cache: the same bits are often asked for."""
        mask &= self._counted
        known = self._known.get(mask)
        if known is None:
            known = self._known[mask] = self._add(mask)
        return known

    def _value(self, number: int) -> int:
        known = self._values.get(number)
        if known is None:
            bit = 1 << number
            known = next(value for value, bits in self._exact if bits & bit)
            self._values[number] = known
        return known

    def _add(self, mask: int) -> int:
        if not self._cluster_of:
            return sum(value * (mask & bits).bit_count() for value, bits in self._exact)
        total, cluster_of = 0, self._cluster_of
        by_skill: dict[int, int] = {}
        for number in numbers_of(mask):
            value = self._value(number)
            total += value
            skill = number // LEVELS
            if skill in cluster_of:
                by_skill[skill] = by_skill.get(skill, 0) + value
        largest: dict[str, int] = {}
        for skill, value in by_skill.items():
            cluster = cluster_of[skill]
            largest[cluster] = max(value, largest.get(cluster, 0))
        return total + sum(largest.values())

    def prices(self, among: int, unit: int) -> dict[int, int]:
        """Return the value of each of some bits by number, in whole units, clusters apart."""
        return {
            number: value // unit
            for value, bits in self._exact
            for number in numbers_of(bits & among)
        }

    def of(self, number: int, value: int) -> int:
        """Return another value of a bit, half of it if that is probably held."""
        return value // 2 if self._probable >> number & 1 else value

    def roughly(self, mask: int) -> int:
        """Return a quick lower bound on the total value of some bits."""
        total = 0
        for value, bits in self._classes:
            total += value * (mask & bits).bit_count()
        return total


def _round_down(classes: Sequence[tuple[int, int]], often: int) -> tuple[tuple[int, int], ...]:
    """Return fewer values with their bits, by rounding down."""
    by_value: dict[int, int] = {}
    for value, bits in classes:
        if bits & often:
            by_value[value] = by_value.get(value, 0) | bits & often
    steps = sorted(by_value)
    if len(steps) > _MOST_CLASSES:
        every = [value for value in steps for _ in range(by_value[value].bit_count())]
        steps = sorted({every[len(every) * n // _MOST_CLASSES] for n in range(_MOST_CLASSES)})
    rounded = dict.fromkeys(steps, 0)
    for value, bits in by_value.items():
        fitting = [step for step in steps if step <= value]
        if fitting:
            rounded[fitting[-1]] |= bits
    return tuple(rounded.items())


def _least_values(
    classes: Sequence[Sequence[tuple[int, int]]], scope: Iterable[int], free: int, factor: int
) -> list[tuple[int, int]]:
    """Return the lowest values in some roles, each with its bits, without free bits."""
    by_value: dict[int, int] = {}
    for role in scope:
        for value, mask in classes[role]:
            by_value[value] = by_value.get(value, 0) | mask
    values: list[tuple[int, int]] = []
    taken = free
    for value in sorted(by_value):
        if by_value[value] & ~taken:
            values.append((value * factor, by_value[value] & ~taken))
        taken |= by_value[value]
    return values


def bottleneck_gap(
    network: ProfileNetwork,
    bounds: ProfileBounds,
    arrivals: Arrivals,
    start: int,
) -> int:
    """Return a lower bound on the hardest step of any path.

    It is the smallest limit on the gap with which the target can be reached by someone who, at
    every step, holds what all roles reached so far ask for and give, which is more than anyone on a
    single path holds.
    """
    held = arrivals.held
    reached, hardest = 1 << start, 0
    waiting = {arc.target for arc in bounds.arcs[start] if bounds.reaches_target(arc.target)}
    while waiting:
        gaps = {
            role: min(arrivals.least(role, held, promotion=way).gap for way in (False, True))
            for role in waiting
        }
        bounds.work.spend(_BOUND_WORK * len(waiting))
        role = min(waiting, key=lambda role: (gaps[role], role))
        hardest = max(hardest, gaps[role])
        if role == bounds.target:
            return hardest
        waiting.remove(role)
        reached |= 1 << role
        held |= network.full[role] | network.asked_closed[role] | network.promoted_closed[role]
        held |= network.gain[role] | network.promoted_gain[role]
        for arc in bounds.arcs[role]:
            if not reached >> arc.target & 1 and bounds.reaches_target(arc.target):
                waiting.add(arc.target)
    return hardest


def _least_years(arc: ProfileArc, programmes: Collection[int]) -> tuple[int, int]:
    """Return the least years of a step without learning; a programme may replace them."""
    low, high = arc.trained if arc.target in programmes else (arc.low, arc.high)
    return (low + high) // 2, 0


def _predecessors(arcs: Arcs, closed: Collection[int]) -> list[list[tuple[int, ProfileArc]]]:
    before: list[list[tuple[int, ProfileArc]]] = [[] for _ in arcs]
    for role, group in enumerate(arcs):
        if role not in closed:
            for arc in group:
                if arc.target not in closed:
                    before[arc.target].append((role, arc))
    return before


def _successors(arcs: Arcs, closed: Collection[int]) -> list[list[tuple[int, ProfileArc]]]:
    return [
        [] if role in closed else [(arc.target, arc) for arc in group if arc.target not in closed]
        for role, group in enumerate(arcs)
    ]


def _neighbours(before: list[list[tuple[int, ProfileArc]]], *, backwards: bool) -> list[int]:
    """Return, for each role, the roles one step ahead or behind as bits."""
    near = [0] * len(before)
    for role, arcs in enumerate(before):
        for earlier, _ in arcs:
            if backwards:
                near[role] |= 1 << earlier
            else:
                near[earlier] |= 1 << role
    return near


def _flood(near: Sequence[int], start: int, closed: int) -> int:
    """Return all roles reachable from one around the closed roles, as bits."""
    reached, frontier = 0, 1 << start
    while frontier:
        following = 0
        while frontier:
            lowest = frontier & -frontier
            following |= near[lowest.bit_length() - 1]
            frontier ^= lowest
        frontier = following & ~reached & ~closed
        reached |= frontier
    return reached


def _count_hops(before: list[list[tuple[int, ProfileArc]]], target: int) -> dict[int, int]:
    """Return the number of steps to the target from each role."""
    hops = {target: 0}
    waiting = deque([target])
    while waiting:
        role = waiting.popleft()
        for earlier, _ in before[role]:
            if earlier not in hops:
                hops[earlier] = hops[role] + 1
                waiting.append(earlier)
    return hops


def _measure(
    before: list[list[tuple[int, ProfileArc]]],
    target: int,
    cost: Callable[[ProfileArc], tuple[int, int]],
) -> dict[int, tuple[int, int]]:
    """Return the least cost to a target, for costs of two parts compared in order."""
    settled: dict[int, tuple[int, int]] = {}
    heap = [((0, 0), target)]
    while heap:
        reached, role = heappop(heap)
        if role in settled:
            continue
        settled[role] = reached
        for earlier, arc in before[role]:
            if earlier not in settled:
                first, second = cost(arc)
                heappush(heap, ((reached[0] + first, reached[1] + second), earlier))
    return settled
