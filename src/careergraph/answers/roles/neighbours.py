"""Roles one step away, in either direction, those with the best evidence first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.answers.planning.not_counted import study_before_step
from careergraph.answers.planning.route_time import compulsory_study
from careergraph.answers.planning.skill_overlap import describe_missing, learn_for, name_labels
from careergraph.answers.planning.study import read_stated_credentials
from careergraph.model.choices import check_kinds
from careergraph.model.frozen import frozen
from careergraph.model.holdings import NOTHING, Range
from careergraph.model.tables import Rows, first, listed, show_label
from careergraph.model.values import (
    DEFAULT_KINDS,
    GRADES,
    Evidence,
    GraphInfo,
    MissingSkill,
    Named,
    NotCounted,
    PayBand,
    Source,
    cite_sources,
)
from careergraph.search.career_network import find_evidence
from careergraph.search.learning.background import find_holding
from careergraph.search.learning.step_evidence import usual_months, usual_share
from careergraph.search.learning.step_experience import ExperienceTable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.search.learning.background import Background

__all__ = ["FEEDERS", "NEXT", "Neighbour", "Neighbours", "find_neighbours"]

NEXT: Final = "next"
"""The direction of the question where people go from a role."""
FEEDERS: Final = "feeders"
"""The direction of the question from which roles people come."""

_ANSWERS: Final = {True: "yes", False: "no", None: None}
_LESS_PAID: Final = 2
_LOWER: Final = 3
"""The groups of moves to lower pay and to a lower level; see `_find_place`."""
_MUCH_LESS: Final = 0.9
"""The share of the present median pay below which an occupation is a step down."""
_LIKENESS: Final = "related"
"""The kind of evidence that says that two occupations are alike, and counts no moves."""
_TIERS: Final = ("Primary-Short", "Primary-Long", "Supplemental")
"""The tiers of O*NET's related occupations, the nearest first."""


@frozen
class Neighbour:
    """A role one step away, and all that is known of the step.

    ``people``, ``share`` (0..1, of those who left) and ``median_months`` (in the old role) come
    from the observation that counted the most people. ``gap`` and ``missing_skills`` are what the
    new role asks for and people in the old role lack; the gap is ``None`` if no source says what
    the new role asks for. ``of_level`` says that the step is stated for the line of work of which
    the role in question is a level. Pay is that of the other role's occupation. ``regulated`` says
    whether the new role is a regulated profession, and ``licence`` which licence it needs; both are
    ``None`` if unknown. ``study_first`` is the compulsory degrees and licences of the step, and
    ``study`` the years of that study, if they are known. ``experience`` is the years in the old
    role that the step asks for, ``None`` if nobody knows.
    """

    role: Named
    of_level: bool
    kinds: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    people: int | None
    share: float | None
    median_months: float | None
    gap: float | None
    missing_skills: tuple[MissingSkill, ...]
    pay: tuple[PayBand, ...]
    regulated: bool | None = None
    licence: str | None = None
    learning_hours: Range = NOTHING
    experience: Range | None = None
    is_lower: bool = False
    study_first: tuple[NotCounted, ...] = ()
    study: Range | None = None


@frozen
class Neighbours(Rows):
    """The roles one step from a role, those with the firmest evidence first; see `find_neighbours`.

    ``direction`` is "next" or "feeders"; ``level_of`` is the line of work whose moves a level
    shares; ``total`` counts all neighbouring roles, of which ``neighbours`` holds as many as were
    asked for. ``is_entry_level`` is true for a level at which newcomers to a line of work begin.
    """

    role: Named
    direction: str
    kinds: tuple[str, ...]
    level_of: Named | None
    total: int
    neighbours: tuple[Neighbour, ...]
    sources: tuple[Source, ...]
    graph: GraphInfo
    is_entry_level: bool = False
    named: tuple[Named, ...] = ()

    def __repr__(self) -> str:
        """Return the role and how many others are one step away."""
        role = show_label(self.role.label)
        return f"<Neighbours {self.direction} of {role}: {len(self.neighbours)}>"

    def rows(self) -> list[tuple[object, ...]]:
        """Return one row for each other role, the header first."""
        header = ("role", "kinds", "grades", "people", "share", "median_months", "gap")
        return [
            (*header, "missing_skills", "pay", "evidence_sources", "regulated"),
            *(
                (
                    near.role.label,
                    listed(near.kinds),
                    listed(stated.grade for stated in near.evidence),
                    near.people,
                    near.share,
                    near.median_months,
                    near.gap,
                    listed(skill.label for skill in near.missing_skills),
                    listed(_band_text(band) for band in near.pay) or None,
                    listed(stated.source for stated in near.evidence),
                    _ANSWERS[near.regulated],
                )
                for near in self.neighbours
            ),
        ]


