"""Facts that the side panel shows of roles, skills and steps, with their sources."""

from __future__ import annotations

from itertools import chain, groupby
from typing import TYPE_CHECKING, Final

from careergraph.compiled.asked_profiles import item_kind
from careergraph.model.ranking import grade_rank, rank_skills, strongest_first
from careergraph.model.values import cite_sources
from careergraph.picture.drawing import Fact, PictureEdge, PictureNode
from careergraph.report.citations import pay_text
from careergraph.report.pages.role import outlook_text
from careergraph.report.phrases import necessity_rank, range_text
from careergraph.search.learning.learning_time import working_hours

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import Evidence, MissingSkill, Need, Source, Step

__all__ = [
    "best_grade",
    "cited_sources",
    "evidence_facts",
    "evidence_name",
    "learning_fact",
    "role_facts",
    "skill_facts",
    "step_facts",
]

_UNKNOWN: Final = "unknown"
_MOST_RESOURCES: Final = 3
_MOST_NAMES: Final = 20
"""So many skills are named in short."""


def role_facts(role: str, compiled: CompiledGraph, *, brief: bool = False) -> tuple[Fact, ...]:
    """Return what there is to say of a role (IRI): what it is, asks for, pays, and its outlook.

    ``brief`` says in one line each what is essential and recommended, for pictures of many roles.
    """
    node = compiled.nodes.get(role)
    known: list[Fact] = []
    if definition := compiled.definitions.get(role):
        known.append(Fact("what it is", definition))
    if node is not None and node.level_of:
        known.append(Fact("level of", compiled.label(node.level_of)))
    if node is not None and node.regulated is not None and (node.regulated or not brief):
        known.append(Fact("regulated", f"{'yes' if node.regulated else 'no'} ~"))
    known += _need_facts(compiled.needs.get(role, ()), compiled, brief=brief)
    certifications = compiled.certifications_by_role.get(role, ())
    if certifications:
        known.append(Fact("certifications", ", ".join(c.label for c in certifications)))
    degree = compiled.entry_degrees.get(role)
    if degree is None:
        known.append(Fact("degree at entry", _UNKNOWN))
    else:
        where = f" ({degree.country})" if degree.country else ""
        known.append(Fact("degree at entry", f"{degree.label}{where}", (degree.source,)))
    bands = compiled.pay_by_role.get(role, ())
    known += [Fact("pay", pay_text(band), (band.source,)) for band in bands]
    if not bands:
        known.append(Fact("pay", _UNKNOWN))
    outlooks = compiled.outlooks.get(role, ())
    known += [Fact("outlook", outlook_text(outlook), (outlook.source,)) for outlook in outlooks]
    if not outlooks:
        known.append(Fact("outlook", _UNKNOWN))
    return tuple(known)


def _need_facts(needs: Sequence[Need], compiled: CompiledGraph, *, brief: bool) -> list[Fact]:
    """Return what a role asks for, the skills of most weight first."""
    if not needs:
        return [Fact("asks for", _UNKNOWN)]
    roles_asking = compiled.roles_asking
    ranked = rank_skills(
        needs,
        weight=lambda need: need.weight,
        sources=lambda need: len(need.sources),
        roles=lambda need: roles_asking.get(need.skills[0], 0),
        name=lambda need: _skills(need, compiled),
    )
    ordered = sorted(ranked, key=lambda need: necessity_rank(need.necessity))
    if not brief:
        return [
            Fact(
                f"asks for ({need.necessity})",
                f"{_skills(need, compiled)} (importance {need.weight:g})",
                need.sources,
            )
            for need in ordered
        ]
    facts = []
    for necessity, same in groupby(ordered, key=lambda need: need.necessity):
        alike = list(same)
        if not any(need.weight for need in alike):
            continue
        names = ", ".join(_skills(need, compiled) for need in alike[:_MOST_NAMES])
        if len(alike) > _MOST_NAMES:
            names += f" and {len(alike) - _MOST_NAMES} more"
        sources = dict.fromkeys(source for need in alike for source in need.sources)
        facts.append(Fact(f"asks for ({necessity})", names, tuple(sources)))
    return facts


def _skills(need: Need, compiled: CompiledGraph) -> str:
    return " or ".join(map(compiled.label, need.skills))


