"""Routes and gaps as pages of text: first what it comes to, then each step, then the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model.phrases import count_text, hours_text
from careergraph.model.values import CRITERIA
from careergraph.report.citations import Citations, graph_line, medians_text, pay_text
from careergraph.report.layout import Block, Fields, Heading, Table, Text
from careergraph.report.phrases import (
    degree_rows,
    evidence_rows,
    likelihood_text,
    names_text,
    skill_rows,
    steps_text,
    years_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from careergraph.model.values import Gap, MissingSkill, Route, Routes, Step

__all__ = ["gap_page", "routes_page"]

_SHOWN_SKILLS: Final = 12
_SHOWN_NAMES: Final = 3
_SHOWN_OPTIONAL: Final = 20
_WEEKS_PER_YEAR: Final = 52
_GAP_NOTE: Final = (
    "Gap: an essential skill weighs 1, a recommended one 0.6, an optional one nothing."
)
_ROUTE_NOTE: Final = (
    f"{_GAP_NOTE} What one step teaches is held at the next. Hours of learning (~) are our "
    "editorial estimate. Pay is that of the whole occupation, never of one rung."
)


_UNPROVEN: Final = (
    "This may not be the best: the search ended after {:,} partial paths, before it could prove it."
)
_MORE: Final[dict[str, tuple[str, Callable[[Route], str]]]] = {
    "likelihood": ("likelihood", lambda route: likelihood_text(route.cost)),
    "pareto": ("new degrees", lambda route: str(route.cost.new_degrees)),
}
"""What else the table of routes shows, where that is what orders them."""
_PARETO: Final = "no route is better in years, gap, hardest step and new degrees"


def routes_page(
    routes: Routes, *, all_skills: bool = False, explained: Sequence[Block] = ()
) -> list[Block]:
    """Return routes at a glance, then step by step; how they cost, if asked; sources come last."""
    citations = Citations(routes.sources)
    blocks: list[Block] = [Heading(f"From {routes.source} to {routes.target}")]
    blocks += _glance(routes, citations)
    for number, route in enumerate(routes.routes, 1):
        if len(routes) > 1:
            blocks.append(Heading(f"ROUTE {number}: {' → '.join(route.labels)}"))
        blocks += _route_blocks(route, routes.hours_per_week, citations, all_skills=all_skills)
    blocks += [*explained, *citations.blocks(), Heading("Notes"), Text(_ROUTE_NOTE)]
    if not routes.proven:
        blocks.append(Text(_UNPROVEN.format(routes.looked_at)))
    return [*blocks, graph_line(routes.graph)]


def _glance(routes: Routes, citations: Citations) -> list[Block]:
    """Return what a person wants to know before anything else."""
    end = (
        ("pay there", _pay_there(routes[0], citations)),
        ("chosen by", f"{routes.criterion}: {CRITERIA.get(routes.criterion, _PARETO)}"),
        *([] if routes.proven else [("but", "it may not be the best; see the notes")]),
    )
    if len(routes) == 1:
        rows = _route_rows(routes[0], routes.hours_per_week, citations)
        return [Fields((*rows, *end))]
    name, tell = _MORE.get(routes.criterion, ("", None))
    header = ("", "route", "steps", "to learn", "gap", "hardest", "time", *([name] if name else []))
    table = tuple(
        (
            str(number),
            " → ".join(route.labels),
            str(route.cost.hops),
            count_text(len(_skills_of(route)), "skill"),
            f"{route.cost.gap:g}",
            f"{route.cost.hardest_step:g}",
            years_text(route.cost, estimated=_is_estimate(route)),
            *([tell(route)] if tell else []),
        )
        for number, route in enumerate(routes.routes, 1)
    )
    return [Table(header, table), Fields(end)]


def _pay_there(route: Route, citations: Citations) -> str:
    pay = route.steps[-1].pay
    return f"{medians_text(pay)} {citations.mark(band.source for band in pay)}".rstrip()


def _route_rows(route: Route, hours_per_week: float, citations: Citations) -> list[tuple[str, str]]:
    cost, skills = route.cost, _skills_of(route)
    years = years_text(cost, estimated=_is_estimate(route))
    unknown = (
        f"; usual time in the role left unknown for {cost.unknown_durations} of {cost.hops}"
        if cost.unknown_durations
        else ""
    )
    first = ", ".join(skill.label for skill in skills[:_SHOWN_NAMES])
    return [
        ("route", " → ".join(route.labels)),
        ("steps", f"{cost.hops}: {steps_text(route.steps) or 'a level of it already'}"),
        ("to learn", _skills_in_short(route, citations)),
        *([("begin with", first)] if first else []),
        ("time", f"{years}, learning {hours_per_week:g} hours a week{unknown}"),
    ]


def _skills_of(route: Route) -> list[MissingSkill]:
    return [skill for step in route.steps for skill in step.missing_skills]


def _skills_in_short(route: Route, citations: Citations) -> str:
    skills = _skills_of(route)
    if not skills:
        unknown = any(not step.needed for step in route.steps if not step.is_level)
        return "unknown" if unknown else "nothing more"
    counts: dict[str, int] = {}
    for skill in skills:
        counts[skill.necessity] = counts.get(skill.necessity, 0) + 1
    kinds = ", ".join(f"{number} {necessity}" for necessity, number in counts.items())
    learning = (step for step in route.steps if step.missing_skills)
    known = [s.learning_hours for s in learning if s.learning_hours is not None]
    hours = hours_text(sum(known) if known else None)
    said = f"{count_text(len(skills), 'skill')} ({kinds}), {hours}"
    ours = sum(citations.is_editorial(skill.sources) for skill in skills)
    return f"{said}; {ours} by editorial judgement alone (~)" if ours else said


def _is_estimate(route: Route) -> bool:
    """Return whether hours of learning, which are an estimate, stand behind a route's years."""
    return any(step.learning_hours for step in route.steps)


