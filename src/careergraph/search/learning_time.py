"""How long learning takes, in hours and in years."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["DEFAULT_HOURS_PER_WEEK", "MONTHS_PER_YEAR", "Effort"]

DEFAULT_HOURS_PER_WEEK: Final = 8.0
MONTHS_PER_YEAR: Final = 12
_WEEKS_PER_YEAR: Final = 52


@dataclass(frozen=True, slots=True)
class Effort:
    """Hours of learning for each skill (IRI), and hours a week given to it."""

    hours: Mapping[str, float] = field(default_factory=dict)
    hours_per_week: float = DEFAULT_HOURS_PER_WEEK

    def learning_hours(self, skills: Collection[str]) -> float | None:
        """Return the hours for some skills, ``None`` if none of several is known."""
        known = [self.hours[skill] for skill in dict.fromkeys(skills) if skill in self.hours]
        return sum(known) if known or not skills else None

    def years(self, months: float | None, hours: float | None) -> float:
        """Return the longer of the time in the role left and the learning, as far as known."""
        working = (months or 0.0) / MONTHS_PER_YEAR
        learning = (hours or 0.0) / (self.hours_per_week * _WEEKS_PER_YEAR)
        return round(max(working, learning), 6)