def _band_text(band: PayBand) -> str:
    median = "unknown" if band.median is None else f"{band.median:g}"
    return f"median {median} {band.currency} {band.duration} {band.country} {band.period}"


class _Step(NamedTuple):
    other: str
    of_level: bool
    evidence: tuple[Evidence, ...]


def find_neighbours(
    role: Named,
    facts: CompiledGraph,
    info: GraphInfo,
    *,
    direction: str = NEXT,
    kinds: Sequence[str] = DEFAULT_KINDS,
    limit: int | None = None,
    background: Background | None = None,
) -> Neighbours:
    """Return the roles one step from a role.

    Promotions come first, then moves at the level of the role and steps up that ask for years of
    work, then moves that nobody counted to occupations paid a tenth less, then those to a lower
    level. Within these groups steps that a source only calls alike come last, and a step ranks by
    its firmest evidence: observed (by people counted) comes before official (by tier), stated,
    computed and editorial; among equals steps up come first, then those with the smaller gap. A
    level also has the moves that lead out of its line of work. Only steps stated for the level
    itself lead into it; into an entry level, the
    moves into its line of work lead as well.

    Parameters
    ----------
    role
        The role in question.
    facts, info
        Of the graph.
    direction
        "next" for where people go from it, "feeders" for where they come from.
    kinds
        Kinds of transition that count.
    limit
        The most roles to return (default: all).
    background
        What the person holds besides what the old role gives.
    """
    check_kinds(kinds)
    pairs = find_evidence(facts, kinds, around=role.iri)
    stated = {(start, end) for start, end, _ in facts.steps}
    table = ExperienceTable(facts)
    steps = []
    for (start, end), evidence in pairs.items():
        here, other = (start, end) if direction == NEXT else (end, start)
        if here == role.iri != other:
            steps.append(_Step(other, (start, end) not in stated, evidence))
    steps += _entering(role.iri, {step.other for step in steps}, facts, kinds, direction)
    places = {step: _find_place(step, role.iri, facts, table, direction) for step in steps}
    steps.sort(key=places.__getitem__)
    if limit is not None and len(steps) > limit > 0:
        # The gap decides only among equals, so it is not worked out for roles that are not shown.
        last = places[steps[limit - 1]]
        steps = [step for step in steps if places[step] <= last]
    described = [
        (
            places[step],
            replace(
                _describe(role.iri, step, facts, direction, background),
                is_lower=places[step][0] == _LOWER and direction == NEXT,
            ),
        )
        for step in steps
    ]
    described.sort(key=lambda pair: (*pair[0], *_rank_equals(pair[1])))
    base = facts.nodes[role.iri].level_of if role.iri in facts.nodes else None
    entered = direction == FEEDERS and any(step.of_level for step in steps)
    is_above = base is not None and table.rank(role.iri) > table.rank(base)
    shown = first([near for _, near in described], limit)
    return Neighbours(
        role=role,
        direction=direction,
        kinds=tuple(kinds),
        level_of=Named(base, facts.label(base))
        if base is not None and (is_above or entered)
        else None,
        total=len(places),
        neighbours=shown,
        sources=_cited(shown, facts.sources),
        graph=info,
        is_entry_level=entered and not is_above,
        named=() if background is None else name_labels(facts, background.named),
    )


def _entering(
    role: str,
    known: Collection[str],
    facts: CompiledGraph,
    kinds: Sequence[str],
    direction: str,
) -> list[_Step]:
    """Return the moves into a line of work at whose entry level newcomers begin."""
    table, line = ExperienceTable(facts), facts.line_of(role)
    if direction != FEEDERS or line == role or table.rank(role) >= table.rank(line):
        return []
    return [
        _Step(start, of_level=True, evidence=evidence)
        for (start, end), evidence in find_evidence(facts, kinds, around=line).items()
        if end == line
        and start not in known
        and facts.line_of(start) != line
        and table.rank(start) <= table.rank(line)
    ]


