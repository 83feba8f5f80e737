"""The degree by which people usually enter a role, and how many of those in it name one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model.values import UsualDegree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.statements import DegreeShareStatement

__all__ = [
    "LEAST_RANK",
    "NEARLY_ALL_NAME",
    "find_degree_named_above",
    "find_degree_share",
    "find_most_named_degree",
    "find_usual_degree",
    "has_usual_degree",
    "rank_degrees",
]

LEAST_RANK: Final = 4
"""Degrees from this rank on (associate degree) take years of study."""
NEARLY_ALL_NAME: Final = 0.8
"""The share of those asked who name a degree, below which many come without it."""
_A_FIRST_DEGREE: Final = 5
"""Rank of a bachelor's degree."""
_MOST_ASK: Final = 0.5
"""The share of respondents who must name a degree for it to count as usual."""
_NEARLY_ALL: Final = 0.85
"""The share of respondents whose answers must be known before a share is given."""


def find_usual_degree(facts: CompiledGraph, role: str) -> UsualDegree | None:
    """Return the degree by which people usually enter a role (IRI).

    If no source calls a degree usual, it is the highest that half of the respondents name or
    exceed.
    """
    entry = facts.entry_degrees.get(role)
    if entry is not None:
        return UsualDegree(entry.label, entry.rank, entry.source)
    return find_most_named_degree(facts, role)


def find_degree_named_above(facts: CompiledGraph, role: str) -> UsualDegree | None:
    """Return the most named degree if it is above the usual one and a bachelor's."""
    usual, named = find_usual_degree(facts, role), find_most_named_degree(facts, role)
    if usual is None or usual.share is not None or named is None:
        return None
    return named if named.rank > max(usual.rank, _A_FIRST_DEGREE) else None


def find_most_named_degree(facts: CompiledGraph, role: str) -> UsualDegree | None:
    """Return the highest degree that at least half of the respondents in a role name or exceed."""
    shares, ranks = _shares_named(facts, role), rank_degrees(facts)
    years = {degree.label for degree in facts.degrees if degree.years_from is not None}
    named = [share for share in shares if share.degree in years]
    for best in sorted(named, key=lambda share: (-ranks[share.degree], -share.share)):
        rank = ranks[best.degree]
        total = sum(share.share for share in shares if ranks.get(share.degree, 0) >= rank)
        if total >= _MOST_ASK and rank >= LEAST_RANK:
            below = [share for share in named if ranks[share.degree] < rank]
            most = max(below, key=lambda share: share.share, default=None)
            rest = (None, 0.0) if most is None else (most.degree, most.share)
            return UsualDegree(best.degree, rank, best.source, total, *rest)
    return None


def find_degree_share(facts: CompiledGraph, role: str, rank: int) -> tuple[float, str] | None:
    """Return the share of respondents who name a degree of a rank or above, and its source.

    ``None`` if too many answers are unknown.
    """
    shares, ranks = _shares_named(facts, role), rank_degrees(facts)
    if sum(share.share for share in shares) < _NEARLY_ALL:
        return None
    total = sum(share.share for share in shares if ranks.get(share.degree, 0) >= rank)
    return total, shares[0].source


def has_usual_degree(facts: CompiledGraph, roles: Iterable[str], target: str) -> bool:
    """Return whether one of some roles is usually entered with a degree of the target's rank."""
    asked = find_usual_degree(facts, target)
    degrees = [find_usual_degree(facts, role) for role in roles]
    return asked is not None and any(one is not None and one.rank >= asked.rank for one in degrees)


def rank_degrees(facts: CompiledGraph) -> dict[str, int]:
    """Return the rank of each degree, by label."""
    return {degree.label: degree.rank for degree in facts.degrees}


def _shares_named(facts: CompiledGraph, role: str) -> list[DegreeShareStatement]:
    """Return the shares of degrees that respondents in a role name, for the first population."""
    every = facts.degree_shares.get(role, ())
    return [share for share in every if share.population == every[0].population]
