"""Training on the job that has to be completed before people count as members of a role.

Apprentices become electricians, and residents become physicians, after years of paid and supervised
work, so these years belong to the step. Other training on the job begins once people are hired, so
it adds no years to the step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model.holdings import Range
from careergraph.model.values import StepExperience

if TYPE_CHECKING:
    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.experience import TrainingStatement

__all__ = ["find_step_training", "find_training_given", "is_same_occupation", "least_training"]

_BEFORE: Final = {
    "apprenticeship": "in a paid apprenticeship",
    "internshipOrResidency": "in internship or residency",
}
"""Kinds of training to complete first, with the words for time spent in them."""
_ENTRY: Final = "DegreeRequirement"


def find_step_training(graph: CompiledGraph, source: str, target: str) -> StepExperience | None:
    """Return the years of training that a step (IRIs) takes before people count as trained.

    People who stay in their line of work, or in the same occupation, have completed it. If no
    source says how long it lasts, nothing is returned.
    """
    training = _find_training(graph, source, target)
    if training is None or training.kind not in _BEFORE or training.years_from is None:
        return None
    high = training.years_to if training.years_to is not None else training.years_from
    cited = (training.source, training.duration_source)
    return StepExperience(
        Range(training.years_from, high),
        _BEFORE[training.kind],
        tuple(dict.fromkeys(source for source in cited if source is not None)),
    )


def least_training(graph: CompiledGraph, role: str) -> float:
    """Return the fewest years of training that people complete to count as members of a role."""
    years = [
        training.years_from
        for training in graph.training.get(role, ())[:1]
        if training.kind in _BEFORE
    ]
    return years[0] or 0.0 if years else 0.0


def find_training_given(graph: CompiledGraph, source: str, target: str) -> TrainingStatement | None:
    """Return the training on the job that employers give people after a step (IRIs)."""
    training = _find_training(graph, source, target)
    return None if training is None or training.kind in _BEFORE else training


def is_same_occupation(graph: CompiledGraph, source: str, target: str) -> bool:
    """Return whether two roles (IRIs) share the entry requirements of one occupation."""

    def occupations(role: str) -> set[str]:
        return {link.occupation for link in graph.occupations.get(role, ()) if _ENTRY in link.shows}

    return not occupations(source).isdisjoint(occupations(target))


def _find_training(graph: CompiledGraph, source: str, target: str) -> TrainingStatement | None:
    statements = graph.training.get(target, ())
    stays = graph.line_of(source) == graph.line_of(target)
    if not statements or stays or is_same_occupation(graph, source, target):
        return None
    return statements[0]
