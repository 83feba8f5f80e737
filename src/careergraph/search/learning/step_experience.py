"""Years of experience that a step asks for, with their source.

The first of these with a figure counts: what the new role asks of people from the old role, or from
a role before or after it on the same rise; the usual years of a level of seniority; what an
occupation asks for, if that is four years or more and more than the old role asks; the months that
people were observed to stay in the old role. Any other move between roles of one level asks for
none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.model.holdings import AskedProfile, Range
from careergraph.model.occupations import is_leading_occupation, is_occupation
from careergraph.model.values import COMPUTED, StepExperience
from careergraph.search.learning.rise import RISING, Rise, RiseTable, open_range, upper_end
from careergraph.search.learning.step_learning import cover
from careergraph.search.learning.step_training import least_training

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.experience import ExperienceShare, ExperienceYears
    from careergraph.model.holdings import Holding
    from careergraph.model.values import Evidence, RoleNode

__all__ = ["FEWEST_PEOPLE", "FURTHER", "SURVEYED", "ExperienceTable", "KnownYears"]

FEWEST_PEOPLE: Final = 20
"""Observed months count if at least this many people were observed."""
_MONTHS_PER_YEAR: Final = 12
_LOWER_SHARE, _UPPER_SHARE = 0.25, 0.75
"""The middle half of what respondents say."""
_MUCH: Final = 4.0
"""The least years that an occupation must ask for before they count in a move: people who change
between roles of one level bring a few years of work with them."""
_BACK_SHARE: Final = 0.15
"""The least share of the profile held for a step back to be offered."""
_SOME: Final = 2.0
"""The least years that a step asks for if it leads up."""
_RELATED: Final = "in related work"
FURTHER: Final = "in further related work"
"""The basis of years that remain after those on the ladder."""
SURVEYED: Final = f"{_RELATED}, as people in the job say"
"""The basis of years from a survey of people in a role."""
_RELATED_KINDS: Final = (*RISING, "related")
"""Kinds of evidence that two roles are of related work, so that the years in both add up."""
_NONE: Final = StepExperience(Range(), "none counted for a move between roles of the same level")
_LOWER: Final = StepExperience(Range(), "none counted for a move to a lower level")
_BACK: Final = StepExperience(Range(), "none counted for a step back")
_AGAIN: Final = StepExperience(
    Range(0.5, 1.5), "to settle in (you have held that level before)", (COMPUTED.iri,)
)
"""Years to a level of seniority in a new line of work, for someone who reached it in another."""


class KnownYears(NamedTuple):
    """The results of an `ExperienceTable` for every role of a graph, by IRI.

    Parameters
    ----------
    earlier
        The roles from which people rise to a role; see `ExperienceTable.earlier_roles`.
    standing
        The fewest years in which people reach a role; see `ExperienceTable.standing`.
    """

    earlier: Mapping[str, Sequence[str]]
    standing: Mapping[str, float]


class ExperienceTable:
    """The years of experience behind each step of one graph.

    Parameters
    ----------
    graph
        The compiled graph.
    reached
        The highest level that the person has reached, as a number; see `reached_by`.
    known
        Results already known for every role.
    """

    def __init__(
        self,
        graph: CompiledGraph,
        reached: float | None = None,
        known: KnownYears | None = None,
    ) -> None:
        self._graph, self.reached = graph, reached
        self._rises = RiseTable(graph)
        self.rank = self._rises.rank
        self.line_rank = self._rises.line
        """The level of a line of work, whose roles have no seniority, as a number."""
        self._entry: dict[str, StepExperience | None] = {}
        self._earlier: Mapping[str, Sequence[str]] = {} if known is None else known.earlier
        self._standings: dict[str, float] = {} if known is None else dict(known.standing)

    @classmethod
    def of_person(
        cls, graph: CompiledGraph, role: str | None, known: KnownYears | None = None
    ) -> ExperienceTable:
        """Return the table for someone in a role, who has reached its level."""
        table = cls(graph, known=known)
        if role is not None and role in graph.nodes:
            reached = table.reached_by(role)
            table.reached = reached if reached > table.line_rank else None
        return table

    @classmethod
    def of_graph(cls, graph: CompiledGraph) -> ExperienceTable:
        """Return the table for people about whom nothing is known; made once for each graph."""
        if cls not in graph.memo:
            graph.memo[cls] = cls(graph)
        table: ExperienceTable = graph.memo[cls]
        return table

    def reached_by(self, role: str) -> float:
        """Return the highest level that someone in a role has reached, as a number.

        Someone who was promoted into a role, as managers are, has reached the level that they left.
        A level of their own line of work that is still ahead is one that they have not reached.
        """
        own, line = self.rank(role), self._graph.line_of(role)
        levels = [self.rank(other.iri) for other in self._graph.roles if other.level_of == line]
        ahead = min((rank for rank in levels if rank > own), default=float("inf"))
        return max([own, *(r for r in map(self.rank, self.earlier_roles(role)) if r < ahead)])

    def earlier_roles(self, role: str) -> list[str]:
        """Return the roles from which people rise to a role, directly or indirectly.

        People rise by a step that asks for some years of experience in the old role.
        """
        if role in self._earlier:
            return list(self._earlier[role])
        into = _rising_into(self._graph)
        earlier = [role]
        for one in earlier:
            for source in (*into.get(one, ()), self._graph.line_of(one)):
                if source not in earlier and self.leads_up(source, one):
                    earlier.append(source)
        return earlier[1:]

    def leads_back(self, source: str, target: str, holding: Holding) -> bool:
        """Return whether a step leads back to work that comes before the old role.

        It leads to a lower level of the same line of work, or to work from which people rise to
        the old role, if someone with this holding still holds a part of it.
        """
        if self._graph.line_of(target) == self._graph.line_of(source):
            return self.rank(target) < self.rank(source)
        if target not in self.earlier_roles(source):
            return False
        coverage = cover(self._graph.work.get(target, AskedProfile()), holding)
        return coverage is not None and coverage >= _BACK_SHARE

    def standing(self, role: str) -> float:
        """Return the fewest years of work in which people reach a role, as far as stated.

        If nothing is stated, return 0.
        """
        if role not in self._standings:
            self._standings[role] = 0.0  # a circle of statements leads nowhere
            self._standings[role] = self._find_standing(role)
        return self._standings[role]

    def _find_standing(self, role: str) -> float:
        line = self._graph.line_of(role)
        if line != role:
            rise = self._rises.rise(line, role) if self.rank(role) > self.line_rank else None
            return self.standing(line) + (0.0 if rise is None else rise.low)
        ways = [
            (years.years_from or 0.0) + min(self.standing(earlier) for earlier in roles)
            for years in self._graph.experience_years.get(role, ())
            if (roles := [one for one in years.within if one in self._graph.nodes])
        ]
        if ways:
            return min(ways)
        asked, trained = self._of_occupation(role), least_training(self._graph, role)
        return trained if asked is None or asked.years.low < _MUCH else asked.years.low

    def leads_up(self, source: str, target: str) -> bool:
        """Return whether a step asks for years of experience.

        The years asked of the line of work left decide, since its higher levels are asked for less.
        """
        if self.rank(source) > self.rank(target) > self.line_rank:
            return False
        asked = self._find(self._graph.line_of(source), target)
        return asked is not None and asked.years.low >= _SOME

    def find(
        self, source: str, target: str, evidence: Iterable[Evidence] = ()
    ) -> StepExperience | None:
        """Return the years that a step asks for; ``None`` if unknown.

        Parameters
        ----------
        source, target
            IRIs of the old role and the new role.
        evidence
            Statements of the step, for the months observed in the old role.
        """
        known = list(evidence)
        if any(one.kind == "back" for one in known):
            return self._find_back(source, target)
        return self._find(source, target, known, self.reached)

    def _find_back(self, source: str, target: str) -> StepExperience:
        """Return the years that a step back takes."""
        other_line = self._graph.line_of(source) != self._graph.line_of(target)
        if not other_line or self.rank(target) <= self.line_rank:
            return _BACK
        rise = self._rises.rise(target, source)
        return _BACK if rise is not None and rise.low > 0 else _AGAIN

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
        rank, own = self.rank(target), self.rank(source)
        same_line = self._graph.line_of(target) == self._graph.line_of(source)
        is_reached = reached is not None and self.line_rank < rank <= reached
        if is_reached and own < rank and same_line:
            return _AGAIN
        rise = None if same_line and rank <= own else self._rises.rise(source, target)
        if rise is None and is_reached and own != rank:
            return _LOWER if rank < own else _AGAIN
        if rise is not None:
            return self._as_experience(rise, source)
        if (elsewhere := self._years_elsewhere(source, target)) is not None:
            return elsewhere
        if start is None:  # Someone who names skills and no role.
            start = end._replace(iri=source, seniority=None, level_of=None)
        return self._of_usual_years(self._at_level_reached(start, reached), end, evidence)

    def _years_elsewhere(self, source: str, target: str) -> StepExperience | None:
        """Return the years to a role that names experience in other roles, as experience."""
        rise = self._from_elsewhere(source, target)
        if rise is None:
            return None
        if self._is_other_field(source, target):
            return StepExperience(rise.years, _RELATED, rise.sources)
        return self._as_experience(rise, source)

    def _is_other_field(self, source: str, target: str) -> bool:
        """Return whether the roles are in different families, so that old years do not count."""
        families = [node.family for one in (source, target) if (node := self._graph.nodes.get(one))]
        return len(set(families)) > 1

    def _of_usual_years(
        self, start: RoleNode, end: RoleNode, evidence: Iterable[Evidence]
    ) -> StepExperience | None:
        """Return the years of a step if the new role asks for none of its own."""
        if end.seniority is not None:
            return self._of_levels(start, end)
        if self.rank(start.iri) < self.rank(end.iri):
            return self._from_below(start, end.iri, evidence)
        return self._of_move(start.iri, end.iri, evidence)

    def _of_move(
        self, source: str, target: str, evidence: Iterable[Evidence]
    ) -> StepExperience | None:
        """Return the years of a move into a line of work, from one or from a higher level."""
        asked = self._of_occupation(target)
        before = self._of_occupation(source) or self._of_occupation(self._graph.line_of(source))
        least = max(_MUCH, before.years.low if before else 0.0)
        known = list(evidence)
        if asked is not None and asked.years.low >= least and asked != before:
            rest = self._left_to_ask(asked, source)
            is_related = any(one.kind in _RELATED_KINDS for one in known)
            if before is not None and is_related and is_occupation(target):
                # The years by which people came to the old role were in related work, too.
                rest = rest.less(Rise(*before.years, before.sources))
            basis = asked.basis
            if rest.years != asked.years:
                basis = basis.replace(_RELATED, FURTHER, 1)
            return StepExperience(rest.years, basis, rest.sources)
        leading = self._of_leading(source, target)
        if leading is not None:
            return leading
        if any(one.kind == "promotion" for one in known):
            return _observed(known)
        return _NONE

    def _of_leading(self, source: str, target: str) -> StepExperience | None:
        """Return the years that an occupation of managers or supervisors asks of newcomers.

        Nobody leads the work of others without having done it: so these years count, however few
        they are, unless the old role is one of leading people, too.
        """
        if not is_leading_occupation(target) or is_leading_occupation(source):
            return None
        start = self._graph.nodes.get(source)
        if start is not None and start.seniority is not None:
            return None
        asked = self._of_occupation(target)
        if asked is None or not asked.years.high:
            asked = self.find_surveyed(target)
        return asked if asked is not None and asked.years.high else None

    def _from_below(
        self, start: RoleNode, target: str, evidence: Iterable[Evidence]
    ) -> StepExperience | None:
        """Return the years from a junior level into another line of work."""
        line = start.level_of or start.iri
        rise = self._rises.climb_levels(start.seniority, None)
        after = self._find(line, target, evidence)
        if rise is None or after is None:
            return None if rise is None else self._as_experience(rise, start.iri)
        total = rise.plus(Rise(after.years.low, after.years.high, after.sources))
        return self._as_experience(total, start.iri)

    def find_at_entry(self, role: str) -> StepExperience | None:
        """Return the years of related work that an occupation asks of people new to it."""
        return self._of_occupation(role)

    def find_surveyed(self, role: str) -> StepExperience | None:
        """Return the years that the middle half of respondents in a role say that it asks for."""
        shares = self._graph.experience_shares.get(role, ())
        spread = _spread(shares)
        return None if spread is None else StepExperience(spread, SURVEYED, (shares[0].source,))

    def _as_experience(self, rise: Rise, source: str) -> StepExperience:
        if source not in self._graph.nodes:
            return StepExperience(rise.years, _RELATED, rise.sources)
        role = rise.role or source
        before = "in the occupation" if is_occupation(role) else "as"
        return StepExperience(rise.years, f"{before} {self._graph.label(role)}", rise.sources)

    def _from_elsewhere(self, source: str, target: str) -> Rise | None:
        """Return the years to a role that names experience in other roles.

        If its occupation asks for less than that role at either end, the occupation's years count.
        """
        rise, asked = self._rises.from_elsewhere(source, target), self._of_occupation(target)
        if rise is None or asked is None or asked.years.low < _MUCH:
            return rise
        rest = self._left_to_ask(asked, source)
        low = min(rise.years.low, rest.years.low)
        high = min(rise.years.high, rest.years.high)
        return Rise(low, high, tuple(dict.fromkeys((*rise.sources, *rest.sources))))

    def _left_to_ask(self, asked: StepExperience, source: str) -> Rise:
        """Return the years an occupation asks for, minus those already spent.

        Those spent are the years up the ladder and at the levels of the role left.
        """
        return Rise(*asked.years, asked.sources).less(self._rises.spent_at_levels(source))

    def _at_level_reached(self, start: RoleNode, reached: float | None) -> RoleNode:
        """Return the role, raised to the highest level the person reached."""
        if reached is None or reached <= self.rank(start.iri):
            return start
        level = next((level for level, rank in self._rises.ranks.items() if rank == reached), None)
        return start if level is None else start._replace(seniority=level)

    def _of_levels(self, start: RoleNode, end: RoleNode) -> StepExperience | None:
        """Return the usual years to a level of seniority, in another line of work or the same."""
        if self.rank(end.iri) < self.rank(start.iri):
            return _LOWER
        if self.rank(end.iri) == self.rank(start.iri):
            return _NONE
        rise = self._rises.climb_levels(start.seniority, end.seniority)
        if end.level_of is not None and start.iri in self._graph.nodes:
            rise = self._rise_through_line(start, end) or rise
        return None if rise is None else self._as_experience(rise, start.iri)

    def _rise_through_line(self, start: RoleNode, end: RoleNode) -> Rise | None:
        """Return the years into another line of work and up to a level of it.

        Levels reached in the line left count, unless they count already on the way into the other.
        """
        into_line = self._find(start.iri, str(end.level_of))
        further = self._rises.rise(str(end.level_of), end.iri)
        if into_line is None or further is None:
            return None
        if into_line.years.high:
            return Rise(into_line.years.low, into_line.years.high, into_line.sources).plus(further)
        is_special = any(years.within for years in self._graph.experience_years.get(end.iri, ()))
        reached = None if is_special else self._rises.climb_levels(None, start.seniority)
        return further if reached is None else further.less(reached)

    def _of_occupation(self, role: str) -> StepExperience | None:
        if role not in self._entry:
            years = self._graph.experience_years.get(role, ())
            shares = self._graph.experience_shares.get(role, ())
            self._entry[role] = _entry_years(years, shares)
        return self._entry[role]


def _entry_years(
    years: Sequence[ExperienceYears], shares: Sequence[ExperienceShare]
) -> StepExperience | None:
    """Return the years that an occupation asks of people who are new to it."""
    spread = _spread(shares)
    for one in years:
        if one.within or one.years_from is None:
            continue
        if one.years_to is not None and one.years_to > one.years_from and spread is not None:
            low = max(one.years_from, min(spread.low, one.years_to))
            high = max(low, min(spread.high, one.years_to))
            cited = (one.source, shares[0].source)
            return StepExperience(Range(low, high), _words(one), cited)
        return StepExperience(open_range(one), _words(one), (one.source,))
    if spread is None or spread.low < _MUCH:
        return None
    return StepExperience(spread, SURVEYED, (shares[0].source,))


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
            high = upper_end(one.years_from, one.years_to)
    return None if low is None or high is None else Range(low, high)


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


def _rising_into(graph: CompiledGraph) -> Mapping[str, Sequence[str]]:
    """Map each role to those from which a rising step leads to it; made once for each graph."""
    if _rising_into not in graph.memo:
        into: dict[str, list[str]] = {}
        for source, target, evidence in graph.steps:
            if evidence.kind in RISING:
                into.setdefault(target, []).append(source)
        graph.memo[_rising_into] = into
    known: Mapping[str, Sequence[str]] = graph.memo[_rising_into]
    return known
