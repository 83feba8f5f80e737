"""The years of a route with compulsory study, and whether ratings are too broad for hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.answers.planning.not_counted import STUDY, find_study_first
from careergraph.model.holdings import Range
from careergraph.model.occupations import is_managing_occupation, is_occupation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from careergraph.model.values import NotCounted, Route, Step

__all__ = ["compulsory_study", "is_rated_broadly", "is_studied", "is_too_broad", "years_in_all"]

_FEWEST_HOURS: Final = 100
"""Hours of learning below which a difference between broad ratings says little."""


def is_rated_broadly(step: Step) -> bool:
    """Return whether the ratings of an occupation are too broad to say what a step teaches.

    They are where they differ little, and of managers always: leading people is none of them.
    """
    if not step.needed or not is_occupation(step.target.iri) or step.training is not None:
        return False
    few = step.learning_hours.high < _FEWEST_HOURS
    return few or is_managing_occupation(step.target.iri)


def is_too_broad(route: Route) -> bool:
    """Return whether a route is one step whose ratings are too broad to give it a time."""
    only = route.steps[0] if len(route.steps) == 1 else None
    return only is not None and is_rated_broadly(only) and not is_studied(route)


def is_studied(route: Route) -> bool:
    """Return whether some step asks for compulsory study whose years are known."""
    return any(compulsory_study(step) is not None for step in route.steps)


def compulsory_study(step: Step) -> NotCounted | None:
    """Return the compulsory study of a step if its years are known."""
    study = (one for one in find_study_first([step]) if one.kind in STUDY and one.years)
    return next(study, None)


def years_in_all(steps: Iterable[Step]) -> Range:
    """Return the years of steps with their compulsory study.

    A programme teaches what is missing. A degree takes its years at least, and what is learned
    meanwhile takes none of its own. Training on the job follows both.
    """
    low = high = 0.0
    for step in steps:
        study, years = compulsory_study(step), step.years
        if study is not None and study.years is not None:
            training = Range() if step.training is None else step.training.years
            whole = Range(study.years.low + training.low, study.years.high + training.high)
            if study.kind == "programme":
                years = whole
            else:
                years = Range(max(whole.low, years.low), max(whole.high, years.high))
        low, high = low + years.low, high + years.high
    return Range(low, high)
