"""Roles, profiles and steps as whole numbers, for the exact search over profiles.

Each skill has three bits, one for each level; holding a level means holding the bits up to it. So
finding what is held, asked for or missing takes one operation each, and finding what is implied one
union. Gaps are whole numbers of `GAP_UNIT`, hours and years whole millionths, so that sums compare
exactly.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from copy import copy
from functools import cached_property
from itertools import product
from math import log
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from careergraph.compiled.held_levels import asked_items, close_levels, held_by_incumbent
from careergraph.model.frozen import frozen
from careergraph.model.holdings import AskedProfile, Holding, Range
from careergraph.search.algorithms.integer_network import MICRO, Graph, numbers_of, union
from careergraph.search.learning.gaps import Missing
from careergraph.search.learning.learning_time import (
    DEFAULT_HOURS_PER_WEEK,
    SHORTEST_STAY,
    missing_hours,
)
from careergraph.search.learning.step_learning import (
    FAMILIAR,
    PRACTISED,
    PROMOTED,
    asked_at_step,
    hours_factor,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from careergraph.model.holdings import AskedItem, RoleStep

__all__ = [
    "DEFAULT_CHANGE_COST",
    "GAP_UNIT",
    "LEVELS",
    "MOST_TRIED",
    "Arrival",
    "Arrivals",
    "AskedGroup",
    "LeastArrival",
    "ProfileArc",
    "ProfileNetwork",
    "ProfileQuery",
    "RoleTables",
    "bit_of",
    "bits_up_to",
]

GAP_UNIT: Final = 3 * MICRO
"""A gap of 1. Halves, thirds and sixths of a weight of 0.5 are whole numbers of it."""

DEFAULT_CHANGE_COST: Final = 150.0
"""The price of each step, in hours, so that a chain of tiny steps does not beat one real step."""

LEVELS: Final = 3
"""Bits of each skill."""
_UNKNOWN: Final = 10**6 * MICRO
"""The cost of an unknown: more than the sum of any known costs."""
_STAY: Final = round(SHORTEST_STAY * MICRO)
_ROUNDING: Final = 2
"""Millionths of an hour by which rounding can change the middle of a range."""
_MOST_PEOPLE: Final = 4
"""The number of people whose arrivals are cached: questions about one person often follow each
other."""
_EMPTY: Final = AskedProfile()
MOST_TRIED: Final = 300_000
"""The most partial paths to try for a path that meets the constraints."""
_MOST_CHOICES: Final = 256
"""The most combinations of group members that are tried in one step."""


class ProfileArc(NamedTuple):
    """A step by number: its end, the years of experience it asks for, and its likelihood.

    ``low`` and ``high`` are millionths of a year; if they are unknown, they are 0 and
    ``unknown_years`` is 1. ``unlikeliness`` is minus the logarithm, in millionths, of the share of
    those who left that took the step; if it is unknown, it is 0 and ``unknown`` is 1. People who
    take an arc that ``stays`` hold everything that incumbents of the old role hold. An arc that is
    ``down`` leads to a lower level of seniority, and one that is ``back`` to work done before. The
    bounds ignore arcs back, which lead directly from the first role to the last. ``trained`` is the
    years of training to complete first, low and high, in millionths.
    """

    target: int
    low: int = 0
    high: int = 0
    unknown_years: int = 0
    unknown: int = 1
    unlikeliness: int = 0
    stays: bool = False
    down: bool = False
    back: bool = False
    trained: tuple[int, int] = (0, 0)


_Level = tuple[int, tuple[int, float, float], tuple[float, float]]
"""A level: its bit, the gap and hours that it adds, and the hours if no lower one is missing."""


@dataclasses.dataclass(slots=True, eq=False)
class _IntegerItem:
    """An item as numbers: the bits of each skill up to the level asked for.

    It is never changed. It is not frozen, because thousands are made at each start and frozen ones
    take three times as long.
    """

    item: AskedItem
    members: tuple[int, ...]
    gap: int
    """The gap of half a level."""
    slots: int
    """Level 1 of each skill, as bits."""
    group: int = 0
    """The bits that mean that some member is held; 0 for a single skill."""
    hours: dict[tuple[int, int], Range] = dataclasses.field(default_factory=dict)
    """Hours in millionths, by the level held and the level likely held; shared by like items."""
    by_level: dict[tuple[int, bool, bool], list[_Level]] = dataclasses.field(default_factory=dict)

    def hours_from(self, held: int, likely: int) -> Range:
        """Return the hours in millionths from a level held and a level likely held."""
        known = self.hours.get((held, likely))
        if known is None:
            hours = missing_hours(self.item, Missing(held, likely, ()))
            known = Range(round(hours.low * MICRO), round(hours.high * MICRO))
            self.hours[held, likely] = known
        return known

    def levels(self, probable: int, *, promotion: bool, alone: bool) -> list[_Level]:
        """Return the levels of an item of one skill, of which some levels are probably held.

        If an item is not ``alone`` in its cluster, all its hours are halved.
        """
        known = self.by_level.get((probable, promotion, alone))
        if known is None:
            half = 1.0 if alone else 0.5
            top = self.item.level
            hours = []
            for held in range(top + 1):
                low, high = self.hours_from(held, max(held, probable))
                share = half * (PRACTISED if promotion and held else 1.0)
                hours.append((low * share, high * share))
            known = self.by_level[probable, promotion, alone] = [
                (
                    bit_of(self.members[0], held + 1),
                    (
                        self.gap if held < probable else 2 * self.gap,
                        hours[held][0] - hours[held + 1][0],
                        hours[held][1] - hours[held + 1][1],
                    ),
                    hours[held],
                )
                for held in range(top)
            ]
        return known


class _Levels(NamedTuple):
    """Levels of skills that each leave the same gap and take the same hours, as bits."""

    bits: int
    gap: int
    low: float
    high: float


class _Cost(NamedTuple):
    """The cost of one item: gap, hours, their lower bounds, and the open choice of a group.

    Lower bounds are for someone who holds at most certain bits.
    """

    gap: int
    low: float
    high: float
    least_gap: int
    least_low: float
    least_high: float
    choice: tuple[int, ...]


class _Cluster(NamedTuple):
    """Items of a cluster, the longest of which counts in full.

    ``firsts`` are the first levels that can be missing of an item, as bits, with half of the hours
    (low, high) that the item then takes, the longest first. ``groups`` are the places of groups
    that belong to it. The hours at either end are at least these shares of both together.
    """

    firsts: tuple[tuple[int, float, float], ...]
    groups: tuple[int, ...]
    low_share: float
    high_share: float


class _Asked(NamedTuple):
    """The items that a role asks of one person, sorted by how they are counted.

    ``levels`` are counted one by one, those of a cluster by half. ``groups`` are treated as a
    whole, each with its bits and with its costs by the bits held.
    """

    levels: list[_Levels]
    clusters: list[_Cluster]
    groups: list[tuple[int, dict[int, _Cost], _IntegerItem, int]]


class StudyYears(NamedTuple):
    """The compulsory study of steps: which roles may ask for it, and how long it takes.

    Attributes
    ----------
    roles
        The roles that may ask for it.
    programmes
        Those of them that a programme leads to. A programme replaces learning and experience, so
        bounds on the years of such a step do not hold.
    find
        Returns for the roles of a path, the last one newly entered, the low and high millionths of
        a year of the study of its last step, and whether it is a programme; ``None`` for none.
    """

    roles: frozenset[int]
    programmes: frozenset[int]
    find: Callable[[tuple[int, ...]], tuple[int, int, bool] | None]


@frozen
class ProfileQuery:
    """A search for paths: ends, criterion, constraints, and the person.

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
        Arcs out of the first role for this person: moves at their own level, and moves that no
        source states.
    down
        Whether a step may lead to a lower level of seniority.
    study
        The compulsory study that counts among the years; ``None`` for none.
    most_tried
        The most partial paths to try once the work is spent and no path is known.
    """

    start: int
    target: int
    holding: Holding = dataclasses.field(default_factory=Holding)
    k: int = 1
    by: str = "effort"
    closed: frozenset[int] = frozenset()
    via: tuple[int, ...] = ()
    max_hops: int | None = None
    max_years: int | None = None
    served: int = 0
    extra: tuple[ProfileArc, ...] = ()
    down: bool = True
    study: StudyYears | None = None
    most_tried: int = MOST_TRIED


class Arrival(NamedTuple):
    """The cost of entering a role: gap, hours (middle, low, high), and the bits gained.

    Each of the ``choices`` lists the bits that come with a member of a group that is to be learned;
    any one of them will do.
    """

    gap: int
    hours: int
    low: int
    high: int
    asked: int
    choices: tuple[tuple[int, ...], ...]

    @property
    def first(self) -> int:
        """The bits then held too by someone who learns the first member of each group."""
        return self.asked | union(choice[0] for choice in self.choices)


class LeastArrival(NamedTuple):
    """The least cost of entering a role: gap, hours (middle, low, high)."""

    gap: int
    hours: int
    low: int
    high: int


class AskedGroup(NamedTuple):
    """A group that a role asks for, by number, at a level; ``slots`` are level 1 of its members."""

    group: int
    level: int
    slots: int


@frozen
class RoleTables:
    """The tables by role that a network computes from profiles, whatever its steps or prices.

    Parameters
    ----------
    roles, skills, groups
        The roles, skills and groups in the order of their numbers; groups follow skills.
    weight
        The weight of all items, in `GAP_UNIT`.
    cluster_of
        The cluster of each skill by number, where all items that name it are of that cluster.
    masks
        For each name of `MASKS` the bits of every role; `ProfileNetwork` explains them.
    gap_classes, hours_classes
        For each role values, and the bits that have them.
    groups_by_role
        For each role the groups that it asks for.
    """

    MASKS: ClassVar[tuple[str, ...]] = (
        "full",
        "asked",
        "asked_groups",
        "asked_closed",
        "promoted_closed",
        "gain",
        "promoted_gain",
        "relevant",
        "free_when_entered",
    )

    roles: list[str]
    skills: list[str]
    groups: list[frozenset[str]]
    weight: list[int]
    cluster_of: dict[int, str]
    masks: dict[str, list[int]]
    gap_classes: list[tuple[tuple[int, int], ...]]
    hours_classes: list[tuple[tuple[int, int], ...]]
    groups_by_role: list[list[AskedGroup]]


class _ItemsByRole(Sequence["tuple[_IntegerItem, ...]"]):
    """The items of each role, read when a search first reaches the role."""

    def __init__(self, count: int, read: Callable[[int], tuple[_IntegerItem, ...]]) -> None:
        self._known: list[tuple[_IntegerItem, ...] | None] = [None] * count
        self._read = read

    def __getitem__(self, role: int) -> tuple[_IntegerItem, ...]:  # type: ignore[override]
        """Return the items of a role."""
        known = self._known[role]
        if known is None:
            known = self._known[role] = self._read(role)
        return known

    def __len__(self) -> int:
        """Return the number of roles."""
        return len(self._known)

    def __iter__(self) -> Iterator[tuple[_IntegerItem, ...]]:
        """Iterate over the items of all roles."""
        return map(self.__getitem__, range(len(self._known)))


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
    incumbents
        What people in each role hold, where it is known already.
    tables
        What `tables` of a network of the same roles and profiles returned: nothing is computed
        from the profiles then, and a profile is read when a search comes to its role.

    Attributes
    ----------
    full
        The bits that incumbents of each role hold for certain.
    items, promoted
        The items that each role asks of newcomers, and of someone from another level of its line of
        work.
    weight
        The weight of all items of each role.
    asked, asked_groups
        The bits that each role asks of someone who comes in, groups apart; the groups of which it
        asks for a member.
    asked_closed, promoted_closed
        The bits held by someone who has what a role asks of newcomers, or at a promotion.
    gain, promoted_gain
        All bits that entering a role can give to newcomers, or at a promotion, whatever of its
        groups they learn.
    relevant
        The bits at which a role looks.
    free_when_entered
        The bits that entering a role gives besides those that it asks for.
    cluster_of
        The cluster of each skill by number, where all items that name it are of that cluster.
    """

    full: list[int]
    weight: list[int]
    asked: list[int]
    asked_groups: list[int]
    asked_closed: list[int]
    promoted_closed: list[int]
    gain: list[int]
    promoted_gain: list[int]
    relevant: list[int]

    def __init__(  # noqa: PLR0913 (what a network is made of)
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
        incumbents: Mapping[str, Holding] | None = None,
        tables: RoleTables | None = None,
    ) -> None:
        self.roles = sorted(labels)
        self.index = {role: number for number, role in enumerate(self.roles)}
        self.labels = [labels[role] for role in self.roles]
        self.profiles = profiles
        self.implies = implies
        self.ranks = ranks or {}
        self.hours_per_week = hours_per_week
        self.change_cost = round(change_cost * MICRO)
        self.lines = None if lines is None else [lines.get(role, role) for role in self.roles]
        self.items: Sequence[tuple[_IntegerItem, ...]]
        self.items = _ItemsByRole(len(self.roles), self._read_items)
        self.promoted: Sequence[tuple[_IntegerItem, ...]] = self.items
        if lines is not None:
            self.promoted = _ItemsByRole(len(self.roles), self._read_promoted)
        self._closures: dict[tuple[str, int], int] = {}
        self._hours: dict[tuple[str, float, int], dict[tuple[int, int], Range]] = {}
        if tables is None:
            self._compute_tables(incumbents or {})
        else:
            self._take_tables(tables)
        self.arcs: list[list[ProfileArc]] = [[] for _ in self.roles]
        for step in steps:
            if step.source in self.index and step.target in self.index:
                self.arcs[self.index[step.source]].append(self.read_step(step))
        self._level_arcs: list[list[ProfileArc]] | None = None
        self._plain: dict[tuple[str, bool], Graph] = {}
        self._asked_of_most: dict[tuple[int, bool], _Asked] = {}
        self._arrivals: list[Arrivals] = []
        self._own_prices: dict[tuple[int, str], dict[int, int]] = {}

    def _compute_tables(self, incumbents: Mapping[str, Holding]) -> None:
        """Compute the data derived from the profiles, for every role."""
        profiles = [self._profile(role) for role in range(len(self.roles))]
        holdings = [
            incumbents[role] if role in incumbents else held_by_incumbent(profile, self.implies)
            for role, profile in zip(self.roles, profiles, strict=True)
        ]
        names = {skill for holding in holdings for skill in (*holding.levels, *holding.probable)}
        names |= {skill for profile in profiles for item in profile.items for skill in item.skills}
        groups = {
            frozenset(item.skills): None
            for profile in profiles
            for item in profile.items
            if len(item.skills) > 1
        }
        self._number_skills(sorted(names), list(groups))
        self.full = [self.mask(h.levels) | self.group_mask(h) for h in holdings]
        self.weight = [round(sum(i.item.weight for i in items) * GAP_UNIT) for items in self.items]
        self.asked = [
            union(i.members[0] for i in items if len(i.members) == 1) for items in self.items
        ]
        self.asked_groups = [union(item.group for item in items) for items in self.items]
        self.asked_closed = [self._close(items, most=1) for items in self.items]
        self.promoted_closed = [self._close(items, most=1) for items in self.promoted]
        self.gain = list(map(self._close, self.items))
        self.promoted_gain = list(map(self._close, self.promoted))
        self.relevant = [union(m for i in items for m in i.members) for items in self.promoted]
        self.cluster_of = self._find_clusters()

    def _close(self, items: Iterable[_IntegerItem], most: int | None = None) -> int:
        """Return all bits that items can give, of those items that name at most so many skills."""
        return union(
            closure
            for item in items
            if most is None or len(item.members) <= most
            for closure in self.closures(item)
        )

    def _take_tables(self, tables: RoleTables) -> None:
        """Take the data derived from the profiles from a network of the same roles."""
        if tables.roles != self.roles:
            message = "The tables belong to a network of other roles."
            raise ValueError(message)
        self._number_skills(tables.skills, tables.groups)
        for name, masks in tables.masks.items():
            setattr(self, name, masks)
        self.weight, self.cluster_of = tables.weight, tables.cluster_of
        self.gap_classes, self.hours_classes = tables.gap_classes, tables.hours_classes
        self.groups_by_role = tables.groups_by_role

    def tables(self) -> RoleTables:
        """Return the data derived from the profiles, for a network with other steps or prices."""
        return RoleTables(
            self.roles,
            self.skills,
            list(self.groups),
            self.weight,
            self.cluster_of,
            {name: getattr(self, name) for name in RoleTables.MASKS},
            self.gap_classes,
            self.hours_classes,
            self.groups_by_role,
        )

    def _number_skills(self, skills: list[str], groups: Sequence[frozenset[str]]) -> None:
        """Give each skill a number, and each group a number after those of the skills."""
        self.skills = skills
        self.number = {skill: number for number, skill in enumerate(skills)}
        self.groups = {group: number for number, group in enumerate(groups, len(skills))}
        self._group_of_number = {number: group for group, number in self.groups.items()}
        self._groups_of: dict[str, list[int]] = {}
        self._slots = {skill: bits_up_to(number, 1) for skill, number in self.number.items()}
        """For each skill level 1 of it and of the groups that it meets, as bits."""
        for group, number in self.groups.items():
            for skill in group:
                self._groups_of.setdefault(skill, []).append(number)
                self._slots[skill] |= bits_up_to(number, 1)

    def _profile(self, role: int) -> AskedProfile:
        return self.profiles.get(self.roles[role], _EMPTY)

    def _read_items(self, role: int) -> tuple[_IntegerItem, ...]:
        """Return the items that a role asks of newcomers."""
        profile = self._profile(role)
        items = (
            asked_items(profile) if self.lines is None else asked_at_step(profile, promotion=False)
        )
        return tuple(map(self._read_item, items))

    def _read_promoted(self, role: int) -> tuple[_IntegerItem, ...]:
        """Return the items that a role asks at a promotion; those that do not differ are shared."""
        promoted = asked_at_step(self._profile(role), promotion=True)
        return tuple(
            known if known.item is item else self._read_item(item)
            for item, known in zip(promoted, self.items[role], strict=True)
        )

    def mask(self, levels: Mapping[str, int]) -> int:
        """Return levels as bits, with those of the groups that they meet.

        Skills that no role mentions have none.
        """
        slots, mask = self._slots, 0
        for skill, level in levels.items():
            slot = slots.get(skill)
            if slot is not None:
                mask |= slot * ((1 << level) - 1)  # each skill has three bits: no carry
        return mask

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
        years, trained = step.experience, step.training
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
            back=step.back,
            trained=(0, 0) if trained is None else tuple(round(y * MICRO) for y in trained),  # type: ignore[arg-type]
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

    def years(
        self,
        arc: ProfileArc,
        low: int,
        high: int,
        served: int | None,
        study: tuple[int, int, bool] | None = None,
    ) -> int:
        """Return the middle of the years of a step, in millionths; see `learning_time.step_years`.

        Parameters
        ----------
        arc
            The step.
        low, high
            Hours of learning, in millionths.
        served
            Years already spent in the first role, in millionths; ``None`` for a role on the way, in
            which everyone stays for some time.
        study
            The compulsory study of the step; see `StudyYears`.
        """
        weeks = self.hours_per_week * 50
        spared, stay = (0, _STAY) if served is None else (served, 0)
        shortest = max(round(low / weeks), arc.low - spared, stay, arc.trained[0])
        longest = max(round(high / weeks), arc.high - spared, stay, arc.trained[1])
        if study is not None:
            first, last = (
                years + trained for years, trained in zip(study, arc.trained, strict=False)
            )
            shortest = first if study[2] else max(shortest, first)
            longest = last if study[2] else max(longest, last)
        return (shortest + longest) // 2

    def is_promotion(self, role: int, following: int) -> bool:
        """Return whether two roles are levels of one line of work."""
        return self.lines is not None and self.lines[role] == self.lines[following]

    @cached_property
    def _alike(self) -> Counter[str]:
        return Counter(self.lines or ())

    def seniorities(self, role: int) -> int:
        """Return how many levels of seniority its line of work has, 0 if there are no lines."""
        return 0 if self.lines is None else self._alike[self.lines[role]]

    @cached_property
    def free_when_entered(self) -> list[int]:
        """For each role, the bits that entering it gives besides those that it asks for."""
        return [
            self._find_free(role, self.asked[role] | self.asked_groups[role])
            for role in range(len(self.roles))
        ]

    def _find_free(self, role: int, asked: int) -> int:
        promoted = union(i.members[0] for i in self.promoted[role] if len(i.members) == 1)
        free = self.asked_closed[role] & ~asked | self.promoted_closed[role] & ~promoted
        for items in (self.items[role], self.promoted[role]):
            for item in items:
                if item.group:
                    free |= union(self.closures(item)) & ~union(item.members) & ~item.group
        return free

    @cached_property
    def asked_or_grouped(self) -> list[int]:
        """For each role, the bits that it asks for, groups included."""
        return [a | group for a, group in zip(self.asked, self.asked_groups, strict=True)]

    @cached_property
    def asked_numbers(self) -> list[tuple[int, ...]]:
        """For each role, the bits that it asks for by number, groups included."""
        return [tuple(numbers_of(asked)) for asked in self.asked_or_grouped]

    def own_prices(self, role: int, by: str) -> dict[int, int]:
        """Return the least gap, or the least hours, of each bit that a role asks.

        Parameters
        ----------
        role
            The role.
        by
            "gap" or "effort".
        """
        known = self._own_prices.get((role, by))
        if known is None:
            known = self._own_prices[role, by] = {}
            halves, classes = (2, self.gap_classes) if by == "gap" else (1, self.hours_classes)
            asked = self.asked_or_grouped[role]
            for value, bits in sorted(classes[role]):
                for number in numbers_of(bits & asked):
                    known.setdefault(number, halves * value)
        return known

    def dearest(self, by: str) -> int:
        """Return the most that all bits of one role cost together at its own prices."""
        return max(sum(self.own_prices(role, by).values()) for role in range(len(self.roles)))

    @cached_property
    def groups_by_role(self) -> list[list[AskedGroup]]:
        """For each role, the groups that it asks of newcomers and at a promotion."""
        return [
            list(
                dict.fromkeys(
                    AskedGroup(
                        self.groups[frozenset(item.item.skills)], item.item.level, item.slots
                    )
                    for item in self.items_of(role)
                    if item.group
                )
            )
            for role in range(len(self.roles))
        ]

    def members_of(self, group: int) -> frozenset[str]:
        """Return the skills of a group by its number."""
        return self._group_of_number[group]

    def plain_graph(self, by: str, *, down: bool) -> Graph:
        """Return the arcs with approximate costs for an incumbent of the old role.

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
        """Return the approximate cost of an arc by a criterion, for someone who holds some bits.

        Raises
        ------
        ValueError
            The criterion has no such cost.
        """
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
        if by == "effort":
            return hours + self.change_cost
        message = f"No plain cost for the criterion {by!r}."
        raise ValueError(message)

    def arrivals_of(self, holding: Holding) -> Arrivals:
        """Return what a person needs to enter each role, cached for the last few people."""
        for known in self._arrivals:
            if known.holding == holding and not known.is_cut:
                return known
        made = Arrivals(self, holding)
        self._arrivals.insert(0, made)  # The networks of `with_hours` share them.
        del self._arrivals[_MOST_PEOPLE:]
        return made

    def with_hours(self, hours_per_week: float) -> ProfileNetwork:
        """Return the network for other hours a week, sharing what does not depend on them."""
        if hours_per_week == self.hours_per_week:
            return self
        other = copy(self)
        other.hours_per_week = hours_per_week
        other._plain = {key: graph for key, graph in self._plain.items() if key[0] != "time"}  # noqa: SLF001 (its own)
        return other

    def asked_of_most(self, role: int, *, promotion: bool) -> _Asked:
        """Return what a role asks of someone who probably holds none of it and no group member."""
        known = self._asked_of_most.get((role, promotion))
        if known is None:
            floors = [0] * len(self.promoted[role])
            known = self.sort_asked(role, 0, floors, promotion=promotion)
            self._asked_of_most[role, promotion] = known
        return known

    def sort_asked(
        self, role: int, probable: int, floors: Iterable[int], *, promotion: bool
    ) -> _Asked:
        """Return what a role asks of someone, sorted by the way it is counted.

        Parameters
        ----------
        role
            The role.
        probable
            The bits that are probably held.
        floors
            For each item, the level certainly held of a member of its group.
        promotion
            Whether they come from another level of its line of work.
        """
        levels: dict[tuple[int, float, float], int] = {}
        groups: list[tuple[int, dict[int, _Cost], _IntegerItem, int]] = []
        firsts: dict[str, dict[tuple[float, float], int]] = {}
        places: dict[str, list[int]] = {}
        asked = self.promoted[role] if promotion else self.items[role]
        sizes = Counter(item.item.cluster for item in asked)
        for item, floor in zip(asked, floors, strict=True):
            cluster = item.item.cluster
            is_alone = cluster is None or sizes[cluster] == 1  # Then it is itself the largest.
            if is_alone and not item.group:
                cluster = None
            if item.group:
                if cluster is not None:
                    firsts.setdefault(cluster, {})
                    places.setdefault(cluster, []).append(len(groups))
                groups.append((union(item.members), {}, item, floor))
                continue
            of_cluster = None if cluster is None else firsts.setdefault(cluster, {})
            likely = (item.members[0] & probable).bit_count()
            for bit, key, first in item.levels(likely, promotion=promotion, alone=is_alone):
                levels[key] = levels.get(key, 0) | bit
                if of_cluster is not None:
                    of_cluster[first] = of_cluster.get(first, 0) | bit
        clusters = [
            _make_cluster(bits, tuple(places.get(name, ()))) for name, bits in firsts.items()
        ]
        return _Asked([_Levels(bits, *key) for key, bits in levels.items()], clusters, groups)

    def items_of(self, role: int) -> tuple[_IntegerItem, ...]:
        """Return what a role asks of newcomers, and what else of someone who is promoted to it."""
        asked, promoted = self.items[role], self.promoted[role]
        if self.seniorities(role) == 1:
            return asked
        differing = (more for less, more in zip(asked, promoted, strict=True) if more is not less)
        return (*asked, *differing)

    @cached_property
    def gap_classes(self) -> list[tuple[tuple[int, int], ...]]:
        """For each role, the gaps of half a level with their bits, groups included."""
        return [
            _by_value((item.gap, union(item.members) | item.group) for item in self.items_of(role))
            for role in range(len(self.roles))
        ]

    @cached_property
    def hours_classes(self) -> list[tuple[tuple[int, int], ...]]:
        """For each role, the least hours of a level with their bits.

        They are halved for an item of a cluster, which another item may halve.
        """
        known: dict[tuple[str, float, int, bool, int], list[int]] = {}
        classes: list[tuple[tuple[int, int], ...]] = []
        for role in range(len(self.roles)):
            pairs: list[tuple[int, int]] = []
            seniorities = self.seniorities(role)
            for item in self.items_of(role):
                asked = item.item
                key = (
                    asked.kind,
                    asked.weight,
                    asked.level,
                    asked.cluster is None,
                    min(seniorities, 2),
                )
                if key not in known:
                    known[key] = _hours_of_levels(item, seniorities)
                slots = item.slots | (item.group & -item.group)
                pairs += [(hours, slots << place) for place, hours in enumerate(known[key])]
            classes.append(_by_value(pairs))
        return classes

    def closure(self, skill: str, level: int) -> int:
        """Return a level of a skill and all that it implies as bits."""
        known = self._closures.get((skill, level))
        if known is None:
            known = self.mask(close_levels({skill: level}, self.implies))
            self._closures[skill, level] = known
        return known

    def closures(self, item: _IntegerItem) -> tuple[int, ...]:
        """Return for each skill of an item the bits that come with the level asked for."""
        asked = item.item
        return tuple([self.closure(skill, asked.level) for skill in asked.skills])

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
        skills, level = item.skills, item.level
        slots = [1 << LEVELS * self.number[skill] for skill in skills]
        return _IntegerItem(
            item,
            members=tuple([slot * ((1 << level) - 1) for slot in slots]),
            gap=round(item.weight * GAP_UNIT / (2 * level)),
            slots=sum(slots),
            group=bits_up_to(self.groups[frozenset(skills)], level) if len(skills) > 1 else 0,
            hours=self._hours.setdefault((item.kind, item.weight, level), {}),
        )


_PLAIN_COST: Final = {"step": "gap"}


class Arrivals:
    """One person's cost of entering each role, computed once for each state of what they hold.

    Parameters
    ----------
    network
        Roles and profiles.
    holding
        What the person holds at the start. Probable skills and groups stay the same on the way.
    """

    def __init__(self, network: ProfileNetwork, holding: Holding) -> None:
        self.network, self.holding = network, holding
        self.held = network.mask(holding.levels) | network.group_mask(holding)
        self.probable = network.mask(holding.probable)
        self.is_cut = False
        """Whether some step left more choices than were followed."""
        roles = range(len(network.roles))
        self._known: tuple[list[dict[int, Arrival]], ...] = (
            [{} for _ in roles],
            [{} for _ in roles],
        )
        self.least_known: tuple[list[dict[int, LeastArrival]], ...] = (
            [{} for _ in roles],
            [{} for _ in roles],
        )
        """Results of `least` kept by role and held bits: for promotions, and for other steps."""
        self._floors: dict[tuple[int, bool], tuple[int, ...]] = {}
        self._asked: dict[tuple[int, bool], _Asked] = {}
        self._added: dict[tuple[int, tuple[tuple[int, ...], ...], int], tuple[int, ...]] = {}

    def enter(
        self, role: int, held: int, *, promotion: bool = False, back: bool = False
    ) -> Arrival:
        """Return what it takes to enter a role for someone who holds some bits."""
        if back:
            return self._compute(role, held, promotion=promotion, back=True)
        known, relevant = self._known[promotion][role], held & self.network.relevant[role]
        arrival = known.get(relevant)
        if arrival is None:
            arrival = known[relevant] = self._compute(role, held, promotion=promotion)
        return arrival

    def gap(self, role: int, held: int) -> int:
        """Return the gap of entering a role."""
        return self.enter(role, held).gap

    def least(self, role: int, held: int, *, promotion: bool = False) -> LeastArrival:
        """Return a lower bound on entering a role for someone who holds at most these bits."""
        known, relevant = self.least_known[promotion][role], held & self.network.relevant[role]
        arrival = known.get(relevant)
        if arrival is None:
            arrival = known[relevant] = self._compute_least(role, held, promotion=promotion)
        return arrival

    def added(self, arrival: Arrival, useful: int) -> tuple[int, ...]:
        """Return the bits gained by an arrival, once for each choice that makes a difference.

        Parameters
        ----------
        arrival
            The arrival.
        useful
            The bits that matter to the roles that may follow.
        """
        if not arrival.choices:
            return (arrival.asked,)
        key = arrival.asked, arrival.choices, useful
        known = self._added.get(key)
        if known is None:
            known = self._added[key] = self._choose(arrival.asked, arrival.choices, useful)
        return known

    def _compute(self, role: int, held: int, *, promotion: bool, back: bool = False) -> Arrival:
        levels, clusters, groups = self._asked.get((role, promotion)) or self._sort(
            role, promotion=promotion
        )
        lacking = ~held
        gap, low, high = _count_levels(levels, lacking)
        costs = self._group_costs(groups, held, promotion=promotion) if groups else []
        for cost in costs:
            gap, low, high = gap + cost.gap, low + cost.low, high + cost.high
        for firsts, places, _, _ in clusters:
            more_low = more_high = 0.0
            for bits, first_low, first_high in firsts:
                if bits & lacking:
                    more_low, more_high = first_low, first_high
                    break
            for place in places:
                cost = costs[place]
                if _size((cost.low, cost.high)) > _size((more_low, more_high)):
                    more_low, more_high = cost.low, cost.high
            low, high = low + more_low, high + more_high
        network = self.network
        factor = self._factor(role, gap, promotion=promotion, back=back)
        lowest, highest = round(low * factor), round(high * factor)
        closed = network.promoted_closed[role] if promotion else network.asked_closed[role]
        choices = tuple(cost.choice for cost in costs if cost.choice)
        return Arrival(gap, (lowest + highest) // 2, lowest, highest, closed, choices)

    def _compute_least(self, role: int, held: int, *, promotion: bool) -> LeastArrival:
        levels, clusters, groups = self._asked.get((role, promotion)) or self._sort(
            role, promotion=promotion
        )
        lacking = ~held
        gap, low, high = _count_levels(levels, lacking)
        costs = self._group_costs(groups, held, promotion=promotion) if groups else []
        for cost in costs:
            gap, low, high = gap + cost.least_gap, low + cost.least_low, high + cost.least_high
        middle = low + high
        for firsts, places, low_share, high_share in clusters:
            both = 0.0
            for bits, first_low, first_high in firsts:
                if bits & lacking:
                    both = first_low + first_high
                    break
            for place in places:
                both = max(both, costs[place].least_low + costs[place].least_high)
            middle += both
            # The longest item is unknown, so for either end it may be any of them.
            low, high = low + both * low_share, high + both * high_share
        factor = self._factor(role, gap, promotion=promotion)
        middle = max(0, int(middle / 2 * factor) - _ROUNDING)
        return LeastArrival(
            gap,
            middle,
            max(0, int(low * factor) - _ROUNDING),
            max(0, int(high * factor) - _ROUNDING),
        )

    def _group_costs(
        self,
        groups: Iterable[tuple[int, dict[int, _Cost], _IntegerItem, int]],
        held: int,
        *,
        promotion: bool,
    ) -> list[_Cost]:
        costs = []
        for bits, known, item, floor in groups:
            cost = known.get(held & bits)
            if cost is None:
                cost = known[held & bits] = self._learn(item, floor, held, promotion=promotion)
            costs.append(cost)
        return costs

    def _sort(self, role: int, *, promotion: bool) -> _Asked:
        """Return what a role asks, sorted by how it is counted."""
        floors, network = self.floors(role, promotion=promotion), self.network
        if any(floors) or self.probable & network.relevant[role]:
            known = network.sort_asked(role, self.probable, floors, promotion=promotion)
        else:
            known = network.asked_of_most(role, promotion=promotion)
        self._asked[role, promotion] = known
        return known

    def _learn(self, item: _IntegerItem, floor: int, held: int, *, promotion: bool) -> _Cost:
        """Return what an item takes; half for one in a cluster, since it may not be the largest."""
        half = 1.0 if item.item.cluster is None else 0.5
        level = item.item.level
        known, likely, members = self._find_missing(item, floor, held)
        if known >= level:
            return _Cost(0, 0.0, 0.0, 0, 0.0, 0.0, ())
        gap = item.gap * (2 * level - known - likely)
        share = half * (PRACTISED if promotion and known else 1.0)
        hours = item.hours_from(known, likely)
        low, high = hours.low * share, hours.high * share
        if len(item.members) == 1:
            return _Cost(gap, low, high, gap, low, high, ())
        closures = self.network.closures(item)
        choice = tuple(closures[member] for member in members)
        halves, *ends = _least_of(item, floor, held, held | self.probable, promotion=promotion)
        least = (item.gap * halves, ends[0] * half, ends[1] * half) if halves else (0, 0.0, 0.0)
        return _Cost(gap, low, high, *least, choice)

    def _factor(self, role: int, gap: int, *, promotion: bool, back: bool = False) -> float:
        """Return the factor on the hours of a step; see `step_learning.learn_step`."""
        if self.network.lines is None:
            return 1.0
        weight = self.network.weight[role]
        return hours_factor(gap / weight if weight else 0.0, promotion=promotion, back=back)

    def floor(self, group: AskedGroup) -> int:
        """Return the level at which some member of a group is certainly held."""
        members = self.network.members_of(group.group)
        return min(self.holding.group_level(members), group.level)

    def floors(self, role: int, *, promotion: bool = False) -> tuple[int, ...]:
        """Return, for each item, the level at which some member of its group is certainly held."""
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

    def _choose(self, asked: int, choices: Sequence[Sequence[int]], useful: int) -> tuple[int, ...]:
        """Return the bits gained, for each choice that makes a difference to the useful bits."""
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


def _size(hours: tuple[float, float]) -> tuple[int, float]:
    """Return what orders the items of a cluster by their hours; see `learning_time.add_hours`."""
    return round(sum(hours)), hours[0]


def _make_cluster(firsts: Mapping[tuple[float, float], int], groups: tuple[int, ...]) -> _Cluster:
    ranked = sorted(firsts.items(), key=lambda pair: _size(pair[0]), reverse=True)
    shares = [low / (low + high) for low, high in firsts if low + high]
    if groups:  # How their hours divide depends on what is held.
        shares.append(0.0)
    return _Cluster(
        tuple((bits, low, high) for (low, high), bits in ranked),
        groups,
        min(shares, default=0.0),
        0.0 if groups else 1 - max(shares, default=1.0),
    )


def _count_levels(levels: Iterable[_Levels], lacking: int) -> tuple[int, float, float]:
    """Return the gap and the hours (low, high) of the levels that are not held."""
    gap, low, high = 0, 0.0, 0.0
    for bits, each_gap, each_low, each_high in levels:
        missing = (bits & lacking).bit_count()
        if missing:
            gap += missing * each_gap
            low += missing * each_low
            high += missing * each_high
    return gap, low, high


def _least_of(
    item: _IntegerItem, floor: int, held: int, likely_held: int, *, promotion: bool
) -> tuple[int, float, float]:
    """Return lower bounds on the missing half levels and on the hours (low, high)."""
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


def _hours_of_levels(item: _IntegerItem, seniorities: int) -> list[int]:
    """Return the least hours of each level of an item, halved if it is in a cluster.

    Where a line of work has several levels of seniority, the step may be a promotion. If there are
    no lines of work, hours are not calibrated.
    """
    share = 1 if item.item.cluster is None else 2
    levels = []
    for level in range(1, item.item.level + 1):
        hours = item.hours_from(level - 1, level - 1).middle - item.hours_from(level, level).middle
        if seniorities > 1:
            hours *= min(FAMILIAR, PROMOTED * (PRACTISED if level > 1 else 1.0))
        elif seniorities:
            hours *= FAMILIAR
        levels.append(int(hours) // share)
    return levels


def bit_of(member: int, level: int) -> int:
    """Return the bit of a level of a skill, of the bits up to the level asked for."""
    lowest = member & -member
    return lowest << (level - 1)


def _by_value(pairs: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    masks: dict[int, int] = {}
    for value, mask in pairs:
        masks[value] = masks.get(value, 0) | mask
    return tuple(masks.items())
