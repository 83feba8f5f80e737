"""What a single step between two roles rests on, and what it costs on its own."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Final, NamedTuple

from careergraph.model.levels import LEVEL
from careergraph.model.ranking import strongest_first
from careergraph.model.values import DEFAULT_KINDS
from careergraph.search.learning.gaps import gap_weight, held_by, missing_needs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from careergraph.model.values import Evidence, Need
    from careergraph.search.learning.learning_time import Effort

__all__ = [
    "UNKNOWN_UNLIKELINESS",
    "EvidenceByPair",
    "StepCosts",
    "collect_evidence",
    "plain_costs",
    "plain_weight",
    "usual_months",
    "usual_share",
]

EvidenceByPair = dict[tuple[str, str], tuple["Evidence", ...]]
"""For each pair of roles (from, to) the evidence of the step, the strongest first."""

UNKNOWN_UNLIKELINESS: Final = 10.0**6
"""The unlikeliness of a step of which no share is known: more than any known ones add up to."""
_PRECISION: Final = 9
_MOVE: Final = "move"
_COST_OF: Final = {"step": "gap", "time": "years", "likelihood": "unlikeliness"}


def collect_evidence(
    steps: Iterable[tuple[str, str, Evidence]],
    roles: Collection[str],
    kinds: Sequence[str] = DEFAULT_KINDS,
    grades: Sequence[str] = (),
) -> EvidenceByPair:
    """Return the usable evidence for each pair of roles, the strongest first.

    Parameters
    ----------
    steps
        Transitions as (from, to, evidence).
    roles
        Roles of the graph; transitions of others are left out.
    kinds
        Kinds of transition that count. Levels always do, and where moves do, so do related
        occupations that are near enough; see `compiled.widening`.
    grades
        Grades of evidence that count; all, unless some are given.
    """
    usable: dict[tuple[str, str], dict[str, Evidence]] = {}
    wanted, known = {*kinds, LEVEL}, set(roles)
    for source, target, evidence in steps:
        if source not in known or target not in known:
            continue
        if evidence.kind not in wanted and not (_MOVE in wanted and evidence.is_usable):
            continue
        if not grades or evidence.grade in grades or evidence.kind == LEVEL:
            usable.setdefault((source, target), {})[evidence.iri] = evidence
    return {pair: strongest_first(by_iri.values()) for pair, by_iri in usable.items()}


def usual_share(evidence: Iterable[Evidence]) -> float | None:
    """Return the share of those who left that made a move, from the evidence of most people."""
    known = [e for e in evidence if e.share]
    return max(known, key=lambda e: e.people or 0).share if known else None


def usual_months(evidence: Iterable[Evidence]) -> float | None:
    """Return the median months in the role left, from the evidence of the most people."""
    known = [e for e in evidence if e.median_months is not None]
    return max(known, key=lambda e: e.people or 0).median_months if known else None


class StepCosts(NamedTuple):
    """What a step costs on its own; a step to the line of work of a level costs nothing.

    ``months`` is the usual time in the role left and ``share`` the part of those who left it that
    made the step; ``None`` where no source says.
    """

    gap: float
    years: float
    hops: int
    unlikeliness: float
    months: float | None
    share: float | None


def plain_costs(
    pair: tuple[str, str],
    evidence: Sequence[Evidence],
    needs: Mapping[str, Sequence[Need]],
    effort: Effort,
) -> StepCosts:
    """Return what the step from one role to another costs on its own."""
    share = usual_share(evidence)
    if all(e.kind == LEVEL for e in evidence):
        return StepCosts(0.0, 0.0, 0, 0.0, 0.0, share)
    source, target = pair
    missing = missing_needs(held_by(needs.get(source, ())), needs.get(target, ()))
    months = usual_months(evidence)
    hours = effort.learning_hours([need.skills[0] for need in missing])
    unlikeliness = UNKNOWN_UNLIKELINESS if share is None else max(0.0, -log(share))
    return StepCosts(
        gap_weight(missing), effort.years(months, hours), 1, unlikeliness, months, share
    )


def plain_weight(costs: Iterable[StepCosts], by: str) -> float:
    """Return the cost of a path by a criterion: the sum over its steps, for "step" the largest."""
    weights: list[float] = [getattr(step, _COST_OF.get(by, by)) for step in costs]
    total = max(weights, default=0.0) if by == "step" else sum(weights)
    return round(total, _PRECISION)
