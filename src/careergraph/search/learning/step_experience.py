"""Years of experience that a step asks for, and who says so.

The first of these that has a figure counts: what the new role asks of people from the old role;
the usual years of a level of seniority; what an occupation asks for, if that is four years or more
and more than the old role asks for; the months that people were observed to stay in the old role.
Any other move between roles of the same level asks for none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model.holdings import Range
from careergraph.model.values import COMPUTED, StepExperience

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.experience import ExperienceShare, ExperienceYears, LevelExperience
    from careergraph.model.values import Evidence, RoleNode

__all__ = ["FEWEST_PEOPLE", "ExperienceTable"]

FEWEST_PEOPLE: Final = 20
"""Observed months count when at least so many people were observed."""
_MONTHS_PER_YEAR: Final = 12
_LOWER_SHARE, _UPPER_SHARE = 0.25, 0.75
"""The middle half of what respondents say."""
_MUCH: Final = 4.0
"""Years that an occupation must ask for at least before they count in a move: who changes from one
role to another of the same level brings a few years of work along."""
_SOME: Final = 2.0
"""Years that a step asks for at least where it leads up."""
_RISING: Final = ("promotion", "move")
_ABOVE: Final = 3.0
"""Years added to make an upper end where a source says "5 years or more"."""
_RELATED: Final = "in related work"
_NONE: Final = StepExperience(Range(), "none counted for a move between roles of the same level")
_LOWER: Final = StepExperience(Range(), "none counted for a move to a lower level")
_BACK: Final = StepExperience(Range(), "none counted for a step back")
_AGAIN: Final = StepExperience(
    Range(0.5, 1.5), "to settle in, as you have held that level before", (COMPUTED.iri,)
)
"""Years to a level of seniority in a new line of work, for someone who reached it in another."""


class ExperienceTable:
    """The years of experience behind each step of one graph.

    Parameters
    ----------
    graph
        The compiled graph.
    reached
        The highest level that the person has reached, as a number; see `reached_by`.
    """

    def __init__(self, graph: CompiledGraph, reached: float | None = None) -> None:
        self._graph, self.reached = graph, reached
        self._ranks = {level.iri: level.rank for level in graph.seniorities}
        self._line = _rank_of_line(self._ranks, graph.level_experience)
        self._entry: dict[str, StepExperience | None] = {}
        self._into: dict[str, list[str]] | None = None

    @classmethod
    def of_person(cls, graph: CompiledGraph, role: str | None) -> ExperienceTable:
        """Return the table for someone in a role: it tells which level they have reached."""
        table = cls(graph)
        if role is not None and role in graph.nodes:
            reached = table.reached_by(role)
            table.reached = reached if reached > table._line else None
        return table

    def rank(self, role: str) -> float:
        """Return the level of a role as a number; roles without one are lines of work."""
        node = self._graph.nodes.get(role)
        seniority = None if node is None else node.seniority
        return self._line if seniority is None else self._ranks.get(seniority, self._line)

    def reached_by(self, role: str) -> float:
        """Return the highest level that someone in a role has reached, as a number.

        Who was promoted into a role, as managers are, has reached the level that they left. A level
        of their own line of work that lies ahead of them is one that they have not reached.
        """
        own, line = self.rank(role), self._graph.line_of(role)
        levels = [self.rank(other.iri) for other in self._graph.roles if other.level_of == line]
        ahead = min((rank for rank in levels if rank > own), default=float("inf"))
        return max([own, *(r for r in map(self.rank, self.earlier_roles(role)) if r < ahead)])

    def earlier_roles(self, role: str) -> list[str]:
        """Return the roles from which people rise to a role, those of their earlier roles too.

        People rise by a step that asks for some years of experience in the old role.
        """
        if self._into is None:
            self._into = {}
            for source, target, evidence in self._graph.steps:
                if evidence.kind in _RISING:
                    self._into.setdefault(target, []).append(source)
        earlier = [role]
        for one in earlier:
            for source in (*self._into.get(one, ()), self._graph.line_of(one)):
                if source not in earlier and self.leads_up(source, one):
                    earlier.append(source)
        return earlier[1:]

    def leads_up(self, source: str, target: str) -> bool:
        """Return whether a step asks for years in the old role, as a promotion does."""
        if self.rank(source) > self.rank(target) > self._line:
            return False
        asked = self._find(source, target)
        return asked is not None and asked.years.low >= _SOME

    def find(
        self, source: str, target: str, evidence: Iterable[Evidence] = ()
    ) -> StepExperience | None:
        """Return the years that a step asks for; ``None`` where nobody knows.

        Parameters
        ----------
        source, target
            IRIs of the old role and the new role.
        evidence
            Statements of the step, for the months observed in the old role.
        """
        known = list(evidence)
        if any(one.kind == "back" for one in known):
            is_other_line = self._graph.line_of(source) != self._graph.line_of(target)
            return _AGAIN if is_other_line and self.rank(target) > self._line else _BACK
        return self._find(source, target, known, self.reached)

    def _find(
        self,
        source: str,
        target: str,
        evidence: Iterable[Evidence] = (),
        reached: float | None = None,
    ) -> StepExperience | None:
        start, end = self._graph.nodes.get(source), self._graph.nodes.get(target)
        if end is None:
            return None
        if start is None:  # someone who names skills and no role
            start = end._replace(iri=source, seniority=None, level_of=None)
        stated = self._stated(start, end)
        if stated is not None:
            return stated
        into_line = end.seniority is None and self.rank(target) < self.rank(source)
        if self.rank(target) != self.rank(source) and not into_line:
            return self._of_levels(start, end, reached)
        asked = self._of_occupation(target)
        before = self._of_occupation(source)
        least = max(_MUCH, before.years.low if before else 0.0)
        if asked is not None and asked.years.low >= least and asked != before:
            return asked
        known = list(evidence)
        if any(one.kind == "promotion" for one in known):
            return _observed(known)
        return _NONE

    def find_at_entry(self, role: str) -> StepExperience | None:
        """Return the years of related work that an occupation asks of people new to it."""
        return self._of_occupation(role)

    def _stated(self, start: RoleNode, end: RoleNode) -> StepExperience | None:
        """Return what the new role asks of people from the old role or its line of work."""
        line = start.level_of or start.iri
        for exact in (start.iri, line):
            for years in self._graph.experience_years.get(end.iri, ()):
                if exact in years.within:
                    label = self._graph.label(exact)
                    return StepExperience(_range(years), f"as {label}", (years.source,))
        return None

    def _of_levels(
        self, start: RoleNode, end: RoleNode, reached: float | None
    ) -> StepExperience | None:
        """Return the usual years from one level of seniority up to another."""
        if self.rank(end.iri) <= self.rank(start.iri):
            return _LOWER
        if reached is not None and self._line < self.rank(end.iri) <= reached:
            return _AGAIN
        steps = _climb(self._graph.level_experience, start.seniority, end.seniority)
        if steps is None:
            return None
        low = sum(step.years_from for step in steps)
        high = sum(_high(step.years_from, step.years_to) for step in steps)
        sources = tuple(dict.fromkeys(step.source for step in steps))
        basis = f"as {self._graph.label(start.iri)}" if start.iri in self._graph.nodes else _RELATED
        return StepExperience(Range(low, high), basis, sources)

    def _of_occupation(self, role: str) -> StepExperience | None:
        if role not in self._entry:
            years = self._graph.experience_years.get(role, ())
            shares = self._graph.experience_shares.get(role, ())
            self._entry[role] = _entry_years(years, shares)
        return self._entry[role]


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


def _entry_years(
    years: Sequence[ExperienceYears], shares: Sequence[ExperienceShare]
) -> StepExperience | None:
    """Return what an occupation asks for of people who are new to it."""
    spread = _spread(shares)
    for one in years:
        if one.within or one.years_from is None:
            continue
        if one.years_to is not None and one.years_to > one.years_from and spread is not None:
            low = max(one.years_from, min(spread.low, one.years_to))
            high = max(low, min(spread.high, one.years_to))
            cited = (one.source, shares[0].source)
            return StepExperience(Range(low, high), _words(one), cited)
        return StepExperience(_range(one), _words(one), (one.source,))
    if spread is None or spread.low < _MUCH:
        return None
    return StepExperience(spread, f"{_RELATED}, as workers say", (shares[0].source,))


def _words(years: ExperienceYears) -> str:
    return f"{_RELATED} ({years.label})" if years.label else _RELATED


def _spread(shares: Sequence[ExperienceShare]) -> Range | None:
    """Return the years that the middle half of respondents say."""
    if not shares:
        return None
    ordered = sorted(shares, key=lambda one: (one.years_from, one.years_to or 0.0))
    total = sum(one.share for one in ordered)
    low = high = None
    so_far = 0.0
    for one in ordered:
        so_far += one.share
        if low is None and so_far >= _LOWER_SHARE * total:
            low = one.years_from
        if high is None and so_far >= _UPPER_SHARE * total:
            high = _high(one.years_from, one.years_to)
    return None if low is None or high is None else Range(low, high)


def _range(years: ExperienceYears) -> Range:
    low = years.years_from or 0.0
    return Range(low, _high(low, years.years_to))


def _high(low: float, high: float | None) -> float:
    return low + _ABOVE if high is None else max(low, high)


def _observed(evidence: Sequence[Evidence]) -> StepExperience | None:
    known = [
        one
        for one in evidence
        if one.median_months is not None and (one.people or 0) >= FEWEST_PEOPLE
    ]
    if not known:
        return None
    most = max(known, key=lambda one: one.people or 0)
    years = round((most.median_months or 0.0) / _MONTHS_PER_YEAR, 2)
    return StepExperience(Range(years, years), "median time in the old role", (most.source,))
