"""What someone still has to learn for a role.

A need is met by holding its skill, or any one of its alternatives. Needs of weight 0 (optional
skills) are neither taken for granted nor missed. Coverage is directed: how much of what the target
needs the source meets, weighted by importance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from careergraph.model.holdings import AskedItem, Holding
    from careergraph.model.values import Need

__all__ = [
    "Held",
    "Missing",
    "coverage",
    "find_missing",
    "gap_weight",
    "held_by",
    "item_gap",
    "learn",
    "missing_needs",
    "profile_coverage",
    "profile_gap",
]


@dataclass(frozen=True, slots=True)
class Held:
    """What someone can do: skills, and sets of alternatives of which they hold at least one."""

    skills: frozenset[str] = frozenset()
    alternatives: frozenset[frozenset[str]] = frozenset()

    def meets(self, need: Need) -> bool:
        """Return whether a need is met for certain.

        Examples
        --------
        >>> from careergraph.model.values import Need
        >>> either = Held(alternatives=frozenset({frozenset({"r", "sas"})}))
        >>> either.meets(Need(("python", "r", "sas"), 1.0, "essential", ()))
        True
        >>> either.meets(Need(("r",), 1.0, "essential", ()))
        False
        """
        if len(need.skills) == 1:
            return need.skills[0] in self.skills
        wanted = frozenset(need.skills)
        return bool(wanted & self.skills) or any(one <= wanted for one in self.alternatives)


def held_by(needs: Iterable[Need]) -> Held:
    """Return what someone in a role with these needs can be taken to hold."""
    counted = [need for need in needs if need.weight > 0]
    return Held(
        frozenset(need.skills[0] for need in counted if len(need.skills) == 1),
        frozenset(frozenset(need.skills) for need in counted if len(need.skills) > 1),
    )


def missing_needs(held: Held, needs: Iterable[Need]) -> tuple[Need, ...]:
    """Return the needs that are not met, in their order.

    A group of alternatives that one of the missing skills would meet anyway is left out.
    """
    skills = held.skills  # most needs are of one skill: no call for these
    unmet = [
        need
        for need in needs
        if need.weight > 0
        and (need.skills[0] not in skills if len(need.skills) == 1 else not held.meets(need))
    ]
    to_learn = {need.skills[0] for need in unmet if len(need.skills) == 1}
    return tuple(n for n in unmet if len(n.skills) == 1 or not to_learn.intersection(n.skills))


def gap_weight(missing: Iterable[Need]) -> float:
    """Return the total weight of missing needs, rounded so that sums compare exactly."""
    return round(sum(need.weight for need in missing), 6)


def coverage(held: Held, needs: Sequence[Need]) -> float:
    """Return how much of the weight of the needs is met, 0..1; 1 where nothing is needed."""
    total = sum(need.weight for need in needs)
    met = sum(need.weight for need in needs if held.meets(need))
    return met / total if total else 1.0


def learn(
    held: Held, missing: Iterable[Need], later: Sequence[Iterable[Need]] = ()
) -> tuple[Held, dict[tuple[str, ...], str]]:
    """Return what is held after learning, and which skill is learned for each missing need.

    Of a group the skill is learned that later roles weigh most; among equals the first.
    """
    wanted: dict[str, float] = {}
    for needs in later:
        for need in needs:
            if len(need.skills) == 1:
                wanted[need.skills[0]] = wanted.get(need.skills[0], 0.0) + need.weight
    chosen = {
        need.skills: min(need.skills, key=lambda skill: (-wanted.get(skill, 0.0), skill))
        for need in missing
    }
    return Held(held.skills | set(chosen.values()), held.alternatives), chosen


class Missing(NamedTuple):
    """What is held of an item, and how it can be met.

    Parameters
    ----------
    held
        The level certainly held, at most the level asked for.
    likely
        The level held certainly or probably, at most the level asked for.
    skills
        The skills of the item that are nearest to being held. Any one can be learned to meet it.
    """

    held: int
    likely: int
    skills: tuple[str, ...]


def find_missing(item: AskedItem, holding: Holding) -> Missing:
    """Return what is held of an item, by the skill of it that leaves the least to learn.

    Least is the smallest missing part of the level asked for; of equal ones, the one that is
    certainly held at the lowest level, since its missing levels are the quickest to learn. Someone
    who holds one of a group, whichever it is, may raise any skill of the item.
    """
    best: Missing | None = None
    floor = min(holding.group_level(item.skills), item.level) if len(item.skills) > 1 else 0
    if floor:
        best = Missing(floor, floor, item.skills)
    for skill in item.skills:
        held = min(holding.level(skill), item.level)
        likely = min(holding.likely_level(skill), item.level)
        if best is None or _rank(held, likely) < _rank(best.held, best.likely):
            best = Missing(held, likely, (skill,))
        elif (held, likely) == (best.held, best.likely) and best.skills is not item.skills:
            best = best._replace(skills=(*best.skills, skill))
    if best is None:
        message = "An item names at least one skill."
        raise ValueError(message)
    return best


def _rank(held: int, likely: int) -> tuple[int, int]:
    """Return what orders the ways of meeting an item: half levels held, the most first."""
    return -(held + likely), held


def item_gap(item: AskedItem, holding: Holding) -> float:
    """Return the weight of an item times the missing part of the level asked for.

    A level that is probably held counts half.

    Examples
    --------
    >>> from careergraph.model.holdings import Holding, AskedItem
    >>> item_gap(AskedItem(("sql",), level=2), Holding({"sql": 1}))
    0.5
    >>> item_gap(AskedItem(("sql",), level=2), Holding(probable={"sql": 2}))
    0.5
    """
    missing = find_missing(item, holding)
    return item.weight * (2 * item.level - missing.held - missing.likely) / (2 * item.level)


def profile_gap(items: Iterable[AskedItem], holding: Holding) -> float:
    """Return the gap: the sum of the missing parts of all items, by weight."""
    return round(sum(item_gap(item, holding) for item in items), 6)


def profile_coverage(items: Sequence[AskedItem], holding: Holding) -> float:
    """Return how much of some items is held by weight, 0..1; 1 where nothing is asked."""
    total = sum(item.weight for item in items)
    return 1.0 - sum(item_gap(item, holding) for item in items) / total if total else 1.0
