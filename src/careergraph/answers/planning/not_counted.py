"""Demands that hours and years leave out: degrees, programmes, licences, related work.

Hours of learning are hours for skills. A degree of several years, a licence with examinations, and
the experience that employers ask newcomers for come on top of them. Who works in a role that people
usually enter with a degree is taken to hold a degree of that rank, unless they state their own.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.model.experience import FOR_ENTRY
from careergraph.model.holdings import Range
from careergraph.model.occupations import is_managing_occupation, is_occupation
from careergraph.model.values import Named, NotCounted, UsualDegree
from careergraph.search.learning.step_training import find_training_given, is_same_occupation
from careergraph.vocab import local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.experience import StudyProgramme
    from careergraph.model.statements import FieldStatement
    from careergraph.model.values import DegreeLevel, PayBand, Step, StepExperience
    from careergraph.search.learning.step_experience import ExperienceTable

__all__ = [
    "STUDY",
    "StatedCredentials",
    "describe_junior_entry",
    "describe_lower_level",
    "find_degree_named_above",
    "find_degree_share",
    "find_experience_asked",
    "find_most_named_degree",
    "find_not_counted",
    "find_pay",
    "find_study_first",
    "find_usual_degree",
    "has_usual_degree",
    "stands_in",
    "study_before_step",
]

_FIRST_DEGREE: Final = "bachelor's degree"
"""The degree that all higher ones build on."""
_LEAST_RANK: Final = 4
"""Degrees from this rank on (associate degree) take years of study."""
_LEAST_RANK_OF_OCCUPATION: Final = 3
"""The lowest degree that counts for an occupation (certificate after high school)."""
_A_FIRST_DEGREE: Final = 5
"""Rank of a bachelor's degree."""
_MOST_ASK: Final = 0.5
"""The share of those asked who must name a degree for it to count as usual."""
_NEARLY_ALL: Final = 0.85
"""The part of those asked whose answers must be known for a share of them to be named."""
_MOST_LICENCES: Final = 2
_SHORT_NAME: Final = 2
"""A field of study with so few words is known by its name."""
_JUNIOR: Final = "junior"
STUDY: Final = ("degree", "programme")
"""Kinds of demands that take study."""
_LICENSED: Final = (FOR_ENTRY, "forResponsibility")
_A_LICENCE: Final = "licence that the law asks for in many places"
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


def find_not_counted(
    facts: CompiledGraph,
    source: str,
    target: str,
    stated: StatedCredentials,
    earlier: Sequence[Step] = (),
) -> tuple[NotCounted, ...]:
    """Return the degrees and licences that a step asks for and that its figures do not count.

    Nothing is asked again of people who stay in their line of work, nor is a degree of those whose
    role is of the same occupation, or is usually entered with a degree of at least that rank. Where
    a law asks for a licence, the field of study has to fit as well: a degree of any rank in another
    field, or in none that is stated, is not the one that a licence to enter builds on. Who sets out
    in a role that a licence is needed to enter holds that licence.

    Parameters
    ----------
    facts
        The compiled graph.
    source, target
        IRIs of the old role and the new role.
    stated
        What the person says of their degree and licence.
    earlier
        The steps before this one; a degree that one of them names is not named again.
    """
    if facts.line_of(source) == facts.line_of(target):
        return ()
    left = [*(step.source.iri for step in earlier), source]
    found = [*_licences(facts, left[0], target, stated), *_training(facts, source, target)]
    same = is_same_occupation(facts, source, target)
    degree = None if same else _study(facts, left, target, stated)
    known = [extra for step in earlier for extra in step.not_counted]
    if degree is not None and not any(_covers(extra, degree) for extra in known):
        found.insert(0, degree)
    return tuple(extra for extra in found if extra.kind != "licence" or not _named(extra, known))


def find_usual_degree(facts: CompiledGraph, role: str) -> UsualDegree | None:
    """Return the degree by which people usually enter a role (IRI).

    Where no source calls a degree usual, it is the highest that half of those asked name or exceed.
    """
    entry = facts.entry_degrees.get(role)
    if entry is not None:
        return UsualDegree(entry.label, entry.rank, entry.source)
    return find_most_named_degree(facts, role)


def find_degree_named_above(facts: CompiledGraph, role: str) -> UsualDegree | None:
    """Return the most named degree if it is above the usual one and a bachelor's."""
    usual, named = find_usual_degree(facts, role), find_most_named_degree(facts, role)
    if usual is None or usual.share is not None or named is None:
        return None
    return named if named.rank > max(usual.rank, _A_FIRST_DEGREE) else None


def find_most_named_degree(facts: CompiledGraph, role: str) -> UsualDegree | None:
    """Return the highest degree that at least half of those asked in a role name or exceed."""
    every = facts.degree_shares.get(role, ())
    shares = [share for share in every if share.population == every[0].population]
    ranks = {degree.label: degree.rank for degree in facts.degrees}
    years = {degree.label for degree in facts.degrees if degree.years_from is not None}
    named = [share for share in shares if share.degree in years]
    for best in sorted(named, key=lambda share: (-ranks[share.degree], -share.share)):
        rank = ranks[best.degree]
        total = sum(share.share for share in shares if ranks.get(share.degree, 0) >= rank)
        if total >= _MOST_ASK and rank >= _LEAST_RANK:
            below = [share for share in named if ranks[share.degree] < rank]
            most = max(below, key=lambda share: share.share, default=None)
            rest = (None, 0.0) if most is None else (most.degree, most.share)
            return UsualDegree(best.degree, rank, best.source, total, *rest)
    return None


