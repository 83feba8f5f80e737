"""Gaps: the held and the missing part of a profile's item."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from careergraph.model.holdings import AskedItem, Holding

__all__ = ["Missing", "find_missing", "item_gap"]


class Missing(NamedTuple):
    """The levels held of an item, and the skills that would meet it.

    Parameters
    ----------
    held
        The level certainly held, at most the level asked for.
    likely
        The level held certainly or probably, at most the level asked for.
    skills
        The skills of the item that leave the least to learn. Learning any one of them meets it.
    """

    held: int
    likely: int
    skills: tuple[str, ...]


def find_missing(item: AskedItem, holding: Holding) -> Missing:
    """Return what is held of an item, judged by the skill that leaves the least to learn.

    "Least" means the smallest missing part of the level asked for. Among equals the skill that is
    certainly held at the lowest level counts, since its missing levels are the quickest to learn.
    Someone who holds an unnamed skill of a group may raise any skill of the item.
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
    """Return the sort key of the ways to meet an item: half levels held, the most first."""
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