def skill_facts(skill: str, compiled: CompiledGraph) -> tuple[Fact, ...]:
    """Return what there is to say of a skill (IRI): its kind, how long it takes, what helps."""
    known = []
    if category := compiled.categories.get(skill):
        known.append(Fact("kind of skill", category))
    hours = range_text(working_hours(item_kind(compiled, skill)), "hour")
    known.append(Fact("time to learn", f"~{hours} to a working level"))
    for needed, sources in compiled.prerequisites.get(skill, {}).items():
        known.append(Fact("builds on", compiled.label(needed), tuple(sources)))
    certifications = compiled.certifications_by_skill.get(skill, ())
    if certifications:
        known.append(Fact("certifications", ", ".join(c.label for c in certifications)))
    resources = compiled.resources_by_skill.get(skill, ())
    for resource in resources[:_MOST_RESOURCES]:
        detail = compiled.resources.get(resource.iri)
        source = (detail.source,) if detail and detail.source else ()
        known.append(Fact("learn from", resource.label, source))
    if len(resources) > _MOST_RESOURCES:
        known.append(Fact("learn from", f"and {len(resources) - _MOST_RESOURCES} more"))
    return tuple(known)


def evidence_name(evidence: Sequence[Evidence]) -> str:
    """Return the strongest statement behind a step in short, such as "move, observed, 42 people".

    Examples
    --------
    >>> from careergraph.model.values import Evidence
    >>> evidence_name([Evidence("urn:e", "move", "editorial", "urn:s")])
    'move, editorial ~'
    """
    best = strongest_first(evidence)[0]
    return ", ".join([best.kind, _graded(best.grade), *_figures(best)])


def best_grade(grades: Iterable[str]) -> str | None:
    """Return the firmest of some grades of evidence; ``None`` of none."""
    return min(grades, key=grade_rank, default=None)


def _graded(grade: str) -> str:
    return f"{grade} ~" if grade in {"editorial", "computed"} else grade


def _figures(evidence: Evidence) -> list[str]:
    figures = []
    if evidence.people is not None:
        figures.append(f"{evidence.people:,} people")
    if evidence.share is not None:
        figures.append(f"{evidence.share:.1%} of moves from there")
    if evidence.tier:
        figures.append(evidence.tier)
    return figures


def evidence_facts(evidence: Iterable[Evidence]) -> tuple[Fact, ...]:
    """Return one line for each statement behind a step, the firmest first."""
    facts = []
    for item in strongest_first(evidence):
        where = " ".join(t for t in (item.country, item.period) if t)
        parts = [_graded(item.grade), *_figures(item)]
        if item.median_months is not None:
            parts.append(f"{item.median_months:g} months in the role left (median)")
        parts += [text for text in (where, item.population) if text]
        if item.place:
            parts.append(f'under "{item.place}"')
        facts.append(Fact(item.kind, "; ".join(parts), (item.source,)))
    return tuple(facts)


def learning_fact(skill: MissingSkill) -> Fact:
    """Return how much a skill is asked for, who says so, and what would do instead."""
    others = ", ".join(other.label for other in skill.alternatives)
    instead = f"; or {others}" if others else ""
    return Fact(
        "asked for", f"{skill.necessity} (importance {skill.importance:g}){instead}", skill.sources
    )


def step_facts(step: Step) -> tuple[Fact, ...]:
    """Return what there is to say of one step of a route."""
    facts = list(evidence_facts(step.evidence))
    facts += _learning_facts(step)
    months = step.months_in_role
    usual = _UNKNOWN if months is None else f"{months:g} months (median)"
    facts.append(Fact("time in the role left", usual))
    if step.certifications:
        facts.append(Fact("certifications", ", ".join(c.label for c in step.certifications)))
    if step.resources:
        facts.append(Fact("courses and books", ", ".join(r.label for r in step.resources)))
    if step.new_degree and step.entry_degree is not None:
        label = f"usually entered with a {step.entry_degree.label}"
        facts.append(Fact("new degree", label, (step.entry_degree.source,)))
    return tuple(facts)


def _learning_facts(step: Step) -> list[Fact]:
    if not step.needed:
        return [Fact("to learn", f"{_UNKNOWN}: no source says what {step.target} asks for")]
    learned = ", ".join(skill.label for skill in step.missing_skills)
    sources = dict.fromkeys(iri for skill in step.missing_skills for iri in skill.sources)
    return [
        Fact("held", f"{step.held} of the {step.needed} skills asked for"),
        Fact("to learn", learned or "nothing more", tuple(sources)),
        Fact("hours of learning", range_text(step.learning_hours, "hour")),
    ]


def cited_sources(
    nodes: Iterable[PictureNode], edges: Iterable[PictureEdge], sources: Mapping[str, Source]
) -> tuple[Source, ...]:
    """Return the sources that facts name, in the order in which they are first named."""
    panels = chain((node.facts for node in nodes), (edge.facts for edge in edges))
    cited = (iri for facts in panels for fact in facts for iri in fact.sources)
    return cite_sources(cited, sources)
