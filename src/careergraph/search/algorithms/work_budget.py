"""A limit on the work of a search, counted instead of timed so that answers are reproducible."""

from __future__ import annotations

from typing import Final

__all__ = ["WORK", "WorkBudget"]

WORK: Final = 1_500_000
"""The units of work that a search may do, its preparation included.

A unit takes about a microsecond of processor time on a laptop.
"""


class WorkBudget:
    """The work left to a search, in units.

    Units are counted alike on every computer, whether or not a result is cached from an earlier
    search. So the same question always ends at the same point.

    Parameters
    ----------
    units
        The units of work allowed. With fewer than 0 left, the budget is spent.

    Examples
    --------
    >>> work = WorkBudget(10)
    >>> work.spend(11)
    >>> work.is_spent()
    True
    """

    __slots__ = ("left",)

    def __init__(self, units: int = WORK) -> None:
        self.left = units

    def spend(self, units: int) -> None:
        """Count some work."""
        self.left -= units

    def is_spent(self) -> bool:
        """Return whether more work was done than allowed."""
        return self.left < 0
