"""Criteria, kinds, grades and hours a week that people can ask for, and checks of what they give.

This module imports no other part of the model, so that ``--help`` stays fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.errors import UsageError, quote_title

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "CRITERIA",
    "DEFAULT_KINDS",
    "GRADES",
    "KINDS",
    "check_criterion",
    "check_grade",
    "check_hours_per_week",
    "check_kinds",
]

_FEWEST_HOURS: Final = 0.01
_HOURS_OF_A_WEEK: Final = 168

CRITERIA: Final[dict[str, str]] = {
    "effort": "hours of learning (middle of the range) plus a price for each change of job, least "
    "first",
    "gap": "the missing weight of the profiles on the route, least first",
    "step": "the hardest single step (in missing skills), easiest first",
    "time": "years (middle of the range), least first; steps of unknown experience after others",
    "hops": "the number of steps, fewest first",
    "likelihood": "how usual the moves are among those who left each role, likeliest first; "
    "fewest steps of unknown likelihood before that",
}
"""Criteria of a path search, each with its plain meaning."""

KINDS: Final = ("promotion", "move", "related", "affinity")
"""Kinds of transition a source can state."""

GRADES: Final[tuple[str, ...]] = ("observed", "official", "stated", "computed", "editorial")
"""The grades of evidence, firmest first."""

DEFAULT_KINDS: Final = ("promotion", "move")
"""Kinds a route is made of unless asked otherwise: the others say that roles are alike, not that
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
    """Raise `UsageError` if a week has not so many hours."""
    if not _FEWEST_HOURS <= hours <= _HOURS_OF_A_WEEK:
        message = f"{hours:g} hours a week is not possible; give a number from 0.01 to 168."
        raise UsageError(message)
