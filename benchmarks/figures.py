"""The figures promised: ratios of medians, each with its goal, as tables in Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from measure import Timing

__all__ = ["Figure", "figures_table", "timings_table"]


@dataclass(frozen=True, slots=True)
class Figure:
    """The ratio of two contenders' times, and the goal for it.

    ``slow`` over ``fast`` is the ratio; it should be at most or at least the goal.
    """

    text: str
    slow: str
    fast: str
    bound: Literal["at most", "at least"]
    goal: float

    def ratio(self, timings: Mapping[str, Timing]) -> float:
        """Return the ratio of the medians."""
        return timings[self.slow].median / timings[self.fast].median

    def is_met(self, timings: Mapping[str, Timing]) -> bool:
        """Return whether the goal is met."""
        ratio = self.ratio(timings)
        return ratio <= self.goal if self.bound == "at most" else ratio >= self.goal


def figures_table(figures: Iterable[Figure], timings: Mapping[str, Timing]) -> str:
    """Return a table of figures: what, goal, measured, met."""
    rows = [
        (
            figure.text,
            f"{figure.bound} {figure.goal:g}",
            f"{figure.ratio(timings):.2f}",
            "yes" if figure.is_met(timings) else "**no**",
        )
        for figure in figures
    ]
    return _table(("figure", "goal", "measured", "met"), rows)


def timings_table(timings: Mapping[str, Timing]) -> str:
    """Return a table of contenders: fastest, median and slowest round in milliseconds."""
    rows = [
        (name, *(f"{1000 * s:.0f}" for s in (min(t.seconds), t.median, max(t.seconds))))
        for name, t in timings.items()
    ]
    return _table(("contender", "fastest ms", "median ms", "slowest ms"), rows)


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
