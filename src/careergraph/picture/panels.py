"""Facts that the side panel shows about roles, skills and steps, with their sources."""

from __future__ import annotations

from itertools import chain
from math import sqrt
from typing import TYPE_CHECKING, Final

from careergraph.answers.roles.role_page import read_role
from careergraph.compiled.asked_profiles import item_kind
from careergraph.model.phrases import count_text
from careergraph.model.ranking import grade_rank, strongest_first
from careergraph.model.values import cite_sources
from careergraph.picture.drawing import Bar, Fact, PictureEdge, PictureNode
from careergraph.report.citations import pay_text
from careergraph.report.phrases import range_text, tier_text
from careergraph.report.role_facts import (
    UNKNOWN,
    brief_facts,
    certification_facts,
    detail_facts,
    gist_facts,
    part_unknown,
)
from careergraph.search.learning.learning_time import working_hours

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from careergraph.answers.roles.role_profile import RoleProfile, RoleSummary
    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.values import Evidence, MissingSkill, PayBand, Source, Step
    from careergraph.report.role_facts import RoleFact

__all__ = [
    "best_grade",
    "cited_sources",
    "evidence_facts",
    "evidence_name",
    "learning_fact",
    "line_width",
    "pay_bar",
    "people_of",
    "profile_facts",
    "role_facts",
    "skill_facts",
    "step_facts",
]

_MOST_RESOURCES: Final = 3


def role_facts(role: str, compiled: CompiledGraph) -> tuple[Fact, ...]:
    """Return what a picture shows about any role (IRI): definition, requirements and pay."""
    summary = read_role(compiled, role)
    return _panel_facts(summary, brief_facts(summary))


def profile_facts(profile: RoleProfile) -> tuple[Fact, ...]:
    """Return the facts about the subject of a picture of a role.

    Moves are drawn, so only the number of roles is stated.
    """
    counts = {
        "people come from": count_text(profile.comes_from.total, "role"),
        "people go to": count_text(profile.goes_to.total, "role"),
    }
    gist = [
        fact._replace(text=counts.get(fact.name, fact.text), sources=())
        if fact.name in counts and fact.text != UNKNOWN
        else fact
        for fact in gist_facts(profile)
    ]
    known = [*gist, *certification_facts(profile.certifications, profile.offers)]
    return _panel_facts(profile, list(dict.fromkeys([*known, *detail_facts(profile)])))


def _panel_facts(summary: RoleSummary, facts: Sequence[RoleFact]) -> tuple[Fact, ...]:
    known, missing = part_unknown(facts)
    lines = [Fact("what it is", summary.definition)] if summary.definition else []
    if summary.level_of is not None:
        lines.append(Fact("level of", summary.level_of.label))
    bars = {pay_text(band): pay_bar(band) for band in summary.pay}
    lines += [
        Fact(
            fact.name,
            _plain(fact),
            fact.sources,
            bars.get(fact.text) if fact.name == "pay" else None,
        )
        for fact in known
    ]
    return (*lines, Fact("not known", missing)) if missing else tuple(lines)


def _plain(fact: RoleFact) -> str:
    """Return the text of a fact, without the asterisks around the role in a ladder."""
    return fact.text.replace("*", "") if fact.name == "ladder" else fact.text


def pay_bar(band: PayBand | None) -> Bar | None:
    """Return a pay band as a bar (for newcomers the lower half); ``None`` without both ends."""
    if band is None:
        return None
    low = band.p25 if band.p10 is None else band.p10
    high = band.p75 if band.p90 is None else band.p90
    middle = band.median
    if band.for_newcomers and middle is not None:
        high, middle = middle, None
    if low is None or high is None:
        return None
    return Bar(low, middle, high, f"{band.currency} {band.duration}")


def people_of(evidence: Iterable[Evidence]) -> int | None:
    """Return how many people the largest observation of a step counted; ``None`` without one."""
    counted = [item.people for item in evidence if item.people is not None]
    return max(counted, default=None)


