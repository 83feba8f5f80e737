"""The evidence for a step between two roles, and the figures taken from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from careergraph.model.ranking import strongest_first
from careergraph.model.values import DEFAULT_KINDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, MutableMapping, Sequence

    from careergraph.model.values import Evidence

__all__ = [
    "UNKNOWN_UNLIKELINESS",
    "EvidenceByPair",
    "collect_evidence",
    "usual_months",
    "usual_share",
]

EvidenceByPair: TypeAlias = "MutableMapping[tuple[str, str], tuple[Evidence, ...]]"
"""For each pair of roles (from, to), the evidence for the step, the firmest first."""

_MOVE: Final = "move"
UNKNOWN_UNLIKELINESS: Final = 10.0**6
"""The unlikeliness of a step without a known share: more than the sum of any known ones."""


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
        Kinds of transition that count. If moves do, so do close relations between occupations; see
        `compiled.widening`.
    grades
        Grades of evidence that count (default: all).
    """
    usable: dict[tuple[str, str], dict[str, Evidence]] = {}
    known = set(roles)
    for source, target, evidence in steps:
        if source not in known or target not in known:
            continue
        if evidence.kind not in kinds and not (_MOVE in kinds and evidence.is_usable):
            continue
        if not grades or evidence.grade in grades:
            usable.setdefault((source, target), {})[evidence.iri] = evidence
    return {pair: strongest_first(by_iri.values()) for pair, by_iri in usable.items()}


def usual_share(evidence: Iterable[Evidence]) -> float | None:
    """Return the share of leavers who made a move, from the evidence that counts most people."""
    known = [e for e in evidence if e.share]
    return max(known, key=lambda e: e.people or 0).share if known else None


def usual_months(evidence: Iterable[Evidence]) -> float | None:
    """Return the median months in the old role, from the evidence that counts most people."""
    known = [e for e in evidence if e.median_months is not None]
    return max(known, key=lambda e: e.people or 0).median_months if known else None
