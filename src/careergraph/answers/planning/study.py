"""The study that a role asks for: the usual degree, or the programme that its licence builds on.

Someone who works in a role that people usually enter with a degree is assumed to hold a degree of
that rank, unless they state their own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.answers.planning.usual_degrees import (
    LEAST_RANK,
    NEARLY_ALL_NAME,
    find_degree_share,
    find_usual_degree,
    has_usual_degree,
    rank_degrees,
)
from careergraph.model.experience import FOR_ENTRY
from careergraph.model.holdings import Range
from careergraph.model.occupations import is_occupation
from careergraph.model.values import Named, NotCounted, UsualDegree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.experience import StudyProgramme
    from careergraph.model.statements import FieldStatement
    from careergraph.model.values import DegreeLevel
    from careergraph.search.learning.background import Background

__all__ = ["StatedCredentials", "find_study", "read_stated_credentials", "stands_in"]

_FIRST_DEGREE: Final = "bachelor's degree"
"""The first degree, on which all higher ones build."""
_CONVERSION: Final = "master's degree"
"""The degree that graduates of another field take instead of a second first degree."""
_LEAST_RANK_OF_OCCUPATION: Final = 3
"""The lowest degree that counts for an occupation (certificate after high school)."""
_SHORT_NAME: Final = 2
"""The most words of the short name of a field of study."""
_EDITORIAL: Final = "/editorial"


class StatedCredentials(NamedTuple):
    """The degree, fields of study and licence that a person states.

    Parameters
    ----------
    rank
        The rank of the degree; ``None`` where they do not say.
    fields
        Its fields of study, by IRI.
    licensed
        The line of work (IRI) whose licence they hold.
    """

    rank: int | None = None
    fields: tuple[str, ...] = ()
    licensed: str | None = None


def read_stated_credentials(background: Background | None) -> StatedCredentials:
    """Return the degree and fields that a person states, without a licence."""
    if background is None:
        return StatedCredentials()
    return StatedCredentials(background.degree_rank, background.fields)


def stands_in(facts: CompiledGraph, fields: Sequence[str], role: str) -> bool:
    """Return whether these fields (IRIs), not usual for a role, are usually accepted as well.

    If a law asks for a licence, none are.
    """
    usual = _usual_fields(facts, role)
    if _is_licensed(facts, role) or not usual.isdisjoint(fields):
        return False
    return any(
        not usual.isdisjoint(group.accepted_for) and not set(fields).isdisjoint(group.members)
        for group in facts.field_groups
    )


def find_study(
    facts: CompiledGraph, left: Sequence[str], role: str, stated: StatedCredentials
) -> NotCounted | None:
    """Return the programme that the licence of a role builds on, or else the usual degree."""
    if facts.programmes.get(role) and facts.entry_licences(role):
        return _programme(facts, left, role, stated)
    return _degree(facts, left, role, stated)


def _programme(
    facts: CompiledGraph, left: Sequence[str], role: str, stated: StatedCredentials
) -> NotCounted | None:
    """Return the programme of study that a licence to enter builds on, unless it is completed.

    If there are several, graduates take the one that builds on their degree. A degree in the field
    of a programme counts as the degree that the programme leads to.
    """
    programmes = facts.programmes[role]
    licensed = facts.entry_licences(role) & facts.entry_licences(left[0])
    if licensed or stated.licensed == facts.line_of(role):
        return None
    if any(not set(stated.fields).isdisjoint(programme.fields) for programme in programmes):
        return None
    ranks = rank_degrees(facts)
    has = _rank_held(facts, left, stated) or 0

    def begins_now(programme: StudyProgramme) -> bool:
        return programme.after is None or has >= ranks.get(programme.after, 0)

    chosen = min(programmes, key=lambda one: (not begins_now(one), one.after is None))
    after, builds_on = (None, chosen.after) if begins_now(chosen) else (chosen.after, None)
    before = _study_years(facts.degrees, after)
    years = Range(chosen.years_from, chosen.years_to)
    if before is not None:
        years = Range(before.low + years.low, before.high + years.high)
    return NotCounted(
        kind="programme",
        label=chosen.label,
        role=Named(role, facts.label(role)),
        held=_unproven_programme(stated, after),
        years=years,
        by_law=True,
        after=after,
        comment=chosen.comment,
        sources=(chosen.source,),
        is_editorial=after is not None or chosen.source.endswith(_EDITORIAL),
        builds_on=builds_on,
    )


def _unproven_programme(stated: StatedCredentials, after: str | None) -> str:
    """Return `NotCounted.held` for a programme that the person has not completed."""
    if stated.rank is None:
        return "nothing stated"
    if after is not None:
        return "lower degree"
    return "other field" if stated.fields else "no field stated"


def _degree(
    facts: CompiledGraph, left: Sequence[str], role: str, stated: StatedCredentials
) -> NotCounted | None:
    """Return the degree by which people usually enter a role, unless it is held already.

    ``left`` are the roles that the person has been in, by IRI.
    """
    usual, least = find_usual_degree(facts, role), LEAST_RANK
    if is_occupation(role):
        least = _LEAST_RANK_OF_OCCUPATION
    if usual is None or usual.rank < least:
        return None
    by_law, fields = _is_licensed(facts, role), facts.fields_by_role.get(role, ())
    held = _find_shortfall(facts, left, role, usual, stated)
    known = fields or by_law or usual.share is not None or is_occupation(role)
    if held is None or not (known or held == "lower degree"):
        return None
    after = _degree_before(facts, left, usual.rank, stated)
    named = find_degree_share(facts, role, usual.rank)
    share = None if named is None else named[0]
    builds_on = None if by_law else _degree_converted(facts, usual, held, stated)
    further = usual.label if builds_on is None else _CONVERSION
    sources = dict.fromkeys([usual.source, *(field.source for field in fields)])
    if named is not None:
        sources[named[1]] = None
    return NotCounted(
        kind="degree",
        label=usual.label,
        role=Named(role, facts.label(role)),
        held=held,
        fields=_closest_first(facts, role, fields),
        years=_study_years(facts.degrees, further, after),
        by_law=by_law,
        after=after,
        sources=tuple(sources),
        builds_on=builds_on,
        share=share,
        is_needed=by_law and _is_needed(facts, left, usual.rank, share, stated),
    )


def _degree_converted(
    facts: CompiledGraph, usual: UsualDegree, held: str, stated: StatedCredentials
) -> str | None:
    """Return the degree of a graduate of another field, who would not study for a first one again.

    A master's degree or a conversion course follows it instead.
    """
    first = rank_degrees(facts).get(_FIRST_DEGREE, 0)
    is_graduate = stated.rank is not None and stated.rank >= first
    if held == "lower degree" or not is_graduate or usual.rank > first:
        return None
    return next((degree.label for degree in facts.degrees if degree.rank == stated.rank), None)


def _is_needed(
    facts: CompiledGraph,
    left: Sequence[str],
    rank: int,
    share: float | None,
    stated: StatedCredentials,
) -> bool:
    """Return whether nobody gets into a role with some licensed positions by the person's degree.

    It is lower than the usual one, and nearly all people in the job name that one, or, if nobody
    has asked them, it is above a first degree.
    """
    has = _rank_held(facts, left, stated)
    if has is None or has >= rank:
        return False
    if share is None:
        return rank > rank_degrees(facts).get(_FIRST_DEGREE, 0)
    return share >= NEARLY_ALL_NAME


def _find_shortfall(
    facts: CompiledGraph,
    left: Sequence[str],
    role: str,
    usual: UsualDegree,
    stated: StatedCredentials,
) -> str | None:
    """Return how a degree falls short of the usual one; ``None`` if it does not."""
    fields, asked = _usual_fields(facts, role), facts.entry_licences(role)
    if stated.rank is not None and stated.rank < usual.rank:
        return "lower degree"
    if asked and _accepts_any_field(facts, role):
        has = stated.rank is not None or has_usual_degree(facts, left, role)
        return None if has else "nothing stated"
    if asked and not fields:
        held = stated.licensed == facts.line_of(role) or asked & facts.entry_licences(left[0])
        return None if held else _unproven(stated)
    return _find_other_field(facts, left, role, stated)


def _find_other_field(
    facts: CompiledGraph, left: Sequence[str], role: str, stated: StatedCredentials
) -> str | None:
    """Return how the field of a degree falls short, or ``None``."""
    fields = _usual_fields(facts, role)
    if stated.fields:
        usual_field = not fields or not fields.isdisjoint(stated.fields)
        return None if usual_field or stands_in(facts, stated.fields, role) else "other field"
    if stated.rank is not None and not fields:
        return None
    short = "nothing stated" if stated.rank is None else "no field stated"
    if not has_usual_degree(facts, left, role):
        return short
    studied = {field for each in left for field in _usual_fields(facts, each)}
    return short if _needs_field(facts, role) and fields.isdisjoint(studied) else None


def _unproven(stated: StatedCredentials) -> str:
    """Return how a degree falls short if no source lists the fields of a licence.

    Law school leads to the bar, a nursing programme to the licence of nurses.
    """
    if stated.fields:
        return "field not known"
    return "nothing stated" if stated.rank is None else "no field stated"


def _needs_field(facts: CompiledGraph, role: str) -> bool:
    """Return whether only a degree in certain fields leads to a role, because a law says so."""
    if facts.fields_by_role.get(role):
        return _is_licensed(facts, role)
    node = facts.nodes.get(role)
    regulated = node is not None and node.regulated is True
    return regulated and not facts.entry_licences(role)


def _accepts_any_field(facts: CompiledGraph, role: str) -> bool:
    """Return whether all licences to enter a role accept a degree in any field of study."""
    return all(
        licence.any_field
        for licence in facts.licences.get(role, ())
        if licence.required_for == FOR_ENTRY
    )


def _usual_fields(facts: CompiledGraph, role: str) -> frozenset[str]:
    return frozenset(statement.field.iri for statement in facts.fields_by_role.get(role, ()))


def _is_licensed(facts: CompiledGraph, role: str) -> bool:
    """Return whether a law asks for a licence in a role, at least in some positions."""
    node = facts.nodes.get(role)
    return bool(facts.licences.get(role)) or (node is not None and node.regulated is True)


def _degree_before(
    facts: CompiledGraph, left: Sequence[str], rank: int, stated: StatedCredentials
) -> str | None:
    """Return the first degree, if a further one is asked of someone without it.

    The person holds the degree that they state, or else the highest degree by which people usually
    enter the roles that they have been in.
    """
    first = next((degree for degree in facts.degrees if degree.label == _FIRST_DEGREE), None)
    has = _rank_held(facts, left, stated)
    if first is None or has is None or has >= first.rank or rank <= first.rank:
        return None
    return first.label


def _rank_held(facts: CompiledGraph, left: Sequence[str], stated: StatedCredentials) -> int | None:
    """Return the rank of the degree that a person states, or that is usual in their roles."""
    usual = [degree.rank for role in left if (degree := find_usual_degree(facts, role))]
    return stated.rank if stated.rank is not None else max(usual, default=None)


def _study_years(degrees: Sequence[DegreeLevel], *labels: str | None) -> Range | None:
    """Return the total years of study of some degrees; ``None`` if any are unknown."""
    low = high = 0.0
    for label in filter(None, labels):
        degree = next((one for one in degrees if one.label == label), None)
        if degree is None or degree.years_from is None or degree.years_to is None:
            return None
        low, high = low + degree.years_from, high + degree.years_to
    return Range(low, high)


def _closest_first(
    facts: CompiledGraph, role: str, fields: Sequence[FieldStatement]
) -> tuple[Named, ...]:
    """Return fields of study; those that teach the most of what a role asks for come first.

    Fields with a short name come before those that a classification names at length.
    """
    profile = facts.work.get(role)
    items = profile.items if profile is not None else ()

    def order(field: Named) -> tuple[bool, float, str]:
        skills = {one.skill for one in facts.field_skills.get(field.iri, ())}
        taught = sum(item.weight for item in items if not skills.isdisjoint(item.skills))
        long = len(re.findall(r"\w+", field.label)) > _SHORT_NAME
        return (long, -taught, field.label.casefold())

    return tuple(sorted(dict.fromkeys(statement.field for statement in fields), key=order))