def _find_place(
    step: _Step, role: str, facts: CompiledGraph, table: ExperienceTable, direction: str
) -> tuple[int | bool, ...]:
    """Return the place of a step in the order of `find_neighbours`, as far as evidence decides."""
    own, other = table.rank(role), table.rank(step.other)
    asked = table.find(role, step.other, step.evidence) if direction == NEXT else None
    goes_up = direction == NEXT and (other > own or (asked is not None and asked.years.low > 0))
    group = 1 if other == own or goes_up else _LOWER
    is_likeness = all(stated.kind == _LIKENESS for stated in step.evidence)
    is_counted = any(stated.people is not None for stated in step.evidence)
    if (
        group == 1
        and direction == NEXT
        and not is_counted
        and _is_paid_less(role, step.other, facts)
    ):
        group = _LESS_PAID
    if any(stated.kind == "promotion" for stated in step.evidence):
        group = 0
    return group, is_likeness, *_rank(step), not goes_up


def _is_paid_less(role: str, other: str, facts: CompiledGraph) -> bool:
    """Return whether the median pay of another role is clearly lower, as far as one can compare."""

    def medians(iri: str) -> dict[tuple[str, str, str, str], float]:
        return {
            (band.country, band.currency, band.duration, band.period): band.median
            for band in facts.pay_by_role.get(iri, ())
            if band.median is not None
        }

    now, then = medians(role), medians(other)
    return any(then[key] < _MUCH_LESS * now[key] for key in now.keys() & then.keys())


def _place(name: str | None, order: Sequence[str]) -> int:
    return order.index(name) if name in order else len(order)


def _describe(
    role: str,
    step: _Step,
    facts: CompiledGraph,
    direction: str,
    background: Background | None,
) -> Neighbour:
    left, entered = (role, step.other) if direction == NEXT else (step.other, role)
    learning = learn_for(facts, left, entered, find_holding(facts, left, background))
    node = facts.nodes.get(entered)
    stated = read_stated_credentials(background)
    first = study_before_step(facts, left, entered, stated)
    study = compulsory_study(first)
    asked = ExperienceTable.of_person(facts, left).find(left, entered, step.evidence)
    return Neighbour(
        role=Named(step.other, facts.label(step.other)),
        of_level=step.of_level,
        kinds=tuple(dict.fromkeys(stated.kind for stated in step.evidence)),
        evidence=step.evidence,
        people=_most_people(step.evidence),
        share=usual_share(step.evidence),
        median_months=usual_months(step.evidence),
        gap=learning.gap if learning.items else None,
        missing_skills=describe_missing(facts, learning.missing),
        pay=tuple(facts.pay_by_role.get(step.other, ())),
        regulated=None if node is None else node.regulated,
        licence=None if node is None else node.licence,
        learning_hours=learning.hours,
        experience=None if asked is None else asked.years,
        study_first=first,
        study=None if study is None else study.years,
    )


def _rank(step: _Step) -> tuple[int, ...]:
    """Return the rank of a step by its firmest evidence."""
    moves = [stated for stated in step.evidence if stated.kind != _LIKENESS]
    best = (moves or step.evidence)[0]
    tiers = [_place(e.tier, _TIERS) for e in step.evidence if e.grade == best.grade]
    return (
        _place(best.grade, GRADES),
        -(_most_people(step.evidence) or 0) if best.grade == "observed" else 0,
        min(tiers) if best.grade == "official" else 0,
    )


def _rank_equals(near: Neighbour) -> tuple[object, ...]:
    """Return the rank of a role among those with equally firm evidence: the smaller gap first."""
    return near.gap is None, near.gap or 0.0, near.role.label.casefold(), near.role.iri


def _most_people(evidence: Iterable[Evidence]) -> int | None:
    return max((stated.people for stated in evidence if stated.people is not None), default=None)


def _cited(found: Iterable[Neighbour], sources: Mapping[str, Source]) -> tuple[Source, ...]:
    """Return the sources of steps and pay in the order of their use, then those of skills."""
    found = tuple(found)
    cited = (
        *(stated.source for near in found for stated in near.evidence),
        *(band.source for near in found for band in near.pay),
        *(iri for near in found for extra in near.study_first for iri in extra.sources),
        *(iri for near in found for skill in near.missing_skills for iri in skill.sources),
    )
    return cite_sources(cited, sources)
