"""The years of a route with compulsory study, and whether ratings are too broad for hours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from careergraph.answers.planning.not_counted import STUDY, find_study_first
from careergraph.model.holdings import Range
from careergraph.model.occupations import is_managing_occupation, is_occupation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from careergraph.model.values import NotCounted, Route, Step

__all__ = [
    "begins_with_years",
    "compulsory_study",
    "count_study",
    "is_rated_broadly",
    "is_studied",
    "is_too_broad",
    "years_with_study",
]

_FEWEST_HOURS: Final = 100
"""Hours of learning below which a difference between broad ratings says little."""


def is_rated_broadly(step: Step) -> bool:
    """Return whether the ratings of an occupation are too broad to say what a step teaches.

    They are if they differ little, and always for managers: no rating is about leading people.
    """
    if not step.needed or not step.is_rated or step.training is not None:
        return False
    few = step.learning_hours.high < _FEWEST_HOURS
    return few or is_managing_occupation(step.target.iri)


def is_too_broad(route: Route) -> bool:
    """Return whether a route is one step whose ratings are too broad to give it a time."""
    only = route.steps[0] if len(route.steps) == 1 else None
    return only is not None and is_rated_broadly(only) and not is_studied(route)


def begins_with_years(route: Route) -> bool:
    """Return whether the time of a route begins with years of work that employers ask for.

    This holds for one step into an occupation: we cannot tell which of the person's years count,
    and hours of learning alone would sound as if no years were needed.
    """
    only = route.steps[0] if len(route.steps) == 1 else None
    if only is None or not only.needed or only.training is not None or is_studied(route):
        return False
    is_asked = only.experience_asked is not None and is_occupation(only.target.iri)
    return is_rated_broadly(only) or (is_asked and not only.is_rated)


def is_studied(route: Route) -> bool:
    """Return whether the years of a route count compulsory study."""
    return any(step.study is not None for step in route.steps)


def count_study(step: Step) -> Step:
    """Return a step whose years count its compulsory study, if the years of that are known.

    A programme teaches what is missing. A degree takes at least its years, and learning during them
    takes no extra time. Training on the job follows both.
    """
    study = compulsory_study(find_study_first([step]))
    if study is None or study.years is None:
        return step
    training = Range() if step.training is None else step.training.years
    years = years_with_study(study, study.years, training, step.years)
    return replace(step, years=years, study=study.years)


def years_with_study(
    study: NotCounted, years_of_study: Range, training: Range, otherwise: Range
) -> Range:
    """Return the years of a step with compulsory study.

    Parameters
    ----------
    study, years_of_study
        The programme or degree, and its years.
    training
        The years of training on the job that follow it.
    otherwise
        The years of the step without study.
    """
    low, high = years_of_study.low + training.low, years_of_study.high + training.high
    if study.kind == "programme":
        return Range(low, high)
    return Range(max(low, otherwise.low), max(high, otherwise.high))


def compulsory_study(demands: Iterable[NotCounted]) -> NotCounted | None:
    """Return the first study of known years among the demands of `find_study_first`."""
    return next((one for one in demands if one.kind in STUDY and one.years), None)
