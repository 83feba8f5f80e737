"""The skills to learn for one step, and their hours.

The model is calibrated on an adviser's expectations; see ``docs/advice.md``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from careergraph.model.frozen import frozen
from careergraph.model.holdings import BASIC, CORE, EXPERT, NOTHING, WORKING, Range
from careergraph.search.learning.gaps import find_missing, item_gap
from careergraph.search.learning.learning_time import add_hours, missing_hours

if TYPE_CHECKING:
    from collections.abc import Iterable

    from careergraph.model.holdings import AskedItem, AskedProfile, Holding
    from careergraph.search.learning.gaps import Missing

__all__ = [
    "FAMILIAR",
    "MISSING_POWER",
    "PRACTISED",
    "PROMOTED",
    "REFRESHED",
    "UNFAMILIAR",
    "MissingItem",
    "StepLearning",
    "asked_at_step",
    "cover",
    "hours_factor",
    "learn_step",
]

MOST_CORE: Final = WORKING
MOST_SUPPORTING: Final = BASIC
"""The highest level of a supporting item asked of someone from another line of work."""

FAMILIAR: Final = 0.65
"""Factor on the hours if almost nothing of a profile is missing."""
UNFAMILIAR: Final = 0.45
"""Added to that factor if the whole profile is missing, and partly if part of it is."""
MISSING_POWER: Final = 3
"""Exponent of the missing share of the profile, by which `UNFAMILIAR` is multiplied."""
PROMOTED: Final = 0.5
"""Factor on the hours of a promotion."""
PRACTISED: Final = 0.4
"""Further factor on the hours of items that a promoted person already practises."""
REFRESHED: Final = 0.15
"""Factor on the hours of a step back (our assumption)."""


@frozen
class MissingItem:
    """An item that is not held at the level asked for.

    Parameters
    ----------
    item
        The item at the level asked for at this step.
    missing
        What is held of it, and the skills, any one of which can be learned.
    gap
        The weight that is missing.
    hours
        Hours that this item alone takes at this step.
    """

    item: AskedItem
    missing: Missing
    gap: float
    hours: Range

    @property
    def is_probable(self) -> bool:
        """``True`` if the item is probably held at the level asked for."""
        return self.missing.likely >= self.item.level


@frozen
class StepLearning:
    """The items that a step asks for, those that are missing, and the hours of learning.

    Parameters
    ----------
    items
        The items that the step asks for.
    missing
        The missing items, in the order of the profile.
    gap
        The missing weight.
    asked
        The weight of all items.
    hours
        Hours of learning for everything that is missing.
    """

    items: tuple[AskedItem, ...] = ()
    missing: tuple[MissingItem, ...] = ()
    gap: float = 0.0
    asked: float = 0.0
    hours: Range = NOTHING

    @property
    def coverage(self) -> float | None:
        """The share of the weight that is held (0..1); ``None`` if nothing is asked for."""
        return None if not self.asked else 1.0 - self.gap / self.asked


def asked_at_step(profile: AskedProfile, *, promotion: bool) -> tuple[AskedItem, ...]:
    """Return what a role asks of someone who enters it.

    A level of seniority asks for its profile. Another role asks for at most level 2 of any item,
    and of someone from another line of work for at most level 1 of a supporting one.
    """
    if profile.seniority:
        return profile.items
    supporting = MOST_CORE if promotion else MOST_SUPPORTING
    return tuple(
        _cap(item, MOST_CORE if item.weight >= CORE else supporting) for item in profile.items
    )


def _cap(item: AskedItem, level: int) -> AskedItem:
    return item if item.level <= min(level, EXPERT) else replace(item, level=level)


def cover(profile: AskedProfile, holding: Holding) -> float | None:
    """Return the share of a profile that someone new to a role holds; see `StepLearning.coverage`.

    Examples
    --------
    >>> from careergraph.model.holdings import AskedItem, AskedProfile, Holding
    >>> items = AskedItem(("sql",), level=1), AskedItem(("git",), level=1)
    >>> cover(AskedProfile(items), Holding({"sql": 1}))
    0.5
    """
    items = asked_at_step(profile, promotion=False)
    gap = round(sum(item_gap(item, holding) for item in items), 6)
    asked = sum(item.weight for item in items)
    return None if not asked else 1.0 - gap / asked


def learn_step(
    profile: AskedProfile, holding: Holding, *, promotion: bool = False, back: bool = False
) -> StepLearning:
    """Return what someone still has to learn to enter a role.

    Parameters
    ----------
    profile
        The profile of the new role.
    holding
        What the person holds before the step.
    promotion
        Whether the new role is another level of the same line of work.
    back
        Whether the person has worked in the role before, so that they refresh what they learn.
    """
    items = asked_at_step(profile, promotion=promotion)
    asked = sum(item.weight for item in items)
    found = [(item, find_missing(item, holding)) for item in items]
    unmet = [(item, missing) for item, missing in found if missing.held < item.level]
    gaps = [_item_gap(item, missing) for item, missing in unmet]
    gap = sum(gaps)
    factor = hours_factor(gap / asked if asked else 0.0, promotion=promotion, back=back)
    alone = [
        _scale(missing_hours(item, missing), factor * _practised(missing, promotion=promotion))
        for item, missing in unmet
    ]
    missing_items = tuple(
        MissingItem(item, missing, gap, hours)
        for (item, missing), gap, hours in zip(unmet, gaps, alone, strict=True)
    )
    return StepLearning(items, missing_items, round(gap, 6), asked, _add(missing_items))


def hours_factor(missing: float, *, promotion: bool, back: bool = False) -> float:
    """Return the factor on the hours of the table.

    Parameters
    ----------
    missing
        The share of the profile that is missing (0..1).
    promotion, back
        As for `learn_step`.

    Examples
    --------
    >>> hours_factor(1.0, promotion=False)
    1.1
    >>> hours_factor(1.0, promotion=False, back=True)
    0.15
    """
    if back:
        return REFRESHED
    return PROMOTED if promotion else FAMILIAR + UNFAMILIAR * missing**MISSING_POWER


def _add(items: Iterable[MissingItem]) -> Range:
    hours = add_hours((one.item.cluster, one.hours) for one in items)
    return Range(round(hours.low, 6), round(hours.high, 6))


def _item_gap(item: AskedItem, missing: Missing) -> float:
    return item.weight * (2 * item.level - missing.held - missing.likely) / (2 * item.level)


def _practised(missing: Missing, *, promotion: bool) -> float:
    return PRACTISED if promotion and missing.held else 1.0


def _scale(hours: Range, factor: float) -> Range:
    return Range(hours.low * factor, hours.high * factor)
