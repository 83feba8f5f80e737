"""Answers as pages of text."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from careergraph.model import (
    CRITERIA,
    Cost,
    Evidence,
    Gap,
    MissingSkill,
    PayBand,
    Route,
    Routes,
    Step,
)
from careergraph.report.citations import Citations, pay_text
from careergraph.report.layout import Block, Fields, Heading, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["evidence_text", "gap_page", "gap_phrase", "routes_page", "skills_text"]

_SHOWN_SKILLS = 12
_SHOWN_AIDS = 3
_UNITS = {"gap": "", "step": "", "time": " years", "hops": " steps"}


def routes_page(routes: Routes, *, all_skills: bool = False) -> list[Block]:
    """Return routes step by step, with the criterion first and the sources last."""
    citations = Citations(routes.sources)
    blocks: list[Block] = [
        Heading(f"From {routes.source} to {routes.target}"),
        Text(_criterion_text(routes)),
    ]
    for number, route in enumerate(routes.routes, 1):
        name = f"Route {number} of {len(routes)}: " if len(routes) > 1 else ""
        blocks.append(Heading(name + " → ".join(route.labels)))
        shown: set[tuple[PayBand, ...]] = set()
        for position, step in enumerate(route.steps, 1):
            pay = _pay_rows(step.pay, citations, repeated=step.pay in shown)
            blocks += _step_blocks(position, step, pay, citations, all_skills=all_skills)
            shown.add(step.pay)
        blocks += [Heading("Total"), Fields(_total_rows(route))]
    return [
        *blocks,
        *citations.blocks(),
        Text(f"Graph {routes.graph.version}, {routes.graph.hash}."),
    ]


def _criterion_text(routes: Routes) -> str:
    meaning = CRITERIA[routes.criterion]
    said = f"Ordered by {routes.criterion}: {meaning}."
    if routes.criterion in {"gap", "step"}:
        said += " An essential skill weighs 1, a recommended one 0.6, an optional one nothing."
    if routes.criterion == "time":
        said += f" {routes.hours_per_week:g} hours of learning a week."
    return said


def _step_blocks(
    position: int,
    step: Step,
    pay: Sequence[tuple[str, str]],
    citations: Citations,
    *,
    all_skills: bool,
) -> list[Block]:
    if step.is_level:
        said = f"{step.source} is a level of {step.target}: nothing to learn, no time."
        return [Heading(f"{position}. {step.source} → {step.target}"), Fields((("level", said),))]
    limit = None if all_skills else _SHOWN_SKILLS
    rows = [
        ("evidence", evidence_text(step.evidence, citations)),
        ("held", f"{step.held} of the {step.needed} skills it counts on"),
        ("to learn", f"{gap_phrase(step)}{skills_text(step.missing_skills, citations, limit)}"),
    ]
    if helps := _aids_text(step):
        rows.append(("helps", helps))
    rows += [*pay, ("time", _time_text(step))]
    return [Heading(f"{position}. {step.source} → {step.target}"), Fields(tuple(rows))]


def gap_phrase(step: Step) -> str:
    """Return how much there is to learn, to be followed by the skills."""
    if not step.missing_skills:
        return "nothing more"
    number = len(step.missing_skills)
    return f"{number} skill{'s' if number > 1 else ''}, gap {step.gap:g}: "


def skills_text(
    skills: Sequence[MissingSkill], citations: Citations, limit: int | None = None
) -> str:
    """Return missing skills by necessity, with their sources; the rest is counted."""
    shown = skills[:limit]
    parts = []
    for necessity, same in groupby(shown, key=lambda skill: skill.necessity):
        named = ", ".join(f"{_skill_name(s)} {citations.mark(s.sources)}".rstrip() for s in same)
        parts.append(f"{necessity}: {named}")
    more = len(skills) - len(shown)
    return "; ".join(parts) + (f"; and {more} more (--all-skills)" if more else "")


def _skill_name(skill: MissingSkill) -> str:
    if not skill.alternatives:
        return skill.label
    return f"{skill.label} (or {', '.join(other.label for other in skill.alternatives)})"


def evidence_text(evidence: Iterable[Evidence], citations: Citations) -> str:
    """Return kind, grade, figures and source of each statement behind a step."""
    parts = []
    for said in evidence:
        figures = _figures_text(said)
        text = f"{said.kind}, {said.grade} {citations.mark([said.source])}".rstrip()
        parts.append(f"{text} ({figures})" if figures else text)
    return "; ".join(parts)


def _figures_text(evidence: Evidence) -> str:
    figures = []
    if evidence.people is not None:
        figures.append(f"{evidence.people} people")
    if evidence.share is not None:
        figures.append(f"{evidence.share:.1%} of moves from there")
    if evidence.tier:
        figures.append(evidence.tier)
    if evidence.country:
        figures.append(", ".join(t for t in (evidence.country, evidence.period) if t))
    return ", ".join(figures)


def _aids_text(step: Step) -> str:
    parts = []
    if step.certifications:
        shown = [c.label for c in step.certifications[:_SHOWN_AIDS]]
        parts.append(f"certifications {', '.join(shown)}")
    if step.resources:
        parts.append(f"resources {', '.join(r.label for r in step.resources[:_SHOWN_AIDS])}")
    return "; ".join(parts)


def _pay_rows(
    pay: Sequence[PayBand], citations: Citations, *, repeated: bool
) -> list[tuple[str, str]]:
    """Return the bands of the occupation; a rung has none of its own, so they are not repeated."""
    if not pay:
        return [("pay", "unknown")]
    if repeated:
        return [("pay", "the same band: no source gives this rung one of its own")]
    return [("pay", f"{pay_text(band)} {citations.mark([band.source])}".rstrip()) for band in pay]


def _time_text(step: Step) -> str:
    months = "unknown" if step.months_in_role is None else f"{step.months_in_role:g} (median)"
    hours = "unknown" if step.learning_hours is None else f"~{step.learning_hours:g} hours"
    if not step.missing_skills:
        hours = "none"
    return f"months in the role left: {months}; learning: {hours}"


def _total_rows(route: Route) -> tuple[tuple[str, str], ...]:
    cost = route.cost
    rows = [
        ("steps", str(cost.hops)),
        ("gap", f"{cost.gap:g}, counting nothing twice; the hardest step {cost.hardest_step:g}"),
        ("time", years_text(cost)),
    ]
    if cost.criterion in {"gap", "step"} and cost.weight != cost.gap:
        rows.append(("ordered by", f"{cost.weight:g}, each step taken on its own"))
    return tuple(rows)


def years_text(cost: Cost) -> str:
    """Return the years of a route, and of how many steps the duration is unknown."""
    if not cost.unknown_durations:
        return f"{cost.years:.1f} years"
    return (
        f"at least {cost.years:.1f} years; {cost.unknown_durations} of {cost.hops} "
        f"durations unknown"
    )


def gap_page(gap: Gap) -> list[Block]:
    """Return what one role needs that another does not."""
    citations = Citations(gap.sources)
    rows = [
        ("covered", f"{gap.coverage:.0%} of what {gap.target} needs, weighted by importance"),
        ("gap", f"{gap.gap:g} (an essential skill weighs 1, a recommended one 0.6)"),
        ("missing", skills_text(gap.missing_skills, citations) or "nothing"),
        ("held", ", ".join(skill.label for skill in gap.shared) or "nothing"),
    ]
    if gap.optional:
        rows.append(("optional", ", ".join(skill.label for skill in gap.optional)))
    heading = Heading(f"{gap.source} to {gap.target}: what is missing")
    graph = Text(f"Graph {gap.graph.version}, {gap.graph.hash}.")
    return [heading, Fields(tuple(rows)), *citations.blocks(), graph]