def _route_blocks(
    route: Route, hours_per_week: float, citations: Citations, *, all_skills: bool
) -> list[Block]:
    blocks: list[Block] = []
    for position, step in enumerate(route.steps, 1):
        blocks.append(Heading(f"{position}. {step.source} → {step.target}"))
        if step.is_level:
            said = f"{step.source} is a level of {step.target}: nothing to learn, no time"
            level = ("level", said)
            blocks.append(Fields((*evidence_rows(step, citations), level)))
            continue
        rows = [
            *evidence_rows(step, citations),
            *_learning_rows(step, citations, None if all_skills else _SHOWN_SKILLS),
            *_aid_rows(step),
            *degree_rows(step, citations),
            *_pay_rows(route, position, citations),
            ("time", _time_text(step, hours_per_week, citations)),
        ]
        blocks.append(Fields(tuple(rows)))
    return [*blocks, Heading(f"Total: {_total_text(route)}.")]


def _learning_rows(step: Step, citations: Citations, limit: int | None) -> list[tuple[str, str]]:
    if not step.needed:
        return [("to learn", f"unknown: no source says what {step.target} asks for")]
    held = ("held", f"{step.held} of the {step.needed} skills asked for")
    if not step.missing_skills:
        return [held, ("to learn", "nothing more")]
    # One skill can meet a need of its own and a group of alternatives.
    met = step.needed - step.held
    also = f" (they meet all {met})" if met > len(step.missing_skills) else ""
    amount = _amount_text(step.missing_skills, step.gap, also)
    return [held, ("to learn", amount), *skill_rows(step.missing_skills, citations, limit)]


def _amount_text(skills: Sequence[MissingSkill], gap: float, also: str = "") -> str:
    order = ", most important first" if len(skills) > 1 else ""
    return f"{count_text(len(skills), 'skill')}{also}, gap {gap:g}{order}"


def _aid_rows(step: Step) -> list[tuple[str, str]]:
    if not step.missing_skills:
        return []
    return [
        ("credentials", names_text(step.certifications, _SHOWN_NAMES)),
        ("resources", names_text(step.resources, _SHOWN_NAMES)),
    ]


def _pay_rows(route: Route, position: int, citations: Citations) -> list[tuple[str, str]]:
    """Return the bands of a step's occupation; the same ones again are not repeated."""
    pay = route.steps[position - 1].pay
    if not pay:
        return [("pay", "unknown")]
    for earlier, step in enumerate(route.steps[: position - 1], 1):
        if step.pay == pay and not step.is_level:
            return [("pay", f"as in step {earlier}: the same occupation, no band of its own")]
    texts = (f"{pay_text(band)} {citations.mark([band.source])}".rstrip() for band in pay)
    return [("" if number else "pay", text) for number, text in enumerate(texts)]


def _time_text(step: Step, hours_per_week: float, citations: Citations) -> str:
    parts = []
    if step.missing_skills and step.learning_hours is not None:
        years = step.learning_hours / (hours_per_week * _WEEKS_PER_YEAR)
        hours = hours_text(step.learning_hours)
        parts.append(f"{hours} of learning, ~{years:.1f} years at {hours_per_week:g} a week")
    elif step.missing_skills:
        parts.append("hours of learning unknown")
    if step.months_in_role is None:
        parts.append("usual time in the role left unknown")
    else:
        behind = [e.source for e in step.evidence if e.median_months == step.months_in_role]
        mark = citations.mark(behind[:1])
        parts.append(f"{step.months_in_role:g} months in the role left (median) {mark}".rstrip())
    return "; ".join(parts)


def _total_text(route: Route) -> str:
    cost = route.cost
    learning = f"{count_text(len(_skills_of(route)), 'skill')} to learn, gap {cost.gap:g}"
    parts = [
        count_text(cost.hops, "step"),
        f"{learning} (hardest step {cost.hardest_step:g})",
        years_text(cost, estimated=_is_estimate(route)),
    ]
    if cost.unknown_durations:
        parts.append(f"{cost.unknown_durations} of {cost.hops} durations unknown")
    if cost.criterion == "likelihood":
        parts.append(likelihood_text(cost))
    if cost.new_degrees:
        parts.append(count_text(cost.new_degrees, "new degree"))
    return "; ".join(parts)


def _coverage_text(gap: Gap) -> str:
    if gap.coverage is None:
        return "unknown"
    return f"{gap.coverage:.0%} of what {gap.target} asks for, weighted by importance"


def gap_page(gap: Gap) -> list[Block]:
    """Return what one role needs that another does not."""
    citations = Citations(gap.sources)
    number = len(gap.missing_skills)
    rows = [
        ("covered", _coverage_text(gap)),
        ("missing", _amount_text(gap.missing_skills, gap.gap) if number else "nothing"),
        *skill_rows(gap.missing_skills, citations),
        ("held", names_text(gap.shared) if gap.shared else "nothing"),
    ]
    if not (number or gap.shared or gap.optional):
        rows = [("missing", f"unknown: no source says what {gap.target} asks for")]
    if gap.optional:
        rows.append(("optional", names_text(gap.optional, _SHOWN_OPTIONAL)))
    return [
        Heading(f"What {gap.target} asks for that {gap.source} does not"),
        Fields(tuple(rows)),
        *citations.blocks(),
        Heading("Notes"),
        Text(_GAP_NOTE),
        graph_line(gap.graph),
    ]
