"""A network and its needs as whole numbers, for the exact search.

Skills are bits of a number, so that what is held, needed and missing are one operation each.
Weights, years and likelihoods are whole millionths, so that sums compare exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Final, NamedTuple, Self, TypeVar

from careergraph.model.levels import LEVEL
from careergraph.search.learning.gaps import held_by
from careergraph.search.learning.learning_time import MONTHS_PER_YEAR
from careergraph.search.learning.step_costs import (
    UNKNOWN_UNLIKELINESS,
    collect_evidence,
    usual_months,
    usual_share,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import Evidence, Need
    from careergraph.search.learning.learning_time import Effort
    from careergraph.search.learning.step_costs import EvidenceByPair

Number = TypeVar("Number", int, float)

__all__ = ["MICRO", "Arc", "Graph", "IntegerNetwork", "numbers_of", "union"]

MICRO: Final = 10**6
_PLAIN_COST: Final = {"step": "gap", "time": "years", "likelihood": "unlikeliness"}
_MOST_CHOICES: Final = 256
"""Of so many combinations of alternatives in one step the first are tried."""


@dataclass(frozen=True, slots=True)
class Arc:
    """An edge: where it ends, the time in the role left, and what is known of its likelihood.

    ``years`` are the ``months`` in millionths of a year.

    ``unlikeliness`` is minus the logarithm of the share of those who left that went this way, in
    millionths; 0 where no source knows it, and then ``unknown`` is 1.
    """

    target: int
    months: float
    years: int
    unknown: int
    unlikeliness: int
    is_level: bool


class Graph(NamedTuple):
    """Arcs with one integer cost, out of each role and into each: (other role, cost)."""

    after: list[list[tuple[int, int]]]
    before: list[list[tuple[int, int]]]


class IntegerNetwork:
    """Roles, arcs and needs by number; all searches of one network share it.

    Parameters
    ----------
    labels
        The label of each role, by IRI.
    evidence
        What each step rests on; see `step_costs.collect_evidence`.
    needs
        What each role asks for, by IRI.
    effort
        Hours for each skill, and hours a week.
    """

    def __init__(
        self,
        labels: Mapping[str, str],
        evidence: EvidenceByPair,
        needs: Mapping[str, Sequence[Need]],
        effort: Effort,
    ) -> None:
        self.roles = sorted(labels)
        self.index = {role: number for number, role in enumerate(self.roles)}
        self.labels = [labels[role] for role in self.roles]
        self.effort = effort
        self.evidence = evidence
        self.needs = needs
        self.arcs: list[list[Arc]] = [[] for _ in self.roles]
        for (source, target), usable in evidence.items():
            self.arcs[self.index[source]].append(_read_arc(self.index[target], usable))
        self._needs = [needs.get(role, ()) for role in self.roles]
        self.skills = sorted({s for group in self._needs for n in group for s in n.skills})
        self.bits = {skill: 1 << number for number, skill in enumerate(self.skills)}
        self.singles = [self._read_singles(group) for group in self._needs]
        self.groups = [
            tuple((round(n.weight * MICRO), self.mask(n.skills)) for n in group if _is_group(n))
            for group in self._needs
        ]
        self.group_masks = [union(mask for _, mask in groups) for groups in self.groups]
        self.masks = [union(mask for _, mask in single) for single in self.singles]
        self.hours = _by_value((effort.hours.get(s, 0.0), self.bits[s]) for s in self.skills)
        self._elsewhere = self._asked_more_than_once()
        self._plain: dict[str, Graph] = {}
        self.is_cut = False
        """Whether some group of alternatives left more choices than were followed."""

    @classmethod
    def from_facts(
        cls, facts: CompiledGraph, effort: Effort, kinds: Sequence[str], grades: Sequence[str] = ()
    ) -> Self:
        """Return the network of a compiled graph, with the kinds and grades that count."""
        labels = {role.iri: role.label for role in facts.roles}
        evidence = collect_evidence(facts.steps, labels, kinds, grades)
        return cls(labels, evidence, facts.needs, effort)

    def plain_graph(self, by: str) -> Graph:
        """Return the arcs with what each costs on its own by a criterion, without the levels.

        The graph is made once for each criterion and kept.
        """
        cost_of = _PLAIN_COST.get(by, by)
        if cost_of not in self._plain:
            after: list[list[tuple[int, int]]] = []
            before: list[list[tuple[int, int]]] = [[] for _ in self.roles]
            for role, arcs in enumerate(self.arcs):
                costs = self._plain_costs(role, cost_of)
                after.append(
                    [(a.target, c) for a, c in zip(arcs, costs, strict=True) if not a.is_level]
                )
                for target, cost in after[-1]:
                    before[target].append((role, cost))
            self._plain[cost_of] = Graph(after, before)
        return self._plain[cost_of]

    def _plain_costs(self, role: int, cost_of: str) -> list[int]:
        arcs = self.arcs[role]
        if cost_of == "hops":
            return [1] * len(arcs)
        if cost_of == "unlikeliness":
            unknown = round(UNKNOWN_UNLIKELINESS) * MICRO
            return [unknown if arc.unknown else arc.unlikeliness for arc in arcs]
        held, alternatives = self.held_at(role)
        groups = [_unmet(self.groups[arc.target], alternatives) for arc in arcs]
        if cost_of == "gap":
            return [self.gap(a.target, held, g) for a, g in zip(arcs, groups, strict=True)]
        learned = [self.learn(a.target, held, g)[0][0] for a, g in zip(arcs, groups, strict=True)]
        return [
            self.years(arc.months, self.learning_hours(then & ~held))
            for arc, then in zip(arcs, learned, strict=True)
        ]

    def mask(self, skills: Iterable[str]) -> int:
        """Return skills as bits; those that no role needs have none."""
        return union(self.bits.get(skill, 0) for skill in skills)

    def names(self, mask: int) -> list[str]:
        """Return the skills of some bits, in order."""
        return [self.skills[number] for number in numbers_of(mask)]

    def held_at(self, role: int, skills: Collection[str] = ()) -> tuple[int, tuple[int, ...]]:
        """Return what someone in a role holds: bits, and sets of which they hold at least one."""
        held = held_by(self._needs[role])
        alternatives = tuple(self.mask(one) for one in held.alternatives)
        return self.mask(held.skills) | self.mask(skills), alternatives

    def open_groups(self, alternatives: Sequence[int]) -> list[tuple[tuple[int, int], ...]]:
        """Return the groups of each role that nothing held from the start meets."""
        return [_unmet(groups, alternatives) for groups in self.groups]

    def learning_hours(self, mask: int) -> float:
        """Return the hours that some skills take."""
        return sum(hours * (mask & those).bit_count() for hours, those in self.hours)

    def years(self, months: float, hours: float) -> int:
        """Return the longer of the time in a role and of learning, in millionths of a year."""
        return round(self.effort.years(months, hours) * MICRO)

    def learn(
        self, role: int, held: int, groups: Sequence[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        """Return (held then, gap) of entering a role; several where alternatives leave a choice.

        ``groups`` are those of the role that nothing held from the start meets.
        """
        gap, then = 0, held
        for weight, mask in self.singles[role]:
            missing = mask & ~held
            if missing:
                gap += weight * missing.bit_count()
                then |= missing
        open_groups = [(weight, mask) for weight, mask in groups if not mask & then]
        if not open_groups:
            return [(then, gap)]
        gap += sum(weight for weight, _ in open_groups)
        ways = [then]
        for _, mask in open_groups:
            members = self._worth_choosing(mask)
            ways = list(dict.fromkeys(way | member for way in ways for member in members))
            if len(ways) > _MOST_CHOICES:
                self.is_cut = True
                del ways[_MOST_CHOICES:]
        return [(way, gap) for way in ways]

    def _worth_choosing(self, mask: int) -> list[int]:
        """Return the alternatives that differ: those asked for elsewhere, and the quickest other.

        Those asked for elsewhere come first, so that they are followed where choices are cut.
        """
        others = numbers_of(mask & ~self._elsewhere)
        hours = [(self.effort.hours.get(self.skills[n], 0.0), n) for n in others]
        quickest = [1 << min(hours)[1]] if hours else []
        return [*_bits(mask & self._elsewhere), *quickest]

    def _asked_more_than_once(self) -> int:
        once = more = 0
        for role, groups in enumerate(self.groups):
            for asked in (self.masks[role], *(mask for _, mask in groups)):
                more |= once & asked
                once |= asked
        return more

    def gap(self, role: int, held: int, groups: Sequence[tuple[int, int]]) -> int:
        """Return the gap of entering a role."""
        single = sum(w * (mask & ~held).bit_count() for w, mask in self.singles[role])
        then = held | self.masks[role]
        return single + sum(weight for weight, mask in groups if not mask & then)

    def _read_singles(self, needs: Sequence[Need]) -> tuple[tuple[int, int], ...]:
        counted = (n for n in needs if n.weight > 0 and len(n.skills) == 1)
        return _by_value((round(n.weight * MICRO), self.bits[n.skills[0]]) for n in counted)


def _read_arc(target: int, evidence: Sequence[Evidence]) -> Arc:
    share = usual_share(evidence)
    is_level = all(e.kind == LEVEL for e in evidence)
    months = None if is_level else usual_months(evidence)
    return Arc(
        target=target,
        months=months or 0.0,
        years=round((months or 0.0) / MONTHS_PER_YEAR * MICRO),
        unknown=int(share is None and not is_level),
        unlikeliness=0 if share is None else max(0, round(-log(share) * MICRO)),
        is_level=is_level,
    )


def _unmet(
    groups: Iterable[tuple[int, int]], alternatives: Sequence[int]
) -> tuple[tuple[int, int], ...]:
    """Return the groups that are not met by holding one of some alternatives, whichever it is."""
    return tuple((w, mask) for w, mask in groups if all(one & ~mask for one in alternatives))


def _is_group(need: Need) -> bool:
    return need.weight > 0 and len(need.skills) > 1


def _by_value(pairs: Iterable[tuple[Number, int]]) -> tuple[tuple[Number, int], ...]:
    """Return one mask for each value, so that a sum is a few counts of bits."""
    masks: dict[Number, int] = {}
    for value, mask in pairs:
        masks[value] = masks.get(value, 0) | mask
    return tuple(masks.items())


def union(masks: Iterable[int]) -> int:
    """Return what is in any of some sets.

    Examples
    --------
    >>> union([1, 4, 5])
    5
    """
    whole = 0
    for mask in masks:
        whole |= mask
    return whole


def numbers_of(mask: int) -> Iterator[int]:
    """Yield the numbers in a set, the least first.

    Examples
    --------
    >>> list(numbers_of(5))
    [0, 2]
    """
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _bits(mask: int) -> list[int]:
    return [1 << number for number in numbers_of(mask)]
