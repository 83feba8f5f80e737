"""Criteria, kinds, grades and hours a week that users can choose, and checks of their values.

This module imports no other part of the model, so that ``--help`` stays fast.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.errors import UsageError, quote_title

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "CHANGE_COST",
    "CRITERIA",
    "DEFAULT_KINDS",
    "GRADES",
    "HOURS_PER_WEEK",
    "KINDS",
    "MAX_YEARS",
    "MIN_PAY",
    "MOST_STEPS",
    "YEARS_SERVED",
    "Bounds",
    "check_criterion",
    "check_grade",
    "check_hours_per_week",
    "check_kinds",
]


class Bounds(NamedTuple):
    """The smallest and the largest value that a number may have.

    Attributes
    ----------
    least, most
        The bounds.
    is_above
        Whether the number must exceed the smallest value.
    """

    least: float
    most: float
    is_above: bool = False

    def holds(self, number: float) -> bool:
        """Return whether a number lies within the bounds."""
        is_high_enough = number > self.least if self.is_above else number >= self.least
        return math.isfinite(number) and is_high_enough and number <= self.most

    def check(self, name: str, number: float | None) -> None:
        """Raise `UsageError` unless a number is ``None`` or within the bounds; ``name`` names it.

        Examples
        --------
        >>> MAX_YEARS.check("--max-years", 0)
        Traceback (most recent call last):
        careergraph.errors.UsageError: --max-years is 0; give a number above 0 and up to 80.
        """
        if number is None:
            return
        is_number = isinstance(number, int | float) and not isinstance(number, bool)
        if not is_number or not self.holds(number):
            shown = f"{number:g}" if is_number else repr(number)
            bounds = (
                f"above {self.least:g} and up to" if self.is_above else f"from {self.least:g} to"
            )
            message = f"{name} is {shown}; give a number {bounds} {self.most:,}."
            raise UsageError(message)


HOURS_PER_WEEK: Final = Bounds(0.01, 168)
YEARS_SERVED: Final = Bounds(0, 60)
MAX_YEARS: Final = Bounds(0, 80, is_above=True)
MIN_PAY: Final = Bounds(0, 10**9, is_above=True)
CHANGE_COST: Final = Bounds(0, 10_000)
MOST_STEPS: Final = 50

CRITERIA: Final[dict[str, str]] = {
    "effort": "hours of learning (middle of the range) plus a price for each change of job, least "
    "first",
    "gap": "the missing weight of the profiles on the route, least first",
    "step": "the hardest single step (in missing skills), easiest first",
    "time": "years (middle of the range), fewest first; steps of unknown experience come last",
    "hops": "the number of steps, fewest first",
    "likelihood": "fewest steps of unknown likelihood first, then how common the moves are among "
    "people who left each role, most common first",
}
"""Criteria of a path search, each with its plain meaning."""

KINDS: Final = ("promotion", "move", "related", "affinity")
"""Kinds of transition a source can state."""

GRADES: Final[tuple[str, ...]] = ("observed", "official", "stated", "computed", "editorial")
"""The grades of evidence, firmest first."""

DEFAULT_KINDS: Final = ("promotion", "move")
"""The kinds of step that routes use by default: the others say that roles are alike, not that
people move."""


def check_criterion(by: str) -> None:
    """Raise `UsageError` if a criterion is not known."""
    if by not in CRITERIA:
        message = f"No criterion is called {quote_title(by)}. Use one of: {', '.join(CRITERIA)}."
        raise UsageError(message)


def check_kinds(kinds: Sequence[str]) -> None:
    """Raise `UsageError` if a kind of transition is not known, or none is given."""
    if isinstance(kinds, str):
        message = f"Kinds come as a list, such as [{quote_title(kinds)}], not as one text."
        raise UsageError(message)
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown or not kinds:
        fault = f"{quote_title(str(unknown[0]))} is not a kind of transition" if unknown else ""
        message = f"{fault or 'No kind was given'}. Use one or more of: {', '.join(KINDS)}."
        raise UsageError(message)


def check_grade(grade: str) -> None:
    """Raise `UsageError` if a grade of evidence is not known."""
    if grade not in GRADES:
        message = (
            f"{quote_title(grade)} is not a grade of evidence. Use one of: {', '.join(GRADES)}."
        )
        raise UsageError(message)


def check_hours_per_week(hours: float) -> None:
    """Raise `UsageError` if a week does not have that many hours."""
    if not HOURS_PER_WEEK.holds(hours):
        least, most = HOURS_PER_WEEK[:2]
        message = f"{hours:g} hours a week is not possible; give a number from {least} to {most}."
        raise UsageError(message)
