"""Roles, profiles and steps as whole numbers, for the exact search over profiles.

Each skill has three bits, one for each level; who holds a level holds the bits up to it. So what is
held, asked for and missing are one operation each, and what is implied is one union. Gaps are whole
numbers of `GAP_UNIT`, hours and years whole millionths, so that sums compare exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from math import log
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.model.holdings import AskedProfile, Holding, Range
from careergraph.search.algorithms.integer_network import MICRO, Graph, numbers_of, union
from careergraph.search.learning.gaps import Missing
from careergraph.search.learning.held_levels import asked_items, close_levels, held_by_incumbent
from careergraph.search.learning.learning_time import (
    DEFAULT_HOURS_PER_WEEK,
    add_hours,
    missing_hours,
)
from careergraph.search.learning.step_learning import (
    FAMILIAR,
    MISSING_POWER,
    PRACTISED,
    asked_at_step,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from careergraph.model.holdings import AskedItem, RoleStep

__all__ = [
    "DEFAULT_CHANGE_COST",
    "GAP_UNIT",
    "LEVELS",
    "Arrival",
    "Arrivals",
    "LeastArrival",
    "ProfileArc",
    "ProfileNetwork",
    "ProfileQuery",
    "bit_of",
    "bits_up_to",
]

GAP_UNIT: Final = 3 * MICRO
"""A gap of 1. Halves, thirds and sixths of a weight of 0.5 are whole numbers of it."""

DEFAULT_CHANGE_COST: Final = 150.0
"""The price of each step, in hours: a chain of thin steps does not beat one honest step."""

LEVELS: Final = 3
"""Bits of each skill."""
_UNKNOWN: Final = 10**6 * MICRO
"""The cost of what is not known: more than any known costs add up to."""
_ROUNDING: Final = 2
"""Millionths of an hour by which rounding can change the middle of a range."""
_MOST_CHOICES: Final = 256
"""Of so many combinations of members of groups in one step the first are tried."""


class ProfileArc(NamedTuple):
    """A step by number: where it ends, years of experience asked for, and how likely it is.

    ``low`` and ``high`` are millionths of a year, 0 where nobody knows them, and then
    ``unknown_years`` is 1. ``unlikeliness`` is minus the logarithm of the share of those who left
    that took the step, in millionths; 0 where nobody knows it, and then ``unknown`` is 1. Who takes
    an arc that ``stays`` holds all that incumbents of the role left hold. One that is ``down``
    leads to a lower level of seniority.
    """

    target: int
    low: int = 0
    high: int = 0
    unknown_years: int = 0
    unknown: int = 1
    unlikeliness: int = 0
    stays: bool = False
    down: bool = False


@dataclass(frozen=True, slots=True)
class _IntegerItem:
    """An item as numbers: the bits of each skill up to the level asked for."""

    item: AskedItem
    members: tuple[int, ...]
    closures: tuple[int, ...]
    gap: int
    """The gap of half a level."""
    group: int = 0
    """The bits that say that some member is held; 0 for a single skill."""
    hours: dict[tuple[int, int], Range] = field(default_factory=dict)
    """Hours in millionths, by the level held and the level likely held; shared by like items."""

    def hours_from(self, held: int, likely: int) -> Range:
        """Return the hours in millionths from a level held and a level likely held."""
        known = self.hours.get((held, likely))
        if known is None:
            hours = missing_hours(self.item, Missing(held, likely, ()))
            known = Range(round(hours.low * MICRO), round(hours.high * MICRO))
            self.hours[held, likely] = known
        return known

    def table(self, *, promotion: bool) -> list[list[tuple[float, float]]]:
        """Return the hours of a step by the level held and the level likely held."""
        levels = range(self.item.level + 1)
        rows = []
        for held in levels:
            share = PRACTISED if promotion and held else 1.0
            ranges = [self.hours_from(held, max(held, likely)) for likely in levels]
            rows.append([(hours.low * share, hours.high * share) for hours in ranges])
        return rows


class _SortedItems(NamedTuple):
    """Items of one skill (bits, level, half a level's gap, cluster, hours), and groups."""

    singles: list[tuple[int, int, int, str | None, list[list[tuple[float, float]]]]]
    groups: list[tuple[_IntegerItem, int]]


@dataclass(frozen=True, slots=True)
class ProfileQuery:
    """Which paths to search for: ends, criterion, constraints, and who sets out.

    Parameters
    ----------
    start, target
        Numbers of two different roles.
    holding
        What is held at the start, closed under implication.
    k
        How many paths, at least 1.
    by
        A criterion of `profile_search.ORDERS`.
    closed, via
        Roles that must not, and that must, be on the path.
    max_hops, max_years
        The most steps, and the most millionths of a year.
    served
        Millionths of a year already spent in the first role.
    extra
        Arcs out of the first role that were prepared for this person: moves at their own level,
        and moves that no source states.
    down
        Whether a step may lead to a lower level of seniority.
    """

    start: int
    target: int
    holding: Holding = field(default_factory=Holding)
    k: int = 1
    by: str = "effort"
    closed: frozenset[int] = frozenset()
    via: tuple[int, ...] = ()
    max_hops: int | None = None
    max_years: int | None = None
    served: int = 0
    extra: tuple[ProfileArc, ...] = ()
    down: bool = True


class Arrival(NamedTuple):
    """What it takes to enter a role: gap, hours (middle, low, high), and the bits then held too.

    There are several ``added`` where a group leaves a choice of what to learn.
    """

    gap: int
    hours: int
    low: int
    high: int
    added: tuple[int, ...]


class LeastArrival(NamedTuple):
    """What it takes at least to enter a role: gap, hours (middle, low, high)."""

    gap: int
    hours: int
    low: int
    high: int


class ProfileNetwork:
    """Roles, arcs and profiles by number; all searches of one network share it.

    Parameters
    ----------
    labels
        The label of each role, by IRI.
    profiles
        The profile of each role; roles without one ask for nothing.
    steps
        The steps that people can take.
    implies
        The skills that each skill implies directly.
    ranks
        The level of seniority of each role as a number, the highest last; roles without one are of
        rank 0 and no step from or to them leads down.
    lines
        The line of work of each role. With it the hours of a step are those of `step_learning`:
        fewer for a promotion and for someone who holds most of the profile.
    hours_per_week
        Hours a week given to learning.
    change_cost
        The price of each step by "effort", in hours.
    """

    def __init__(
        self,
        labels: Mapping[str, str],
        profiles: Mapping[str, AskedProfile],
        steps: Iterable[RoleStep],
        implies: Mapping[str, Sequence[str]],
        *,
        ranks: Mapping[str, float] | None = None,
        lines: Mapping[str, str] | None = None,
        hours_per_week: float = DEFAULT_HOURS_PER_WEEK,
        change_cost: float = DEFAULT_CHANGE_COST,
    ) -> None:
        self.roles = sorted(labels)
        self.index = {role: number for number, role in enumerate(self.roles)}
        self.labels = [labels[role] for role in self.roles]
        self.profiles = profiles
        self.implies = implies
        self.ranks = ranks or {}
        self.hours_per_week = hours_per_week
        self.change_cost = round(change_cost * MICRO)
        empty = AskedProfile()
        of_roles = [profiles.get(role, empty) for role in self.roles]
        incumbents = [held_by_incumbent(profile, implies) for profile in of_roles]
        names = {skill for holding in incumbents for skill in (*holding.levels, *holding.probable)}
        names |= {skill for profile in of_roles for item in profile.items for skill in item.skills}
        self.skills = sorted(names)
        self.number = {skill: number for number, skill in enumerate(self.skills)}
        self.groups = self._number_groups(of_roles)
        self._group_of_number = {number: group for group, number in self.groups.items()}
        self._groups_of: dict[str, list[int]] = {}
        for group, number in self.groups.items():
            for skill in group:
                self._groups_of.setdefault(skill, []).append(number)
        self._closures: dict[tuple[str, int], int] = {}
        self._hours: dict[tuple[str, float, int], dict[tuple[int, int], Range]] = {}
        self.full = [self.mask(h.levels) | self.group_mask(h) for h in incumbents]
        """What incumbents of each role hold for certain."""
        self.lines = None if lines is None else [lines.get(role, role) for role in self.roles]
        self.items = [
            tuple(
                self._read_item(item)
                for item in (
                    asked_items(profile)
                    if lines is None
                    else asked_at_step(profile, promotion=False)
                )
            )
            for profile in of_roles
        ]
        self.promoted = self.items
        """What each role asks of someone from another level of its line of work."""
        if lines is not None:
            self.promoted = [
                tuple(
                    known if known.item is item else self._read_item(item)
                    for item, known in zip(
                        asked_at_step(profile, promotion=True), items, strict=True
                    )
                )
                for profile, items in zip(of_roles, self.items, strict=True)
            ]
        self.weight = [round(sum(i.item.weight for i in items) * GAP_UNIT) for items in self.items]
        self.asked = [
            union(i.members[0] for i in items if len(i.members) == 1) for items in self.items
        ]
        """What each role asks of someone who comes in, groups apart."""
        self.asked_groups = [union(item.group for item in items) for items in self.items]
        """The groups of which each role asks for a member."""
        self.asked_closed = [
            union(i.closures[0] for i in items if len(i.members) == 1) for items in self.items
        ]
        self.promoted_closed = [
            union(i.closures[0] for i in items if len(i.members) == 1) for items in self.promoted
        ]
        self.relevant = [union(m for i in items for m in i.members) for items in self.promoted]
        self._once, self._more = _count_bits(self.relevant)
        self.cluster_of = self._find_clusters()
        """The cluster of each skill by number, where all items that name it are of that cluster."""
        self.arcs: list[list[ProfileArc]] = [[] for _ in self.roles]
        for step in steps:
            if step.source in self.index and step.target in self.index:
                self.arcs[self.index[step.source]].append(self.read_step(step))
        self._level_arcs: list[list[ProfileArc]] | None = None
        self._plain: dict[tuple[str, bool], Graph] = {}

    def mask(self, levels: Mapping[str, int]) -> int:
        """Return levels as bits, with those of the groups that they meet.

        Skills that no role knows have none.
        """
        return union(
            bits_up_to(number, level)
            for skill, level in levels.items()
            if skill in self.number
            for number in (self.number[skill], *self._groups_of.get(skill, ()))
        )

    def group_mask(self, holding: Holding) -> int:
        """Return the bits of the groups of which someone holds a member, whichever it is."""
        mask = 0
        for members, level in holding.groups:
            first = next(iter(members), None)
            for number in self._groups_of.get(first, ()) if first is not None else ():
                if members <= self._group_of_number[number]:
                    mask |= bits_up_to(number, level)
        return mask

    def levels(self, mask: int) -> dict[str, int]:
        """Return the level of each skill of some bits."""
        levels: dict[str, int] = {}
        for bit in numbers_of(mask & ((1 << LEVELS * len(self.skills)) - 1)):
            skill = self.skills[bit // LEVELS]
            levels[skill] = max(levels.get(skill, 0), bit % LEVELS + 1)
        return levels

    def read_step(self, step: RoleStep) -> ProfileArc:
        """Return a step by number."""
        years = step.experience
        share = step.share
        ranks = self.ranks.get(step.source), self.ranks.get(step.target)
        return ProfileArc(
            target=self.index[step.target],
            low=0 if years is None else round(years.low * MICRO),
            high=0 if years is None else round(years.high * MICRO),
            unknown_years=int(years is None),
            unknown=int(not share),
            unlikeliness=max(0, round(-log(share) * MICRO)) if share else 0,
            stays=step.stays,
            down=None not in ranks and ranks[1] < ranks[0],  # type: ignore[operator]
        )

    def arcs_for(
        self, start: int, extra: Sequence[ProfileArc] = (), *, down: bool = True
    ) -> list[list[ProfileArc]]:
        """Return the arcs out of each role, with those prepared for the first role.

        Parameters
        ----------
        start
            The role to set out from.
        extra
            Further arcs from it; one to a role that an arc leads to already replaces that.
        down
            Whether steps to a lower level of seniority count.
        """
        arcs = self.arcs
        if not down:
            if self._level_arcs is None:
                self._level_arcs = [[a for a in group if not a.down] for group in self.arcs]
            arcs = self._level_arcs
        if extra:
            arcs = list(arcs)
            own = {arc.target: arc for arc in (*arcs[start], *extra) if down or not arc.down}
            arcs[start] = list(own.values())
        return arcs

    def years(self, arc: ProfileArc, low: int, high: int, served: int) -> int:
        """Return the middle of the years of a step, in millionths; see `learning_time.step_years`.

        Parameters
        ----------
        arc
            The step.
        low, high
            Hours of learning, in millionths.
        served
            Years already spent in the role left, in millionths.
        """
        weeks = self.hours_per_week * 50
        shortest = max(round(low / weeks), arc.low - served, 0)
        longest = max(round(high / weeks), arc.high - served, 0)
        return (shortest + longest) // 2

    def is_promotion(self, role: int, following: int) -> bool:
        """Return whether two roles are levels of one line of work."""
        return self.lines is not None and self.lines[role] == self.lines[following]

    def useful_after(self, role: int) -> int:
        """Return the bits that roles other than this one look at."""
        return self._more | (self._once & ~self.relevant[role])

    def plain_graph(self, by: str, *, down: bool) -> Graph:
        """Return the arcs with what each costs about, for an incumbent of the role left.

        The costs guide the search for candidates, so they leave out groups and clusters. The graph
        is made once for each criterion and kept.
        """
        key = (_PLAIN_COST.get(by, by), down)
        if key not in self._plain:
            after: list[list[tuple[int, int]]] = []
            before: list[list[tuple[int, int]]] = [[] for _ in self.roles]
            for role, arcs in enumerate(self.arcs_for(0, down=down)):
                costs = [self.plain_cost(arc, by, self.full[role]) for arc in arcs]
                after.append([(arc.target, cost) for arc, cost in zip(arcs, costs, strict=True)])
                for arc, cost in zip(arcs, costs, strict=True):
                    before[arc.target].append((role, cost))
            self._plain[key] = Graph(after, before)
        return self._plain[key]

    def plain_cost(self, arc: ProfileArc, by: str, held: int) -> int:
        """Return what an arc costs about by a criterion, for someone who holds some bits."""
        if by == "hops":
            return 1
        if by == "likelihood":
            return _UNKNOWN if arc.unknown else arc.unlikeliness
        missing = self.asked[arc.target] & ~held
        if by in {"gap", "step"}:
            classes = self.gap_classes[arc.target]
            return sum(2 * value * (missing & mask).bit_count() for value, mask in classes)
        classes = self.hours_classes[arc.target]
        hours = sum(value * (missing & mask).bit_count() for value, mask in classes)
        if by == "time":
            learning = round(hours / (self.hours_per_week * 50))
            return arc.unknown_years * _UNKNOWN + max(learning, (arc.low + arc.high) // 2)
        return hours + self.change_cost

    @property
    def all_items(self) -> list[tuple[_IntegerItem, ...]]:
        """For each role what it asks of newcomers, and what else of someone who is promoted."""
        return [
            (
                *items,
                *(more for less, more in zip(items, promoted, strict=True) if more is not less),
            )
            for items, promoted in zip(self.items, self.promoted, strict=True)
        ]

    @property
    def gap_classes(self) -> list[tuple[tuple[int, int], ...]]:
        """For each role the gap of half a level, and the bits that have it, groups with them."""
        if not hasattr(self, "_gap_classes"):
            self._gap_classes = [
                _by_value((item.gap, union(item.members) | item.group) for item in items)
                for items in self.all_items
            ]
        return self._gap_classes

    @property
    def hours_classes(self) -> list[tuple[tuple[int, int], ...]]:
        """For each role the least hours of a level, and the bits that have it.

        Half of them for an item of a cluster, which another item may halve.
        """
        if not hasattr(self, "_hours_classes"):
            calibrated = self.lines is not None
            self._hours_classes = [
                _by_value(
                    pair for item in items for pair in _hours_of_bits(item, calibrated=calibrated)
                )
                for items in self.all_items
            ]
        return self._hours_classes

    def closure(self, skill: str, level: int) -> int:
        """Return a level of a skill and all that it implies as bits."""
        known = self._closures.get((skill, level))
        if known is None:
            known = self.mask(close_levels({skill: level}, self.implies))
            self._closures[skill, level] = known
        return known

    def _find_clusters(self) -> dict[int, str]:
        clusters: dict[int, set[str | None]] = {}
        for items in self.items:
            for item in items:
                for skill in item.item.skills:
                    for number in (self.number[skill], *self._groups_of.get(skill, ())):
                        clusters.setdefault(number, set()).add(item.item.cluster)
        single = {number: cluster for number, (cluster, *more) in clusters.items() if not more}
        return {number: cluster for number, cluster in single.items() if cluster is not None}

    def _read_item(self, item: AskedItem) -> _IntegerItem:
        return _IntegerItem(
            item,
            members=tuple(bits_up_to(self.number[skill], item.level) for skill in item.skills),
            closures=tuple(self.closure(skill, item.level) for skill in item.skills),
            gap=round(item.weight * GAP_UNIT / (2 * item.level)),
            group=bits_up_to(self.groups[frozenset(item.skills)], item.level)
            if len(item.skills) > 1
            else 0,
            hours=self._hours.setdefault((item.kind, item.weight, item.level), {}),
        )

    def _number_groups(self, profiles: Iterable[AskedProfile]) -> dict[frozenset[str], int]:
        """Return a number for each group, after those of the skills."""
        groups = {
            frozenset(item.skills): None
            for profile in profiles
            for item in profile.items
            if len(item.skills) > 1
        }
        return {group: len(self.skills) + number for number, group in enumerate(groups)}


_PLAIN_COST: Final = {"step": "gap"}


class Arrivals:
    """What one person needs to enter each role: computed once for each state of what they hold.

    Parameters
    ----------
    network
        Roles and profiles.
    holding
        What the person holds at the start. What is probable and the groups stay so on the way.
    """

    def __init__(self, network: ProfileNetwork, holding: Holding) -> None:
        self.network, self.holding = network, holding
        self.held = network.mask(holding.levels) | network.group_mask(holding)
        self.probable = network.mask(holding.probable)
        self.is_cut = False
        """Whether some step left more choices than were followed."""
        self._floors: dict[tuple[int, bool], tuple[int, ...]] = {}
        self._known: dict[tuple[int, int, bool], Arrival] = {}
        self._sorted: dict[tuple[int, bool], _SortedItems] = {}
        self._least: dict[tuple[int, int, bool], LeastArrival] = {}

    def enter(self, role: int, held: int, *, promotion: bool = False) -> Arrival:
        """Return what it takes to enter a role for someone who holds some bits."""
        key = role, held & self.network.relevant[role], promotion
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._compute(role, held, promotion=promotion)
        return known

    def gap(self, role: int, held: int) -> int:
        """Return the gap of entering a role."""
        return self.enter(role, held).gap

    def _compute(self, role: int, held: int, *, promotion: bool) -> Arrival:
        network, gap = self.network, 0
        hours: list[tuple[str | None, Range]] = []
        choices: list[tuple[int, ...]] = []
        items = network.promoted[role] if promotion else network.items[role]
        for item, floor in zip(items, self.floors(role, promotion=promotion), strict=True):
            level = item.item.level
            known, likely, members = self._find_missing(item, floor, held)
            if known < level:
                gap += item.gap * (2 * level - known - likely)
                share = PRACTISED if promotion and known else 1.0
                low, high = item.hours_from(known, likely)
                hours.append((item.item.cluster, Range(low * share, high * share)))
                if len(item.members) > 1:
                    choices.append(tuple(item.closures[member] for member in members))
        factor = self._factor(role, gap, promotion=promotion)
        low, high = (round(hour * factor) for hour in add_hours(hours))
        closed = network.promoted_closed[role] if promotion else network.asked_closed[role]
        return Arrival(gap, (low + high) // 2, low, high, self._choose(role, closed, choices))

    def least(self, role: int, held: int, *, promotion: bool = False) -> LeastArrival:
        """Return what it takes at least to enter a role for someone who holds no more than this."""
        key = role, held & self.network.relevant[role], promotion
        known = self._least.get(key)
        if known is None:
            known = self._least[key] = self._compute_least(role, held, promotion=promotion)
        return known

    def _compute_least(self, role: int, held: int, *, promotion: bool) -> LeastArrival:
        lacking, gap = ~held, 0
        unlikely = lacking & ~self.probable
        low = high = 0.0
        clusters: dict[str, tuple[float, float, float]] = {}
        parts: list[tuple[str | None, float, float]] = []
        singles, groups = self._sort_items(role, promotion=promotion)
        for bits, level, unit, cluster, table in singles:
            missing = (bits & lacking).bit_count()
            if missing:
                likely = level - (bits & unlikely).bit_count()
                gap += unit * (level + missing - likely)
                parts.append((cluster, *table[level - missing][likely]))
        for item, floor in groups:
            halves, *hours = _least_of(item, floor, held, held | self.probable, promotion=promotion)
            if halves:
                gap += item.gap * halves
                parts.append((item.item.cluster, hours[0], hours[1]))
        for cluster, least_low, least_high in parts:
            if cluster is None:
                low, high = low + least_low, high + least_high
                continue
            low, high = low + least_low / 2, high + least_high / 2
            ends = least_low, least_high, least_low + least_high
            known = clusters.get(cluster, ends)
            clusters[cluster] = (
                min(known[0], ends[0]),
                min(known[1], ends[1]),
                max(known[2], ends[2]),
            )
        factor = self._factor(role, gap, promotion=promotion)
        middle = low + high
        # Of a cluster it is not known which item is the largest, so for the ends of the range any.
        for ends in clusters.values():
            low, high = low + ends[0] / 2, high + ends[1] / 2
            middle += ends[2] / 2
        middle = max(0, int(middle / 2 * factor) - _ROUNDING)
        return LeastArrival(gap, middle, int(low * factor), int(high * factor))

    def _sort_items(self, role: int, *, promotion: bool) -> _SortedItems:
        """Return the items of a role of one skill each, as numbers, and its groups."""
        known = self._sorted.get((role, promotion))
        if known is None:
            items = self.network.promoted[role] if promotion else self.network.items[role]
            floors = self.floors(role, promotion=promotion)
            known = self._sorted[role, promotion] = _SortedItems(
                [
                    (
                        i.members[0],
                        i.item.level,
                        i.gap,
                        i.item.cluster,
                        i.table(promotion=promotion),
                    )
                    for i in items
                    if len(i.members) == 1
                ],
                [pair for pair in zip(items, floors, strict=True) if len(pair[0].members) > 1],
            )
        return known

    def _factor(self, role: int, gap: int, *, promotion: bool) -> float:
        """Return by what hours are multiplied; see `step_learning.learn_step`."""
        if self.network.lines is None:
            return 1.0
        weight = self.network.weight[role]
        if promotion or not weight:
            return FAMILIAR
        return FAMILIAR + (gap / weight) ** MISSING_POWER

    def floors(self, role: int, *, promotion: bool = False) -> tuple[int, ...]:
        """Return the level certainly held of one of each item's group, whichever it is."""
        known = self._floors.get((role, promotion))
        if known is None:
            items = self.network.promoted[role] if promotion else self.network.items[role]
            known = self._floors[role, promotion] = tuple(
                min(self.holding.group_level(i.item.skills), i.item.level)
                if len(i.members) > 1
                else 0
                for i in items
            )
        return known

    def _find_missing(
        self, item: _IntegerItem, floor: int, held: int
    ) -> tuple[int, int, Sequence[int]]:
        """Return the levels held and likely held, and the members; see `gaps.find_missing`."""
        best = (-2 * floor, floor)
        members: list[int] = []
        every = range(len(item.members))
        for number in every:
            bits = item.members[number]
            known = (bits & held).bit_count()
            likely = (bits & (held | self.probable)).bit_count()
            rank = (-(known + likely), known)
            if rank < best or (not floor and not members):
                best, members = rank, [number]
            elif rank == best and members:
                members.append(number)
        known = best[1]
        return known, -best[0] - known, members or every

    def _choose(self, role: int, asked: int, choices: Sequence[Sequence[int]]) -> tuple[int, ...]:
        """Return the bits then held too, for each choice that makes a difference elsewhere."""
        useful = self.network.useful_after(role)
        differing = [
            list({closure & useful: closure for closure in reversed(group)}.values())[::-1]
            for group in choices
        ]
        added: dict[int, int] = {}
        for chosen in product(*differing):
            bits = asked | union(chosen)
            added.setdefault(bits & useful, bits)
            if len(added) > _MOST_CHOICES:
                self.is_cut = True
                break
        return tuple(added.values())[:_MOST_CHOICES]


def bits_up_to(number: int, level: int) -> int:
    """Return the bits of a skill or group up to a level.

    Examples
    --------
    >>> bin(bits_up_to(1, 2))
    '0b11000'
    """
    return ((1 << level) - 1) << LEVELS * number


def _least_of(
    item: _IntegerItem, floor: int, held: int, likely_held: int, *, promotion: bool
) -> tuple[int, float, float]:
    """Return the half levels that are missing at least, and the least hours (low, high)."""
    most, low, high = 2 * floor, 0.0, 0.0
    ways = [((bits & held).bit_count(), (bits & likely_held).bit_count()) for bits in item.members]
    if floor:
        ways.append((floor, floor))
    for number, (known, likely) in enumerate(ways):
        most = max(most, known + likely)
        hours = item.hours_from(known, likely)
        share = PRACTISED if promotion and known else 1.0
        if not number or hours.low * share < low:
            low = hours.low * share
        if not number or hours.high * share < high:
            high = hours.high * share
    return 2 * item.item.level - most, low, high


def _hours_of_bits(item: _IntegerItem, *, calibrated: bool) -> list[tuple[int, int]]:
    share = 1 if item.item.cluster is None else 2
    pairs = []
    every = (*item.members, item.group) if item.group else item.members
    for level in range(1, item.item.level + 1):
        hours = item.hours_from(level - 1, level - 1).middle - item.hours_from(level, level).middle
        if calibrated:
            hours *= FAMILIAR * (PRACTISED if level > 1 else 1.0)
        bits = union([bit_of(member, level) for member in every])
        pairs.append((int(hours) // share, bits))
    return pairs


def bit_of(member: int, level: int) -> int:
    """Return the bit of a level of a skill, of the bits up to the level asked for."""
    lowest = member & -member
    return lowest << (level - 1)


def _by_value(pairs: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    masks: dict[int, int] = {}
    for value, mask in pairs:
        masks[value] = masks.get(value, 0) | mask
    return tuple(masks.items())


def _count_bits(masks: Iterable[int]) -> tuple[int, int]:
    """Return the bits that are in at least one of some masks, and those in at least two."""
    once = more = 0
    for mask in masks:
        more |= once & mask
        once |= mask
    return once, more