def find_degree_share(facts: CompiledGraph, role: str, rank: int) -> tuple[float, str] | None:
    """Return which share of those asked in a role name a degree of a rank or above, and who says.

    ``None`` where the answers of too many are unknown.
    """
    every = facts.degree_shares.get(role, ())
    shares = [share for share in every if share.population == every[0].population]
    ranks = {degree.label: degree.rank for degree in facts.degrees}
    if sum(share.share for share in shares) < _NEARLY_ALL:
        return None
    total = sum(share.share for share in shares if ranks.get(share.degree, 0) >= rank)
    return total, shares[0].source


def has_usual_degree(facts: CompiledGraph, roles: Iterable[str], target: str) -> bool:
    """Return whether one of some roles is usually entered with a degree of the target's rank."""
    asked = find_usual_degree(facts, target)
    degrees = [find_usual_degree(facts, role) for role in roles]
    return asked is not None and any(one is not None and one.rank >= asked.rank for one in degrees)


def stands_in(facts: CompiledGraph, fields: Sequence[str], role: str) -> bool:
    """Return whether other fields (IRIs) than the usual ones of a role usually serve as well.

    Where a law asks for a licence, none does.
    """
    usual = _usual_fields(facts, role)
    if _is_licensed(facts, role) or not usual.isdisjoint(fields):
        return False
    return any(
        not usual.isdisjoint(group.accepted_for) and not set(fields).isdisjoint(group.members)
        for group in facts.field_groups
    )


def find_study_first(steps: Iterable[Step]) -> dict[NotCounted, Step]:
    """Return the study and licences without which nobody enters a role, with their steps.

    They are the licences to enter and their programmes of study, and the degrees of regulated roles
    and of roles in which a licence lets people take responsibility.
    """
    found = {
        extra: step
        for step in steps
        for extra in _pick_compulsory(step.not_counted, is_regulated=bool(step.regulated))
    }
    return dict(sorted(found.items(), key=lambda pair: pair[0].kind == "licence"))


def study_before_step(
    facts: CompiledGraph, source: str, target: str, stated: StatedCredentials
) -> tuple[NotCounted, ...]:
    """Return the study and licences without which nobody takes a step; see `find_study_first`.

    Parameters
    ----------
    facts
        The compiled graph.
    source, target
        IRIs of the old role and the new role.
    stated
        What the person says of their degree and licence.
    """
    extras = find_not_counted(facts, source, target, stated)
    node = facts.nodes.get(target)
    return _pick_compulsory(extras, is_regulated=node is not None and bool(node.regulated))


def _pick_compulsory(extras: Sequence[NotCounted], *, is_regulated: bool) -> tuple[NotCounted, ...]:
    """Return those of a step's demands without which nobody takes it, study before licences."""
    by_law = is_regulated or any(extra.required_for in _LICENSED for extra in extras)
    study = (e for e in extras if e.kind == "programme" or (e.kind == "degree" and by_law))
    return (*study, *(extra for extra in extras if extra.required_for == FOR_ENTRY))


def _covers(extra: NotCounted, degree: NotCounted) -> bool:
    """Return whether a degree named before is the same one, in one of the same fields."""
    fields = {field.iri for field in extra.fields}
    same = extra.kind == degree.kind and extra.label == degree.label
    return same and (not degree.fields or any(field.iri in fields for field in degree.fields))


def _named(licence: NotCounted, known: Iterable[NotCounted]) -> bool:
    return any(extra.kind == licence.kind and extra.label == licence.label for extra in known)


