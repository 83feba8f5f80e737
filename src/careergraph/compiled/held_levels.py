"""Compute the levels that a person holds: by implication, from their role, and on entering another.

Holding a skill implies others, one level lower for each implication and at least 1: someone who
holds deep learning at level 3 holds machine learning at level 2.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from careergraph.model.holdings import WORKING, AskedItem, Holding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from careergraph.model.holdings import AskedProfile

__all__ = [
    "add_levels",
    "arrive",
    "asked_items",
    "close_levels",
    "held_by_incumbent",
]

_MOST_ASKED: Final = WORKING
"""The highest level asked of a newcomer, unless the role is a level of seniority."""


def close_levels(levels: Mapping[str, int], implies: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return levels with all that they imply, one level lower for each implication, at least 1.

    Examples
    --------
    >>> close_levels({"deep learning": 3}, {"deep learning": ["ml"], "ml": ["programming"]})
    {'deep learning': 3, 'ml': 2, 'programming': 1}
    """
    closed = {skill: level for skill, level in levels.items() if level > 0}
    waiting = deque(closed)
    while waiting:
        skill = waiting.popleft()
        implied_level = max(1, closed[skill] - 1)
        for implied in implies.get(skill, ()):
            if closed.get(implied, 0) < implied_level:
                closed[implied] = implied_level
                waiting.append(implied)
    return closed


def asked_items(profile: AskedProfile) -> tuple[AskedItem, ...]:
    """Return what a role asks of a newcomer.

    A role without a seniority asks for no item above level 2, whatever level its incumbents have.
    """
    if profile.seniority:
        return profile.items
    return tuple(
        item if item.level <= _MOST_ASKED else replace(item, level=_MOST_ASKED)
        for item in profile.items
    )


def held_by_incumbent(profile: AskedProfile, implies: Mapping[str, Sequence[str]]) -> Holding:
    """Return what a person of a role holds: its items in full, and what they imply.

    Of a group they certainly hold some member, and probably each single one. They certainly hold
    what all members imply, and probably what a source calls optional.
    """
    levels = dict(profile.gives)
    likely = dict(profile.optional)
    groups = set()
    for item in profile.items:
        if len(item.skills) == 1:
            _raise(levels, item.skills[0], item.level)
            continue
        groups.add((frozenset(item.skills), item.level))
        for skill in item.skills:
            _raise(likely, skill, item.level)
        for skill, level in _implied_by_all(item, implies).items():
            _raise(levels, skill, level)
    return add_levels(Holding(groups=frozenset(groups)), levels, implies, probable=likely)


def add_levels(
    holding: Holding,
    levels: Mapping[str, int],
    implies: Mapping[str, Sequence[str]],
    *,
    probable: Mapping[str, int] | None = None,
) -> Holding:
    """Return a holding with more levels, certain or probable, and all that they imply."""
    certain = dict(holding.levels)
    for skill, level in levels.items():
        _raise(certain, skill, level)
    certain = close_levels(certain, implies)
    likely = dict(holding.probable)
    for skill, level in (probable or {}).items():
        _raise(likely, skill, level)
    likely = {
        skill: level
        for skill, level in close_levels(likely, implies).items()
        if level > certain.get(skill, 0)
    }
    return Holding(certain, likely, holding.groups)


def arrive(
    holding: Holding,
    learned: Iterable[tuple[str, int]],
    items: Iterable[AskedItem],
    implies: Mapping[str, Sequence[str]],
) -> Holding:
    """Return what a person holds on arrival: what the role asked for, at the level asked.

    Parameters
    ----------
    holding
        What they held before the step.
    learned
        Skill and level learned for each item that is a group.
    items
        What the role asks of a newcomer; see `asked_items`.
    implies
        The skills that each skill implies.
    """
    levels = {item.skills[0]: item.level for item in items if len(item.skills) == 1}
    for skill, level in learned:
        _raise(levels, skill, level)
    return add_levels(holding, levels, implies)


def _implied_by_all(item: AskedItem, implies: Mapping[str, Sequence[str]]) -> dict[str, int]:
    first, *others = (close_levels({skill: item.level}, implies) for skill in item.skills)
    return {
        skill: min(level, *(closed[skill] for closed in others))
        for skill, level in first.items()
        if all(skill in closed for closed in others)
    }


def _raise(levels: dict[str, int], skill: str, level: int) -> None:
    levels[skill] = max(level, levels.get(skill, 0))
