"""Estimates of learning time, in hours and in years."""

from __future__ import annotations

from math import isclose
from typing import TYPE_CHECKING, Final

from careergraph.model.holdings import Range
from careergraph.search.learning.gaps import find_missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from careergraph.model.holdings import AskedItem, Holding
    from careergraph.search.learning.gaps import Missing

__all__ = [
    "DEFAULT_HOURS_PER_WEEK",
    "HOURS",
    "SHORTEST_STAY",
    "WEEKS_OF_LEARNING",
    "add_hours",
    "learning_hours",
    "learning_years",
    "missing_hours",
    "step_years",
    "working_hours",
]

DEFAULT_HOURS_PER_WEEK: Final = 8.0

HOURS: Final[Mapping[str, tuple[Range, Range, Range]]] = {
    "tool": (Range(5, 20), Range(15, 50), Range(50, 140)),
    "language": (Range(25, 60), Range(50, 160), Range(100, 250)),
    "method": (Range(10, 25), Range(20, 50), Range(50, 130)),
    "concept": (Range(10, 25), Range(25, 90), Range(60, 150)),
    "mathematics": (Range(25, 50), Range(40, 80), Range(80, 180)),
    "domain": (Range(20, 50), Range(40, 100), Range(120, 300)),
    "soft skill": (Range(5, 12), Range(12, 30), Range(30, 70)),
}
"""Hours of learning by kind of item, from level 0 to 1, from 1 to 2, and from 2 to 3."""

WEEKS_OF_LEARNING: Final = 50
"""Weeks of a year in which people learn: a year at 8 hours a week is 400 hours."""
SHORTEST_STAY: Final = 1.0
"""The least years that someone stays in a role on the way."""
_HALF: Final = 0.5
_ALIKE: Final = 1e-9
"""Middles that differ by no more than this share differ only by rounding."""


def working_hours(kind: str) -> Range:
    """Return the hours of learning for a skill of a kind, from nothing to working level.

    Examples
    --------
    >>> working_hours("language")
    Range(low=75, high=220)
    """
    basic, working, _ = HOURS[kind]
    return Range(basic.low + working.low, basic.high + working.high)


def missing_hours(item: AskedItem, missing: Missing) -> Range:
    """Return the hours that the missing levels of an item take, on their own.

    Levels that are probably held take half. A supporting item takes as long as a core one of its
    kind and level: its weight counts in the gap and in the order of learning, not in the hours.
    """
    low = high = 0.0
    for level in range(missing.held + 1, item.level + 1):
        share = _HALF if level <= missing.likely else 1.0
        hours = HOURS[item.kind][level - 1]
        low, high = low + share * hours.low, high + share * hours.high
    return Range(low, high)


def add_hours(parts: Iterable[tuple[str | None, Range]]) -> Range:
    """Return the hours of several items: the largest of a cluster in full, the others half.

    The largest is the one with the largest middle; among equals, the one with the narrower range.

    Parameters
    ----------
    parts
        The cluster of each item, if it has one, and its hours.

    Examples
    --------
    >>> add_hours([("web", Range(10, 20)), ("web", Range(40, 60)), (None, Range(5, 15))])
    Range(low=50.0, high=85.0)
    """
    low = high = 0.0
    largest: dict[str, Range] = {}
    for cluster, hours in parts:
        if cluster is None:
            low, high = low + hours.low, high + hours.high
            continue
        low, high = low + hours.low * _HALF, high + hours.high * _HALF
        if cluster not in largest or _is_larger(hours, largest[cluster]):
            largest[cluster] = hours
    for hours in largest.values():
        low, high = low + hours.low * _HALF, high + hours.high * _HALF
    return Range(low, high)


def _is_larger(hours: Range, other: Range) -> bool:
    if isclose(hours.middle, other.middle, rel_tol=_ALIKE):
        return hours.low > other.low
    return hours.middle > other.middle


def learning_hours(items: Iterable[AskedItem], holding: Holding) -> Range:
    """Return the hours of learning that someone needs for what a role asks."""
    return add_hours(
        (item.cluster, missing_hours(item, find_missing(item, holding))) for item in items
    )


def learning_years(hours: float, hours_per_week: float) -> float:
    """Return the years that hours of learning take.

    Examples
    --------
    >>> learning_years(400, 8)
    1.0
    """
    return hours / (hours_per_week * WEEKS_OF_LEARNING)


def step_years(
    hours: Range,
    experience: Range | None,
    *,
    hours_per_week: float,
    served: float = 0.0,
    stay: float = 0.0,
    training: Range | None = None,
) -> Range:
    """Return the years of a step: the longest of learning, missing experience, training and stay.

    Parameters
    ----------
    hours
        Hours of learning.
    experience
        Years in the old role that the step asks for; if ``None`` (unknown), the step takes as long
        as its learning.
    hours_per_week
        Hours a week given to learning.
    served
        Years already spent in the old role.
    stay
        The least years that someone stays in the old role.
    training
        Years of training to complete first, such as an apprenticeship; ``None`` for none.
    """
    asked, trained = experience or Range(), training or Range()
    return Range(
        max(learning_years(hours.low, hours_per_week), asked.low - served, stay, trained.low),
        max(learning_years(hours.high, hours_per_week), asked.high - served, stay, trained.high),
    )
