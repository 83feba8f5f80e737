"""The part of the page that says whether a route is possible: how long it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.answers.planning.not_counted import find_study_first
from careergraph.answers.planning.route_time import begins_with_years, is_studied
from careergraph.model.holdings import Range
from careergraph.model.phrases import with_article
from careergraph.report.demands import (
    NOTHING_SEEN,
    TOO_BROAD,
    asked_text,
    conversion_text,
    experience_text,
    is_asked_of_all,
    is_usually_held,
    length_text,
    years_asked_text,
    yours_text,
)
from careergraph.report.phrases import range_text, years_text
from careergraph.search.learning.learning_time import SHORTEST_STAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.model.values import NotCounted, Route, Routes, Step, StepExperience
    from careergraph.report.citations import Citations

__all__ = ["time_text"]


def _asked_first_text(step: Step, hours_per_week: float, citations: Citations) -> str:
    """Return the time of a step that begins with years of related work.

    Learning follows, unless ratings are too broad to estimate it, and what employers teach.
    """
    texts = []
    experience = step.experience
    if experience is not None and experience.years.high:
        years = f"about {range_text(step.years, 'year')}: " if step.years.high else ""
        yours = f"{yours_text(step)} may count"
        if step.served:
            yours = f"{yours_text(step)} are counted"
        texts.append(f"{years}{years_asked_text(experience, citations)}; {yours}")
    elif step.experience_asked is not None:
        texts.append(asked_text(step, citations))
    hours = range_text(step.learning_hours, "hour")
    if step.is_rated:
        aside = f" ({hours} by the ratings alone)" if step.learning_hours.high else ""
        texts.append(f"{TOO_BROAD}{aside}")
    elif step.learning_hours.high:
        takes = "" if step.counts_experience else f", {range_text(step.years, 'year')}"
        texts.append(f"{hours} of learning at {hours_per_week:g} a week{takes}")
    texts += [
        f"employers usually give {extra.label} {citations.mark(extra.sources)}".rstrip()
        for extra in step.not_counted
        if extra.kind == "training"
    ]
    return "; ".join(texts)


def time_text(routes: Routes, route: Route, citations: Citations) -> str:
    """Return the years of a route, and their parts: learning, work, training and study."""
    if begins_with_years(route):
        return _asked_first_text(route.steps[0], routes.hours_per_week, citations)
    cost = route.cost
    if is_studied(route):
        years = range_text(cost.years, "year")
        is_known = not cost.unknown_durations and all(step.needed for step in route.steps)
        least = "about" if is_known else "at least"
        return f"{least} {years} in all, with the study above{_trained_text(route)}"
    known = cost.learning_hours.high or all(step.needed for step in route.steps)
    hours = range_text(cost.learning_hours, "hour") if known else "unknown hours"
    trains = any(step.training is not None for step in route.steps)
    parts = [f"{hours} of learning at {routes.hours_per_week:g} a week"]
    if trains and not cost.learning_hours.high:
        parts.clear()
    parts += _experience_texts(route)
    parts += _training_texts(route)
    if any(_is_short(step) for step in route.steps[1:]):
        parts.append("at least a year in each role on the way")
    if not all(step.needed for step in route.steps):
        years = years_text(cost) if cost.years.high else "how long is unknown"
        text = f"{years}: {_join(parts)}"
        return f"{text} (no source lists the requirements of a role on the route)"
    if not cost.years.high and not cost.unknown_durations:
        return NOTHING_SEEN
    licences = "besides the licence, " if find_study_first(route.steps) else ""
    rough = ", judged by O*NET's broad ratings" if route.steps[-1].is_rated else ""
    if routes.source in routes.unrated:
        rough += ", as if you held none of it"
    besides = _besides_text(route, citations)
    years = _with_degree_text(route) or years_text(cost)
    return f"{licences}{years}: {_join(parts)}{rough}{besides}"


def _with_degree_text(route: Route) -> str:
    """Return the years of a route with the usual degree to earn first, and without it.

    What is learned during the years of study takes no extra time. Nothing is returned if the degree
    makes no route longer.
    """
    degree = _degree_to_earn(route)
    if degree is None or degree.years is None:
        return ""
    years, alone = degree.years, route.cost.years
    total = Range(max(years.low, alone.low), max(years.high, alone.high))
    if total == alone:
        return ""
    least = "at least" if route.cost.unknown_durations else "about"
    text = f"{least} {range_text(total, 'year')} with {with_article(degree.label)} to earn first"
    rest = range_text(alone, "year") if alone.high else "no time"
    return f"{text}, or {rest} {'without' if degree.held == 'lower degree' else 'if you hold one'}"


def _degree_to_earn(route: Route) -> NotCounted | None:
    """Return the usual degree of a route that the person has still to earn, unless they hold one.

    There is none if many people enter without it, or if the degree that they state may do.
    """
    first = find_study_first(route.steps)
    extras = (extra for step in route.steps for extra in step.not_counted if extra.kind == "degree")
    lacked = (one for one in extras if one not in first and one.held in _LACKED)
    return next((one for one in lacked if is_usually_held(one)), None)


_LACKED: Final = ("nothing stated", "lower degree")
"""What is known of people who have the usual degree still to earn, unless they hold one."""


def _besides_text(route: Route, citations: Citations) -> str:
    """Return the usual degree and the years of work that come on top of the years of a route.

    They are named if they are longer than what is counted: a degree in the field for graduates of
    another one, unless many people enter without, and years that employers always ask newcomers
    for.
    """
    texts = [f"{asked_text(step, citations)}" for step in route.steps if is_asked_of_all(step)]
    first = find_study_first(route.steps)
    texts += [
        conversion_text(extra)
        for step in route.steps
        for extra in step.not_counted
        if extra.builds_on
        and extra.held == "other field"
        and extra.kind == "degree"
        and extra not in first
        and is_usually_held(extra)
    ]
    degree = _degree_to_earn(route)
    if degree is not None and not _with_degree_text(route):
        texts.append(f"{with_article(degree.label)} to earn meanwhile, {length_text(degree)}")
    return "".join(f"; {text}" for text in dict.fromkeys(texts))


def _trained_text(route: Route) -> str:
    """Return how long people train after their study, as a clause."""
    parts = _training_texts(route)
    return f", among them {_join(parts)}" if parts else ""


def _experience_texts(route: Route) -> list[str]:
    """Return the years of experience that the steps of a route ask for, with their steps."""
    return [
        _of_step(experience_text(step.experience, step.served), step.experience, step, route)
        for step in route.steps
        if step.experience is not None and step.experience.years.high
    ]


def _training_texts(route: Route) -> list[str]:
    """Return the years of training of the steps of a route, with their steps."""
    return [
        _of_step(experience_text(step.training, 0.0), step.training, step, route)
        for step in route.steps
        if step.training is not None
    ]


def _of_step(text: str, asked: StepExperience, step: Step, route: Route) -> str:
    """Return years with the role that they lead to, unless the words already name it."""
    is_clear = len(route.steps) == 1 or asked.basis.startswith(("as ", "in the occupation "))
    return text if is_clear else f"{text} for {step.target}"


def _is_short(step: Step) -> bool:
    """Return whether a step asks for less time than the minimum stay in a role on the way."""
    if step.training is not None:
        return False
    return step.experience is None or step.experience.years.low < SHORTEST_STAY


def _join(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, and {parts[-1]}"
