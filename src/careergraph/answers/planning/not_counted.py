"""Demands that hours and years leave out: degrees, licences, years of related work.

Hours of learning are hours for skills. A degree of several years, a licence with examinations, and
the experience that employers ask newcomers for come on top of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.model.holdings import Range
from careergraph.model.values import Named, NotCounted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.statements import FieldStatement
    from careergraph.model.values import DegreeLevel, EntryDegree, Step, StepExperience
    from careergraph.search.learning.step_experience import ExperienceTable

__all__ = [
    "StatedCredentials",
    "describe_lower_level",
    "find_experience_asked",
    "find_not_counted",
]

_LEAST_RANK: Final = 4
"""Degrees from this rank on (associate degree) take years of study."""
_MOST_ASK: Final = 0.5
"""Where no degree is called usual, so many of those asked have to name one of such a rank."""
_MOST_LICENCES: Final = 2
_A_LICENCE: Final = "licence that the law asks for in many places"


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
    role is of the same occupation.

    Parameters
    ----------
    facts
        The compiled graph.
    source, target
        IRIs of the role left and the role entered.
    stated
        What the person says of their degree and licence.
    earlier
        The steps before this one; a degree that one of them names is not named again.
    """
    if facts.line_of(source) == facts.line_of(target):
        return ()
    found = [*_licences(facts, target, stated)]
    degree = None if _same_occupation(facts, source, target) else _degree(facts, target, stated)
    known = [extra for step in earlier for extra in step.not_counted]
    if degree is not None and not any(_covers(extra, degree) for extra in known):
        found.insert(0, degree)
    return tuple(extra for extra in found if extra.kind == "degree" or not _named(extra, known))


def _covers(extra: NotCounted, degree: NotCounted) -> bool:
    """Return whether a degree named before is the same one, in one of the same fields."""
    fields = {field.iri for field in extra.fields}
    same = extra.kind == "degree" and extra.label == degree.label
    return same and (not degree.fields or any(field.iri in fields for field in degree.fields))


def _named(licence: NotCounted, known: Iterable[NotCounted]) -> bool:
    return any(extra.kind == "licence" and extra.label == licence.label for extra in known)


def _same_occupation(facts: CompiledGraph, source: str, target: str) -> bool:
    def occupations(role: str) -> set[str]:
        return {
            link.occupation
            for link in facts.occupations.get(role, ())
            if "DegreeRequirement" in link.shows
        }

    return not occupations(source).isdisjoint(occupations(target))


def _degree(facts: CompiledGraph, role: str, stated: StatedCredentials) -> NotCounted | None:
    """Return the degree by which people usually enter a role, unless the person states it."""
    entry = facts.entry_degrees.get(role)
    if entry is None:
        return _most_named_degree(facts, role, stated)
    node, fields = facts.nodes.get(role), facts.fields_by_role.get(role, ())
    if entry.rank < _LEAST_RANK:
        return None
    by_law = node is not None and node.regulated is True
    held = _compare(entry, fields, stated)
    if held is None or not (fields or by_law or held == "lower degree"):
        return None
    sources = dict.fromkeys([entry.source, *(field.source for field in fields)])
    return NotCounted(
        kind="degree",
        label=entry.label,
        role=Named(role, facts.label(role)),
        held=held,
        fields=_closest_first(facts, role, fields),
        years=_study_years(facts.degrees, entry.label),
        by_law=by_law,
        sources=tuple(sources),
    )


def _compare(
    entry: EntryDegree, fields: Sequence[FieldStatement], stated: StatedCredentials
) -> str | None:
    """Return in what a degree falls short of the usual one; ``None`` where it does not."""
    if stated.rank is None:
        return "nothing stated"
    if stated.rank < entry.rank:
        return "lower degree"
    if not fields or any(statement.field.iri in stated.fields for statement in fields):
        return None
    return "other field" if stated.fields else "no field stated"


def _most_named_degree(
    facts: CompiledGraph, role: str, stated: StatedCredentials
) -> NotCounted | None:
    """Return the degree that most people name, where most of them name one that takes years."""
    ranks = {degree.label: degree.rank for degree in facts.degrees}
    shares = facts.degree_shares.get(role, ())
    high = [share for share in shares if ranks.get(share.degree, 0) >= _LEAST_RANK]
    if sum(share.share for share in high if share.source == high[0].source) < _MOST_ASK:
        return None
    most = max(high, key=lambda share: share.share)
    if stated.rank is not None and stated.rank >= ranks[most.degree]:
        return None
    return NotCounted(
        kind="degree",
        label=most.degree,
        role=Named(role, facts.label(role)),
        held="nothing stated" if stated.rank is None else "lower degree",
        years=_study_years(facts.degrees, most.degree),
        sources=(most.source,),
    )


def _study_years(degrees: Sequence[DegreeLevel], label: str) -> Range | None:
    degree = next((one for one in degrees if one.label == label), None)
    if degree is None or degree.years_from is None or degree.years_to is None:
        return None
    return Range(degree.years_from, degree.years_to)


def _closest_first(
    facts: CompiledGraph, role: str, fields: Sequence[FieldStatement]
) -> tuple[Named, ...]:
    """Return fields of study, those first that teach most of what a role asks for."""
    profile = facts.work.get(role)
    items = profile.items if profile is not None else ()

    def taught(field: Named) -> float:
        skills = {one.skill for one in facts.field_skills.get(field.iri, ())}
        return sum(item.weight for item in items if not skills.isdisjoint(item.skills))

    unique = dict.fromkeys(statement.field for statement in fields)
    return tuple(sorted(unique, key=lambda field: (-taught(field), field.label.casefold())))


def _licences(facts: CompiledGraph, role: str, stated: StatedCredentials) -> Iterator[NotCounted]:
    """Yield the licences that laws ask for in a role, unless the person holds them."""
    if stated.licensed is not None and stated.licensed == facts.line_of(role):
        return
    named, node = Named(role, facts.label(role)), facts.nodes.get(role)
    known = facts.licences.get(role, ())
    for licence in known[:_MOST_LICENCES]:
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

    People who stay in their line of work, or in the same occupation, are no newcomers.
    """
    if step.experience is not None and step.experience.years.high:
        return None
    source, target = step.source.iri, step.target.iri
    if facts.line_of(source) == facts.line_of(target) or _same_occupation(facts, source, target):
        return None
    asked = table.find_at_entry(target)
    return asked if asked is not None and asked.years.high else None


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