def _study(
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

    Of several, graduates take the one that builds on their degree. A degree in the field of a
    programme is the one that it leads to.
    """
    programmes = facts.programmes[role]
    licensed = facts.entry_licences(role) & facts.entry_licences(left[0])
    if licensed or stated.licensed == facts.line_of(role):
        return None
    if any(not set(stated.fields).isdisjoint(programme.fields) for programme in programmes):
        return None
    ranks = {degree.label: degree.rank for degree in facts.degrees}
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
    """Return the value of `NotCounted.held` for a programme that is not completed."""
    if stated.rank is None:
        return "nothing stated"
    if after is not None:
        return "lower degree"
    return "other field" if stated.fields else "no field stated"


def _training(facts: CompiledGraph, source: str, target: str) -> Iterator[NotCounted]:
    """Yield the training that employers give people once they are hired."""
    training = find_training_given(facts, source, target)
    if training is not None:
        cited = dict.fromkeys([training.source, training.duration_source])
        years = training.years_from, training.years_to
        yield NotCounted(
            kind="training",
            label=training.label,
            role=Named(target, facts.label(target)),
            held="nothing stated",
            years=None if None in years else Range(*years),  # type: ignore[arg-type]
            sources=tuple(source for source in cited if source is not None),
        )


def _degree(
    facts: CompiledGraph, left: Sequence[str], role: str, stated: StatedCredentials
) -> NotCounted | None:
    """Return the degree by which people usually enter a role, unless it is held already.

    ``left`` are the roles that the person has been in, by IRI.
    """
    usual, least = find_usual_degree(facts, role), _LEAST_RANK
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
    sources = dict.fromkeys([usual.source, *(field.source for field in fields)])
    if named is not None:
        sources[named[1]] = None
    return NotCounted(
        kind="degree",
        label=usual.label,
        role=Named(role, facts.label(role)),
        held=held,
        fields=_closest_first(facts, role, fields),
        years=_study_years(facts.degrees, usual.label, after),
        by_law=by_law,
        after=after,
        sources=tuple(sources),
        share=None if named is None else named[0],
    )


def _find_shortfall(
    facts: CompiledGraph,
    left: Sequence[str],
    role: str,
    usual: UsualDegree,
    stated: StatedCredentials,
) -> str | None:
    """Return how a degree falls short of the usual one; ``None`` where it does not."""
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
    """Return whether a law asks for a licence in a role, if only in some positions."""
    node = facts.nodes.get(role)
    return bool(facts.licences.get(role)) or (node is not None and node.regulated is True)


def _degree_before(
    facts: CompiledGraph, left: Sequence[str], rank: int, stated: StatedCredentials
) -> str | None:
    """Return the first degree, where a further one is asked of someone without it.

    What they have is what they state, else the highest of the degrees by which people usually
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
    """Return the years of study for one degree after another; ``None`` if some are unknown."""
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
    """Return fields of study, those first that teach most of what a role asks for.

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


def _licences(
    facts: CompiledGraph, start: str, role: str, stated: StatedCredentials
) -> Iterator[NotCounted]:
    """Yield the licences that laws ask for in a role, unless the person holds them."""
    if stated.licensed is not None and stated.licensed == facts.line_of(role):
        return
    named, node = Named(role, facts.label(role)), facts.nodes.get(role)
    known = facts.licences.get(role, ())
    has = facts.entry_licences(start)
    for licence in (one for one in known[:_MOST_LICENCES] if one.label not in has):
        yield NotCounted(
            kind="licence",
            label=licence.label,
            role=named,
            held="nothing stated",
            by_law=True,
            required_for=licence.required_for,
            comment=licence.comment,
            sources=(licence.source,),
        )
    if not known and node is not None and node.regulated:
        yield NotCounted("licence", _A_LICENCE, named, "nothing stated", by_law=True)


def find_experience_asked(
    table: ExperienceTable, facts: CompiledGraph, step: Step
) -> StepExperience | None:
    """Return the years that employers ask newcomers for, where the step does not count any.

    People who stay in their line of work, or in the same occupation, are no newcomers. Of managers
    for whom the statistical office names no years, those count that people in the job say it asks
    for.
    """
    if step.training is not None or step.counts_experience:
        return None
    source, target = step.source.iri, step.target.iri
    if facts.line_of(source) == facts.line_of(target) or is_same_occupation(facts, source, target):
        return None
    asked = table.find_at_entry(target)
    if is_managing_occupation(target) and (asked is None or not asked.years.high):
        asked = table.find_surveyed(target)
    return asked if asked is not None and asked.years.high else None


def find_pay(facts: CompiledGraph, role: str, *, is_newcomer: bool = False) -> tuple[PayBand, ...]:
    """Return the pay bands of a role (IRI), marked where they are read by a newcomer.

    Newcomers are people in junior roles, those of whom employers ask years that they may lack, and
    those who come from another field.
    """
    node = facts.nodes.get(role)
    level = None if node is None else node.seniority
    new = is_newcomer or (level is not None and local_name(level) == _JUNIOR)
    bands = facts.pay_by_role.get(role, ())
    return tuple(replace(band, for_newcomers=True) for band in bands) if new else tuple(bands)


def describe_junior_entry(facts: CompiledGraph, target: str) -> str | None:
    """Return that people from another field begin at the junior level of a role, if it has one."""
    juniors = [
        node.label
        for node in facts.roles
        if node.level_of == target
        and node.seniority is not None
        and local_name(node.seniority) == _JUNIOR
    ]
    if not juniors:
        return None
    return f"people from another field usually begin at its junior level: {juniors[0]}"


def describe_lower_level(
    table: ExperienceTable, facts: CompiledGraph, source: str, target: str
) -> str | None:
    """Return that a step leads below the level of seniority that is left, where it does."""
    start, end = facts.nodes.get(source), facts.nodes.get(target)
    if start is None or end is None or start.seniority is None:
        return None
    if table.rank(target) >= table.rank(source) or table.leads_up(source, target):
        return None
    left = next((one.label for one in facts.seniorities if one.iri == start.seniority), "")
    below = f"below your {left} level" if left else "below your level"
    if end.seniority is None:
        return f"you arrive at the usual entry level, {below}"
    return f"you arrive {below}"
