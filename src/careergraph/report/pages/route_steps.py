"""Each step of a route in full, and the total."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.answers.planning.not_counted import find_study_first
from careergraph.answers.planning.route_time import (
    is_rated_broadly,
    is_studied,
)
from careergraph.model.phrases import count_text
from careergraph.report.citations import Citations, pay_text
from careergraph.report.demands import (
    NOTHING_SEEN,
    TOO_BROAD,
    amount_text,
    asked_text,
    experience_text,
    extra_text,
    first_extra_text,
)
from careergraph.report.layout import Block, Fields, Heading
from careergraph.report.phrases import (
    degree_rows,
    evidence_rows,
    likelihood_text,
    names_text,
    range_text,
    skill_rows,
    years_text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.model.values import PayBand, Route, Routes, Step

__all__ = ["route_blocks"]

_SHOWN_SKILLS: Final = 12
_SHOWN_NAMES: Final = 3


def route_blocks(
    route: Route, routes: Routes, citations: Citations, *, all_skills: bool
) -> list[Block]:
    """Return each step of a route in full, and its total."""
    blocks: list[Block] = []
    for position, step in enumerate(route.steps, 1):
        blocks.append(Heading(f"{position}. {step.source} → {step.target}"))
        rows = [
            *evidence_rows(step, citations),
            *_learning_rows(step, citations, None if all_skills else _SHOWN_SKILLS),
            *_aid_rows(step),
            *degree_rows(step, citations),
            *_pay_rows(route, position, citations),
            *_step_time_rows(step, routes.hours_per_week, citations),
        ]
        blocks.append(Fields(tuple(rows)))
    return [*blocks, Heading(f"Total: {_total_text(route, routes.hours_per_week)}.")]


def _learning_rows(step: Step, citations: Citations, limit: int | None) -> list[tuple[str, str]]:
    if not step.needed:
        return [("to learn", f"unknown: no source lists the requirements of {step.target}")]
    held = ("held", f"{step.held} of the {step.needed} items asked for")
    skills = [skill for skill in step.missing_skills if not skill.is_probable]
    rows = [held, ("to learn", amount_text(skills, step.gap) if skills else "nothing for certain")]
    rows += skill_rows(skills, citations, limit)
    if step.probable:
        names = ", ".join(skill.name for skill in step.probable)
        rows.append(("probably held", f"{names} (counted half)"))
    return rows


def _aid_rows(step: Step) -> list[tuple[str, str]]:
    if not step.missing_skills:
        return []
    return [
        ("credentials", names_text(step.certifications, _SHOWN_NAMES)),
        ("resources", names_text(step.resources, _SHOWN_NAMES)),
    ]


def _pay_rows(route: Route, position: int, citations: Citations) -> list[tuple[str, str]]:
    """Return the pay bands of a step's occupation, without repeating earlier ones."""
    pay = route.steps[position - 1].pay
    if not pay:
        return [("pay", "unknown")]
    for earlier, step in enumerate(route.steps[: position - 1], 1):
        if _shows_same_figures(step.pay, pay):
            return [("pay", f"as in step {earlier}: the same occupation, no band of its own")]
    texts = (f"{pay_text(band)} {citations.mark([band.source])}".rstrip() for band in pay)
    return [("" if number else "pay", text) for number, text in enumerate(texts)]


def _shows_same_figures(some: Sequence[PayBand], others: Sequence[PayBand]) -> bool:
    pairs = zip(some, others, strict=False)
    return len(some) == len(others) and all(one.shows_same_figures(two) for one, two in pairs)


def _step_time_rows(
    step: Step, hours_per_week: float, citations: Citations
) -> list[tuple[str, str]]:
    rows = [("learning", _step_hours_text(step, hours_per_week))]
    experience = step.experience
    if experience is None:
        rows.append(("experience", "we don't know how much the step takes"))
    elif experience.years.high:
        mark = citations.mark(experience.sources)
        rows.append(("experience", f"{experience_text(experience, step.served)} {mark}".rstrip()))
    else:
        rows.append(("experience", experience.basis))
    if step.training is not None:
        mark = citations.mark(step.training.sources)
        rows.append(("training", f"{experience_text(step.training, 0.0)} {mark}".rstrip()))
    if step.experience_asked is not None:
        rows.append(("", asked_text(step, citations)))
    if step.note is not None:
        rows.append(("level", step.note))
    first = find_study_first([step])
    for number, extra in enumerate(first):
        rows.append(("" if number else "first", first_extra_text(extra, citations)))
    for number, extra in enumerate(one for one in step.not_counted if one not in first):
        rows.append(("" if number else "not counted", extra_text(extra, citations)))
    rows.append(("time", _step_years_text(step)))
    return rows


def _step_hours_text(step: Step, hours_per_week: float) -> str:
    """Return the hours of learning of a step, as far as they are known."""
    if not step.needed:
        return "unknown"
    hours = range_text(step.learning_hours, "hour")
    if is_rated_broadly(step):
        aside = f" ({hours} by the ratings alone)" if step.learning_hours.high else ""
        return f"not known: {TOO_BROAD}{aside}"
    return f"{hours} at {hours_per_week:g} a week" if step.learning_hours.high else NOTHING_SEEN


def _step_years_text(step: Step) -> str:
    """Return the years of a step with its compulsory study, as far as they are known."""
    years = range_text(step.years, "year") if step.years.high else "none that we can see"
    if step.study is not None:
        return years
    if is_rated_broadly(step):
        return f"at least {years}" if step.counts_experience and step.years.high else "not known"
    if not step.needed:
        return f"at least {years}" if step.years.high else "unknown"
    return years


def _total_text(route: Route, hours_per_week: float) -> str:
    cost = route.cost
    hours = f"{range_text(cost.learning_hours, 'hour')} of learning at {hours_per_week:g} a week"
    gap = f"gap {cost.gap:.1f} (hardest step {cost.hardest_step:.1f})"
    years = years_text(cost) if cost.years.high else NOTHING_SEEN
    if is_studied(route):
        years = f"about {range_text(cost.years, 'year')}, with the study that comes first"
    elif all(is_rated_broadly(step) for step in route.steps):
        hours = "hours of learning not known"
        asked = any(step.counts_experience for step in route.steps)
        years = f"at least {range_text(cost.years, 'year')}" if asked else "how long is not known"
    if not all(step.needed for step in route.steps):
        hours = f"at least {hours}" if cost.learning_hours.high else "learning unknown"
        gap = f"{gap} as far as known" if cost.gap else "gap unknown"
        years = years if cost.years.high else "how long is unknown"
    parts = [count_text(cost.hops, "step"), hours, gap, years]
    if is_studied(route):
        parts.remove(hours)
    if cost.criterion == "likelihood":
        parts.append(likelihood_text(cost))
    if cost.new_degrees:
        parts.append(count_text(cost.new_degrees, "new degree"))
    return "; ".join(parts)
