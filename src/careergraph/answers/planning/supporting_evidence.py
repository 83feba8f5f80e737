"""Outside evidence that speaks for a step without counting moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.model.values import ListedItems, Named, SimilarWork

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from careergraph.compiled.graph import CompiledGraph
    from careergraph.model.experience import OccupationLink
    from careergraph.model.values import Evidence, MissingSkill

__all__ = ["count_listed", "find_similar_work"]

_RELATED: Final = "related"
_MISLEADING: Final = "misleading"
_FIRST_TIERS: Final = ("Primary-Short", "Primary-Long", "Supplemental")


def find_similar_work(facts: CompiledGraph, source: str, target: str) -> SimilarWork | None:
    """Return what a classification says of how alike two lines of work are, if anything.

    It relates their occupations, or both roles are parts of one occupation. Nothing is returned for
    a promotion, or if the occupation would mislead.
    """
    left, entered = facts.line_of(source), facts.line_of(target)
    if left == entered:
        return None
    related = [
        evidence
        for end, evidence in facts.steps_from.get(left, ())
        if evidence.kind == _RELATED and end == entered and evidence.tier
    ]
    if related:
        nearest = min(related, key=_tier_rank)
        return SimilarWork(nearest.source, tier=nearest.tier)
    shared = {link.occupation: link for link in _links(facts, left)}
    for link in _links(facts, entered):
        if link.occupation in shared:
            return SimilarWork(
                link.source, occupation=Named(link.occupation, str(link.label or link.notation))
            )
    return None


def _tier_rank(evidence: Evidence) -> int:
    known = evidence.tier in _FIRST_TIERS
    return _FIRST_TIERS.index(str(evidence.tier)) if known else len(_FIRST_TIERS)


def _links(facts: CompiledGraph, role: str) -> Iterator[OccupationLink]:
    return (link for link in facts.occupations.get(role, ()) if link.fit != _MISLEADING)


def count_listed(facts: CompiledGraph, target: str, missing: Iterable[MissingSkill]) -> ListedItems:
    """Return how many items to learn for a role outside sources list for it, too.

    The selection of a curated profile is editorial. A source lists an item if it names one of its
    skills for the role or for its line of work.
    """
    named: dict[str, set[str]] = {}
    for role in dict.fromkeys((target, facts.line_of(target))):
        for need in facts.needs.get(role, ()):
            for skill in need.skills:
                named.setdefault(skill, set()).update(need.sources)
    editorial = {iri for iri, source in facts.sources.items() if source.grade == "editorial"}
    items, listed, sources = 0, 0, set[str]()
    for item in missing:
        if item.is_probable:
            continue
        items += 1
        outside = {
            source
            for skill in (item.iri, *(other.iri for other in item.alternatives))
            for source in named.get(skill, ())
        } - editorial
        listed += bool(outside)
        sources |= outside
    return ListedItems(items, listed, tuple(sorted(sources)))
