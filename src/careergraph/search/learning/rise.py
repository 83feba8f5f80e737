"""The years it takes to rise from one role to another, through required roles and up the levels.

The years add up: someone in a lower role than the required one also needs the years up to it, and
for someone in a higher role the years of their rise count.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.model.holdings import Range

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.experience import ExperienceYears, LevelExperience

__all__ = ["RISING", "Rise", "RiseTable", "open_range", "upper_end"]

_MANY: Final = 3.0
"""From this many years on, years in another line of work are asked of everyone."""
RISING: Final = ("promotion", "move")
"""Kinds of step by which people rise."""
_ABOVE: Final = 3.0
"""Years added for the upper end if a source says "5 years or more"."""


class Rise(NamedTuple):
    """The years between two roles, low and high, with their source.

    Negative for someone who is past the second role. ``role`` is the role in which they are spent.
    """

    low: float = 0.0
    high: float = 0.0
    sources: tuple[str, ...] = ()
    role: str | None = None

    @property
    def years(self) -> Range:
        """The years that are left, none below 0."""
        low, high = sorted((max(0.0, self.low), max(0.0, self.high)))
        return Range(low, high)

    def plus(self, other: Rise) -> Rise:
        """Return the sum of two rises; its role is that of the nonzero one."""
        sources = tuple(dict.fromkeys((*self.sources, *other.sources)))
        role = self.role if (other.low, other.high) == (0, 0) else None
        if (self.low, self.high) == (0, 0):
            role = other.role
        return Rise(self.low + other.low, self.high + other.high, sources, role)

    def less(self, other: Rise) -> Rise:
        """Return the rise minus the years already spent."""
        sources = tuple(dict.fromkeys((*self.sources, *other.sources)))
        return Rise(self.low - other.low, self.high - other.high, sources)


class RiseTable:
    """The years between the roles of one graph, as far as stated.

    Parameters
    ----------
    graph
        The compiled graph.
    """

    def __init__(self, graph: CompiledGraph) -> None:
        self._graph = graph
        self.ranks = {level.iri: level.rank for level in graph.seniorities}
        """The level of each seniority (IRI) as a number."""
        self.line = _rank_of_line(self.ranks, graph.level_experience)
        """The level of roles without a seniority."""
        self._rises: dict[tuple[str, str], Rise | None] = {}
        self._spent: dict[str, Rise] = {}
        self._ladders: dict[str, list[str]] | None = None

    def rank(self, role: str) -> float:
        """Return the level of a role as a number; roles without one are lines of work."""
        node = self._graph.nodes.get(role)
        seniority = None if node is None else node.seniority
        return self.line if seniority is None else self.ranks.get(seniority, self.line)

    def rise(self, source: str, target: str) -> Rise | None:
        """Return the years it takes to rise from one role to another, as far as they are stated.

        Negative for someone who is further up in the line of work already.
        """
        pair = source, target
        if pair not in self._rises:
            self._rises[pair] = None  # a circle of statements leads nowhere
            self._rises[pair] = self._find_rise(source, target)
        return self._rises[pair]

    def _find_rise(self, source: str, target: str) -> Rise | None:
        graph = self._graph
        if source == target:
            return Rise()
        if target not in graph.nodes or source not in graph.nodes:
            return None
        same_line = graph.line_of(source) == graph.line_of(target)
        if same_line and self.rank(source) > self.rank(target):
            rise = self.rise(target, source)
            return None if rise is None else Rise().less(rise)
        ways = [
            rise.plus(Rise(asked.low, asked.high, (years.source,), role))
            for years in graph.experience_years.get(target, ())
            for role in years.within
            if role in graph.nodes and (rise := self.rise(source, role)) is not None
            for asked in (open_range(years),)
        ]
        if ways:
            return min(ways, key=_years_of)
        return self._rise_in_line(source, target) if same_line else self._rise_into(source, target)

    def _rise_into(self, source: str, target: str) -> Rise | None:
        """Return the years into another line of work and up to a level of it."""
        line = self._graph.line_of(target)
        into_line = None if line == target else self.rise(source, line)
        further = None if into_line is None else self.rise(line, target)
        return None if into_line is None or further is None else into_line.plus(further)

    def _rise_in_line(self, source: str, target: str) -> Rise | None:
        """Return the years from level to level of a line of work."""
        nodes, line = self._graph.nodes, self._graph.line_of(target)
        levels = [line, *(node.iri for node in self._graph.roles if node.level_of == line)]
        between = [
            level
            for level in levels
            if self.rank(source) < self.rank(level) < self.rank(target) and level in nodes
        ]
        if not between:
            return self.climb_levels(nodes[source].seniority, nodes[target].seniority)
        highest = max(between, key=self.rank)
        first, then = self.rise(source, highest), self.rise(highest, target)
        return None if first is None or then is None else first.plus(then)

    def from_elsewhere(self, source: str, target: str) -> Rise | None:
        """Return the years to a role that names experience in other roles.

        If it names a level of seniority, the same level counts in any line of work. If it names a
        line of work and asks for three years or more of it, everyone needs these years and, before
        them, the years by which people rise to that work; the years of the person's own rise count
        towards them.
        """
        start, ways = self._graph.nodes.get(source), []
        if start is None:
            return None
        for years in self._graph.experience_years.get(target, ()):
            asked = Rise(*open_range(years), (years.source,))
            for role in years.within:
                node = self._graph.nodes.get(role)
                if node is None:
                    continue
                if self.rank(role) > self.line:
                    rise = self.climb_levels(None, node.seniority)
                    ways += [] if rise is None else [rise.plus(asked)]
                elif asked.low >= _MANY:
                    ways.append(asked.plus(self.spent_at_levels(role)))
        if not ways:
            return None
        least = min(ways, key=_years_of)
        if self.rank(source) < self.line:
            junior = self.climb_levels(start.seniority, None)
            return least if junior is None else junior.plus(least)
        return least.less(self.spent_at_levels(source))

    def spent_at_levels(self, role: str) -> Rise:
        """Return the most years that people take to rise to a role."""
        if role not in self._spent:
            self._spent[role] = Rise()  # a circle of statements leads nowhere
            self._spent[role] = self._find_spent(role)
        return self._spent[role]

    def _find_spent(self, role: str) -> Rise:
        node = self._graph.nodes.get(role)
        if node is None:
            return Rise()
        if node.level_of is not None:
            climbed = self.rise(node.level_of, role) if self.rank(role) > self.line else None
            return self.spent_at_levels(node.level_of).plus(climbed or Rise())
        ways = [
            self.spent_at_levels(level).plus(Rise(*open_range(years), (years.source,)))
            for years in self._graph.experience_years.get(role, ())
            for level in years.within
            if level in self._graph.nodes and self.rank(level) > self.line
        ]
        for below in self._below(role):
            rise = self.rise(below, role)
            ways.append(self.spent_at_levels(below).plus(rise or Rise()))
        return max(ways, key=_years_of, default=Rise())

    def _below(self, role: str) -> list[str]:
        """Return the roles just below a role in its ladders."""
        if self._ladders is None:
            self._ladders = {}
            for ladder in self._graph.ladders:
                for lower, higher in pairwise(each.iri for each in ladder.roles):
                    self._ladders.setdefault(higher, []).append(lower)
        return self._ladders.get(role, [])

    def climb_levels(self, start: str | None, end: str | None) -> Rise | None:
        """Return the usual years from one level of seniority up to another."""
        if start == end:
            return Rise()
        steps = _climb(self._graph.level_experience, start, end)
        if steps is None:
            return None
        return Rise(
            sum(step.years_from for step in steps),
            sum(upper_end(step.years_from, step.years_to) for step in steps),
            tuple(dict.fromkeys(step.source for step in steps)),
        )


def _rank_of_line(ranks: dict[str, float], levels: Sequence[LevelExperience]) -> float:
    """Return the rank of roles without a level: between those below and those above it."""
    below = [ranks.get(str(one.from_level), 0.0) for one in levels if one.to_level is None]
    return max(below, default=0.0) + 0.5


def _climb(
    levels: Sequence[LevelExperience], start: str | None, end: str | None
) -> list[LevelExperience] | None:
    """Return the fewest steps of levels from one to another."""
    paths: list[tuple[str | None, list[LevelExperience]]] = [(start, [])]
    seen = {start}
    for level, steps in paths:
        for step in levels:
            if step.from_level == level and step.to_level not in seen:
                if step.to_level == end:
                    return [*steps, step]
                seen.add(step.to_level)
                paths.append((step.to_level, [*steps, step]))
    return None


def open_range(years: ExperienceYears) -> Range:
    """Return the years that a role asks for as a range, adding an upper end to an open one."""
    low = years.years_from or 0.0
    return Range(low, upper_end(low, years.years_to))


def upper_end(low: float, high: float | None) -> float:
    """Return the upper end of a range of years that may be open.

    Examples
    --------
    >>> upper_end(5.0, None)
    8.0
    """
    return low + _ABOVE if high is None else max(low, high)


def _years_of(rise: Rise) -> tuple[float, float]:
    return rise.low, rise.high