def line_width(people: int | None) -> float:
    """Return the width of a move's line in pixels, which grows with the people observed.

    Examples
    --------
    >>> line_width(None), line_width(7), line_width(37), line_width(400)
    (1.2, 2.7, 4.6, 9.0)
    """
    return 1.2 if people is None else min(round(1.2 + 0.56 * sqrt(people), 1), 9.0)


def skill_facts(skill: str, compiled: CompiledGraph) -> tuple[Fact, ...]:
    """Return the facts about a skill (IRI): its kind, hours of learning, and resources."""
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
    """Return the firmest statement behind a step in short, such as "move, observed, 42 people".

    Examples
    --------
    >>> from careergraph.model.values import Evidence
    >>> evidence_name([Evidence("urn:e", "move", "editorial", "urn:s")])
    'move, ~editorial'
    """
    best = strongest_first(evidence)[0]
    return ", ".join([best.kind, _graded(best.grade), *_figures(best)])


def best_grade(grades: Iterable[str]) -> str | None:
    """Return the firmest of some grades of evidence; ``None`` if there are none."""
    return min(grades, key=grade_rank, default=None)


def _graded(grade: str) -> str:
    return f"~{grade}" if grade in {"editorial", "computed"} else grade


def _figures(evidence: Evidence) -> list[str]:
    figures = []
    if evidence.people is not None:
        figures.append(f"{evidence.people:,} people")
    if evidence.share is not None:
        figures.append(f"{evidence.share:.1%} of moves from there")
    if evidence.tier:
        figures.append(tier_text(evidence.tier))
    return figures


def evidence_facts(evidence: Iterable[Evidence]) -> tuple[Fact, ...]:
    """Return one line for each statement behind a step, the firmest first."""
    facts = []
    for item in strongest_first(evidence):
        where = " ".join(t for t in (item.country, item.period) if t)
        parts = [_graded(item.grade), *_figures(item)]
        if item.median_months is not None:
            parts.append(f"{item.median_months:g} months in the old role (median)")
        parts += [text for text in (where, item.population) if text]
        if item.place:
            parts.append(f'under "{item.place}"')
        facts.append(Fact(item.kind, "; ".join(parts), (item.source,)))
    return tuple(facts)


def learning_fact(skill: MissingSkill) -> Fact:
    """Return how strongly a skill is asked for, with its sources and alternatives."""
    others = ", ".join(other.label for other in skill.alternatives)
    instead = f"; or {others}" if others else ""
    return Fact(
        "asked for", f"{skill.necessity} (importance {skill.importance:g}){instead}", skill.sources
    )


def step_facts(step: Step) -> tuple[Fact, ...]:
    """Return the facts about one step of a route."""
    facts = list(evidence_facts(step.evidence))
    facts += _learning_facts(step)
    if step.months_in_role is not None:
        facts.append(Fact("time in the old role", f"{step.months_in_role:g} months (median)"))
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
        return [Fact("to learn", f"{UNKNOWN}: no source lists the requirements of {step.target}")]
    learned, probable = [
        ", ".join(dict.fromkeys(skill.name for skill in alike))
        for alike in (
            [skill for skill in step.missing_skills if not skill.is_probable],
            [skill for skill in step.missing_skills if skill.is_probable],
        )
    ]
    sources = dict.fromkeys(iri for skill in step.missing_skills for iri in skill.sources)
    return [
        Fact("held", f"{step.held} of the {step.needed} skills that the role requires"),
        Fact("to learn", learned or "nothing more", tuple(sources)),
        *([Fact("probably held", probable)] if probable else []),
        Fact("hours of learning", range_text(step.learning_hours, "hour")),
    ]


def cited_sources(
    nodes: Iterable[PictureNode],
    edges: Iterable[PictureEdge],
    sources: Mapping[str, Source],
    further: Iterable[str] = (),
) -> tuple[Source, ...]:
    """Return the cited sources, each once."""
    panels = chain((node.facts for node in nodes), (edge.facts for edge in edges))
    cited = (iri for facts in panels for fact in facts for iri in fact.sources)
    return cite_sources(chain(cited, further), sources)
